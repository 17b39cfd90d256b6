"""The fields of the facts by their names, as tables and switches for rules that read them."""

import re

import swift
from model import Field, Message, Model

PLAIN = re.compile(r"[a-z][a-z0-9_]*")
# The case of FactField.Kind and FactValue, and how a value becomes what the case holds.
CASES = {
    "text": ("text", "{}"), "choice": ("text", "{}.name"), "subject": ("subject", "{}.description"),
    "number": ("whole", "{}"), "signed": ("whole", "{}"), "pieces": ("whole", "{}"), "flag": ("flag", "{}"),
    "millionths": ("decimal", "{}"), "sentiment": ("decimal", "Int64({}.millionths)"), "money": ("money", "{}"),
    "time": ("time", "{}"), "date": ("day", "{}"),
}
LISTS = {"text": "texts", "LineItem": "lines"}


def made(model: Model) -> str:
    """The tables and the switches in Swift."""
    facts = [message for message in swift.facts(model) if any(kind.message == message.name for kind in model.types)]
    cases = {each.name: [f".{kind.swift}" for kind in model.types if kind.message == each.name] for each in facts}
    out = [swift.HEADER, "extension Event.Kind {\n"]
    out.append("    /// The place among the types, counted from 0 to `allCases.count - 1` in their order.\n    ///\n")
    out.append("    /// An index into tables and sets of bits. A new type may move the others: what is stored is the\n")
    out.append("    /// raw value.\n")
    out.append("    public var number: Int {\n        switch self {\n")
    out += [f"        case .{kind.swift}: {place}\n" for place, kind in enumerate(model.types)]
    out.append("        }\n    }\n\n")
    out.append("    /// The fields that events of this type have, in the order of the schema.\n    ///\n")
    out.append("    /// The tables are made once; O(1), and no allocation.\n")
    out.append("    public var fields: [FactField] {\n        switch self {\n")
    for message in facts:
        out.append(f"        case {', '.join(cases[message.name])}: {message.name}.fields\n")
    out.append("        }\n    }\n}\n\nextension Event.Body {\n")
    out.append("    /// The value of the field at a place in `kind.fields`; `.missing` where the fact has none.\n")
    out.append("    ///\n    /// Every other place is `.missing` too. O(1); only a subject allocates, for its text.\n")
    out.append("    public func value(of field: Int) -> FactValue {\n        switch self {\n")
    for message in facts:
        bound = ", ".join(f"{each}(let fact)" for each in cases[message.name])
        out.append(f"        case {bound}: fact.value(of: field)\n")
    out.append("        }\n    }\n}\n")
    out += [table(message) for message in facts]
    return "".join(out)


def table(message: Message) -> str:
    """The fields of one message, and how their values are read."""
    out = [f"\nextension {message.name} {{\n    fileprivate static let fields: [FactField] = [\n"]
    out += [f'        FactField(name: "{name(each)}", type: .{case(each)[0]}),\n' for each in message.fields]
    out.append("    ]\n\n    fileprivate func value(of field: Int) -> FactValue {\n        switch field {\n")
    out += [f"        case {place}: {value(each)}\n" for place, each in enumerate(message.fields)]
    out.append("        default: .missing\n        }\n    }\n}\n")
    return "".join(out)


def name(field: Field) -> str:
    """What a rule calls a field: the name that JSON prefers, or the field's own where JSON's is no plain word."""
    return field.json[0] if PLAIN.fullmatch(field.json[0]) else field.name


def case(field: Field) -> tuple[str, str]:
    """The case of a field, and the form of the expression for what it holds."""
    if field.is_list:
        return LISTS[field.message if field.kind == "message" else field.kind], "{}"
    return CASES[field.kind]


def value(field: Field) -> str:
    """The expression for a field's value."""
    kind, form = case(field)
    if not field.is_optional:
        return f".{kind}({form.format('self.' + field.swift)})"
    if form == "{}":
        return f"self.{field.swift}.map(FactValue.{kind}) ?? .missing"
    return f"self.{field.swift}.map {{ .{kind}({form.format('$0')}) }} ?? .missing"
