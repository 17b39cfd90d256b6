"""The signals of schemas/signals.yaml: their JSON Schema, and whether the Swift sources agree."""

import re

import ruamel.yaml

from event_schema import DIALECT, subject_kinds
from model import ROOT, Model

SOURCE = ROOT / "schemas" / "signals.yaml"
TYPES = ROOT / "Sources" / "Retention" / "Fold" / "Signal.swift"
CONSENT = ROOT / "Sources" / "Retention" / "Consent"
ENGINE = ROOT / "Sources" / "Playbook" / "Decision"
NAME = "[a-z_][a-z0-9_]*"
# The data of signals whose type and values a rule of the playbook chooses; no type can have this name.
WRITTEN = "$written"
# What the engine adds to them, beside the values that a rule names.
ADDED = {
    "stage": "which stage of a rule it is, from 1 on",
    "reached": "the threshold",
    "years": "of an anniversary",
    "from": "the stage before",
    "to": "the stage now",
    "decided": "of a goal, the instant of the decision",
    "channel": "of a contact",
    "purpose": "of a contact",
    "topic": "of a contact",
    "wanted": "when a contact that was deferred was wanted first",
    "experiment": "its name",
    "arm": "the customer's arm in the experiment",
    "code": "what was granted along with it",
    "reward": "what the code is worth",
    "expires": "when the code ends",
    "incentive_withheld": "why no code was granted",
}


def load() -> list[dict]:
    """The signals as they stand in the file."""
    return ruamel.yaml.YAML(typ="safe", pure=True).load(SOURCE)


def schema(model: Model, signals: list[dict]) -> dict:
    """The schema of a signal as a CloudEvent in structured mode."""
    definitions = values() | {WRITTEN: written()}
    for signal in signals:
        definitions[signal["type"]] = data(signal)
    kinds = "|".join(subject_kinds(model))
    return {
        "$schema": DIALECT,
        "title": "Treue signal",
        "description": "A decision as a CloudEvent 1.0. This is the structured mode, as `treue replay --output` writes "
        "it, one a line. On Kafka it is the binary mode: attributes in `ce_` headers, and `data` alone is the value. "
        "The same decision has the same id in every run and replay. Members may be added: ignore those that you do not "
        "know.",
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"],
        "properties": {
            "specversion": {"description": "The version of CloudEvents.", "const": "1.0"},
            "id": {"description": "The id of the decision.", "type": "string", "pattern": "^[0-9a-f]{32}$"},
            "source": {"description": "The playbook that decided.", "type": "string", "pattern": "^treue/[a-z0-9-]+$"},
            "type": {
                "description": "What was decided: a type that is named here, or one that a rule of the playbook names.",
                "anyOf": [
                    {"enum": [signal["type"] for signal in signals]},
                    {"type": "string", "pattern": rf"^{NAME}(\.{NAME})*$", "maxLength": 64},
                ],
            },
            "subject": {"description": "Whom it is about.", "type": "string", "pattern": f"^({kinds})/."},
            "time": {"$ref": "#/$defs/time", "description": "The instant of the decision, in event time."},
            "datacontenttype": {"description": "What `data` is.", "const": "application/json"},
            "data": {
                "$ref": f"#/$defs/{WRITTEN}",
                "description": "The values that the rule read; the type says which, or the playbook does.",
            },
        },
        "allOf": [
            {
                "if": {"required": ["type"], "properties": {"type": {"const": signal["type"]}}},
                "then": {"properties": {"data": {"$ref": f"#/$defs/{signal['type']}"}}},
            }
            for signal in signals
        ],
        "$defs": definitions,
    }


def values() -> dict:
    """The kinds of values, and what every signal has."""
    return {
        "count": {"type": "integer", "minimum": 0},
        "money": {
            "description": "An amount with its currency; a text, so that no reader takes it through a binary float.",
            "type": "object", "required": ["amount", "currency"],
            "properties": {
                "amount": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
            },
        },
        "sums": {"description": "One amount for each currency.", "type": "array", "items": {"$ref": "#/$defs/money"}},
        "time": {
            "type": "string", "format": "date-time",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        },
        "span": {
            "description": "A length of time as ISO 8601 has it, in days, hours, minutes and seconds, such as P30DT4H.",
            "type": "string",
            "pattern": r"^-?P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{3})?S)?)?$",
        },
        "sentiment": {"type": "number", "minimum": -1, "maximum": 1},
        "text": {"type": "string", "minLength": 1},
        "flag": {"type": "boolean"},
        "decimal": {"description": "A number of at most six decimals.", "type": "number"},
        "texts": {"type": "array", "items": {"type": "string"}},
        "value": {
            "description": "A value of any kind.",
            "anyOf": [
                {"type": ["number", "string", "boolean"]},
                *({"$ref": f"#/$defs/{kind}"} for kind in ("money", "sums", "texts")),
            ],
        },
        "cause": {
            "description": "The event that led to it, and where its raw record stood: topic, partition and offset, or "
            "file, 0 and line from 0. An event that is not known any more has empty texts and the offset -1.",
            "type": "object", "required": ["event", "source", "partition", "offset"],
            "properties": {
                "event": {"description": "The producer's id of the event.", "type": "string"},
                "source": {"description": "The raw topic, or the name of the file.", "type": "string"},
                "partition": {"type": "integer", "minimum": 0},
                "offset": {"type": "integer", "minimum": -1},
            },
        },
    }


def data(signal: dict) -> dict:
    """The schema of a type's data."""
    properties = {
        each["name"]: {"$ref": f"#/$defs/{each['kind']}", "description": each["meaning"]} for each in signal["values"]
    }
    properties |= common()
    missing = {each["name"] for each in signal["values"] if each.get("sometimes")}
    return {
        "description": signal["meaning"],
        "type": "object",
        "required": [name for name in properties if name not in missing],
        "properties": properties,
    }


def common() -> dict:
    """What the data of every signal has."""
    return {
        "rule": {"description": "The playbook's name of the rule that decided.", "type": "string"},
        "playbook": {"description": "The playbook's name.", "type": "string"},
        "playbook_version": {"description": "The playbook's version.", "type": "integer", "minimum": 1},
        "cause": {"$ref": "#/$defs/cause"},
    }


def written() -> dict:
    """The schema of the data where a rule of the playbook chooses type and values."""
    added = "; ".join(f"`{name}` ({meaning})" for name, meaning in ADDED.items())
    return {
        "description": "What a rule of the playbook tells: the values under its `with`, without those that are not "
        f"known, and what belongs to the way it decides: {added}.",
        "type": "object",
        "required": list(common()),
        "properties": common(),
        "additionalProperties": {"$ref": "#/$defs/value"},
    }


def dead_letters() -> dict:
    """The schema of a line of dead-letters.ndjson."""
    return {
        "$schema": DIALECT,
        "title": "Treue dead letter in a file",
        "description": "A line of dead-letters.ndjson, which `treue replay --output` writes: a record that could not "
        "be taken. On the topic dead-letters the record stands untouched instead, and headers say the rest.",
        "type": "object",
        "required": ["reason", "message", "pointer", "source"],
        "properties": {
            "reason": {
                "description": "Why, for machines: a group and a word, such as field.missing or time.invalid.",
                "type": "string", "pattern": r"^[a-z0-9-]+\.[a-z0-9.-]+$",
            },
            "message": {"description": "Why, for people.", "type": "string"},
            "pointer": {
                "description": "The JSON pointer to the fault; empty when it is the record as a whole.",
                "type": "string", "pattern": "^(/.*)?$",
            },
            "source": {"description": "The file or topic.", "type": "string", "minLength": 1},
            "line": {"description": "The line of the file, from 1 on.", "type": "integer", "minimum": 1},
            "partition": {"description": "The partition of the topic.", "type": "integer", "minimum": 0},
            "offset": {"description": "The offset in the partition.", "type": "integer", "minimum": 0},
            "record": {
                "description": "The bytes as text; empty for a line that was too long to be kept.", "type": "string",
            },
            "record_base64": {
                "description": "The bytes in base64, where they are no UTF-8.",
                "type": "string", "contentEncoding": "base64",
            },
        },
        "allOf": [
            {"oneOf": [{"required": ["line"]}, {"required": ["partition", "offset"]}]},
            {"oneOf": [{"required": ["record"]}, {"required": ["record_base64"]}]},
        ],
    }


def faults(signals: list[dict]) -> list[str]:
    """Where the file and the Swift sources disagree."""
    text = TYPES.read_text()
    topics = dict(re.findall(r'case (\w+) = "([^"]+)"', text))
    known = {}
    for name, kind, topic in re.findall(r'static let (\w+) = SignalType\(name: "([^"]+)", topic: \.(\w+)\)', text):
        known[name] = (kind, topics.get(topic, topic))
    listed = re.search(r"static let all: \[SignalType\] = \[(.*?)\]", text, re.S)
    order = [known[name] for name in re.findall(r"\.(\w+)", listed[1])]
    out = []
    if order != [(each["type"], each["topic"]) for each in signals]:
        out.append("schemas/signals.yaml names other types, topics or another order than SignalType.all")
    emitted, said = emissions(), engine()
    for name, (kind, _) in known.items():
        described = [
            (each["name"], each["kind"], bool(each.get("sometimes")))
            for signal in signals if signal["type"] == kind
            for each in signal["values"]
        ]
        if name not in said:
            if emitted.get(name) != described:
                out.append(f"schemas/signals.yaml: {kind} has {described}, consent emits {emitted.get(name)}")
            continue
        lacking = [value for value in described if value[:2] not in said[name]]
        out += [f"schemas/signals.yaml: {kind} has {value}, which the engine does not make" for value in lacking]
    own = {known[name][0] for name in said if name in known}
    named = {each["name"] for signal in signals if signal["type"] in own for each in signal["values"]} | set(ADDED)
    made = {field for fields in said.values() for field, _ in fields}
    return out + [f"schemas/signals.yaml: the engine makes {each}, no signal has it" for each in sorted(made - named)]


def engine() -> dict[str, set[tuple[str, str]]]:
    """The values, as name and kind, that the engine of playbooks can tell, by the Swift name of its own types.

    Signals are put together on the way through it, so that the file which emits a type tells no more than this.
    """
    out = {}
    for file in sorted(ENGINE.glob("*.swift")):
        text = file.read_text()
        made = set(re.findall(r'Signal\.Field\("(\w+)", \.(\w+)\(', text))
        for name in re.findall(r"[( ]\.((?:contact|experiment|incentive)[A-Z]\w+)", text):
            out.setdefault(name, set()).update(made)
    return out


def emissions() -> dict[str, list[tuple[str, str, bool]]]:
    """The values that consent emits, by the Swift name of the type: name, kind, and whether they may be missing."""
    out = {}
    files = [file.read_text() for file in sorted(CONSENT.glob("*.swift"))]
    shared = {}
    for text in files:
        for start in re.finditer(r"func (\w+)\([^)]*\) -> \[Signal\.Field\] \{", text):
            shared[start[1]] = text[start.end() : text.index("\n    }\n", start.end())]
    for text in files:
        for call in re.split(r"effects\.emit\(", text)[1:]:
            call = balanced(call)
            name = re.match(r"\s*\.(\w+)", call)[1]
            # Values that several calls share come from a function of their own.
            call = re.sub(r"\.(\w+)\(for:", lambda use: shared.get(use[1], use[0]), call)
            found = re.findall(r'(map \{ \[|if [^{\n]*\{ \w+\.append\()?\.init\("(\w+)", \.(\w+)\(', call)
            out[name] = [(field, kind, bool(optional)) for optional, field, kind in found]
    return out


def balanced(text: str) -> str:
    """The text up to the parenthesis that closes what was opened before it."""
    depth = 1
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return text[:place]
    return text
