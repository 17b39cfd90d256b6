#!/usr/bin/env python3
"""Names three CDNOW customers whose stories are worth telling, a line each: customer, a tab, what to look for.

    demo_customers.py [CSV]

They are the first ones in the file that fit: a regular who fell silent, one who came back after a long silence, and
one who bought once. Several rows of one day are several orders.
"""

import csv
import pathlib
import sys
from collections.abc import Callable
from datetime import date, timedelta

END = date(1998, 7, 1)
Days = list[date]


def gaps(days: Days) -> list[timedelta]:
    return [later - earlier for earlier, later in zip(days, days[1:])]


def regular_who_fell_silent(days: Days) -> str | None:
    if 10 <= len(days) <= 15 and max(gaps(days)).days <= 60 and (END - days[-1]).days >= 180:
        return f"{len(days)} orders, never two months apart, then silence since {days[-1]}"
    return None


def came_back(days: Days) -> str | None:
    if 4 <= len(days) <= 8:
        silences = [(gap, after) for gap, after in zip(gaps(days), days[1:]) if gap.days >= 100]
        if len(silences) == 1 and silences[0][1] != days[-1]:
            gap, after = silences[0]
            return f"{len(days)} orders, and back on {after} after {gap.days} days of silence"
    return None


def bought_once(days: Days) -> str | None:
    return f"one order, on {days[0]}, and never again" if len(days) == 1 else None


STORIES: list[Callable[[Days], str | None]] = [regular_who_fell_silent, came_back, bought_once]


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / ".cache" / "cdnow_master.csv"
    bought: dict[str, Days] = {}
    with open(path, encoding="ascii", newline="") as source:
        for row in csv.DictReader(source):
            bought.setdefault(row["customer_id"], []).append(date.fromisoformat(row["date"]))
    for story in STORIES:
        customer, text = next((c, t) for c, days in bought.items() if (t := story(sorted(days))))
        print(f"{customer}\t{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
