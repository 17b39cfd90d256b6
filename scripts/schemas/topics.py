"""The AsyncAPI 3.0 document of the topics, as schemas/asyncapi.json."""

from event_schema import NOT_DATA, subject_kinds
from model import Model
from signals import NAME, WRITTEN

JSON_SCHEMA = "application/schema+json;version=2020-12"
PROTOBUF = "application/vnd.google.protobuf;version=3"
DRAFT = {"bindingVersion": "0.5.0"}
# Examples of raw topics: their names are the shop's own.
INPUTS = {
    "orders": "What is bought, sent, returned and paid.",
    "browse": "What is looked at and put into carts.",
    "mentions": "What is said of the shop, and how customers answer it.",
}
SHADOW = "shadow"
OUTPUTS = {
    "churn-risk": "Customers who have been silent for too long, and those who came back.",
    "milestones": "First orders, n-th orders, amounts reached and anniversaries.",
    "triggers": "Moments that are worth a message.",
    "segments": "Customers who have come into a segment or a stage of their life, or have left it.",
    "loyalty": "Programmes, memberships and tiers: who has reached what, and what is due.",
    "consents": "Consent that was given, taken back or has ended, and what is to be done about it.",
    "service": "Bad experiences that somebody should look after.",
    "outcomes": "What became of contacts that rules wanted: deferred or suppressed, and who is in which experiment.",
    SHADOW: "What a second playbook decides beside the one in force: signals of any type, on which nobody acts.",
}
SUBJECT_KEY = {"type": "string", "description": "The id of the subject, without its kind."}
LIKE_EVENTS = "As many partitions as the topic events: 6 unless told otherwise."


def document(model: Model, signals: list[dict]) -> dict:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Treue",
            "version": "1.0.0",
            "description": "Treue turns the stream of what customers do into retention decisions: signals on Kafka. "
            "The names of its own topics begin with a prefix, `treue.` unless told otherwise; raw topics have the "
            "shop's names. Consumers read with `isolation.level=read_committed`, and see each signal once. Topics that "
            "others must not write to or rely on are called internal: their encoding may change with any version.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "localhost:9092", "protocol": "kafka",
                "description": "An example: a broker on this machine, as `make demo` starts one.",
            }
        },
        "channels": channels(signals),
        "operations": operations(signals),
        "components": {
            "messages": {**input_messages(model), **own_messages(), **signal_messages(model, signals)},
            "parameters": {
                "prefix": {"description": "What the names of Treue's topics begin with.", "default": "treue."},
            },
        },
    }


def reference(*parts: str) -> dict:
    """A reference inside the document."""
    return {"$ref": "#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)}


def kafka(partitions: int | None = None, **configuration) -> dict:
    """The bindings of a channel."""
    count = {"partitions": partitions} if partitions else {}
    return {"kafka": {**count, "topicConfiguration": configuration, **DRAFT}}


def message_references(names: list[str]) -> dict:
    """The messages of a channel."""
    return {name: reference("components", "messages", name) for name in names}


def own(topic: str, description: str, messages: list[str], bindings: dict) -> dict:
    """A topic of Treue's own."""
    return {
        "address": "{prefix}" + topic,
        "description": description,
        "parameters": {"prefix": reference("components", "parameters", "prefix")},
        "messages": message_references(messages),
        "bindings": bindings,
    }


def channels(signals: list[dict]) -> dict:
    """All topics."""
    kept, compacted = {"retention.ms": -1}, {"cleanup.policy": ["compact"]}
    inputs = {
        name: {
            "address": name,
            "description": f"{text} An example of a raw topic: any name and any number of them will do, and each may "
            "carry any type of event. Key records by customer: the events of one customer stand in one partition.",
            "messages": message_references(list(INPUT_MESSAGES)),
            "bindings": kafka(**kept),
        }
        for name, text in INPUTS.items()
    }
    outputs = {}
    for name, text in OUTPUTS.items():
        types = [each["type"] for each in signals if name in (each["topic"], SHADOW)]
        outputs[name] = own(name, f"{text} {LIKE_EVENTS}", [*types, "writtenSignal"], kafka(**kept))
    return {
        **inputs,
        "events": own(
            "events",
            "The events of all raw topics in one form, keyed by subject. Others may read them. 6 partitions unless "
            "told otherwise; the number can't be changed later without folding anew.",
            ["canonicalEvent"], kafka(**kept),
        ),
        **outputs,
        "dead-letters": own(
            "dead-letters",
            "Raw records that could not be taken: key, value and headers untouched, and the reason in headers. "
            + LIKE_EVENTS,
            ["deadLetter"], kafka(**kept),
        ),
        "journal": own("journal", f"Internal. What each partition folded, in order. {LIKE_EVENTS}", ["journalRecord"],
                       kafka(**kept)),
        "clock": own("clock", "Internal. How far the raw partitions are. One partition.", ["clockRecord"],
                     kafka(1, **compacted)),
        "state": own("state", f"Internal. The states of subjects. {LIKE_EVENTS}", ["stateRecord"], kafka(**compacted)),
    }


def operations(signals: list[dict]) -> dict:
    """What Treue does with each topic."""
    out = {}

    def add(name: str, action: str, channel: str, summary: str, group: str | None = None) -> None:
        """Adds an operation with all messages of its channel."""
        out[name] = {"action": action, "channel": reference("channels", channel), "summary": summary}
        if group:
            out[name]["bindings"] = {"kafka": {"groupId": {"type": "string", "examples": [group]}, **DRAFT}}

    for name in INPUTS:
        add(f"read-{name}", "receive", name, f"Reads the raw topic {name}.", "treue.intake")
    add("write-events", "send", "events", "Writes what intake could read, and letters from one subject to another.")
    add("fold-events", "receive", "events", "Folds the events into states and decisions.", "treue.fold")
    for name in OUTPUTS:
        count = sum(name in (each["topic"], SHADOW) for each in signals)
        listed = f"{count} types of signals, and " if count else ""
        add(f"send-{name}", "send", name, f"Sends {listed}what rules of the playbook name.")
    add("send-dead-letters", "send", "dead-letters", "Sends what could not be taken.")
    add("write-journal", "send", "journal", "Writes down what was folded.")
    add("read-journal", "receive", "journal", "Reads back what was folded when a partition is taken over.")
    add("write-clock", "send", "clock", "Says how far the raw partitions are.")
    add("read-clock", "receive", "clock", "Learns how far the raw partitions are.")
    add("write-state", "send", "state", "Writes states in the background.")
    add("read-state", "receive", "state", "Reads states back where there is no local store.")
    return out


def attributes(kinds: list[str], kind: dict, content: str) -> dict:
    """The headers of a CloudEvent in Kafka's binary mode."""
    properties = {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": {"type": "string", "minLength": 1},
        "ce_source": {"type": "string", "minLength": 1},
        "ce_type": kind,
        "ce_subject": {"type": "string", "pattern": f"^({'|'.join(kinds)})/."},
        "ce_time": {"type": "string", "format": "date-time"},
        "content-type": {"type": "string", "const": content},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


INPUT_MESSAGES = {
    "event": "A CloudEvent in structured mode.",
    "binaryEvent": "A CloudEvent in Kafka's binary mode: attributes in headers, data in the value.",
    "protobufEvent": "An event in Protobuf. The header content-type tells it.",
    "segmentCall": "A call of Segment's libraries, also as RudderStack and Jitsu send it.",
    "shopifyWebhook": "A webhook of Shopify with its headers.",
}


def input_messages(model: Model) -> dict:
    """What may stand on a raw topic."""
    def message(name: str, title: str, content: str, payload: dict, headers: dict | None = None) -> dict:
        """One of them."""
        out = {"name": name, "title": title, "summary": INPUT_MESSAGES[name], "contentType": content}
        if headers:
            out["headers"] = headers
        return {**out, "payload": payload, "bindings": key({"type": "string", "description": "The customer's id."})}

    kinds = subject_kinds(model)
    headers = attributes(kinds, {"type": "string", "enum": [kind.name for kind in model.types]}, "application/json")
    headers["required"] = ["ce_id", "ce_type", "ce_subject", "ce_time"]
    data = [f"./events.schema.json#/$defs/{name}" for name in model.messages if name not in NOT_DATA]
    told = {"type": "object", "required": ["content-type"]}
    told["properties"] = {"content-type": {"type": "string", "pattern": "^application/(x-)?protobuf"}}
    shopify = {"type": "object", "required": ["x-shopify-topic"]}
    shopify["properties"] = {"x-shopify-topic": {"type": "string", "examples": ["orders/create"]}}
    return {
        "event": message("event", "Event", "application/cloudevents+json", payload("./events.schema.json")),
        "binaryEvent": message(
            "binaryEvent", "Event in binary mode", "application/json",
            {"schemaFormat": JSON_SCHEMA, "schema": {"anyOf": [{"$ref": each} for each in data]}}, headers,
        ),
        "protobufEvent": message(
            "protobufEvent", "Event in Protobuf", "application/protobuf", proto("treue.v1.Event"), told
        ),
        "segmentCall": message("segmentCall", "Segment call", "application/json", {
            "type": "object", "required": ["type"],
            "properties": {"type": {"type": "string", "examples": ["track", "identify", "page", "screen", "alias"]}},
        }),
        "shopifyWebhook": message("shopifyWebhook", "Shopify webhook", "application/json", {"type": "object"}, shopify),
    }


def key(schema: dict) -> dict:
    """The bindings of a message with a key."""
    return {"kafka": {"key": schema, **DRAFT}}


def payload(place: str) -> dict:
    """A payload as a JSON Schema has it."""
    return {"schemaFormat": JSON_SCHEMA, "schema": {"$ref": place}}


def proto(message: str) -> dict:
    """A payload as a message of Protobuf."""
    return {"schemaFormat": PROTOBUF, "schema": {"$ref": "./treue/v1/events.proto"}, "x-message": message}


def own_messages() -> dict:
    """What stands on Treue's own topics besides signals."""
    reasons = {
        "treue.reason": "Why, for machines: a group and a word, such as field.missing.",
        "treue.message": "Why, for people.",
        "treue.pointer": "The JSON pointer to the fault; empty when it is the record as a whole.",
        "treue.topic": "The topic of the raw record.",
        "treue.partition": "The partition of the raw record.",
        "treue.offset": "The offset of the raw record.",
    }
    letter = {name: {"type": "string", "description": text} for name, text in reasons.items()}
    letter["treue.partition"]["pattern"] = letter["treue.offset"]["pattern"] = "^[0-9]+$"
    again = {
        "treue.retry-of": {
            "type": "string", "pattern": "^.+/[0-9]+/[0-9]+$",
            "description": "Put it on a record that goes back to a raw topic: topic/partition/offset of the one that "
            "was refused first.",
        }
    }
    internal = {"type": "string", "format": "binary", "description": "Internal; may change with any version."}

    def inside(name: str, title: str) -> dict:
        """A message whose encoding is nobody else's business."""
        return {"name": name, "title": title, "contentType": "application/octet-stream", "payload": internal}

    return {
        "canonicalEvent": {
            "name": "canonicalEvent", "title": "Event, in one form",
            "summary": "An event, or a raw record on its way to dead-letters, in Protobuf.",
            "contentType": "application/protobuf", "payload": proto("treue.v1.Event"), "bindings": key(SUBJECT_KEY),
        },
        "deadLetter": {
            "name": "deadLetter", "title": "Dead letter",
            "summary": "A raw record that could not be taken. The treue.* headers stand before those of the record.",
            "contentType": "application/octet-stream",
            "headers": {"type": "object", "required": list(letter), "properties": letter | again},
            "payload": {"type": "string", "format": "binary", "description": "The value of the raw record, untouched."},
            "bindings": key({"type": "string", "format": "binary", "description": "The key of the raw record."}),
        },
        "journalRecord": inside("journalRecord", "Journal record"),
        "clockRecord": inside("clockRecord", "Clock record"),
        "stateRecord": inside("stateRecord", "State of a subject"),
    }


def signal_messages(model: Model, signals: list[dict]) -> dict:
    """A message for each type of signal, and one for those that rules of the playbook name."""
    out = {
        each["type"]: signal_message(model, each["type"], each["meaning"], {"const": each["type"]}, each["type"])
        for each in signals
    }
    meaning = "A decision of a rule that the playbook writes out, with a type and values that the rule chooses."
    name = "writtenSignal"
    return out | {name: signal_message(model, name, meaning, {"pattern": rf"^{NAME}(\.{NAME})*$"}, WRITTEN)}


def signal_message(model: Model, name: str, meaning: str, kind: dict, data: str) -> dict:
    """The message of a signal; `kind` is what its type has to be, and `data` the definition of its data."""
    headers = attributes(subject_kinds(model), {"type": "string", **kind}, "application/json")
    headers["properties"]["ce_id"] = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
    headers["properties"]["ce_source"] = {"type": "string", "pattern": "^treue/"}
    return {
        "name": name, "title": name, "summary": meaning, "contentType": "application/json", "headers": headers,
        "payload": payload(f"./signals.schema.json#/$defs/{data}"),
        "bindings": key(SUBJECT_KEY),
    }
