"""What the kit is measured against: each stores one document per message, acked after the write.

python -m tests.bench.rivals kombu | dramatiq | faststream | nameko
celery -A tests.bench.rivals:celery worker
"""

import sys

if sys.argv[1:] == ["nameko"]:
    import eventlet

    eventlet.monkey_patch()

import os
import time
from functools import cache
from typing import Any

import pymongo

QUEUE = "bench-raw"
CELERY_QUEUE = "bench-celery"
DRAMATIQ_QUEUE = "bench-dramatiq"
FASTSTREAM_QUEUE = "bench-faststream"
PREFETCH = 50
THREADS = 8

AMQP = os.environ.get("TONGXIN_AMQP_URL", "")
MONGO = os.environ.get("TONGXIN_MONGO_URL", "")

_client: list[Any] = []


def things(collection: str) -> Any:
    """The collection, through one client of this process, journalled as the kit writes."""
    if not _client:
        _client.append(pymongo.MongoClient(MONGO, journal=True, maxPoolSize=50))
    return _client[0].get_default_database()[collection]


def store(collection: str, body: dict[str, Any]) -> None:
    things(collection).insert_one({"_id": body["key"], "text": body["text"], "at": time.time()})


def raw_kombu() -> None:
    """A consumer loop with manual acks, nothing else."""
    import json

    from kombu.connection import Connection

    connection = Connection(AMQP)
    channel = connection.channel()
    channel.basic_qos(0, PREFETCH, False)

    def received(message: Any) -> None:
        body = json.loads(message.body)
        store("raw", body["data"])
        channel.basic_ack(message.delivery_tag)

    channel.basic_consume(QUEUE, callback=received)
    while True:
        connection.drain_events(timeout=600)


@cache
def make_celery() -> Any:
    from celery import Celery

    app = Celery("bench", broker=AMQP)
    app.conf.update(
        task_acks_late=True,
        worker_prefetch_multiplier=PREFETCH // THREADS,
        task_default_queue=CELERY_QUEUE,
        broker_connection_retry_on_startup=True,
        task_ignore_result=True,
        worker_hijack_root_logger=False,
    )

    @app.task(name="keep")
    def keep(body: dict[str, Any]) -> None:
        store("celery", body)

    return app


@cache
def make_dramatiq() -> Any:
    import dramatiq
    from dramatiq.brokers.rabbitmq import RabbitmqBroker

    broker = RabbitmqBroker(url=AMQP, confirm_delivery=True)
    broker.middleware = [m for m in broker.middleware if type(m).__name__ != "Prometheus"]
    dramatiq.set_broker(broker)

    @dramatiq.actor(queue_name=DRAMATIQ_QUEUE)
    def keep(body: dict[str, Any]) -> None:
        store("dramatiq", body)

    return broker, keep


def dramatiq_worker() -> None:
    import dramatiq

    broker, _ = make_dramatiq()
    worker = dramatiq.Worker(broker, worker_threads=THREADS)
    worker.start()
    while True:
        time.sleep(1)


def faststream_app() -> None:
    """Acked after the write, through the asynchronous drivers; no line of log for each message."""
    import asyncio
    import json

    from faststream import AckPolicy, FastStream
    from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue

    channel = Channel(prefetch_count=PREFETCH)
    broker = RabbitBroker(AMQP, default_channel=channel, logger=None)
    queue = RabbitQueue(FASTSTREAM_QUEUE, durable=True, queue_type=QueueType.QUORUM)
    client: pymongo.AsyncMongoClient[dict[str, Any]] = pymongo.AsyncMongoClient(MONGO, journal=True)
    kept = client.get_default_database()["faststream"]

    @broker.subscriber(queue, ack_policy=AckPolicy.NACK_ON_ERROR)
    async def keep(body: bytes) -> None:
        data = json.loads(body)["data"]
        await kept.insert_one({"_id": data["key"], "text": data["text"], "at": time.time()})

    asyncio.run(FastStream(broker, logger=None).run())


def nameko_service() -> None:
    """A bare nameko RPC service: one method that does nothing, one that stores a document."""
    from nameko.containers import ServiceContainer
    from nameko.rpc import rpc

    class Bare:
        name = "bare"

        @rpc
        def nothing(self, **_: Any) -> dict[str, Any]:
            return {}

        @rpc
        def keep(self, key: str, text: str) -> dict[str, Any]:
            store("bare", {"key": key, "text": text})
            return {"id": key}

    container = ServiceContainer(Bare, {"AMQP_URI": AMQP, "max_workers": 32})
    container.start()
    print("ready", flush=True)
    container.wait()


if __name__ == "__main__":
    {
        "kombu": raw_kombu,
        "dramatiq": dramatiq_worker,
        "faststream": faststream_app,
        "nameko": nameko_service,
    }[sys.argv[1]]()
elif os.environ.get("TONGXIN_BENCH_CELERY"):
    celery = make_celery()
