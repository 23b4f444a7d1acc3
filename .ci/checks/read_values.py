"""Reads values of a topic through the registry with Debian's own client: python3-confluent-kafka 1.7 and python3-avro.

Its AvroConsumer would decode the keys too, which are plain strings here; so a plain consumer, and the decoder by hand.
Usage: read_values.py BOOTSTRAP REGISTRY TOPIC LEAST
"""
import json
import sys
import time

from confluent_kafka import Consumer
from confluent_kafka.avro.cached_schema_registry_client import CachedSchemaRegistryClient
from confluent_kafka.avro.serializer.message_serializer import MessageSerializer

bootstrap, registry, topic, least = sys.argv[1:5]
decoder = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
consumer = Consumer(
    {
        "bootstrap.servers": bootstrap,
        "group.id": f"python-{time.time_ns()}",
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
    }
)
consumer.subscribe([topic])
values = []
deadline = time.monotonic() + 60
while len(values) < int(least) and time.monotonic() < deadline:
    record = consumer.poll(1.0)
    if record is None:
        continue
    if record.error():
        sys.exit(f"{topic}: {record.error()}")
    value = decoder.decode_message(record.value())
    if value["requestId"] != record.key().decode():
        sys.exit(f"{topic}: the key is not the request of the value: {record.key()!r}")
    values.append(value)
consumer.close()
if len(values) < int(least):
    sys.exit(f"{topic}: {len(values)} values within 60 s, expected {least}")
print(f"python: {len(values)} values of {topic}, the last: {json.dumps(values[-1], default=str)[:200]}")
