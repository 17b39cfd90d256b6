"""The messages as apple/swift-protobuf has them, which the tests hold our own codec against.

They are made by a plugin of protoc that is built from source, so they are not made anew each time: the first line of
the file tells what schema it was made from, and that is checked instead.
"""

import hashlib
import pathlib
import re
import sys
import tempfile

from google.protobuf import descriptor_pb2
from grpc_tools import protoc
import grpc_tools

from model import PROTO, ROOT

FILE = ROOT / "Tests/ProtobufTests/Generated/events.pb.swift"
HEADER = f"// Made by scripts/make-schemas --swift-protobuf from schemas/{PROTO} of the fingerprint "


def run(*arguments: str) -> None:
    """Runs protoc on the events."""
    built_in = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    if protoc.main(["protoc", f"-I{ROOT / 'schemas'}", f"-I{built_in}", *arguments, PROTO]) != 0:
        sys.exit("protoc refuses the schemas")


def fingerprint() -> str:
    """Of names, numbers and types: of all that the file is made from. Comments and options are not in it."""
    with tempfile.TemporaryDirectory() as made:
        run(f"--descriptor_set_out={made}/set")
        files = descriptor_pb2.FileDescriptorSet.FromString((pathlib.Path(made) / "set").read_bytes())
    file = next(each for each in files.file if each.name == PROTO)
    for message in file.message_type:
        for field in message.field:
            field.ClearField("options")
    return hashlib.sha256(file.SerializeToString(deterministic=True)).hexdigest()[:32]


def write(plugin: str) -> None:
    """Makes the file with a protoc-gen-swift."""
    with tempfile.TemporaryDirectory() as made:
        options = ("Visibility=Internal", "UseAccessLevelOnImports=true", "FileNaming=DropPath")
        run(f"--plugin=protoc-gen-swift={plugin}", *(f"--swift_opt={each}" for each in options), f"--swift_out={made}")
        text = (pathlib.Path(made) / FILE.name).read_text()
    # The comments of the schema change without changing anything.
    text = re.sub(r"^ *///.*\n", "", text, flags=re.M)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(f"{HEADER}{fingerprint()}.\n{text}")
    print(FILE.relative_to(ROOT))


def faults() -> list[str]:
    """What is wrong with the file."""
    if FILE.exists() and FILE.read_text().startswith(f"{HEADER}{fingerprint()}.\n"):
        return []
    command = "scripts/make-schemas --swift-protobuf, see schemas/README.md"
    return [f"{FILE.relative_to(ROOT)} is out of date: run {command}"]
