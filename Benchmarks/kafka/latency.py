#!/usr/bin/env python3
"""How long a decision takes: from the moment a raw record is handed to a producer until a reader of committed records
has the signal that it led to. R1_BOOTSTRAP names the brokers; a worker must fold the reference playbook from TOPIC.

    latency.py TOPIC SIGNALS [--rate 5000] [--seconds 20]

Every tenth record is a mention in bad words, which is answered on SIGNALS; the others are products viewed. The first
quarter warms up. Prints one JSON object; exits with 1 when signals are missing.
"""

import argparse
import json
import os
import sys
import threading
import time
import uuid
from datetime import datetime, timezone

from confluent_kafka import Consumer, Producer, TopicPartition

BROKERS = os.environ["R1_BOOTSTRAP"]
CUSTOMERS = 10_000


class Listener(threading.Thread):
    """Notes when each signal was read."""

    def __init__(self, topic: str):
        super().__init__(daemon=True)
        self.seen: dict[str, int] = {}
        self.consumer = Consumer({
            "bootstrap.servers": BROKERS, "group.id": "latency", "isolation.level": "read_committed",
            "enable.auto.commit": False, "fetch.wait.max.ms": 5,
        })
        partitions = self.consumer.list_topics(topic, timeout=10).topics[topic].partitions
        ends = [TopicPartition(topic, each) for each in partitions]
        for place in ends:
            place.offset = self.consumer.get_watermark_offsets(place, timeout=10)[1]
        self.consumer.assign(ends)

    def run(self) -> None:
        while True:
            for message in self.consumer.consume(500, 0.005):
                if not message.error():
                    self.seen.setdefault(json.loads(message.value())["cause"]["event"], time.time_ns())


def record(number: int) -> tuple[str, str, bytes]:
    """An id, a key and a call in Segment's form, of now."""
    call, customer = str(uuid.uuid4()), f"c{number % CUSTOMERS:07}"
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if number % 10:
        what = {"event": "Product Viewed", "properties": {"sku": f"SKU-{number % 997}", "price": 12.5, "currency": "EUR"}}
    else:
        what = {"event": "Social Mentioned", "properties": {"network": "mastodon", "sentiment": -0.9}}
    said = {"messageId": call, "type": "track", "userId": customer, "timestamp": now} | what
    return call, customer, json.dumps(said).encode()


def send(topic: str, rate: int, seconds: float) -> dict[str, int]:
    """Sends at an even rate; returns when each mention was handed over."""
    producer = Producer({"bootstrap.servers": BROKERS, "linger.ms": 0, "partitioner": "murmur2_random"})
    sent, number, start = {}, 0, time.monotonic()
    while (passed := time.monotonic() - start) < seconds:
        while number < passed * rate:
            call, customer, value = record(number)
            if number % 10 == 0 and passed > seconds / 4:
                sent[call] = time.time_ns()
            producer.produce(topic, value, customer)
            number += 1
        producer.poll(0)
        time.sleep(0.0005)
    producer.flush(10)
    return sent | {"": number}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topic")
    parser.add_argument("signals")
    parser.add_argument("--rate", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    listener = Listener(options.signals)
    listener.start()
    sent = send(options.topic, options.rate, options.seconds)
    number = sent.pop("")
    deadline = time.monotonic() + 10
    while len(sent.keys() & listener.seen.keys()) < len(sent) and time.monotonic() < deadline:
        time.sleep(0.05)
    taken = sorted((listener.seen[call] - at) / 1e6 for call, at in sent.items() if call in listener.seen)
    told = {f"p{share}_ms": round(taken[min(len(taken) - 1, len(taken) * share // 100)], 1) for share in (50, 99) if taken}
    missing = len(sent) - len(taken)
    rate = round(number / options.seconds)
    print(json.dumps(told | {"max_ms": round(taken[-1], 1) if taken else None, "signals": len(taken),
                             "missing": missing, "events_s": rate}))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
