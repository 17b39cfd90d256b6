"""What others rely on: schemas/baseline.json, and whether the schemas still keep it."""

import json

from model import ROOT, Field, Model

FILE = ROOT / "schemas" / "baseline.json"


def facts(model: Model, signals: list[dict]) -> dict:
    """Everything that others may rely on."""
    messages = {model.envelope.name: model.envelope, **model.messages}
    return {
        "types": {kind.name: {"number": kind.number, "message": kind.message} for kind in model.types},
        "messages": {
            name: {
                "fields": {field.name: field_facts(field) for field in message.fields},
                "enums": {
                    enum: {choice: number for choice, number, _ in choices} for enum, choices in message.choices.items()
                },
            }
            for name, message in messages.items()
        },
        "signals": {
            signal["type"]: {
                "topic": signal["topic"],
                "values": {
                    each["name"]: {"kind": each["kind"], "sometimes": bool(each.get("sometimes"))}
                    for each in signal["values"]
                },
            }
            for signal in signals
        },
    }


def field_facts(field: Field) -> dict:
    """What others may rely on of a field."""
    out = {"number": field.number, "kind": field.kind, "json": field.json}
    out |= {"message": field.message} if field.message else {}
    out |= {"required": True} if field.is_required else {}
    out |= {"list": True} if field.is_list else {}
    out |= {"range": [field.low, field.high]} if field.low is not None else {}
    out |= {"fallback": field.fallback} if field.fallback else {}
    return out


def load() -> dict:
    """What was accepted so far; nothing before the first time."""
    return json.loads(FILE.read_text()) if FILE.exists() else {"types": {}, "messages": {}, "signals": {}}


def breaches(old: dict, new: dict) -> list[str]:
    """Each change from `old` to `new` that breaks somebody."""
    out = []
    for name, kind in old["types"].items():
        now = new["types"].get(name)
        if now is None:
            out.append(f"type {name} is gone")
            continue
        if now["number"] != kind["number"]:
            out.append(f"type {name} has the number {now['number']}; it was {kind['number']}")
        if now["message"] != kind["message"]:
            out.append(f"type {name} carries {now['message']}; it was {kind['message']}")
    for name, message in old["messages"].items():
        if name not in new["messages"]:
            out.append(f"message {name} is gone")
            continue
        out += message_breaches(name, message, new["messages"][name])
    out += new_numbers(old, new)
    return out + signal_breaches(old["signals"], new["signals"])


def message_breaches(name: str, old: dict, new: dict) -> list[str]:
    """The breaches in a message."""
    out = []
    for field, was in old["fields"].items():
        now = new["fields"].get(field)
        out += [f"{name}.{field} is gone"] if now is None else field_breaches(f"{name}.{field}", was, now)
    for field, now in new["fields"].items():
        if field not in old["fields"] and now.get("required") and not now.get("fallback"):
            out.append(f"{name}.{field} is new and required")
    for enum, values in old["enums"].items():
        for value, number in values.items():
            now = new["enums"].get(enum, {}).get(value)
            if now is None:
                out.append(f"{name}.{enum}.{value} is gone")
            elif now != number:
                out.append(f"{name}.{enum}.{value} has the number {now}; it was {number}")
    return out


def field_breaches(place: str, old: dict, new: dict) -> list[str]:
    """The breaches in a field."""
    out = []
    if new["number"] != old["number"]:
        out.append(f"{place} has the number {new['number']}; it was {old['number']}")
    for key, word in (("kind", "kind"), ("message", "message"), ("list", "list")):
        if new.get(key) != old.get(key):
            out.append(f"{place} has another {word}: {new.get(key)}; it was {old.get(key)}")
    if new.get("required") and not old.get("required"):
        out.append(f"{place} is required now")
    if old.get("fallback") and new.get("fallback") != old["fallback"]:
        out.append(f"{place} means {new.get('fallback')} when missing; it was {old['fallback']}")
    for name in old["json"]:
        if name not in new["json"]:
            out.append(f"{place} is no longer read from {name}")
    kept = [name for name in new["json"] if name in old["json"]]
    if kept != [name for name in old["json"] if name in kept]:
        out.append(f"{place} prefers another name: {', '.join(new['json'])}; it was {', '.join(old['json'])}")
    if "range" in new:
        low, high = old.get("range", [None, None])
        if low is None or new["range"][0] > low or new["range"][1] < high:
            out.append(f"{place} has the narrower range {new['range']}; it was {old.get('range', 'any')}")
    return out


def new_numbers(old: dict, new: dict) -> list[str]:
    """New names under numbers that others had, and numbers that two share."""
    out = []
    for name, message in new["messages"].items():
        taken = {was["number"]: field for field, was in old["messages"].get(name, {"fields": {}})["fields"].items()}
        for field, now in message["fields"].items():
            if taken.get(now["number"], field) != field:
                out.append(f"{name}.{field} takes the number {now['number']}, which was {taken[now['number']]}'s")
    taken = {kind["number"]: name for name, kind in old["types"].items()}
    for name, kind in new["types"].items():
        if taken.get(kind["number"], name) != name:
            out.append(f"type {name} takes the number {kind['number']}, which was {taken[kind['number']]}'s")
    return out


def signal_breaches(old: dict, new: dict) -> list[str]:
    """The breaches in the signals; whoever reads them relies on what is always there."""
    out = []
    for name, signal in old.items():
        now = new.get(name)
        if now is None:
            out.append(f"signal {name} is gone")
            continue
        if now["topic"] != signal["topic"]:
            out.append(f"signal {name} goes to {now['topic']}; it was {signal['topic']}")
        for value, was in signal["values"].items():
            is_now = now["values"].get(value)
            if is_now is None:
                out.append(f"signal {name} has lost {value}")
            elif is_now["kind"] != was["kind"]:
                out.append(f"signal {name}: {value} is {is_now['kind']}; it was {was['kind']}")
            elif is_now["sometimes"] and not was["sometimes"]:
                out.append(f"signal {name}: {value} may be missing now")
    return out


def news(old: dict, new: dict) -> list[str]:
    """What is new and not accepted yet, where nothing breaks."""
    return [] if old == new else ["schemas/baseline.json does not know what is new: run scripts/make-schemas --accept"]


def text(new: dict) -> str:
    """The file, one field a line."""
    lines = ["{"]
    for at, (part, members) in enumerate(new.items()):
        lines.append(f"  {json.dumps(part)}: {{")
        for index, (name, value) in enumerate(members.items()):
            comma = "," if index + 1 < len(members) else ""
            if part == "types":
                lines.append(f"    {json.dumps(name)}: {json.dumps(value)}{comma}")
            else:
                lines.append(f"    {json.dumps(name)}: " + nested(value) + comma)
        lines.append("  }" + ("," if at + 1 < len(new) else ""))
    return "\n".join(lines) + "\n}\n"


def nested(value: dict) -> str:
    """A message or signal, one member a line."""
    lines = []
    for name, inner in value.items():
        if isinstance(inner, dict) and inner:
            members = [f"        {json.dumps(key)}: {json.dumps(each)}" for key, each in inner.items()]
            lines.append(f"      {json.dumps(name)}: {{\n" + ",\n".join(members) + "\n      }")
        else:
            lines.append(f"      {json.dumps(name)}: {json.dumps(inner)}")
    return "{\n" + ",\n".join(lines) + "\n    }"
