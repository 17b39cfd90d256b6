#!/usr/bin/env python3
"""Makes the Swift facts, the JSON Schemas, the examples and the AsyncAPI document from schemas/treue/v1/*.proto.

    scripts/make-schemas             write what is made; say what breaks those who use the schemas, and exit 1
    scripts/make-schemas --check     change nothing; say what is out of date, broken or not accepted yet, and exit 1
    scripts/make-schemas --accept    put what is new into schemas/baseline.json; refuse where something breaks
    scripts/make-schemas --swift-protobuf PLUGIN
                                     also write the messages that the tests hold our own codec against; PLUGIN is a
                                     protoc-gen-swift, see schemas/README.md
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import documents
import fields
import model as schema
import names
import reference
import swift

ROOT = schema.ROOT


def made(model: schema.Model) -> dict[str, str]:
    """The text of every file that is made, by its path."""
    files = {
        "Sources/Retention/Facts/Facts.gen.swift": swift.structs(model),
        "Sources/Retention/Facts/FactFields.gen.swift": fields.made(model),
        "Sources/Retention/Encoding/FactCoding.gen.swift": swift.coding(model),
        "Sources/Formats/JSONFacts/FactReading.gen.swift": swift.json_reading(model),
        "Sources/Formats/JSONFacts/FactWriting.gen.swift": swift.json_writing(model),
        "Sources/Formats/JSONFacts/FactChecks.gen.swift": swift.checks(model),
        "Sources/Formats/Mapping/FactNames.gen.swift": names.made(model),
        "Sources/TestKit/RandomFacts.gen.swift": swift.random_facts(model),
    }
    for path, text in files.items():
        files[path] = formatted(text)
    files.update(documents.made(model))
    return files


def formatted(text: str) -> str:
    """Swift as `swift format` wants it."""
    with tempfile.NamedTemporaryFile("w", suffix=".swift") as file:
        file.write(text)
        file.flush()
        command = ["swift", "format", "format", "--configuration", str(ROOT / ".swift-format"), file.name]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    """Writes or checks; returns the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/make-schemas", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is out of date")
    parser.add_argument("--accept", action="store_true", help="put what is new into schemas/baseline.json")
    parser.add_argument("--swift-protobuf", metavar="PLUGIN", help="also write Tests/ProtobufTests/Generated with it")
    arguments = parser.parse_args()
    model = schema.load()
    if arguments.swift_protobuf and not arguments.check:
        reference.write(arguments.swift_protobuf)
    faults = documents.breaches(model) + documents.faults(model) + reference.faults()
    if arguments.accept and not faults:
        documents.accept(model)
    if arguments.check and not faults:
        faults += documents.news(model)
    for path, text in made(model).items():
        file = ROOT / path
        if file.exists() and file.read_text() == text:
            continue
        if arguments.check:
            faults.append(f"{path} is out of date: run scripts/make-schemas")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            print(path)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
