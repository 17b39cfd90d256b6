#!/usr/bin/env python3
"""Registers schemas with references and prints records that Confluent's own Python client made by them.

Takes the registry's address. Each line is a language and a record in hexadecimal digits.
Needs confluent-kafka[avro,json,protobuf] and the Protobuf compiler `protoc`.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient, topic_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf import timestamp_pb2  # noqa: F401  registers the file

CLIENT = SchemaRegistryClient({"url": sys.argv[1]})
NAMES = {"subject.name.strategy": topic_subject_name_strategy}
MONEY = 'syntax = "proto3"; package shop; message Money { int64 units = 1; string currency = 2; }'
ORDER = """
syntax = "proto3";
package shop;
import "shop/money.proto";
import "google/protobuf/timestamp.proto";
message First { string a = 1; }
message Order {
  string id = 1;
  Money total = 2;
  google.protobuf.Timestamp at = 3;
  message Skipped {}
  message Note { string text = 1; }
}
"""


def context(topic):
    return SerializationContext(topic, MessageField.VALUE)


def avro():
    money = {"type": "record", "name": "Money", "namespace": "shop", "fields": [{"name": "units", "type": "long"}]}
    order = {
        "type": "record",
        "name": "Order",
        "namespace": "shop",
        "fields": [{"name": "id", "type": "string"}, {"name": "total", "type": ["null", "shop.Money"]}],
    }
    CLIENT.register_schema("avro-money", Schema(json.dumps(money), "AVRO"))
    schema = Schema(json.dumps(order), "AVRO", [SchemaReference("shop.Money", "avro-money", 1)])
    yield AvroSerializer(CLIENT, schema, conf=NAMES)({"id": "o1", "total": {"units": 5}}, context("avro"))
    yield AvroSerializer(CLIENT, schema, conf=NAMES)({"id": "o2", "total": None}, context("avro"))


def json_schema():
    money = {"$id": "http://shop/money.json", "type": "object", "properties": {"units": {"type": "integer"}}}
    order = {
        "$id": "http://shop/order.json",
        "title": "Order",
        "type": "object",
        "properties": {"id": {"type": "string"}, "total": {"$ref": "http://shop/money.json"}},
    }
    CLIENT.register_schema("json-money", Schema(json.dumps(money), "JSON"))
    references = [SchemaReference("http://shop/money.json", "json-money", 1)]
    schema = Schema(json.dumps(order), "JSON", references)
    yield JSONSerializer(schema, CLIENT, conf=NAMES)({"id": "o1", "total": {"units": 5}}, context("json"))


def protobuf():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "shop").mkdir()
        (folder / "shop/money.proto").write_text(MONEY)
        (folder / "order.proto").write_text(ORDER)
        subprocess.run(["protoc", f"-I{name}", "--include_imports", f"-o{name}/set", "order.proto"], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString((folder / "set").read_bytes())
    pool = descriptor_pool.Default()
    for file in files.file:
        if not file.name.startswith("google/"):
            pool.Add(file)

    def message(full_name):
        return message_factory.GetMessageClass(pool.FindMessageTypeByName(full_name))

    order = message("shop.Order")(id="o1")
    order.total.units, order.total.currency = 1250, "EUR"
    order.at.FromJsonString("2025-01-02T03:04:05.678Z")
    for value in (message("shop.First")(a="x"), order, message("shop.Order.Note")(text="hi")):
        serializer = ProtobufSerializer(type(value), CLIENT, {"use.deprecated.format": False, **NAMES})
        yield serializer(value, context("protobuf"))


for language, records in (("avro", avro()), ("json", json_schema()), ("protobuf", protobuf())):
    for record in records:
        print(language, record.hex(), flush=True)
