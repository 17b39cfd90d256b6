"""The Swift facts, their codec, their readers and writers of JSON, and random ones for tests."""

from model import EventType, Field, Message, Model

HEADER = "// Made by scripts/schemas from schemas/treue/v1/events.proto: change that instead.\n"
# Written by hand: Sources/Retention/Facts.
BY_HAND = {"Subject", "Origin", "Money", "RefusedRecord", "Header"}
# Facts larger than this stand in a box of their own, so that an event stays small.
LARGEST_INLINE = 112
SWIFT_TYPES = {
    "text": "String", "time": "Timestamp", "date": "CalendarDay", "number": "Int64", "signed": "Int64",
    "pieces": "Int64", "flag": "Bool", "sentiment": "Sentiment", "millionths": "Int64", "subject": "Subject",
    "money": "Money",
}
SIZES = {"text": 16, "time": 9, "date": 5, "number": 9, "signed": 9, "pieces": 8, "flag": 1, "sentiment": 5,
         "millionths": 9, "subject": 24, "money": 16, "choice": 1, "message": 0}
BLANKS = {"text": '""', "time": ".distantPast", "number": ".min", "signed": ".min", "money": ".none",
          "subject": "Subject(.customer, \"\")", "choice": ".other"}


def facts(model: Model) -> list[Message]:
    """The messages that Swift gets from here."""
    return [message for name, message in model.messages.items() if name not in BY_HAND]


def swift_type(field: Field) -> str:
    """The type of a property, without the question mark."""
    base = SWIFT_TYPES.get(field.kind, field.message)
    return f"[{base}]" if field.is_list else base


def size(model: Model, name: str) -> int:
    """About how many bytes a fact takes inside an enum."""
    return sum(8 if each.is_list else -(-SIZES[each.kind] // 8) * 8 for each in model.messages[name].fields)


def doc(text: str, indent: str) -> str:
    """A documentation comment: one sentence as the summary, the others below."""
    first, _, rest = text.partition(". ")
    lines = [first.rstrip(".") + "."] + (["", rest] if rest else [])
    return "".join(f"{indent}///{' ' + line if line else ''}\n" for line in lines)


def structs(model: Model) -> str:
    """Event.Body and the structs of the facts."""
    out = [HEADER, "extension Event {\n    /// What can have happened.\n    public enum Body: Hashable, Sendable {\n"]
    for kind in model.types:
        boxed = "indirect " if size(model, kind.message) > LARGEST_INLINE else ""
        out.append(doc(kind.doc, "        ") + f"        {boxed}case {kind.swift}({kind.message})\n")
    out.append("\n        /// The type.\n        public var kind: Kind {\n            switch self {\n")
    out += [f"            case .{kind.swift}: .{kind.swift}\n" for kind in model.types]
    out.append("            }\n        }\n    }\n\n")
    out.append("    /// The types of events; the raw value is the number in the storage format.\n")
    out.append("    public enum Kind: UInt16, CaseIterable, Sendable {\n")
    for kind in model.types:
        out.append(doc(kind.doc, "        ") + f"        case {kind.swift} = {kind.number}\n")
    out.append("\n        /// The name, `dotted.lower`.\n        public var name: String {\n")
    out.append("            switch self {\n")
    out += [f'            case .{kind.swift}: "{kind.name}"\n' for kind in model.types]
    out.append("            }\n        }\n    }\n}\n")
    for message in facts(model):
        out.append("\n" + doc(message.doc, "") + f"public struct {message.name}: Hashable, Sendable {{\n")
        for field in message.fields:
            mark = "?" if field.is_optional else ""
            out.append(doc(field.doc, "    ") + f"    public var {field.swift}: {swift_type(field)}{mark}\n")
        parameters = []
        for field in sorted(message.fields, key=lambda each: not each.is_required or bool(each.fallback)):
            default = "" if field.is_required and not field.fallback else " = " + default_value(field)
            mark = "?" if field.is_optional else ""
            parameters.append(f"        {field.swift}: {swift_type(field)}{mark}{default}")
        out.append("\n    /// Makes the fact from its parts.\n    public init(\n")
        out.append(",\n".join(parameters) + "\n    ) {\n")
        out += [f"        self.{field.swift} = {field.swift}\n" for field in message.fields]
        out.append("    }\n")
        for name, choices in message.choices.items():
            lead = next(each.doc for each in message.fields if each.message == name)
            out.append(f"\n    /// {lead.rstrip('.')}: the raw value is the storage format.\n")
            out.append(f"    public enum {name}: UInt8, Sendable, CaseIterable {{\n")
            for choice, number, text in choices:
                if text:
                    out.append(doc(text, "        "))
                out.append(f"        case {camel_choice(choice)} = {number}\n")
            out.append("\n        /// The name in JSON.\n        public var name: String {\n")
            out.append("            switch self {\n")
            out += [f'            case .{camel_choice(choice)}: "{choice.lower()}"\n' for choice, _, _ in choices]
            out.append("            }\n        }\n    }\n")
        out.append("}\n")
    return "".join(out)


def camel_choice(name: str) -> str:
    """A value of an enum in Swift."""
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def default_value(field: Field) -> str:
    """What a property is when nothing else is said."""
    if field.fallback:
        return f'"{field.fallback}"'
    if field.is_list:
        return "[]"
    if field.is_optional:
        return "nil"
    return {"pieces": "1", "flag": "false", "choice": ".other"}.get(field.kind, "nil")


def blank(message: Message) -> str:
    """An expression for a fact whose required parts are still to come."""
    parts = []
    for field in sorted(message.fields, key=lambda each: not each.is_required or bool(each.fallback)):
        if field.is_required and not field.fallback:
            parts.append(f"{field.swift}: {'[]' if field.is_list else BLANKS[field.kind]}")
        elif field.fallback:
            parts.append(f'{field.swift}: ""')
    return f"{message.name}({', '.join(parts)})"


def there(field: Field) -> str | None:
    """A condition that holds once a part has come with all that it requires; none for a part that always has."""
    if field.kind == "money":
        # Of a list each is looked at when it is read.
        return f"self.{field.swift}.isComplete" if field.is_required else f"self.{field.swift}?.isComplete != false"
    if not field.is_required or field.kind == "choice":
        return None
    if field.is_list or field.kind == "text":
        return f"!self.{field.swift}.isEmpty"
    if field.kind == "subject":
        return f"!self.{field.swift}.id.isEmpty"
    return f"self.{field.swift} != {BLANKS[field.kind]}"


WRITES = {"text": "text", "time": "signed", "date": "signed", "number": "number", "signed": "signed",
          "pieces": "number", "flag": "flag", "sentiment": "signed", "millionths": "signed", "choice": "number"}


def raw(field: Field, value: str) -> str:
    """The number or text behind a property."""
    return {
        "time": f"{value}.milliseconds", "date": f"Int64({value}.number)", "sentiment": f"Int64({value}.millionths)",
        "choice": f"Int64({value}.rawValue)",
    }.get(field.kind, value)


def write(field: Field) -> str:
    """The statement that writes a field."""
    def one(value: str) -> str:
        """The statement that writes one value."""
        if field.kind in ("money", "message"):
            return f"writer.message({field.number}) {{ {value}.write(to: &$0) }}"
        if field.kind == "subject":
            return f"writer.text({field.number}, {value}.description)"
        return f"writer.{WRITES[field.kind]}({field.number}, {raw(field, value)})"

    if field.is_list:
        return f"for each in self.{field.swift} {{ {one('each')} }}"
    if field.is_optional:
        return f"if let value = self.{field.swift} {{ {one('value')} }}"
    if field.kind == "flag":
        return f"if self.{field.swift} {{ {one('self.' + field.swift)} }}"
    return one(f"self.{field.swift}")


def read(field: Field) -> tuple[int, list[str]]:
    """The tag of a field and the statements that read it."""
    place = f"self.{field.swift}"
    wire = 2 if field.kind in ("text", "subject", "money", "message") else 0
    if field.kind == "text":
        lines = [f"{place}.append(reader.text())" if field.is_list else f"{place} = reader.text()"]
    elif field.kind == "subject":
        lines = [f"{place} = reader.subject()"]
    elif field.kind in ("money", "message"):
        kind = field.message
        start = ".none" if kind == "Money" else f"{kind}.blank"
        if field.is_list:
            lines = [f"var each = {start}", "let outer = reader.enter()", "each.read(from: &reader)",
                     "reader.leave(outer)", "if !each.isComplete { reader.fail() }",
                     f"if {place}.isEmpty {{ {place}.reserveCapacity(4) }}", f"{place}.append(consume each)"]
        elif field.is_optional:
            lines = [f"var value = {place} ?? {start}", "let outer = reader.enter()", "value.read(from: &reader)",
                     "reader.leave(outer)", f"{place} = value"]
        else:
            lines = ["let outer = reader.enter()", f"{place}.read(from: &reader)", "reader.leave(outer)"]
    else:
        lines = [f"{place} = " + {
            "time": "Timestamp(milliseconds: reader.signed())", "date": "reader.day()", "number": "reader.number()",
            "signed": "reader.signed()", "pieces": "reader.number()", "flag": "reader.number() != 0",
            "sentiment": "reader.sentiment()", "millionths": "reader.signed()",
            "choice": f"reader.choice({field.message}.init(rawValue:)) ?? .other",
        }[field.kind]]
    return field.number << 3 | wire, lines


def coding(model: Model) -> str:
    """The Protobuf wire format of the facts and of Event.Body."""
    out = [HEADER, "extension Event.Body {\n    func write(to writer: inout WireWriter) {\n        switch self {\n"]
    for kind in model.types:
        out.append(f"        case .{kind.swift}(let fact): writer.message({kind.number}) {{ fact.write(to: &$0) }}\n")
    out.append("        }\n    }\n\n")
    out.append("    /// Reads the body under `tag`, or a piece of it, into `body`; `false` for a tag that is none's.\n")
    out.append("    static func read(\n        _ tag: UInt64,\n        into body: inout Event.Body?,\n")
    out.append("        isComplete: inout Bool,\n        from reader: inout WireReader\n    ) -> Bool {\n")
    out.append("        switch tag {\n")
    for kind in model.types:
        out.append(f"        case {kind.number << 3 | 2}:\n            var fact = {kind.message}.blank\n")
        out.append(f"            if body != nil, case .{kind.swift}(let earlier) = body.take() {{ fact = earlier }}\n")
        steps = ("let outer = reader.enter()", "fact.read(from: &reader)", "reader.leave(outer)")
        out += [f"            {step}\n" for step in steps]
        out.append(f"            isComplete = fact.isComplete\n            body = .{kind.swift}(consume fact)\n")
    out.append("        default: return false\n        }\n        return true\n    }\n}\n")
    for message in facts(model):
        out.append(f"\nextension {message.name} {{\n    static var blank: {message.name} {{ {blank(message)} }}\n\n")
        out.append("    func write(to writer: inout WireWriter) {\n")
        out += [f"        {write(field)}\n" for field in message.fields]
        out.append("    }\n\n    mutating func read(from reader: inout WireReader) {\n")
        out.append("        while let tag = reader.tag() {\n            switch tag {\n")
        for field in message.fields:
            tag, lines = read(field)
            if len(lines) == 1:
                out.append(f"            case {tag}: {lines[0]}\n")
            else:
                out.append(f"            case {tag}:\n" + "".join(f"                {line}\n" for line in lines))
        out.append("            default: reader.skip(tag)\n            }\n        }\n    }\n\n")
        conditions = [condition for field in message.fields if (condition := there(field))]
        out.append("    /// Whether nothing that is required is missing.\n")
        out.append(f"    var isComplete: Bool {{ {' && '.join(conditions) or 'true'} }}\n}}\n")
    return "".join(out)


# What a plain reader can't do: Sources/Formats/Intake/Totals.swift.
CUSTOM_READS = {("Order", "total"), ("OrderVersion", "total")}


def json_read(message: Message, field: Field) -> str:
    """The expression that reads a field from JSON."""
    names = f'"{field.json[0]}"' if len(field.json) == 1 else "[" + ", ".join(f'"{each}"' for each in field.json) + "]"
    if (message.name, field.name) in CUSTOM_READS:
        return "try fields.total(lines, in: currency)"
    span = f", in: {field.low}...{field.high}" if field.low is not None else ""
    if field.is_list:
        if field.kind == "text":
            return f"try fields.{'texts' if field.is_required else 'optionalTexts'}({names})"
        return f"try fields.lines({names}, in: currency)"
    if field.fallback:
        return f'try fields.optionalText({names}) ?? "{field.fallback}"'
    method = {"text": "text", "time": "time", "date": "date", "number": "number", "signed": "number",
              "millionths": "millionths", "subject": "subject", "flag": "flag", "money": "amount",
              "pieces": "quantity", "sentiment": "sentiment", "choice": "choice"}[field.kind]
    if field.kind == "money":
        span = ", in: currency"
    if field.kind == "choice":
        method = "choice" if field.is_required else "optionalChoice"
        end = "" if field.is_required else " ?? .other"
        return f"try fields.{method}({names}, of: {message.name}.{field.message}.allCases, \\.name){end}"
    if field.kind == "pieces":
        return f"try fields.quantity({names})"
    if field.kind == "flag":
        return f"try fields.optionalFlag({names})" + ("" if field.is_optional else " ?? false")
    if field.kind == "sentiment":
        return f"try fields.optionalSentiment({names})"
    if field.kind == "text" and len(field.json) > 1:
        others = ", ".join(f'"{each}"' for each in field.json[1:])
        names = f'"{field.json[0]}", else: [{others}]'
    prefix = method if field.is_required else "optional" + method.capitalize()
    return f"try fields.{prefix}({names}{span})"


def json_reading(model: Model) -> str:
    """The readers of JSON."""
    out = [HEADER, "import JSON\nimport Journal\nimport Retention\n\nextension Event.Body {\n"]
    out.append("    /// Reads the data of an event of a type.\n")
    out.append("    static func read(\n        _ kind: Event.Kind,\n")
    out.append("        _ fields: borrowing Fields,\n        _ defaults: Defaults\n")
    out.append("    ) throws(Rejection) -> Event.Body {\n        switch kind {\n")
    for kind in model.types:
        out.append(f'        case .{kind.swift}: .{kind.swift}(try {kind.message}.read(fields, defaults))\n')
    out.append("        }\n    }\n}\n")
    for message in facts(model):
        used = needs_currency(message)
        out.append(f"\nextension {message.name} {{\n")
        head = "static func read(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Self"
        out.append(f"    {head} {{\n")
        if used:
            out.append("        let currency = try fields.currency(else: defaults.currency)\n")
        fields = message.fields
        if any((message.name, field.name) in CUSTOM_READS for field in fields):
            lines = next(field for field in fields if field.name == "lines")
            out.append(f"        let lines = {json_read(message, lines)}\n")
        ordered = sorted(fields, key=lambda each: not each.is_required or bool(each.fallback))
        parts = []
        for field in ordered:
            value = json_read(message, field)
            if field.name == "lines" and any((message.name, each.name) in CUSTOM_READS for each in fields):
                value = "lines"
            parts.append(f"            {field.swift}: {value}")
        out.append(f"        return {message.name}(\n" + ",\n".join(parts) + "\n        )\n    }\n}\n")
    return "".join(out)


def needs_currency(message: Message) -> bool:
    """Whether a fact has amounts."""
    return any(field.kind == "money" or field.message == "LineItem" for field in message.fields)


def json_writing(model: Model) -> str:
    """The writers of JSON."""
    out = [HEADER, "import JSON\nimport Retention\n\nextension Event.Body {\n"]
    out.append("    /// Writes the data of a CloudEvent of the body's type.\n")
    out.append("    func write(to writer: inout JSONWriter) {\n        switch self {\n")
    out += [f"        case .{kind.swift}(let fact): fact.write(to: &writer)\n" for kind in model.types]
    out.append("        }\n    }\n}\n")
    for message in facts(model):
        out.append(f"\nextension {message.name} {{\n    func write(to writer: inout JSONWriter) {{\n")
        out.append("        writer.beginObject()\n")
        money = [field for field in message.fields if field.kind == "money"]
        if money:
            marks = ["?" if each.is_optional else "" for each in money]
            parts = " ?? ".join(f"self.{each.swift}{mark}.currency" for each, mark in zip(money, marks))
            if money[0].is_required:
                parts = f"self.{money[0].swift}.currency"
            out.append(f'        writer.currency({parts})\n')
        for field in message.fields:
            out.append(f"        {json_write(field)}\n")
        out.append("        writer.endObject()\n    }\n}\n")
    return "".join(out)


def json_write(field: Field) -> str:
    """The statement that writes a field as JSON."""
    def one(value: str) -> str:
        """The statement that writes one value."""
        return {
            "text": f"writer.string({value})", "time": f"writer.timestamp({value}.milliseconds)",
            "date": f"writer.string({value}.description)", "number": f"writer.integer({value})",
            "signed": f"writer.integer({value})", "pieces": f"writer.integer({value})",
            "flag": f"writer.boolean({value})", "sentiment": f"writer.millionths(Int64({value}.millionths))",
            "millionths": f"writer.millionths({value})", "subject": f"writer.string({value}.description)",
            "money": f"writer.amount({value})", "choice": f"writer.string({value}.name)",
            "message": f"{value}.write(to: &writer)",
        }[field.kind]

    key = f'writer.key("{field.json[0]}")\n'
    if field.is_list:
        each = f"            for each in self.{field.swift} {{ {one('each')} }}\n"
        return (f"if !self.{field.swift}.isEmpty {{\n            {key}            writer.beginArray()\n"
                f"{each}            writer.endArray()\n        }}")
    if field.is_optional:
        return f"if let value = self.{field.swift} {{\n            {key}            {one('value')}\n        }}"
    if field.kind == "flag":
        return f"if self.{field.swift} {{\n            {key}            {one('true')}\n        }}"
    return f'{key}        {one("self." + field.swift)}'


def checks(model: Model) -> str:
    """What holds of facts that come in Protobuf, where no reader of JSON has looked at each value."""
    out = [HEADER, "import Journal\nimport Retention\n\nextension Event.Body {\n"]
    out.append("    /// Refuses what a reader of JSON would refuse too.\n")
    out.append("    func check(_ limits: Limits) throws(Rejection) {\n        switch self {\n")
    out += [f"        case .{kind.swift}(let fact): try fact.check(limits)\n" for kind in model.types]
    out.append("        }\n    }\n}\n")
    for message in facts(model):
        out.append(f"\nextension {message.name} {{\n")
        out.append("    fileprivate func check(_ limits: Limits) throws(Rejection) {\n")
        out += [f"        {check(field)}\n" for field in message.fields if check(field)]
        money = [field for field in message.fields if field.kind == "money"]
        if len(money) > 1:
            listed = ", ".join(f"self.{field.swift}" for field in money)
            out.append(f"        try limits.checkCurrencies([{listed}])\n")
        out.append("    }\n}\n")
    return "".join(out)


def check(field: Field) -> str:
    """The statement that checks a field; empty for one of which every value is fine."""
    place, name = f"self.{field.swift}", f'"{field.name}"'
    if field.kind == "message":
        return f"try limits.check({place}, {name}) {{ line throws(Rejection) in try line.check(limits) }}"
    if field.is_list:
        return f"try limits.check({place}, {name}) {{ text throws(Rejection) in try limits.check(text, {name}) }}"
    if field.kind == "subject":
        return f"try limits.check({place}.id, {name})"
    if field.kind in ("text", "money", "time"):
        return f"try limits.check({place}, {name})"
    if field.kind == "pieces":
        return f"try limits.check({place}, {name}, in: 1...Fields.largestQuantity)"
    if field.low is not None and field.kind != "sentiment":
        factor = 1_000_000 if field.kind == "millionths" else 1
        return f"try limits.check({place}, {name}, in: {field.low * factor}...{field.high * factor})"
    return ""


def random_facts(model: Model) -> str:
    """Random bodies of every type, for tests."""
    out = [HEADER, "public import Retention\n\nextension Event.Body {\n"]
    out.append("    /// A random body of a type.\n")
    out.append("    public static func random(_ kind: Event.Kind, _ random: inout FactRandom) -> Event.Body {\n")
    out.append("        switch kind {\n")
    out += [f"        case .{kind.swift}: .{kind.swift}(.random(&random))\n" for kind in model.types]
    out.append("        }\n    }\n}\n")
    for message in facts(model):
        out.append(f"\nextension {message.name} {{\n")
        out.append(f"    fileprivate static func random(_ random: inout FactRandom) -> {message.name} {{\n")
        if any(field.kind == "money" for field in message.fields):
            out.append("        let currency = random.currency()\n        return ")
        else:
            out.append("        ")
        parts = []
        for field in sorted(message.fields, key=lambda each: not each.is_required or bool(each.fallback)):
            parts.append(f"            {field.swift}: {random_value(message, field)}")
        out.append(f"{message.name}(\n" + ",\n".join(parts) + "\n        )\n    }\n}\n")
    return "".join(out)


def random_value(message: Message, field: Field) -> str:
    """An expression for a random value."""
    low, high = (field.low, field.high) if field.low is not None else (0, 1_000_000)
    one = {
        "text": "random.text()", "time": "random.time()", "date": "random.day()",
        "number": f"random.number({low}...{high})",
        "signed": f"random.number({low}...{high})", "pieces": "random.number(1...1000000)", "flag": "random.flag()",
        "sentiment": "random.sentiment()", "millionths": f"random.number({low * 1000000}...{high * 1000000})",
        "subject": "random.subject()", "money": "random.money(currency)",
        "choice": f"random.choice({message.name}.{field.message}.allCases)",
        "message": f"{field.message}.random(&random)",
    }[field.kind]
    if field.kind == "message" and field.is_list:
        return "random.list { LineItem.random(&$0) }"
    if field.is_list:
        return "random.list(atLeast: %d) { $0.text() }" % (1 if field.is_required else 0)
    if field.is_optional:
        return f"random.flag() ? {one} : nil"
    return one
