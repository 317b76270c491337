"""``python -m tests.bench``: handlers, outbox and commands, each beside its rivals, in one run;

then the campaign's own figures. TONGXIN_BENCH_EVENTS (default 3000), TONGXIN_BENCH_CALLS (default
600) and TONGXIN_BENCH_FACTS (default 20000) say how much.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from amqp import Message

from contracts.envelope import CONTENT_TYPE, encode, seal
from infra.local.programs import ROOT
from kit.definitions import definitions
from kit.machine import utc_now
from tests.bench import calls, campaign, rivals, signing, warm
from tests.bench.probe import Bench, ThingHappened
from tests.support.calling import signed_fact
from tests.support.shared import own_servers
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

EVENTS = int(os.environ.get("TONGXIN_BENCH_EVENTS", "3000"))
CALLS = int(os.environ.get("TONGXIN_BENCH_CALLS", "600"))
TEXT = "x" * 120
SECONDS = 300


def say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def process(stack: Stack, *words: str, **env: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A rival as a process with the bench's rights; ended at the end."""
    full = {**os.environ, **stack.env("bench"), "TONGXIN_AMQP_URL": stack.amqp_address(), **env}
    command = [sys.executable, "-W", "ignore", "-m", *words]
    running = subprocess.Popen(
        command,
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


def stored(stack: Stack, collection: str, count: int, field: str) -> float:
    """Documents per second, by the times that stand in them, once ``count`` are there."""
    things = stack.mongo("bench")[collection]
    eventually(lambda: things.count_documents({}) >= count, SECONDS, poll=0.5)
    times: list[float] = []
    for document in things.find({}, {field: 1}):
        value: Any = document
        for part in field.split("."):
            value = value[part]
        times.append(float(value))
    return count / max(max(times) - min(times), 1e-9)


def bodies() -> Iterator[tuple[str, bytes]]:
    for _ in range(EVENTS):
        id = str(uuid.uuid4())
        fact = ThingHappened(key=id, text=TEXT)
        yield (
            id,
            encode(
                seal(
                    fact,
                    id=id,
                    source="/tongxin/bench",
                    subject=id,
                    time=utc_now(),
                    district="north",
                    version=1,
                )
            ),
        )


def fill(stack: Stack, exchange: str, key: str) -> None:
    """Events for one queue, before its consumer starts."""
    channel: Any = stack.amqp().channel()
    for id, body in bodies():
        properties = {"content_type": CONTENT_TYPE, "message_id": id, "delivery_mode": 2}
        properties["application_headers"] = signed_fact(stack, ThingHappened.type, body)
        channel.basic_publish(Message(body, **properties), exchange, key)
    channel.close()


def handlers(stack: Stack) -> dict[str, float]:
    channel: Any = stack.amqp().channel()
    quorum = {"x-queue-type": "quorum"}
    channel.queue_declare(rivals.QUEUE, durable=True, auto_delete=False, arguments=quorum)
    found = {}

    fill(stack, "", rivals.QUEUE)
    with process(stack, "tests.bench.rivals", "kombu"):
        found["raw kombu"] = stored(stack, "raw", EVENTS, "at")

    fill(stack, "bench.events", ThingHappened.type)
    kit = stack.start(Bench)
    found["kit"] = stored(stack, "things", EVENTS, "state.at")
    kit.kill()

    found["celery"] = celery(stack)
    found["dramatiq"] = dramatiq(stack)
    return found


def celery(stack: Stack) -> float:
    os.environ["TONGXIN_AMQP_URL"] = rivals.AMQP = stack.amqp_address()
    task = rivals.make_celery().tasks["keep"]
    for _ in range(EVENTS):
        task.delay({"key": str(uuid.uuid4()), "text": TEXT})
    worker = ("celery", "-A", "tests.bench.rivals:celery", "worker")
    how = ("-P", "threads", "-c", str(rivals.THREADS), "--without-gossip", "--without-mingle")
    with process(stack, *worker, *how, TONGXIN_BENCH_CELERY="1"):
        return stored(stack, "celery", EVENTS, "at")


def dramatiq(stack: Stack) -> float:
    _, actor = rivals.make_dramatiq()
    for _ in range(EVENTS):
        actor.send({"key": str(uuid.uuid4()), "text": TEXT})
    with process(stack, "tests.bench.rivals", "dramatiq"):
        return stored(stack, "dramatiq", EVENTS, "at")


def outbox(stack: Stack) -> dict[str, float]:
    """Events per second: a change with its event, saved and relayed; confirmed publishing alone."""
    channel: Any = stack.amqp().clone(transport_options={"confirm_publish": True}).channel()
    started = time.monotonic()
    for id, body in bodies():
        message = Message(body, content_type=CONTENT_TYPE, message_id=id, delivery_mode=2)
        channel.basic_publish(message, "", rivals.QUEUE)
    confirmed = EVENTS / (time.monotonic() - started)
    insert = stack.mongo("bench")["alone"]
    started = time.monotonic()
    for id, body in bodies():
        insert.insert_one({"_id": id, "body": body})
        message = Message(body, content_type=CONTENT_TYPE, message_id=id, delivery_mode=2)
        channel.basic_publish(message, "", rivals.QUEUE)
    both = EVENTS / (time.monotonic() - started)
    words = ("tests.bench.saving", str(EVENTS))
    with process(stack, *words, TONGXIN_AMQP_URL=stack.amqp_address("bench")) as running:
        told, _ = running.communicate(timeout=SECONDS)
        assert told, "the saving process ended without a word"
    relayed = EVENTS / float(json.loads(told.splitlines()[-1])["seconds"])
    return {"confirmed kombu": confirmed, "insert, then confirmed kombu": both, "outbox": relayed}


def commands(stack: Stack) -> dict[str, float]:
    """Calls per second with ``calls.IN_FLIGHT`` at once."""
    found = {}
    with process(stack, "tests.bench.rivals", "nameko") as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        rpc = calls.bare(stack.amqp_address(), CALLS)
        found.update(asyncio.run(rpc))
    return found


def through_gateway(stack: Stack) -> dict[str, float]:
    from tests.support.stack import ALL

    tasks = stack.start(ALL[0])
    gateway = stack.start("gateway")
    for running in (tasks, gateway):
        running.wait_ready()
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    return asyncio.run(calls.gateway(url, GATEWAY["TONGXIN_ADMIN_PASSWORD"], CALLS))


def line(name: str, figures: dict[str, float], of: str, unit: str) -> None:
    say(f"\n{name}")
    for what, figure in figures.items():
        say(f"  {what:<34}{figure:>9.0f} {unit}   {figures[of] / figure:>6.2f} × for {of}")


def main() -> None:
    from infra.generate import services

    with own_servers("bench") as backing:
        everything: Callable[[list[type]], dict[str, Any]] = definitions
        stack = Stack(backing, "bench", everything([Bench, *services()]))
        try:
            events = handlers(stack)
            line("One document per event", events, "kit", "events/s")
            line("Publishing", outbox(stack), "outbox", "events/s")
            figures = {**commands(stack), **through_gateway(stack)}
            line(f"Commands, {calls.IN_FLIGHT} at once", figures, "gateway command", "calls/s")
            say("\nSignatures")
            os.environ |= {k: v for k, v in stack.env("tasks").items() if k in signing.SETTINGS}
            for told in signing.lines(figures["gateway command"], events["kit"]):
                say(f"  {told}")
            say("\nProcesses for files")
            for told in warm.lines():
                say(f"  {told}")
            say("\nA campaign")
            for told in campaign.lines(stack):
                say(f"  {told}")
        finally:
            stack.close()


if __name__ == "__main__":
    main()
