"""The schema of the events takes and refuses what the reader in Swift does, as Tests/FormatsTests has it."""

import json
import re
import unittest

import jsonschema

import event_schema
import model as schema

FOLDER = schema.ROOT / "Tests" / "FormatsTests"
TYPES = {
    "Order Completed": "order.completed", "Order Cancelled": "order.cancelled", "Order Refunded": "order.refunded",
    "Product Viewed": "product.viewed", "Product Added": "product.added", "Product Removed": "product.removed",
    "Social Mentioned": "social.mentioned",
}
# What no JSON Schema can say: a currency may be configured, and how many minor units are too many hangs on it.
BEYOND = ("currency.missing", '"total":1e14', '"quantity":1000000}]')
CALL = re.compile(r'Fault\(\s*(order|track|cloudEvent)\((?:"([^"]+)",\s*)?(?:#"(.*?)"#|"")\),\s*"([^"]+)",', re.S)


def event(kind: str, data: str) -> dict:
    """A CloudEvent with the data."""
    return {
        "specversion": "1.0", "id": "m1", "source": "/shop", "type": kind, "subject": "customer/u1",
        "time": "2024-02-29T12:00:00.250Z", "data": json.loads("{" + data.replace(r"\#(secret)", "geheim4711") + "}"),
    }


class Reader(unittest.TestCase):
    """Both against each other."""

    validator = jsonschema.Draft202012Validator(event_schema.schema(schema.load()))

    def test_what_the_reader_refuses_is_invalid(self):
        """But for what no schema can say."""
        text = (FOLDER / "RejectionTests.swift").read_text().split("static let bodies")[1]
        refused = [
            (event(TYPES.get(name, name or "order.completed"), data), reason, data)
            for _, name, data, reason in CALL.findall(text)
        ]
        self.assertGreater(len(refused), 25)
        for told, reason, data in refused:
            with self.subTest(f"{told['type']} {{{data}}}"):
                beyond = reason in BEYOND or any(each in data for each in BEYOND)
                self.assertEqual(self.validator.is_valid(told), beyond)

    def test_what_the_reader_takes_is_valid(self):
        """Each CloudEvent of DecoderTests."""
        text = (FOLDER / "DecoderTests.swift").read_text()
        literals = re.findall(r'private static let (\w+Properties) = #("""|")(.*?)\2#', text, re.S)
        properties = {name: body for name, _, body in literals}
        taken = re.findall(r'\("([a-z.]+)", (\w+Properties), ', text)
        self.assertGreater(len(taken), 5)
        for kind, name in taken:
            with self.subTest(kind):
                self.validator.validate(event(kind, properties[name]))


if __name__ == "__main__":
    unittest.main()
