"""The names that the data of events has in JSON, as a table for those who check mappings."""

import event_schema
import swift
from model import Message, Model


def made(model: Model) -> str:
    """The table in Swift."""
    facts = swift.facts(model)
    out = [swift.HEADER, "package import Retention\n\nextension Event.Kind {\n"]
    out.append("    /// What the data of events of this type may hold, and what it has to.\n")
    out.append("    package var names: FactNames {\n        switch self {\n")
    for message in facts:
        cases = [f".{kind.swift}" for kind in model.types if kind.message == message.name]
        if cases:
            out.append(f"        case {', '.join(cases)}: .{property_name(message.name)}\n")
    out.append("        }\n    }\n}\n\nextension FactNames {\n")
    out.append("\n".join(table(message) for message in facts))
    out.append("}\n")
    return "".join(out)


def table(message: Message) -> str:
    """The names of one message."""
    values, texts, objects, required = [], [], [], []
    for field in message.fields:
        told = field.name == "total" and message.name in event_schema.TOLD_TOTALS
        if field.kind == "message":
            objects += [f'"{name}": .{property_name(field.message)}' for name in field.json]
        else:
            (texts if field.is_list else values).extend(field.json)
        if told:
            values += event_schema.told_by()
            required.append([*field.json, "revenue", "value", "products/price"])
        elif event_schema.is_needed(field):
            required.append(field.json)
    if any(field.kind == "money" or field.message == "LineItem" for field in message.fields):
        values.append("currency")
    return (
        f"    static let {property_name(message.name)} = FactNames(\n"
        f"        values: {listed(values)},\n        texts: {listed(texts)},\n"
        f"        objects: [{', '.join(objects) or ':'}],\n"
        f"        required: [{', '.join(map(listed, required))}]\n    )\n"
    )


def listed(names: list[str]) -> str:
    """Names as an array in Swift."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def property_name(message: str) -> str:
    """A message as the name of a property; NPSAnswer becomes npsAnswer."""
    capitals = len(message) - len(message.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    small = max(1, capitals - 1)
    name = message[:small].lower() + message[small:]
    return f"`{name}`" if name in ("return",) else name
