"""Tests of schemas/playbook.schema.json: it takes the playbooks that are there, and refuses mistakes."""

import copy
import json
import re
import unittest

import jsonschema
import referencing
import ruamel.yaml

from model import ROOT

LANGUAGE = ROOT / "Sources" / "Playbook" / "Language"
SIGNAL = ROOT / "Sources" / "Retention" / "Fold" / "Signal.swift"


def schema(name: str) -> dict:
    """A schema of the repository."""
    return json.loads((ROOT / "schemas" / name).read_text())


def read(text: str):
    """YAML as editors and Treue take it: a date is a text."""
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return yaml.load(text)


def rule(text: str) -> dict:
    """A playbook with one rule."""
    return read("playbook: shop\nversion: 1\ncontacts: { purposes: { service: { consent: false } } }\n") | {
        "rules": {"a_rule": read(text)}
    }


PLAYBOOK = schema("playbook.schema.json")
EVENTS = referencing.Resource.from_contents(schema("events.schema.json"))
REGISTRY = referencing.Registry().with_resources(
    [("events.schema.json", EVENTS), ("playbook.schema.json", referencing.Resource.from_contents(PLAYBOOK))]
)
VALIDATOR = jsonschema.Draft202012Validator(PLAYBOOK, registry=REGISTRY)
PART = schema("playbook-part.schema.json")
PART_VALIDATOR = jsonschema.Draft202012Validator(PART, registry=REGISTRY)

# Rules that are right, with every key of the language among them.
RIGHT = {
    "an event": "{ on: order.completed, if: customer.orders == 1, once: true, emit: milestones/first }",
    "stages of a wait": """
        about: A wait.
        on: [order.completed, order.paid]
        wait: [30m, 1h30m, days(2)]
        while: "!order.is_cancelled"
        cancel: { on: order.refunded, if: order.is_delivered }
        per: event.order_id
        reentry: ignore
        cool_down: 7d
        emit: triggers/thanks.due
        with: { order: event.order_id, one: 1, yes: true }
        contact: { channels: [email], purpose: service, topic: news, group: a, product: customer.interest }
        experiment: { name: thanks, hold_out: 10.5%, arms: { a: 45%, b: 44.5% } }
        incentive:
          by: customer.revenue
          table: [{ from: 0, reward: 5% }, { from: 100.5, reward: 10 }]
          valid_for: 30d
          warn_before: 3d
          at_most: 1
          per: 90d
        goal: { on: order.completed, if: event.total > 1.0, within: 7d, emit: triggers/a, missed: triggers/b, with: {} }
        """,
    "an instant": "{ on: order.promise.set, until: event.latest, cancel: delivery.updated, emit: service/late }",
    "each event": "{ on: order.completed, wait: 0s, reentry: each, emit: triggers/x }",
    "an instant of the state": "{ since: customer.last_order, after: [60d, 90d], missed: now, emit: triggers/x }",
    "before an instant of the state": "{ since: customer.membership.until, before: [30d, 7d], emit: triggers/x }",
    "a value": "{ changes: customer.interest, recheck: [now], if: customer.orders > 1, emit: segments/x }",
    "a birthday": '{ yearly: birthday, at: "09:00", days_before: 7, leap_day: mar_1, emit: milestones/x }',
    "anniversaries": "{ yearly: customer.first_order, years: [1, 2, 5], emit: milestones/x }",
    "dates": '{ dates: [2026-12-06, 2026-12-24], at: "08:00:30", if: customer.orders > 0, emit: triggers/x }',
    "numbers": "{ reaches: customer.orders, at: [3, 5.5], emit: milestones/x }",
    "amounts": "{ reaches: customer.revenue, at: [100.00 EUR, 100 USD], emit: milestones/x }",
    "stages": "{ stages: { gold: customer.revenue > 1000.0 }, recheck: customer.last_order, emit: loyalty/x }",
    "a segment": "{ segment: customer.orders > 1, recheck: [now], leave: segments/y, emit: segments/x }",
    "a contact of some weight": "{ on: app.installed, emit: triggers/x, contact: { priority: -5 } }",
    "a contact by default": "{ on: order.completed, emit: triggers/x, contact: }",
    "arms without a contact": "{ on: order.completed, emit: triggers/x, experiment: { arms: { a: 50%, b: 50% } } }",
}

# Rules with a mistake.
WRONG = {
    "no trigger": "{ emit: triggers/x }",
    "two triggers": "{ on: order.completed, segment: customer.orders > 1, emit: triggers/x }",
    "no signal": "{ on: order.completed }",
    "a signal without a topic": "{ on: order.completed, emit: cart.abandoned }",
    "an unknown topic": "{ on: order.completed, emit: trigger/x }",
    "a topic that is not the playbook's": "{ on: order.completed, emit: shadow/x }",
    "a signal in capitals": "{ on: order.completed, emit: triggers/Cart }",
    "an unknown type of event": "{ on: order.complete, emit: triggers/x }",
    "an unknown key": "{ on: order.completed, emit: triggers/x, filter: customer.orders > 1 }",
    "a length without a unit": "{ on: order.completed, wait: 30, emit: triggers/x }",
    "a length with another unit": "{ on: order.completed, wait: 30min, emit: triggers/x }",
    "wait and until": "{ on: order.completed, wait: 30m, until: event.time, emit: triggers/x }",
    "while without a wait": "{ on: order.completed, while: customer.orders > 1, emit: triggers/x }",
    "cancel without a wait": "{ on: order.completed, cancel: order.cancelled, emit: triggers/x }",
    "after without since": "{ on: order.completed, after: 7d, emit: triggers/x }",
    "since without after": "{ since: customer.last_order, emit: triggers/x }",
    "before and after": "{ since: customer.last_order, after: 7d, before: 7d, emit: triggers/x }",
    "before without since": "{ on: order.completed, before: 7d, emit: triggers/x }",
    "per without on": "{ since: customer.last_order, after: 7d, per: customer.orders, emit: triggers/x }",
    "each with once": "{ on: order.completed, wait: 7d, reentry: each, once: true, emit: triggers/x }",
    "a birthday without a time of day": "{ yearly: birthday, emit: triggers/x }",
    "a birthday with years": '{ yearly: birthday, at: "09:00", years: [1], emit: triggers/x }',
    "an hour that no day has": '{ yearly: birthday, at: "24:00", emit: triggers/x }',
    "a date that no year has": '{ dates: [2026-13-06], at: "09:00", emit: triggers/x }',
    "thresholds for a day": "{ yearly: birthday, at: [1, 2], emit: triggers/x }",
    "a time of day for thresholds": '{ reaches: customer.orders, at: "09:00", emit: triggers/x }',
    "if beside stages": "{ stages: { a: customer.orders > 1 }, if: customer.orders > 2, emit: triggers/x }",
    "leave without a segment": "{ on: order.completed, leave: segments/x, emit: triggers/x }",
    "a reserved name": "{ on: order.completed, emit: triggers/x, with: { cause: event.id } }",
    "a hold-out without a contact": "{ on: order.completed, emit: triggers/x, experiment: { hold_out: 10% } }",
    "a share above all": "{ on: order.completed, emit: triggers/x, contact: {}, experiment: { hold_out: 101% } }",
    "an incentive without an end": "{ on: order.completed, emit: triggers/x, incentive: { reward: 10% } }",
    "a table without a number": """
        { on: order.completed, emit: triggers/x, incentive: { table: [{ from: 0, reward: 5% }], valid_for: 1d } }
        """,
    "a limit without a time": """
        { on: order.completed, emit: triggers/x, incentive: { reward: 5%, valid_for: 1d, at_most: 1 } }
        """,
    "a goal that nobody hears of": "{ on: order.completed, emit: triggers/x, goal: { on: order.completed } }",
    "a goal that is missed never": """
        { on: order.completed, emit: triggers/x, goal: { on: order.completed, missed: triggers/y } }
        """,
    "once as a word": "{ on: order.completed, emit: triggers/x, once: 'yes' }",
}

# What is wrong beside the rules.
WRONG_ELSEWHERE = {
    "a constant that means something else": "constants: { now: 1 }",
    "a constant in capitals": "constants: { Gold: 1 }",
    "quiet hours without an end": "contacts: { quiet_hours: { from: '20:00' } }",
    "a cap without a time": "contacts: { caps: [{ at_most: 2 }] }",
    "a cap above what is kept": "contacts: { caps: { at_most: 65, per: 7d } }",
    "an unknown part of a purpose": "contacts: { purposes: { service: { cap: false } } }",
    "an unknown key of contacts": "contacts: { quiet: true }",
    "an unknown key of consent": "consent: { opt_in: double }",
    "an unknown part": "rule: {}",
    "an included file from elsewhere": "include: /etc/playbook.yaml",
    "an included folder": "include: [presets/]",
    "no included file": "include: []",
    "a rule that is on": "rules: { first: on }",
    "a rule in capitals": "rules: { First: { on: order.completed, emit: triggers/x } }",
    "settings that are no rule": "rules: { winback: { after: [60d] } }",
    "a rule of nothing": "rules: { first_order: {} }",
}


class Playbooks(unittest.TestCase):
    """What the schema takes and refuses."""

    def test_it_is_a_schema(self):
        """And every reference leads somewhere."""
        jsonschema.Draft202012Validator.check_schema(PLAYBOOK)

    def test_the_playbooks_of_the_repository_are_valid(self):
        """Each of them."""
        files = sorted((ROOT / "deploy" / "playbooks").glob("*.yaml"))
        self.assertGreater(len(files), 1)
        for file in files:
            with self.subTest(file.name):
                found = [f"{each.json_path}: {each.message}" for each in VALIDATOR.iter_errors(read(file.read_text()))]
                self.assertEqual(found, [])

    def test_included_files_are_valid(self):
        """Those that are there, which have no name and no version; a part has what a playbook has."""
        files = sorted((ROOT / "deploy" / "playbooks" / "presets").glob("*.yaml"))
        self.assertGreater(len(files), 1)
        for file in files:
            with self.subTest(file.name):
                errors = PART_VALIDATOR.iter_errors(read(file.read_text()))
                found = [f"{each.json_path}: {each.message}" for each in errors]
                self.assertEqual(found, [])
        self.assertEqual(list(PART["properties"]), list(PLAYBOOK["properties"]))
        self.assertFalse(PART_VALIDATOR.is_valid(read("rule: {}")))

    def test_rules_of_included_files_are_switched_off(self):
        """By a word that some readers of YAML take for false."""
        for word in ("off", "false", "'off'"):
            with self.subTest(word):
                head = {"playbook": "shop", "version": 1, "include": "a.yaml"}
                VALIDATOR.validate(head | read(f"rules: {{ thanks: {word} }}"))

    def test_rules_are_taken(self):
        """What the language has is right."""
        for what, text in RIGHT.items():
            with self.subTest(what):
                VALIDATOR.validate(rule(text))

    def test_mistakes_are_refused(self):
        """Each of them, in rules and elsewhere."""
        for what, text in WRONG.items():
            with self.subTest(what):
                self.assertFalse(VALIDATOR.is_valid(rule(text)))
        for what, text in WRONG_ELSEWHERE.items():
            with self.subTest(what):
                self.assertFalse(VALIDATOR.is_valid({"playbook": "shop", "version": 1} | read(text)))

    def test_the_keys_are_those_of_the_reader(self):
        """The schema has every key of a rule that RuleReader has, and no other; so with what belongs to all rules."""
        text = (LANGUAGE / "RuleReader.swift").read_text()
        listed = re.search(r"static let triggers = \[(.*?)\].*?static let keys =.*?\[(.*?)\]", text, re.S)
        triggers, others = (set(re.findall(r'"(\w+)"', part)) for part in listed.groups())
        described = PLAYBOOK["$defs"]["rule"]
        self.assertEqual(set(described["properties"]), triggers | others)
        self.assertEqual({each["required"][0] for each in described["oneOf"]}, triggers)
        text = (LANGUAGE / "PlaybookFile.swift").read_text()
        listed = re.search(r"static let keys = \[(.*?)\]", text, re.S)[1]
        self.assertEqual(set(PLAYBOOK["properties"]), set(re.findall(r'"(\w+)"', listed)))
        sections = dict(re.findall(r'section\("(\w+)", knowing: \[([^\]]*)\]', text))
        sections["contacts"] = re.search(r"let keys = (\[\"quiet_hours\".*?\])", text)[1]
        sections["consent"] = re.search(r"static let keys = (.*)", (LANGUAGE / "SettingsReading.swift").read_text())[1]
        self.assertEqual(set(sections), {"clock", "money", "state", "contacts", "consent"})
        for name, keys in sections.items():
            with self.subTest(name):
                self.assertEqual(set(PLAYBOOK["properties"][name]["properties"]), set(re.findall(r'"(\w+)"', keys)))

    def test_the_keys_below_a_rule_are_those_of_the_reader(self):
        """Of contacts, experiments, incentives and goals."""
        text = "".join((LANGUAGE / f"{name}.swift").read_text() for name in ("RuleReader", "ContactReading"))
        for name in ("contact", "experiment", "incentive", "goal", "cap"):
            body = text[text.index(f"func {name}(") :]
            listed = re.search(r"knowing: \[(.*?)\]", body, re.S)[1]
            with self.subTest(name):
                self.assertEqual(set(PLAYBOOK["$defs"][name]["properties"]), set(re.findall(r'"(\w+)"', listed)))

    def test_the_topics_are_those_of_signals(self):
        """A rule may emit to each of them."""
        cases = re.search(r"enum Topic.*?\n    }", SIGNAL.read_text(), re.S)[0]
        topics = {name or case for case, name in re.findall(r'case (\w+)(?: = "([^"]+)")?', cases)}
        pattern = PLAYBOOK["$defs"]["signal"]["pattern"]
        self.assertEqual(set(re.match(r"\^\((.*?)\)/", pattern)[1].split("|")), topics)

    def test_the_groups_of_facts_are_those_of_the_fold(self):
        """A playbook may keep each of them."""
        text = (SIGNAL.parent / "KeptFacts.swift").read_text()
        groups = {name or case for case, name in re.findall(r'    case (\w+)(?: = "([^"]+)")?\n', text)}
        self.assertEqual(set(PLAYBOOK["$defs"]["factGroup"]["enum"]), groups)

    def test_every_key_is_described(self):
        """For those who read it in their editor."""
        def undescribed(part, place: str):
            """The places of keys that have no description, of their own or of what they refer to."""
            for name, each in part.get("properties", {}).items():
                told = each.get("description") or PLAYBOOK["$defs"].get(each.get("$ref", "")[8:], {}).get("description")
                if not told:
                    yield f"{place}.{name}"
                yield from undescribed(each, f"{place}.{name}")
            for key in ("additionalProperties", "items", "else"):
                if isinstance(part.get(key), dict):
                    yield from undescribed(part[key], f"{place}.{key}")

        whole = copy.deepcopy(PLAYBOOK)
        parts = {"playbook": whole} | whole["$defs"]
        self.assertEqual([each for name, part in parts.items() for each in undescribed(part, name)], [])


if __name__ == "__main__":
    unittest.main()
