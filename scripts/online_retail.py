#!/usr/bin/env python3
"""Turns the invoices of Online Retail (UCI no. 352, CC BY 4.0) into JSON records of that shop's own shape.

    online_retail.py [CSV] [--output FILE]

CSV has the columns InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country and may be
gzipped; FILE, NDJSON sorted by time, defaults to standard output. deploy/mappings/online-retail.yaml says what Treue
makes of it; scripts/online_retail_check.py compares both with the CSV to the penny.

A record is an invoice (`sale`), or what a credit note gives back of one (`credit`, `reversal`); `kind` says which:

- sale: an invoice that costs something. `lines` are the goods, `charges` what is no product: postage, carriage,
  discounts, manual entries. `total` is the sum of both, for it is what the customer pays. Lines at price 0 stay: they
  are free goods.
- reversal: a credit note (C…) with the same codes, quantities and prices as an earlier invoice of the customer of
  which nothing was given back before: that whole order is called off.
- credit: part of any other credit note. It names products, not orders, so where each piece was bought is inferred: in
  the customer's latest earlier invoice that still has pieces of the code. What has no such invoice (discounts, manual
  corrections, more pieces than were sold) comes off the customer's latest invoices that have money left. A record for
  each invoice concerned, so that none gives back more than it cost; a reader would do no better by hand.
- credit with `placed` false: what is left then, for the history begins on 2010-12-01 and some credits are for purchases
  before it. It names the credit note as its order, since no other is known. Credit notes without a customer are all so.
- internal: a document without a customer that has nothing but fees, commission and samples: the shop's costs, no sale.
- adjustment: an invoice without a customer that costs nothing; its lines are stock found, lost, damaged or tested,
  which is where quantities below 0 stand. free: the same with a customer, who got something for nothing and ordered
  nothing.
- bad-debt: the documents A…, entries in the ledger of what nobody will pay.

Lines belong together by InvoiceNo wherever they stand: one invoice of the file is interrupted by others. Where an
invoice has two times, for 43 run over a minute, the earlier is its own. Without CustomerID a record has no `customer`.

Prices stand in the records digit by digit as in the CSV, and totals are exact decimal sums, also below a penny (4
invoices have prices of 0.001); nothing becomes a binary number. Quantities and prices of credit notes are positive.
What does not fit this description stops the run. All lines are held in memory: about 250 MB for the 541,909 of the
file.
"""

import argparse
import csv
import gzip
import json
import pathlib
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

PRICE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
PENNY = Decimal("0.01")
# Codes that are no product: postage, carriage, discount, manual entry, packing, samples, fees, commission.
CHARGES = {"POST", "DOT", "C2", "D", "M", "m", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "B"}
COSTS = {"S", "BANK CHARGES", "AMAZONFEE", "CRUK"}


@dataclass(slots=True)
class Line:
    """A line of a document; `digits` is the price as it is written, `quantity` how many pieces."""

    code: str
    name: str
    quantity: int
    digits: str

    @property
    def price(self) -> Decimal:
        """What one piece costs."""
        return Decimal(self.digits)

    @property
    def value(self) -> Decimal:
        """What the line costs."""
        return self.quantity * self.price

    def json(self) -> str:
        """The line as a JSON object, written by hand so that the price keeps its digits."""
        name = f'"name":{json.dumps(self.name, ensure_ascii=False)},' if self.name else ""
        code = json.dumps(self.code, ensure_ascii=False)
        return f'{{"code":{code},{name}"quantity":{self.quantity},"price":{self.digits}}}'


@dataclass(slots=True)
class Document:
    """All lines of one InvoiceNo; as an order also what is left of it."""

    number: str
    customer: str
    country: str
    time: str
    lines: list[Line] = field(default_factory=list)
    left: Decimal = Decimal(0)
    pieces: Counter[str] = field(default_factory=Counter)
    is_untouched: bool = True

    @property
    def total(self) -> Decimal:
        """What all lines cost, exactly."""
        return sum((line.value for line in self.lines), Decimal(0))

    def contents(self) -> Counter[tuple[str, Decimal]]:
        """How many pieces of each code at each price."""
        counts: Counter[tuple[str, Decimal]] = Counter()
        for line in self.lines:
            counts[line.code, line.price] += abs(line.quantity)
        return counts

    def open(self) -> None:
        """Begins to keep what is left of it; money to the penny, as it is paid."""
        self.left = self.total.quantize(PENNY, ROUND_HALF_EVEN)
        for line in self.lines:
            self.pieces[line.code] += line.quantity

    def give_back(self, code: str, quantity: int, value: Decimal) -> None:
        """Takes pieces and money off what is left."""
        self.left -= value
        self.pieces[code] -= quantity
        self.is_untouched = False


@dataclass(slots=True)
class Share:
    """What a credit note gives back of one order: pieces by line, and money that belongs to no piece of the order."""

    lines: list[Line] = field(default_factory=list)
    other: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """What is given back."""
        return sum((line.value for line in self.lines), self.other)


def documents(rows: Iterable[dict[str, str]]) -> list[Document]:
    """Gathers the lines of each document; by time, those of one time in the order of the file."""
    found: dict[str, Document] = {}
    for number, row in enumerate(rows, start=2):
        if not PRICE.fullmatch(row["UnitPrice"]) or not re.fullmatch("-?[1-9][0-9]*", row["Quantity"]):
            raise ValueError(f"line {number}: quantity or price is not a plain decimal number")
        time, customer = row["InvoiceDate"], row["CustomerID"]
        document = found.get(row["InvoiceNo"])
        if document is None:
            document = found[row["InvoiceNo"]] = Document(row["InvoiceNo"], customer, row["Country"], time)
        if document.customer != customer:
            raise ValueError(f"line {number}: invoice {document.number} has two customers")
        document.time = min(document.time, time)
        line = Line(row["StockCode"], row["Description"], int(row["Quantity"]), row["UnitPrice"])
        document.lines.append(line)
    return sorted(found.values(), key=lambda document: document.time)


def kind(document: Document) -> str:
    """What sort of document it is, but for whether a credit calls a whole order off."""
    is_credit = document.number.startswith("C")
    if document.number.startswith("A"):
        return "bad-debt"
    if not is_credit and not document.number.isdigit():
        raise ValueError(f"invoice {document.number}: neither a number, nor C or A before one")
    if not document.customer and all(line.code in COSTS for line in document.lines):
        return "internal"
    if all(line.price == 0 for line in document.lines):
        return "free" if document.customer else "adjustment"
    if any(line.price < 0 or (line.quantity < 0) != is_credit for line in document.lines):
        raise ValueError(f"invoice {document.number}: quantities or prices of the wrong sign")
    return "credit" if is_credit else "sale"


def shares(note: Document, orders: list[Document]) -> tuple[dict[str, Share], Decimal]:
    """What the note gives back of which of the earlier orders, and what of it finds no order."""
    found: dict[str, Share] = {}
    homeless = Decimal(0)
    for line in note.lines:
        wanted = abs(line.quantity)
        for order in reversed(orders):
            taken = min(wanted, order.pieces[line.code], int(order.left // line.price) if line.price else wanted)
            if taken > 0:
                part = Line(line.code, line.name, taken, line.digits)
                order.give_back(line.code, taken, part.value)
                found.setdefault(order.number, Share()).lines.append(part)
                wanted -= taken
            if not wanted:
                break
        homeless += wanted * line.price
    for order in reversed(orders):
        money = min(homeless, order.left)
        if money > 0:
            order.give_back("", 0, money)
            found.setdefault(order.number, Share()).other += money
            homeless -= money
    return found, homeless


def record(document: Document, kind: str, lines: list[Line], total: Decimal, more: str = "") -> str:
    """One line of NDJSON."""
    customer = f'"customer":{json.dumps(document.customer)},' if document.customer else ""
    goods = ",".join(line.json() for line in lines if line.code not in CHARGES)
    charges = ",".join(line.json() for line in lines if line.code in CHARGES)
    return (
        f'{{"kind":"{kind}","invoice":"{document.number}",{more}"at":"{document.time}",{customer}'
        f'"country":{json.dumps(document.country)},"total":{total:f},"lines":[{goods}],"charges":[{charges}]}}\n'
    )


def credit_records(note: Document, orders: list[Document]) -> Iterator[str]:
    """The records of a credit note, given the customer's orders before it."""
    lines = [Line(line.code, line.name, abs(line.quantity), line.digits) for line in note.lines]
    contents = note.contents()
    for order in reversed(orders):
        if order.is_untouched and order.left == -note.total and order.contents() == contents:
            order.left, order.is_untouched = Decimal(0), False
            order.pieces.clear()
            yield record(note, "reversal", lines, -note.total, f'"id":"{note.number}","order":"{order.number}",')
            return
    found, homeless = shares(note, orders)
    for order_number, share in found.items():
        names = f'"id":"{note.number}/{order_number}","order":"{order_number}","placed":true,'
        yield record(note, "credit", share.lines, share.total, names)
    if homeless:
        names = f'"id":"{note.number}","order":"{note.number}","placed":false,'
        yield record(note, "credit", [] if found else lines, homeless, names)


def records(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yields the records of all documents by time."""
    orders: dict[str, list[Document]] = {}
    for document in documents(rows):
        match kind(document):
            case "sale":
                if document.customer:
                    document.open()
                    orders.setdefault(document.customer, []).append(document)
                yield record(document, "sale", document.lines, document.total)
            case "credit":
                yield from credit_records(document, orders.get(document.customer, []))
            case other:
                yield record(document, other, document.lines, document.total)


def main() -> int:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `online_retail.py | head` ends quietly
    root = pathlib.Path(__file__).resolve().parent.parent
    default = root.parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
    parser = argparse.ArgumentParser(description="The invoices of Online Retail as JSON records, sorted by time.")
    parser.add_argument(
        "csv", nargs="?", type=pathlib.Path, default=default,
        help="default: ../shared/data/online_retail/online_retail.csv.gz beside the checkout",
    )
    parser.add_argument("--output", type=pathlib.Path, help="default: standard output")
    options = parser.parse_args()

    reader = gzip.open if options.csv.suffix == ".gz" else open
    try:
        with reader(options.csv, "rt", encoding="utf-8", newline="") as source, localcontext(prec=50):
            lines = list(records(csv.DictReader(source)))
    except (OSError, KeyError, ValueError) as error:
        print(f"online_retail.py: {options.csv}: {error!r}", file=sys.stderr)
        return 1
    if options.output:
        with open(options.output, "w", encoding="utf-8") as target:
            target.writelines(lines)
    else:
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.writelines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
