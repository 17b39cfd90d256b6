"""The events as schemas/treue/v1/events.proto describes them, read from protoc's descriptor."""

import dataclasses
import importlib
import pathlib
import re
import sys
import tempfile

from google.protobuf import descriptor_pb2
from grpc_tools import protoc
import grpc_tools

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROTO = "treue/v1/events.proto"
ACRONYMS = {"id": "ID", "ids": "IDs", "nps": "NPS", "url": "URL", "ip": "IP"}
TYPE = descriptor_pb2.FieldDescriptorProto


@dataclasses.dataclass
class Field:
    """A field of a message, with everything that the outputs need."""

    name: str
    number: int
    doc: str
    kind: str  # text, time, date, number, pieces, flag, sentiment, millionths, subject, choice, money, message
    message: str  # the name of the message or enum, of those that are one
    is_list: bool
    is_required: bool
    json: list[str]
    low: int | None
    high: int | None
    fallback: str
    has_presence: bool

    @property
    def swift(self) -> str:
        """The name in Swift."""
        return camel(self.name)

    @property
    def is_optional(self) -> bool:
        """Whether the Swift property is optional."""
        return self.has_presence and not self.is_required and not self.is_list and self.kind != "pieces"


@dataclasses.dataclass
class Message:
    """A message, or the enum inside one."""

    name: str
    doc: str
    fields: list[Field]
    choices: dict[str, list[tuple[str, int, str]]]  # by the enum's name: name, number, documentation


@dataclasses.dataclass
class EventType:
    """A member of Event.body."""

    name: str
    field: str
    number: int
    message: str
    doc: str

    @property
    def swift(self) -> str:
        """The name of the case in Swift."""
        return camel(self.field)


@dataclasses.dataclass
class Model:
    """All of it, in the order of the file."""

    types: list[EventType]
    messages: dict[str, Message]
    envelope: Message


def camel(name: str) -> str:
    """snake_case as Swift writes it; an acronym at the beginning stays small."""
    first, *rest = name.split("_")
    return first + "".join(ACRONYMS.get(word, word.capitalize()) for word in rest)


def load() -> Model:
    """Runs protoc and reads what it says."""
    folder = ROOT / "schemas"
    with tempfile.TemporaryDirectory() as made:
        built_in = pathlib.Path(grpc_tools.__file__).parent / "_proto"
        arguments = ["protoc", f"-I{folder}", f"-I{built_in}", "--include_source_info", f"--python_out={made}"]
        arguments.append(f"--descriptor_set_out={made}/set")
        arguments += [str(folder / "treue/v1/annotations.proto"), str(folder / PROTO)]
        if protoc.main(arguments) != 0:
            sys.exit("protoc refuses the schemas")
        sys.path.insert(0, made)
        annotations = importlib.import_module("treue.v1.annotations_pb2")
        files = descriptor_pb2.FileDescriptorSet.FromString((pathlib.Path(made) / "set").read_bytes())
        sys.path.remove(made)
    file = next(each for each in files.file if each.name == PROTO)
    docs = {tuple(each.path): " ".join(each.leading_comments.split()) for each in file.source_code_info.location}
    messages, types, envelope = {}, [], None
    for index, message in enumerate(file.message_type):
        read = Message(message.name, docs.get((4, index), ""), [], {})
        for number, enum in enumerate(message.enum_type):
            read.choices[enum.name] = [
                (value.name, value.number, docs.get((4, index, 4, number, 2, place), ""))
                for place, value in enumerate(enum.value)
            ]
        for number, field in enumerate(message.field):
            doc = docs.get((4, index, 2, number), "")
            options = field.options.Extensions
            if options[annotations.type]:
                shape = field.type_name.rsplit(".", 1)[-1]
                types.append(EventType(options[annotations.type], field.name, field.number, shape, doc))
            else:
                read.fields.append(read_field(field, doc, options, annotations))
        if message.name == "Event":
            envelope = read
        else:
            messages[message.name] = read
    return Model(types, messages, envelope)


def read_field(field, doc: str, options, annotations) -> Field:
    """A field from its descriptor."""
    low, high = None, None
    if span := re.fullmatch(r"(-?\d+)\.\.(-?\d+)", options[annotations.range]):
        low, high = int(span[1]), int(span[2])
    shape = field.type_name.rsplit(".", 1)[-1]
    meaning = annotations.Meaning.Name(options[annotations.meaning])
    if field.type == TYPE.TYPE_ENUM:
        kind = "choice"
    elif field.type == TYPE.TYPE_MESSAGE:
        kind = "money" if shape == "Money" else "message"
    elif meaning == "MILLIONTHS":
        kind = "sentiment" if (low, high) == (-1, 1) else "millionths"
    elif meaning != "PLAIN":
        kind = meaning.lower()
    else:
        kind = {TYPE.TYPE_STRING: "text", TYPE.TYPE_BOOL: "flag", TYPE.TYPE_BYTES: "bytes"}.get(field.type, "number")
    if kind == "number":
        kind = "signed" if field.type in (TYPE.TYPE_SINT64, TYPE.TYPE_SINT32) else "number"
    return Field(
        name=field.name,
        number=field.number,
        doc=doc,
        kind=kind,
        message=shape,
        is_list=field.label == TYPE.LABEL_REPEATED,
        is_required=options[annotations.required],
        json=(options[annotations.json] or field.name).split(","),
        low=low,
        high=high,
        fallback=options[annotations.fallback],
        has_presence=field.proto3_optional or kind in ("money", "message"),
    )
