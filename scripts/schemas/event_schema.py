"""The JSON Schema of the events, as schemas/events.schema.json."""

from model import Field, Message, Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The limits of Sources/Formats/JSONFacts.
LONGEST_TEXT, MOST_ITEMS, MOST_PIECES, LARGEST_AMOUNT = 512, 1000, 1_000_000, 10**15
WHOLE = r"^-?(0|[1-9][0-9]*)(\.0+)?$"
DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
POSITIVE = DECIMAL.replace("-?", "", 1)
INSTANT = r"^(19[7-9][0-9]|[2-9][0-9]{3})-"
# What `total` of these messages may be told by instead: Fields.total in Sources/Formats/JSONFacts/Fields+Numbers.swift.
TOLD_TOTALS = {"Order", "OrderVersion"}
AMOUNT = (
    "An amount in the currency beside it, from 0 to 10^15 minor units: a number, or better a text such as \"12.50\", "
    "which nothing on its way takes through a binary float."
)
NOT_DATA = {"Subject", "Origin", "Money", "RefusedRecord", "Header"}
DESCRIPTION = (
    "An event as Treue reads it from a raw topic or file: a CloudEvent 1.0 in structured mode. In Kafka's binary mode "
    "the attributes are `ce_` headers and the value is `data` alone. Members that are not named here are ignored, as "
    "are records of an unknown type. null counts as missing, and so does an empty text. Of several names for the same "
    "thing the first that is there counts. Amounts need a currency: their object's own, else that of the object around "
    "it, else the one that is configured for the topic. The lengths of texts are counted in bytes of UTF-8."
)


def schema(model: Model) -> dict:
    """The whole schema."""
    definitions = common(model)
    for name, message in model.messages.items():
        if name not in NOT_DATA:
            definitions[name] = data(message)
    return {
        "$schema": DIALECT,
        "title": "Treue event",
        "description": DESCRIPTION,
        "type": "object",
        "required": ["id", "type", "subject", "time", "data"],
        "properties": {
            "specversion": {"description": "The version of CloudEvents; may be left out.", "const": "1.0"},
            "id": {"$ref": "#/$defs/text", "description": envelope(model, "id")},
            "source": {"description": "Who sends it; may be left out.", "type": "string", "minLength": 1},
            "type": {"description": "What happened.", "enum": [kind.name for kind in model.types]},
            "subject": {"$ref": "#/$defs/subject", "description": envelope(model, "subject")},
            "time": {"$ref": "#/$defs/time", "description": envelope(model, "time")},
            "datacontenttype": {"description": "What `data` is; may be left out.", "const": "application/json"},
            "data": {"description": "The facts; the type says which.", "type": "object"},
        },
        "allOf": [choice(kind.name, kind.doc, kind.message) for kind in model.types],
        "$defs": definitions,
    }


def choice(name: str, doc: str, message: str) -> dict:
    """What holds for `data` when the event is of a type."""
    return {
        "if": {"required": ["type"], "properties": {"type": {"const": name}}},
        "then": {"description": doc, "properties": {"data": {"$ref": f"#/$defs/{message}"}}},
    }


def envelope(model: Model, name: str) -> str:
    """What the proto says of a field that every event has."""
    return next(each.doc for each in model.envelope.fields if each.name == name)


def subject_kinds(model: Model) -> list[str]:
    """The kinds of subjects."""
    return [name.lower() for name, number, _ in model.messages["Subject"].choices["Kind"] if number]


def common(model: Model) -> dict:
    """The kinds of values."""
    kinds = "|".join(subject_kinds(model))
    # The limit is one of the id alone.
    longest_subject = max(map(len, subject_kinds(model))) + 1 + LONGEST_TEXT
    return {
        "text": {
            "description": "A text that must be there; a whole number is taken as its digits.",
            "type": ["string", "integer"], "minLength": 1, "maxLength": LONGEST_TEXT,
        },
        "optionalText": {
            "description": "A text; a whole number is taken as its digits.",
            "type": ["string", "integer", "null"], "maxLength": LONGEST_TEXT,
        },
        "subject": {
            "description": "Whatever keeps state: a kind and the shop's own id, such as customer/42.",
            "type": "string", "pattern": f"^({kinds})/.", "maxLength": longest_subject,
        },
        "time": {
            "description": "A time in the form of RFC 3339, from 1970 on; kept to the millisecond.",
            "type": "string", "format": "date-time", "pattern": INSTANT,
        },
        "optionalTime": {
            "description": "A time in the form of RFC 3339, from 1970 on; kept to the millisecond.",
            "type": ["string", "null"], "format": "date-time", "pattern": INSTANT,
        },
        "date": {
            "description": "A date such as 1984-02-29; a time of day behind it is left out.",
            "type": ["string", "null"], "pattern": "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ].*)?)?$",
        },
        "flag": {"type": ["boolean", "null"]},
        "pieces": {
            "description": "Pieces; 1 when missing.",
            "type": ["integer", "string", "null"], "minimum": 1, "maximum": MOST_PIECES, "pattern": WHOLE, "default": 1,
        },
        "amount": {
            "description": AMOUNT,
            "type": ["string", "number"], "minimum": 0, "maximum": LARGEST_AMOUNT, "pattern": POSITIVE,
        },
        "optionalAmount": {
            "description": AMOUNT,
            "type": ["string", "number", "null"], "minimum": 0, "maximum": LARGEST_AMOUNT, "pattern": POSITIVE,
        },
        "currency": {
            "description": "The currency of the amounts beside it: the three letters of ISO 4217.",
            "type": ["string", "null"], "pattern": "^[A-Za-z]{3}$",
        },
        "texts": {
            "type": ["array", "null"], "maxItems": MOST_ITEMS,
            "items": {"type": ["string", "integer"], "maxLength": LONGEST_TEXT},
        },
        "lines": {"type": ["array", "null"], "maxItems": MOST_ITEMS, "items": {"$ref": "#/$defs/LineItem"}},
    }


def data(message: Message) -> dict:
    """The schema of a message as data."""
    properties, required, rules = {}, [], []
    for field in message.fields:
        told = field.name == "total" and message.name in TOLD_TOTALS
        must = is_needed(field) and not told
        for name in field.json:
            shape = value(field, must and len(field.json) == 1, message)
            text = field.doc if name == field.json[0] else f"Another name of {field.json[0]}. {field.doc}"
            properties[name] = {**shape, "description": text}
        if told:
            properties.update(told_by())
            rules.append(total_rule())
        elif must and len(field.json) == 1:
            required.append(field.json[0])
        elif must:
            rules.append({"anyOf": [present(name, value(field, True, message)) for name in field.json]})
    if any(field.kind == "money" or field.message == "LineItem" for field in message.fields):
        properties["currency"] = {"$ref": "#/$defs/currency"}
    out = {"description": message.doc, "type": "object"}
    if required:
        out["required"] = required
    out["properties"] = properties
    if len(rules) == 1:
        out.update(rules[0])
    elif rules:
        out["allOf"] = rules
    return out


def is_needed(field: Field) -> bool:
    """Whether JSON has to have it."""
    return field.is_required and not field.fallback


def present(name: str, shape: dict) -> dict:
    """That a member is there."""
    return {"required": [name], "properties": {name: shape}}


def told_by() -> dict:
    """The members that may stand for the total of an order."""
    amount = {"$ref": "#/$defs/optionalAmount"}
    return {
        "revenue": {**amount, "description": "Stands for a missing total, with shipping and tax added."},
        "shipping": {**amount, "description": "Shipping, which revenue leaves out."},
        "tax": {**amount, "description": "Tax, which revenue leaves out."},
        "value": {**amount, "description": "Stands for total where revenue is missing too."},
    }


def total_rule() -> dict:
    """What tells the total of an order."""
    amount = {"$ref": "#/$defs/amount"}
    priced = {
        "$comment": "The sum of the products; their prices have to be in one currency, that of the order.",
        "required": ["products"],
        "properties": {
            "products": {"type": "array", "minItems": 1, "items": present("price", amount)},
        },
    }
    return {"anyOf": [*(present(name, amount) for name in ("total", "revenue", "value")), priced]}


def value(field: Field, must: bool, message: Message) -> dict:
    """The schema of a field's value."""
    prefix = "" if must else "optional"
    if field.is_list and field.kind == "text":
        many = {"type": "array", "minItems": 1, "maxItems": MOST_ITEMS, "items": {"$ref": "#/$defs/text"}}
        return many if must else {"$ref": "#/$defs/texts"}
    if field.is_list:
        return {"$ref": "#/$defs/lines"}
    null = [] if must else ["null"]
    match field.kind:
        case "text":
            default = {"default": field.fallback} if field.fallback else {}
            return {"$ref": "#/$defs/text" if must else "#/$defs/optionalText", **default}
        case "time" | "money":
            word = {"time": "time", "money": "amount"}[field.kind]
            return {"$ref": f"#/$defs/{prefix + word.capitalize() if prefix else word}"}
        case "subject" | "date" | "flag" | "pieces":
            return {"$ref": f"#/$defs/{field.kind}"}
        case "number" | "signed":
            span = {"minimum": field.low, "maximum": field.high} if field.low is not None else {}
            return {"type": ["integer", "string", *null], **span, "pattern": WHOLE}
        case "sentiment" | "millionths":
            span = {"minimum": field.low, "maximum": field.high}
            return {"type": ["number", "string", *null], **span, "pattern": DECIMAL}
        case "choice":
            words = [name.lower() for name, _, _ in message.choices[field.message]]
            return {"enum": words + [None] * (not must)}
    raise ValueError(f"{message.name}.{field.name}: there is no JSON for a {field.kind}")
