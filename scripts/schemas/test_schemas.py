"""Tests of the schemas: what breaks others is named, what does not passes, examples and documents are valid."""

import copy
import json
import re
import unittest

import jsonschema

import baseline
import check_asyncapi
import documents
import event_schema
import examples
import fields
import model as schema
import signals
import swift
import topics

MODEL = schema.load()
SIGNALS = signals.load()


def field(model: schema.Model, message: str, name: str) -> schema.Field:
    """A field of a message."""
    return next(each for each in model.messages[message].fields if each.name == name)


def event_type(model: schema.Model, name: str) -> schema.EventType:
    """A type of event."""
    return next(each for each in model.types if each.name == name)


def of(signals: list[dict], kind: str) -> dict:
    """The signal of a type."""
    return next(each for each in signals if each["type"] == kind)


def without(items: list, name: str) -> None:
    """Takes what has the name out of a list."""
    items.remove(next(each for each in items if each.name == name))


def new_field(name: str, number: int, **others) -> schema.Field:
    """A field that was not there before."""
    about = {
        "name": name, "number": number, "doc": "New.", "kind": "text", "message": "", "is_list": False,
        "is_required": False, "json": [name], "low": None, "high": None, "fallback": "", "has_presence": True,
    }
    return schema.Field(**{**about, **others})


# What breaks others: the change, and a part of what has to be said of it.
BREAKING = {
    "a type is removed": (lambda m: without(m.types, "order.paid"), "type order.paid is gone"),
    "a type is renamed": (
        lambda m: setattr(event_type(m, "order.paid"), "name", "order.settled"), "type order.paid is gone",
    ),
    "a type gets another number": (
        lambda m: setattr(event_type(m, "order.paid"), "number", 900), "type order.paid has the number 900",
    ),
    "a type gets another message": (
        lambda m: setattr(event_type(m, "order.paid"), "message", "Order"), "type order.paid carries Order",
    ),
    "a message is removed": (lambda m: m.messages.pop("Lead"), "message Lead is gone"),
    "a field is removed": (lambda m: without(m.messages["Order"].fields, "coupon"), "Order.coupon is gone"),
    "a field gets another number": (
        lambda m: setattr(field(m, "Order", "coupon"), "number", 90), "Order.coupon has the number 90",
    ),
    "a field gets another kind": (
        lambda m: setattr(field(m, "NPSAnswer", "score"), "kind", "text"), "NPSAnswer.score has another kind",
    ),
    "a number means something else": (
        lambda m: setattr(field(m, "Season", "from"), "kind", "signed"), "Season.from has another kind",
    ),
    "a field becomes a list": (
        lambda m: setattr(field(m, "Order", "coupon"), "is_list", True), "Order.coupon has another list",
    ),
    "an optional field becomes required": (
        lambda m: setattr(field(m, "Order", "channel"), "is_required", True), "Order.channel is required now",
    ),
    "a required field is added": (
        lambda m: m.messages["Order"].fields.append(new_field("till", 90, is_required=True)), "Order.till is new",
    ),
    "a name in JSON is removed": (
        lambda m: field(m, "Order", "id").json.remove("orderId"), "Order.id is no longer read from orderId",
    ),
    "names in JSON change places": (lambda m: field(m, "Order", "id").json.reverse(), "Order.id prefers another name"),
    "a word is removed": (
        lambda m: m.messages["DeliveryReport"].choices["Problem"].pop(), "DeliveryReport.Problem.LOST is gone",
    ),
    "a range gets narrower": (
        lambda m: setattr(field(m, "NPSAnswer", "score"), "high", 5), "NPSAnswer.score has the narrower range [0, 5]",
    ),
    "a default changes": (
        lambda m: setattr(field(m, "Mention", "network"), "fallback", "x"), "Mention.network means x when missing",
    ),
    "a number is used again": (
        lambda m: setattr(field(m, "Order", "coupon"), "name", "voucher"), "which was coupon's",
    ),
    "a field of every event is removed": (lambda m: without(m.envelope.fields, "subject"), "Event.subject is gone"),
}

# What breaks nobody.
COMPATIBLE = {
    "an optional field": lambda m: m.messages["Order"].fields.append(new_field("till", 90)),
    "another name in JSON": lambda m: field(m, "Order", "coupon").json.append("voucher"),
    "a type": lambda m: m.types.append(schema.EventType("order.gifted", "order_gifted", 900, "OrderStep", "New.")),
    "a word": lambda m: m.messages["DeliveryReport"].choices["Problem"].append(("STOLEN", 6, "")),
    "a wider range": lambda m: setattr(field(m, "NPSAnswer", "score"), "high", 100),
    "a message": lambda m: m.messages.update(Gift=schema.Message("Gift", "New.", [new_field("to", 1)], {})),
    "a field that is no longer required": lambda m: setattr(field(m, "Lead", "source"), "is_required", False),
    "other words of documentation": lambda m: setattr(field(m, "Order", "coupon"), "doc", "Another text."),
}


class Compatibility(unittest.TestCase):
    """The rule of schemas/README.md."""

    def breaches(self, change) -> list[str]:
        """What the rule says of a change to what there is now."""
        changed = copy.deepcopy(MODEL)
        change(changed)
        return baseline.breaches(baseline.facts(MODEL, SIGNALS), baseline.facts(changed, SIGNALS))

    def test_each_breaking_change_is_named(self):
        """Each is found, by its name."""
        for what, (change, said) in BREAKING.items():
            with self.subTest(what):
                self.assertTrue(any(said in each for each in self.breaches(change)), self.breaches(change))

    def test_additions_pass(self):
        """What breaks nobody is let pass."""
        for what, change in COMPATIBLE.items():
            with self.subTest(what):
                self.assertEqual(self.breaches(change), [])

    def test_additions_are_news(self):
        """The baseline has to learn what is new."""
        changed = copy.deepcopy(MODEL)
        COMPATIBLE["a type"](changed)
        old = baseline.facts(MODEL, SIGNALS)
        self.assertTrue(baseline.news(old, baseline.facts(changed, SIGNALS)))
        self.assertEqual(baseline.news(old, old), [])

    def test_signals_keep_what_they_say(self):
        """A value of a signal is not removed, changed or made doubtful."""
        old = baseline.facts(MODEL, SIGNALS)
        for change, said in (
            (lambda s: s[0]["values"].pop(), "signal contact.deferred has lost until"),
            (lambda s: s[0].update(topic="service"), "signal contact.deferred goes to service"),
            (lambda s: s[0]["values"][0].update(kind="count"), "signal contact.deferred: signal is count"),
            (lambda s: s[0]["values"][0].update(sometimes=True), "signal contact.deferred: signal may be missing"),
            (lambda s: s.pop(0), "signal contact.deferred is gone"),
        ):
            changed = copy.deepcopy(SIGNALS)
            change(changed)
            with self.subTest(said):
                found = baseline.breaches(old, baseline.facts(MODEL, changed))
                self.assertTrue(any(said in each for each in found), found)

    def test_the_file_reads_back(self):
        """What is written as baseline is what was meant."""
        facts = baseline.facts(MODEL, SIGNALS)
        self.assertEqual(json.loads(baseline.text(facts)), json.loads(json.dumps(facts)))


class Events(unittest.TestCase):
    """schemas/events.schema.json and the examples."""

    schema = event_schema.schema(MODEL)
    validator = jsonschema.Draft202012Validator(schema)
    examples = {each["type"]: each for each in examples.made(MODEL).values()}

    def accepts(self, kind: str, change) -> bool:
        """Whether the example of a type is still valid after a change of its data."""
        event = copy.deepcopy(self.examples[kind])
        change(event["data"])
        return self.validator.is_valid(event)

    def test_every_type_has_a_valid_example(self):
        """And each member of it is known."""
        self.assertEqual(set(self.examples), {kind.name for kind in MODEL.types})
        for kind in MODEL.types:
            with self.subTest(kind.name):
                event = self.examples[kind.name]
                self.validator.validate(event)
                known = self.schema["$defs"][kind.message]["properties"]
                self.assertEqual(set(event["data"]) - set(known), set())

    def test_every_table_entry_is_used(self):
        """The table of examples names nothing that is not there."""
        fields = {(message.name, each.name) for message in MODEL.messages.values() for each in message.fields}
        types = {(kind.name, each.name) for kind in MODEL.types for each in MODEL.messages[kind.message].fields}
        for entry in examples.VALUES:
            with self.subTest(entry):
                if ":" in entry:
                    self.assertIn(tuple(entry.split(":")), types)
                elif "." in entry:
                    self.assertIn(tuple(entry.split(".")), fields)
                else:
                    self.assertIn(entry, {name for _, name in fields})
        names = {kind.name for kind in MODEL.types}
        self.assertLessEqual(set(examples.SUBJECTS), names)
        self.assertTrue(all(any(name.startswith(each) for name in names) for each in examples.TIMES))

    def test_what_is_required_is_missed(self):
        """Without a required field no example is valid."""
        for kind in MODEL.types:
            for each in MODEL.messages[kind.message].fields:
                if each.is_required and not each.fallback and each.name != "total":
                    with self.subTest(f"{kind.name} {each.name}"):
                        self.assertFalse(self.accepts(kind.name, lambda data: data.pop(each.json[0])))

    def test_another_name_will_do(self):
        """A value may stand under each of its names."""
        for kind in MODEL.types:
            for each in MODEL.messages[kind.message].fields:
                for name in each.json[1:]:
                    if each.json[0] in self.examples[kind.name]["data"]:
                        with self.subTest(f"{kind.name} {name}"):
                            self.assertTrue(
                                self.accepts(kind.name, lambda data: data.update({name: data.pop(each.json[0])}))
                            )

    def test_a_total_may_be_told_by_others(self):
        """By revenue, value or priced products, and not by products without prices."""
        for told in ({"revenue": "70.10"}, {"value": 75}, {}):
            with self.subTest(told):
                self.assertTrue(
                    self.accepts("order.completed", lambda data: (data.pop("total"), data.update(told)))
                )
        self.assertFalse(self.accepts("order.completed", lambda data: (data.pop("total"), data.pop("products"))))
        self.assertFalse(
            self.accepts("order.completed", lambda data: (data.pop("total"), data["products"][0].pop("price")))
        )

    def test_values_of_another_form_are_refused(self):
        """Each kind of value has a form."""
        for kind, change in (
            ("order.completed", {"total": "12,50"}), ("order.completed", {"total": -1}),
            ("order.completed", {"currency": "EURO"}), ("order.completed", {"order_id": ""}),
            ("order.completed", {"products": [{"sku": "A", "quantity": 0, "price": 1}]}),
            ("nps.answered", {"score": 11}), ("nps.answered", {"score": 7.5}), ("nps.answered", {"score": "x"}),
            ("social.mentioned", {"sentiment": 1.5}), ("delivery.updated", {"status": "lost"}),
            ("order.promise.set", {"latest": "tomorrow"}), ("order.owned", {"owner": "somebody/42"}),
            ("profile.updated", {"birth_date": "29.2.1984"}), ("customer.tagged", {"tags": []}),
            ("ugc.published", {"rights": "yes"}),
        ):
            with self.subTest(f"{kind} {change}"):
                self.assertFalse(self.accepts(kind, lambda data: data.update(change)))

    def test_what_is_not_known_is_let_pass(self):
        """Other members, numbers as ids, null for what is missing."""
        for kind, change in (
            ("order.completed", {"theme": {"dark": True}}), ("order.completed", {"order_id": 1001}),
            ("order.completed", {"coupon": None}), ("nps.answered", {"score": "9"}),
        ):
            with self.subTest(f"{kind} {change}"):
                self.assertTrue(self.accepts(kind, lambda data: data.update(change)))


class Fields(unittest.TestCase):
    """Sources/Retention/Facts/FactFields.gen.swift."""

    def test_names_are_plain_and_differ(self):
        """Within a message, and none begins like a question in Swift."""
        for message in swift.facts(MODEL):
            names = [fields.name(each) for each in message.fields]
            with self.subTest(message.name):
                self.assertEqual(len(set(names)), len(names))
                for each in names:
                    self.assertRegex(each, r"^(?!is_|has_)[a-z][a-z0-9_]*$")

    def test_names_are_those_of_json(self):
        """The first one, and the field's own where that is no plain word."""
        for message, own, said in (
            ("Order", "id", "order_id"), ("Order", "lines", "products"), ("Order", "is_reference", "reference"),
            ("Order", "coupon", "coupon"), ("Mention", "handle", "author_handle"),
            ("UserContent", "has_rights", "rights"),
        ):
            with self.subTest(f"{message}.{own}"):
                self.assertEqual(fields.name(field(MODEL, message, own)), said)
        for name in ("properties/total", "orderTotal", "2nd", ""):
            with self.subTest(name):
                self.assertEqual(fields.name(new_field("till", 90, json=[name, "other"])), "till")

    def test_values_have_the_kind_of_the_field(self):
        """Each with the expression that makes the value of it."""
        for message, own, kind, said in (
            ("Order", "id", "text", ".text(self.id)"),
            ("Order", "coupon", "text", "self.coupon.map(FactValue.text) ?? .missing"),
            ("Order", "lines", "lines", ".lines(self.lines)"),
            ("OrderReversal", "amount", "money", "self.amount.map(FactValue.money) ?? .missing"),
            ("OrderOwner", "owner", "subject", ".subject(self.owner.description)"),
            ("CartChange", "quantity", "whole", ".whole(self.quantity)"),
            ("StockLevel", "available", "whole", ".whole(self.available)"),
            ("DeliveryProgress", "status", "text", ".text(self.status.name)"),
            ("Mention", "sentiment", "decimal", "self.sentiment.map { .decimal(Int64($0.millionths)) } ?? .missing"),
            ("Review", "rating", "decimal", "self.rating.map(FactValue.decimal) ?? .missing"),
            ("Profile", "birth_date", "day", "self.birthDate.map(FactValue.day) ?? .missing"),
            ("Season", "from", "time", ".time(self.from)"), ("Tags", "tags", "texts", ".texts(self.tags)"),
            ("OrderStep", "is_partial", "flag", ".flag(self.isPartial)"),
        ):
            with self.subTest(f"{message}.{own}"):
                self.assertEqual(fields.case(field(MODEL, message, own))[0], kind)
                self.assertEqual(fields.value(field(MODEL, message, own)), said)

    def test_every_type_has_a_number_a_table_and_values(self):
        """And each stands once in each switch."""
        text = fields.made(MODEL)
        for place, kind in enumerate(MODEL.types):
            with self.subTest(kind.name):
                self.assertIn(f"        case .{kind.swift}: {place}\n", text)
                self.assertEqual(text.count(f".{kind.swift}(let fact)"), 1)
                self.assertEqual(text.count(f"\nextension {kind.message} {{\n"), 1)


class Signals(unittest.TestCase):
    """schemas/signals.yaml, schemas/signals.schema.json and schemas/dead-letter.schema.json."""

    values = {
        "count": 3, "money": {"amount": "12.05", "currency": "EUR"}, "time": "2024-02-29T12:00:00.250Z",
        "sums": [{"amount": "-0.05", "currency": "USD"}, {"amount": "1250", "currency": "JPY"}],
        "span": "P30DT4H", "sentiment": -0.75, "text": "x", "flag": True, "decimal": 0.25, "texts": ["a", "b"],
    }

    def signal(self, described: dict) -> dict:
        """A signal as CloudEventSignals writes it."""
        data = {each["name"]: self.values[each["kind"]] for each in described["values"]}
        cause = {"event": "e1", "source": "orders", "partition": 3, "offset": 77}
        data |= {"rule": "a_rule", "playbook": "shop", "playbook_version": 7, "cause": cause}
        return {
            "specversion": "1.0", "id": "88132cc177894062272df449b9896f52", "source": "treue/shop",
            "type": described["type"], "subject": "customer/42", "time": "2024-02-29T12:00:00.250Z",
            "datacontenttype": "application/json", "data": data,
        }

    def test_the_rules_emit_what_is_described(self):
        """And a description that is wrong is noticed."""
        self.assertEqual(signals.faults(SIGNALS), [])
        for change in (
            lambda s: of(s, "consent.granted")["values"].pop(),
            lambda s: s.pop(), lambda s: s[0].update(topic="service"),
            lambda s: of(s, "consent.granted")["values"][1].pop("sometimes"),
            lambda s: of(s, "consent.granted")["values"][4].update(kind="money"),
            lambda s: of(s, "contact.deferred")["values"].append({"name": "mood", "kind": "text"}),
            lambda s: of(s, "contact.deferred")["values"][2].update(kind="text"),
            lambda s: of(s, "contact.suppressed")["values"].pop(2),
        ):
            changed = copy.deepcopy(SIGNALS)
            change(changed)
            self.assertNotEqual(signals.faults(changed), [])

    def test_signals_are_valid(self):
        """Each type with all values, without those that may be missing, and not without the others."""
        validator = jsonschema.Draft202012Validator(signals.schema(MODEL, SIGNALS))
        for described in SIGNALS:
            whole = self.signal(described)
            validator.validate(whole)
            for each in described["values"]:
                part = copy.deepcopy(whole)
                del part["data"][each["name"]]
                with self.subTest(f"{described['type']} without {each['name']}"):
                    self.assertEqual(validator.is_valid(part), bool(each.get("sometimes")))

    def test_a_playbook_names_types_and_values(self):
        """Any dotted name and any values; what every signal has is there."""
        validator = jsonschema.Draft202012Validator(signals.schema(MODEL, SIGNALS))
        chosen = [{"name": f"any_{kind}", "kind": kind} for kind in self.values]
        for kind in ("parcel.lost", "fee_shock", "a.b_2.c", "milestone.first_order"):
            whole = self.signal({"type": kind, "values": chosen})
            with self.subTest(kind):
                validator.validate(whole)
                for name in signals.common():
                    part = copy.deepcopy(whole)
                    del part["data"][name]
                    self.assertFalse(validator.is_valid(part), name)
        for kind in ("", "Parcel.lost", "parcel..lost", "parcel.", "2nd", "a" * 65):
            with self.subTest(kind):
                self.assertFalse(validator.is_valid(self.signal({"type": kind, "values": []})))
        strange = self.signal({"type": "parcel.lost", "values": []})
        strange["data"]["total"] = {"amount": 12.5}
        self.assertFalse(validator.is_valid(strange))

    def test_lengths_of_time(self):
        """The texts of SignalTests.swift are valid, and others are not."""
        validator = jsonschema.Draft202012Validator(signals.values()["span"])
        for text in ("PT0S", "PT0.001S", "PT1.050S", "PT1M", "PT1H1M1.500S", "P1D", "P1DT0.001S", "-PT1M30S", "-P1D"):
            self.assertTrue(validator.is_valid(text), text)
        for text in ("", "P", "PT", "P1DT", "1D", "P1M1D", "PT1.5S"):
            self.assertFalse(validator.is_valid(text), text)

    def test_dead_letters(self):
        """Of a file and of a topic, as text and in base64; not of both or neither."""
        validator = jsonschema.Draft202012Validator(signals.dead_letters())
        why = {"reason": "json.not-an-object", "message": "must be an object", "pointer": "", "source": "x"}
        self.assertTrue(validator.is_valid(why | {"line": 1, "record": "[]"}))
        self.assertTrue(validator.is_valid(why | {"partition": 0, "offset": 0, "record_base64": "/w=="}))
        self.assertFalse(validator.is_valid(why | {"line": 1}))
        self.assertFalse(validator.is_valid(why | {"partition": 0, "record": ""}))
        self.assertFalse(validator.is_valid(why | {"line": 1, "partition": 0, "offset": 0, "record": ""}))


class AsyncAPI(unittest.TestCase):
    """schemas/asyncapi.json."""

    def test_the_check_notices(self):
        """What the official schema refuses, and references that lead nowhere."""
        official = check_asyncapi.official()
        good = topics.document(MODEL, SIGNALS)
        self.assertEqual(check_asyncapi.schema_faults(good, official), [])
        self.assertEqual(check_asyncapi.link_faults(good), [])
        bad = copy.deepcopy(good)
        bad["operations"]["send-service"]["action"] = "publish"
        self.assertNotEqual(check_asyncapi.schema_faults(bad, official), [])
        for change in (
            lambda d: d["channels"]["events"]["messages"].update(x={"$ref": "#/components/messages/nothing"}),
            lambda d: d["components"]["messages"]["event"]["payload"]["schema"].update({"$ref": "./nothing.json"}),
            lambda d: d["operations"].pop("send-service"),
            lambda d: d["channels"]["events"].pop("parameters"),
        ):
            bad = copy.deepcopy(good)
            change(bad)
            self.assertNotEqual(check_asyncapi.link_faults(bad), [])

    def test_every_signal_has_a_message_on_its_topic(self):
        """And every topic of the engine is described."""
        channels = topics.document(MODEL, SIGNALS)["channels"]
        for each in SIGNALS:
            for topic in (each["topic"], topics.SHADOW):
                self.assertIn(each["type"], channels[topic]["messages"])
        types = signals.TYPES.read_text()
        listed = re.search(r"enum Topic.*?\n    }", types, re.S)[0]
        for case, name in re.findall(r'case (\w+)(?: = "([^"]+)")?', listed):
            self.assertIn("writtenSignal", channels[name or case]["messages"])
        source = (schema.ROOT / "Sources" / "Journal" / "Ports" / "Topics.swift").read_text()
        for name in ("events", "journal", "clock", "state", "dead-letters", "shadow"):
            self.assertIn(f'self.prefix + "{name}"', source)
            self.assertEqual(channels[name]["address"], "{prefix}" + name)

    def test_documents_are_json(self):
        """What is made reads back."""
        for path, text in documents.made(MODEL).items():
            with self.subTest(path):
                json.loads(text)


if __name__ == "__main__":
    unittest.main()
