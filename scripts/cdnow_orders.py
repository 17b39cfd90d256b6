#!/usr/bin/env python3
"""Turns the CDNOW purchases into Segment `Order Completed` track events, NDJSON sorted by time.

    cdnow_orders.py [CSV] [--output FILE]

CSV has the columns customer_id,date,quantity,amount and may be gzipped; the default is .cache/cdnow_master.csv, which
`make setup` leaves there. FILE defaults to standard output.

The data knows days only. So that events have an order, each purchase gets a time of day, the same one on every run: a
customer's first purchase of a day falls between 08:00 and 21:30 UTC, at a second chosen by the CRC-32 of customer and
date, and the customer's other purchases of that day follow in file order, a minute apart. (At most 16 on one day.)

Amounts are copied as the decimal text that they are and never become binary numbers. Product prices are left out: a
purchase has one amount for all its discs. Sorting holds all purchases in memory: about 25 MB for the 69,659 of CDNOW.
"""

import argparse
import csv
import gzip
import json
import pathlib
import re
import signal
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

OPENING, SPREAD = timedelta(hours=8), 13 * 3600 + 1800
AMOUNT = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")


def purchases(rows: Iterable[dict[str, str]]) -> Iterator[tuple[datetime, int, str, str, str]]:
    """Yields time, row number, customer, quantity and amount of each row, in the order of the file."""
    same_day: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=1):
        customer, day = row["customer_id"], row["date"]
        if not AMOUNT.fullmatch(row["amount"]) or not row["quantity"].isdigit():
            raise ValueError(f"row {number}: quantity or amount is not a plain decimal number")
        earlier = same_day.get((customer, day), 0)
        same_day[customer, day] = earlier + 1
        midnight = datetime.fromisoformat(day).replace(tzinfo=timezone.utc)
        second = zlib.crc32(f"{customer} {day}".encode()) % SPREAD
        yield (
            midnight + OPENING + timedelta(seconds=second, minutes=earlier),
            number,
            customer,
            str(int(row["quantity"])),
            row["amount"],
        )


def event(time: datetime, number: int, customer: str, quantity: str, amount: str) -> str:
    """One line of NDJSON. Written by hand, so that the amount keeps its digits."""
    order = f"cdnow-{number}"
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (
        f'{{"messageId":"{order}","type":"track","event":"Order Completed","userId":{json.dumps(customer)},'
        f'"timestamp":"{stamp}","properties":{{"order_id":"{order}","total":{amount},"currency":"USD",'
        f'"products":[{{"product_id":"cd","quantity":{quantity}}}]}}}}\n'
    )


def main() -> int:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `cdnow_orders.py | head` ends quietly
    default = pathlib.Path(__file__).resolve().parent.parent / ".cache" / "cdnow_master.csv"
    parser = argparse.ArgumentParser(description="CDNOW purchases as Segment track events, sorted by time.")
    parser.add_argument("csv", nargs="?", type=pathlib.Path, default=default, help="default: %(default)s")
    parser.add_argument("--output", type=pathlib.Path, help="default: standard output")
    options = parser.parse_args()

    reader = gzip.open if options.csv.suffix == ".gz" else open
    try:
        with reader(options.csv, "rt", encoding="ascii", newline="") as source:
            ordered = sorted(purchases(csv.DictReader(source)))
    except (OSError, KeyError, ValueError) as error:
        print(f"cdnow_orders.py: {options.csv}: {error!r}", file=sys.stderr)
        return 1
    lines = (event(*purchase) for purchase in ordered)
    if options.output:
        with open(options.output, "w", encoding="ascii") as target:
            target.writelines(lines)
    else:
        sys.stdout.writelines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
