#!/usr/bin/env python3
"""What benchmarks do on the brokers, in the interpreter that has a Kafka client. R1_BOOTSTRAP names them.

    records.py create TOPIC           a topic of six partitions
    records.py delete PREFIX          every topic and every group whose name begins like that
    records.py count TOPIC...         how many records there are
    records.py export PREFIX FILE     Treue's decisions, committed ones only, as the lines that compare.py --file reads
"""

import json
import os
import sys
import time

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

BROKERS = os.environ["R1_BOOTSTRAP"]
OUTPUTS = ("milestones", "triggers", "churn-risk", "service")
END_OF_PARTITION = -191


def reader() -> Consumer:
    return Consumer({
        "bootstrap.servers": BROKERS, "group.id": "reference-records", "isolation.level": "read_committed",
        "enable.auto.commit": False, "enable.partition.eof": True, "auto.offset.reset": "earliest",
    })


def create(topic: str) -> None:
    admin = AdminClient({"bootstrap.servers": BROKERS})  # its answers end with it
    for made in admin.create_topics([NewTopic(topic, 6)]).values():
        made.result()


def delete(prefix: str) -> None:
    admin = AdminClient({"bootstrap.servers": BROKERS})
    topics = [name for name in admin.list_topics(timeout=10).topics if name.startswith(prefix)]
    for gone in admin.delete_topics(topics).values() if topics else ():
        gone.result()
    groups = [each.group_id for each in admin.list_consumer_groups().result().valid]
    groups = [name for name in groups if name.startswith(prefix)]
    for gone in admin.delete_consumer_groups(groups).values() if groups else ():
        # Members that were killed may not have been given up yet; no run uses the names of another.
        gone.exception()
    deadline = time.monotonic() + 30
    while topics and time.monotonic() < deadline:
        if not set(topics) & set(admin.list_topics(timeout=10).topics):
            return
        time.sleep(0.2)


def count(*topics: str) -> None:
    consumer, total = reader(), 0
    known = consumer.list_topics(timeout=10).topics
    for topic in topics:
        for partition in known[topic].partitions if topic in known else ():
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
            total += high - low
    print(total)


def export(prefix: str, path: str) -> None:
    consumer = reader()
    known = consumer.list_topics(timeout=10).topics
    places = [
        TopicPartition(prefix + name, partition, 0) for name in OUTPUTS for partition in known[prefix + name].partitions
    ]
    consumer.assign(places)
    ended = 0
    with open(path, "w", encoding="utf-8") as file:
        while ended < len(places):
            for record in consumer.consume(10_000, 1.0):
                if (error := record.error()) is not None:
                    if error.code() != END_OF_PARTITION:
                        sys.exit(f"records.py: {error}")
                    ended += 1
                    continue
                headers = dict(record.headers())
                kind, customer = headers["ce_subject"].decode().split("/", 1)
                if kind != "customer" or record.key() != customer.encode():
                    sys.exit(f"records.py: the key {record.key()} is not that of {kind}/{customer}")
                line = {"type": headers["ce_type"].decode(), "customer": customer, "time": headers["ce_time"].decode()}
                file.write(json.dumps(line) + "\n")
    consumer.close()


if __name__ == "__main__":
    {"create": create, "delete": delete, "count": count, "export": export}[sys.argv[1]](*sys.argv[2:])
