#!/usr/bin/env python3
"""Compares what Treue makes of Online Retail with the CSV itself: every document and every customer, to the penny.

    online_retail_check.py [CSV] [--treue PROGRAM] [--folder FOLDER] [--inspect N]

What should come out is counted here from the lines of the CSV, by a way of its own that shares no code with
scripts/online_retail.py, in whole tenths of a penny. Then the way that real records would take:

1. online_retail.py writes the records.
2. `treue check --sample --json` reads them by deploy/mappings/online-retail.yaml and prints every event. Compared are
   each invoice's and credit note's money, subject, instant and pieces of goods, and each customer's and visitor's sums.
3. `treue replay` folds them by a playbook of one rule, which reports each customer's orders and revenue 400 days after
   the latest order, when all of the history is folded. Compared are all who have an order that stands.
4. `treue inspect` shows the states of all customers without such a report, and of N others (50).

A credit that belongs to no order of the history is an event, but no engine state has it (see the mapping). Such
customers are counted apart, and only when the difference is exactly those credits. Any other difference is printed and
makes the exit code 1. Records and results are left in FOLDER, else in a temporary one that is removed.
"""

import argparse
import csv
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAPPING = ROOT / "deploy" / "mappings" / "online-retail.yaml"
LONDON = ZoneInfo("Europe/London")
NO_GOODS = frozenset("POST DOT C2 D M m S B AMAZONFEE CRUK".split()) | {"BANK CHARGES"}
OWN_COSTS = frozenset("S AMAZONFEE CRUK".split()) | {"BANK CHARGES"}
PLAYBOOK = """\
playbook: totals
version: 1
rules:
  # Longer than the history, so that all of it is folded when this is due.
  winback: { after: [400d] }
"""


@dataclass
class Expected:
    """What the lines of one document come to."""

    subject: str
    local: str
    tenths: int = 0
    pieces: Counter[str] = field(default_factory=Counter)
    codes: set[str] = field(default_factory=set)
    is_priced: bool = False

    @property
    def pence(self) -> int:
        """Its money, rounded as money is: ties to even."""
        whole, rest = divmod(abs(self.tenths), 10)
        pence = whole + (rest > 5 or (rest == 5 and whole % 2 == 1))
        return -pence if self.tenths < 0 else pence

    @property
    def instant(self) -> str:
        """When it was written, in UTC."""
        local = datetime.strptime(self.local, "%Y-%m-%d %H:%M:%S").replace(tzinfo=LONDON)
        return local.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


@dataclass
class Found:
    """What the events of one document come to."""

    pence: int = 0
    subjects: set[str] = field(default_factory=set)
    instants: set[str] = field(default_factory=set)
    pieces: Counter[str] = field(default_factory=Counter)


class Check:
    """Counts what agrees, and prints what does not."""

    def __init__(self) -> None:
        self.differences = 0

    def equal(self, what: str, expected: object, found: object) -> None:
        """Notes a difference."""
        if expected == found:
            return
        self.differences += 1
        if self.differences <= 20:
            print(f"  differs: {what}: by the CSV {str(expected)[:200]}, found {str(found)[:200]}")


def pence(text: str) -> int:
    """An amount in pence; it must have no fraction of one."""
    value = Decimal(text).scaleb(2)
    if value != value.to_integral_value():
        raise ValueError(f"{text} is no amount in pence")
    return int(value)


def pounds(amount: int) -> str:
    """An amount in pence as people write it."""
    return f"{Decimal(amount).scaleb(-2):,.2f} GBP"


def read(path: pathlib.Path) -> tuple[dict[str, Expected], int]:
    """What each document of the CSV comes to, and how many lines there are."""
    found: dict[str, Expected] = {}
    lines = 0
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as source:
        rows = csv.reader(source)
        next(rows)
        for number, code, _, quantity, local, price, customer, _ in rows:
            lines += 1
            subject = f"customer/{customer}" if customer else f"visitor/{number}"
            document = found.setdefault(number, Expected(subject, local))
            tenths = Decimal(price).scaleb(3)
            if tenths != tenths.to_integral_value():
                raise ValueError(f"{number}: a price below a tenth of a penny")
            document.tenths += int(quantity) * int(tenths)
            document.local = min(document.local, local)
            document.codes.add(code)
            document.is_priced |= tenths != 0
            if code not in NO_GOODS:
                document.pieces[code] += abs(int(quantity))
    return found, lines


def is_business(number: str, document: Expected) -> bool:
    """Whether it is something that a customer or visitor did, so that an event must come of it."""
    if number.startswith("A") or not document.is_priced:
        return False
    return document.subject.startswith("customer/") or not document.codes <= OWN_COSTS


def run(*command: object, output: pathlib.Path | None = None) -> str:
    """Runs a command, says how long it took, and returns what it printed unless that goes to a file."""
    began = time.monotonic()
    words = [str(word) for word in command]
    with open(output, "wb") if output else tempfile.TemporaryFile() as target:
        done = subprocess.run(words, stdout=target, check=False)
        # `check` exits with 65 when it refused records; they are counted from what it printed.
        if done.returncode not in (0, 65):
            raise SystemExit(f"{words[0]} {words[1]} ended with {done.returncode}")
        printed = "" if output else target.seek(0) or target.read().decode()
    name = " ".join([pathlib.Path(words[0]).name, pathlib.Path(words[1]).name])
    print(f"{name}: {time.monotonic() - began:.1f} s", flush=True)
    return printed


@dataclass
class Events:
    """All events, summed up."""

    kinds: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    documents: dict[str, Found] = field(default_factory=lambda: defaultdict(Found))
    money: Counter[str] = field(default_factory=Counter)
    sales: Counter[str] = field(default_factory=Counter)
    cancelled: Counter[str] = field(default_factory=Counter)
    homeless: Counter[str] = field(default_factory=Counter)

    def add(self, event: dict) -> None:
        """Adds what `treue check` printed of one record."""
        if "outcome" in event:
            counts = self.refused if event["outcome"] == "refused" else self.left_out
            counts[f"{event['reason']} {event.get('pointer', '')}".strip()] += 1
            return
        data, subject = event["data"], event["subject"]
        self.kinds[event["type"]] += 1
        if data["currency"] != "GBP":
            raise ValueError(f"event {event['id']}: {data['currency']}")
        amount = pence(data["total"])
        if event["type"] == "order.completed":
            self.sales[subject] += 1
        else:
            amount = -amount
            self.cancelled[subject] += event["type"] == "order.cancelled"
            if data.get("order_id") == event["id"]:
                self.homeless[subject] -= amount
        self.money[subject] += amount
        document = self.documents[event["id"].split("/")[0]]
        document.pence += amount
        document.subjects.add(subject)
        document.instants.add(event["time"][:19])
        for line in data.get("products", []):
            document.pieces[line["sku"]] += int(line.get("quantity", 1))


def compare_events(check: Check, csv_documents: dict[str, Expected], events: Events) -> Counter[str]:
    """Compares all documents and all sums; returns what the customers' and visitors' sums must be."""
    sums: Counter[str] = Counter()
    missing_pieces = 0
    for number, document in csv_documents.items():
        if not is_business(number, document):
            check.equal(f"{number} should be no event", False, number in events.documents)
            continue
        sums[document.subject] += document.pence
        found = events.documents[number]
        check.equal(f"{number} money", document.pence, found.pence)
        check.equal(f"{number} subject", {document.subject}, found.subjects)
        check.equal(f"{number} time", {document.instant}, found.instants)
        if number.startswith("C"):
            # Credited pieces that no order has are money without products.
            check.equal(f"{number} pieces", True, found.pieces <= document.pieces)
            missing_pieces += (document.pieces - found.pieces).total()
        else:
            check.equal(f"{number} pieces", document.pieces, found.pieces)
    check.equal("documents", set(), set(events.documents) - set(csv_documents))
    for subject in sums.keys() | events.money.keys():
        check.equal(f"{subject} sum of events", sums[subject], events.money[subject])
    print(f"  pieces credited that could be told of no order: {missing_pieces:,}")
    return sums


class States:
    """Compares states of the engine with sums; those who differ by credits without an order are counted apart."""

    def __init__(self, check: Check, sums: Counter[str], events: Events) -> None:
        self.check, self.sums, self.events = check, sums, events
        self.agree = 0
        self.without_order: dict[str, int] = {}

    def compare(self, subject: str, orders: int, revenue: int) -> None:
        """Compares one."""
        self.check.equal(f"{subject} orders", self.events.sales[subject] - self.events.cancelled[subject], orders)
        difference = revenue - self.sums[subject]
        if difference and difference == self.events.homeless[subject]:
            self.without_order[subject] = difference
        else:
            self.agree += difference == 0
            self.check.equal(f"{subject} revenue", self.sums[subject], revenue)

    def report(self, what: str) -> None:
        """Says how it went."""
        print(f"  {what}: {self.agree:,} agree to the penny")
        if self.without_order:
            much = pounds(sum(self.without_order.values()))
            print(f"  {len(self.without_order):,} are too high by exactly their credits without an order, {much}")


def gbp(sums: list[dict[str, str]]) -> int:
    """The pounds of a revenue."""
    return sum(pence(money["amount"]) for money in sums if money["currency"] == "GBP")


def main() -> int:
    default = ROOT.parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
    parser = argparse.ArgumentParser(description="Compares what Treue makes of Online Retail with the CSV itself.")
    parser.add_argument(
        "csv", nargs="?", type=pathlib.Path, default=default,
        help="default: ../shared/data/online_retail/online_retail.csv.gz beside the checkout",
    )
    program = ROOT / ".build" / "release" / "treue"
    parser.add_argument("--treue", type=pathlib.Path, default=program, help="default: .build/release/treue")
    parser.add_argument("--folder", type=pathlib.Path, help="where records and results are left")
    parser.add_argument("--inspect", type=int, default=50, help="how many customers to look at besides (50)")
    options = parser.parse_args()
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        return compare(options, options.folder)
    with tempfile.TemporaryDirectory() as folder:
        return compare(options, pathlib.Path(folder))


def read_events(path: pathlib.Path) -> Events:
    """Sums up what `treue check` printed, and says how many there are of each kind."""
    events = Events()
    with open(path, encoding="utf-8") as source:
        for line in source:
            events.add(json.loads(line))
    for name, counts in [("events", events.kinds), ("left out", events.left_out), ("refused", events.refused)]:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(counts.items()))
        print(f"  {name}: {counts.total():,}" + (f" ({kinds})" if kinds else ""))
    return events


def compare_reports(
    check: Check, customers: set[str], sums: Counter[str], events: Events, path: pathlib.Path
) -> set[str]:
    """Compares the states that the replay reported; returns whose they are."""
    states, visitors, reported = States(check, sums, events), States(check, sums, events), set()
    with open(path, encoding="utf-8") as source:
        for signal in map(json.loads, source):
            subject, values = signal["subject"], signal["data"]
            check.equal(f"{subject} reported before", False, subject in reported)
            reported.add(subject)
            kind = states if subject in customers else visitors
            kind.compare(subject, values["orders"], gbp(values["revenue"]))
    standing = {subject for subject in events.sales if events.sales[subject] > events.cancelled[subject]}
    check.equal("who has an order that stands", standing, reported)
    states.report("customers' states")
    visitors.report("visitors' states")
    lone = [amount for subject, amount in sums.items() if subject not in customers and not events.sales[subject]]
    print(f"  {len(lone):,} visitors have nothing but a credit, which no state has: {pounds(sum(lone))}")
    return reported


def compare(options: argparse.Namespace, folder: pathlib.Path) -> int:
    """Runs everything and compares."""
    check, began, treue = Check(), time.monotonic(), options.treue
    csv_documents, lines = read(options.csv)
    print(f"the CSV itself: {time.monotonic() - began:.1f} s")
    customers = {document.subject for document in csv_documents.values() if document.subject.startswith("customer/")}
    print(f"  {lines:,} lines, {len(csv_documents):,} documents, {len(customers):,} customers")

    records, printed, playbook = folder / "invoices.ndjson", folder / "events.ndjson", folder / "totals.yaml"
    run(sys.executable, ROOT / "scripts" / "online_retail.py", options.csv, "--output", records)
    sample = ["--mapping", MAPPING, "--sample", records, "--topic", "invoices", "--json"]
    run(treue, "check", *sample, output=printed)
    events = read_events(printed)
    check.equal("refused records", 0, events.refused.total())
    sums = compare_events(check, csv_documents, events)
    known = customers & sums.keys()
    print(f"  {len(sums):,} customers and visitors, net {pounds(sums.total())}")
    of_customers = pounds(sum(sums[subject] for subject in known))
    print(f"  {len(known):,} customers, net {of_customers}; {len(customers - known)} more without an event")

    playbook.write_text(PLAYBOOK, encoding="utf-8")
    history = ["--playbook", playbook, "--mapping", MAPPING, "--input", records, "--until", "2013-02-01"]
    print(run(treue, "replay", *history, "--output", folder / "out"), end="")
    reported = compare_reports(check, customers, sums, events, folder / "out" / "triggers.ndjson")

    rest, some = sorted(known - reported), sorted(known & reported)
    chosen = rest + (some[:: -(-len(some) // options.inspect)] if options.inspect else [])
    looked, began = States(check, sums, events), time.monotonic()
    for subject in chosen:
        command = [treue, "inspect", subject, "--json", "--limit", "1", *history]
        state = json.loads(subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True).stdout)
        looked.compare(subject, state["orders"], gbp(state["revenue"]))
    print(f"treue inspect, {len(chosen)} times: {time.monotonic() - began:.1f} s ({len(rest)} without a report)")
    looked.report("inspected")

    print("no other difference" if not check.differences else f"{check.differences:,} differences")
    return 1 if check.differences else 0


if __name__ == "__main__":
    sys.exit(main())
