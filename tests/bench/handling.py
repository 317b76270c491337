"""One document per event, and one event per document: the kit beside others."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from amqp import Message

from contracts.envelope import CONTENT_TYPE, encode, seal
from infra.local.programs import ROOT
from kit.machine import utc_now
from tests.bench import rivals
from tests.bench.probe import Bench, ThingHappened
from tests.support.calling import signed_fact
from tests.support.stack import Stack
from tests.support.waiting import eventually

EVENTS = int(os.environ.get("TONGXIN_BENCH_EVENTS", "1000"))
ROUNDS = int(os.environ.get("TONGXIN_BENCH_ROUNDS", "3"))
TEXT = "x" * 120
SECONDS = 300
QUORUM = {"x-queue-type": "quorum"}

Rates = dict[str, float]


def in_turns(*rivals: Callable[[], Rates]) -> Rates:
    """Each ROUNDS times, one after another: what slows the machine down meets them all. Medians."""
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for rival in rivals:
            for name, rate in rival().items():
                found.setdefault(name, []).append(rate)
                print(f"    {name}: {rate:.0f}/s", file=sys.stderr, flush=True)
    return {name: median(rates) for name, rates in found.items()}


@contextmanager
def process(stack: Stack, *words: str, **env: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A rival as a process with the bench's rights; ended at the end."""
    full = {**os.environ, **stack.env("bench"), "TONGXIN_AMQP_URL": stack.amqp_address(), **env}
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *words],
        cwd=ROOT,
        env=full,
        stdout=subprocess.PIPE,
        stderr=sys.stderr if os.environ.get("TONGXIN_BENCH_LOUD") else subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait(10)


def stored(stack: Stack, collection: str, field: str) -> float:
    """Documents per second, by the times that stand in them, once all are there; then none is."""
    things = stack.mongo("bench")[collection]
    eventually(lambda: things.count_documents({}) >= EVENTS, SECONDS, poll=0.5)
    times: list[float] = []
    for document in things.find({}, {field: 1}):
        value: Any = document
        for part in field.split("."):
            value = value[part]
        times.append(float(value))
    things.delete_many({})
    return EVENTS / max(max(times) - min(times), 1e-9)


def bodies() -> Iterator[tuple[str, bytes]]:
    for _ in range(EVENTS):
        id = str(uuid.uuid4())
        event = seal(
            ThingHappened(key=id, text=TEXT),
            id=id,
            source="/tongxin/bench",
            subject=id,
            time=utc_now(),
            district="north",
            version=1,
        )
        yield id, encode(event)


def fill(stack: Stack, exchange: str, key: str) -> None:
    """Events for one queue, before its consumer starts."""
    channel: Any = stack.amqp().channel()
    for id, body in bodies():
        properties = {"content_type": CONTENT_TYPE, "message_id": id, "delivery_mode": 2}
        properties["application_headers"] = signed_fact(stack, ThingHappened.type, body)
        channel.basic_publish(Message(body, **properties), exchange, key)
    channel.close()


def handlers(stack: Stack) -> Rates:
    channel: Any = stack.amqp().channel()
    for queue in (rivals.QUEUE, rivals.FASTSTREAM_QUEUE):
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)

    def kombu() -> Rates:
        fill(stack, "", rivals.QUEUE)
        with process(stack, "tests.bench.rivals", "kombu"):
            return {"raw kombu": stored(stack, "raw", "at")}

    def kit() -> Rates:
        fill(stack, "bench.events", ThingHappened.type)
        running = stack.start(Bench)
        try:
            return {"kit": stored(stack, "things", "state.at")}
        finally:
            running.kill()

    def faststream() -> Rates:
        fill(stack, "", rivals.FASTSTREAM_QUEUE)
        with process(stack, "tests.bench.rivals", "faststream"):
            return {"faststream": stored(stack, "faststream", "at")}

    return in_turns(kombu, kit, lambda: celery(stack), lambda: dramatiq(stack), faststream)


def celery(stack: Stack) -> Rates:
    os.environ["TONGXIN_AMQP_URL"] = rivals.AMQP = stack.amqp_address()
    task = rivals.make_celery().tasks["keep"]
    for _ in range(EVENTS):
        task.delay({"key": str(uuid.uuid4()), "text": TEXT})
    worker = ("celery", "-A", "tests.bench.rivals:celery", "worker")
    how = ("-P", "threads", "-c", str(rivals.THREADS), "--without-gossip", "--without-mingle")
    with process(stack, *worker, *how, TONGXIN_BENCH_CELERY="1"):
        return {"celery": stored(stack, "celery", "at")}


def dramatiq(stack: Stack) -> Rates:
    _, actor = rivals.make_dramatiq()
    for _ in range(EVENTS):
        actor.send({"key": str(uuid.uuid4()), "text": TEXT})
    with process(stack, "tests.bench.rivals", "dramatiq"):
        return {"dramatiq": stored(stack, "dramatiq", "at")}


def outbox(stack: Stack) -> Rates:
    """Events per second: a change with its event, saved and relayed; confirmed publishing alone."""
    channel: Any = stack.amqp().clone(transport_options={"confirm_publish": True}).channel()
    channel.queue_declare(rivals.QUEUE, durable=True, auto_delete=False, arguments=QUORUM)
    insert = stack.mongo("bench")["alone"]

    def publish(id: str, body: bytes) -> None:
        message = Message(body, content_type=CONTENT_TYPE, message_id=id, delivery_mode=2)
        channel.basic_publish(message, "", rivals.QUEUE)

    def confirmed() -> Rates:
        started = time.monotonic()
        for id, body in bodies():
            publish(id, body)
        return {"confirmed kombu": EVENTS / (time.monotonic() - started)}

    def both() -> Rates:
        started = time.monotonic()
        for id, body in bodies():
            insert.insert_one({"_id": id, "body": body})
            publish(id, body)
        return {"insert, then confirmed kombu": EVENTS / (time.monotonic() - started)}

    def relayed() -> Rates:
        words = ("tests.bench.saving", str(EVENTS))
        with process(stack, *words, TONGXIN_AMQP_URL=stack.amqp_address("bench")) as running:
            told, _ = running.communicate(timeout=SECONDS)
            assert told, "the saving process ended without a word"
        return {"outbox": EVENTS / float(json.loads(told.splitlines()[-1])["seconds"])}

    return in_turns(confirmed, both, relayed)
