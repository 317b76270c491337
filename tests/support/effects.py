"""What the probe service has done: effects in its database, and traffic that asks for more."""

import secrets
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from amqp import Message
from uuid6 import uuid7

from contracts.envelope import CONTENT_TYPE, Fact, encode, seal
from kit.topology import FEED, events
from tests.probe.service import Happen
from tests.support.calling import Calls, signed_fact
from tests.support.stack import Stack
from tests.support.waiting import eventually


def effects(stack: Stack, prefix: str) -> dict[str, int]:
    """Counter → effects, for all counters whose id begins so."""
    found = stack.mongo("probe").counters.find({"_id": {"$regex": f"^{prefix}"}})
    return {document["_id"]: document["state"]["times"] for document in found}


def outbox(stack: Stack) -> list[dict[str, Any]]:
    """Events that were saved and are not yet known to be published."""
    found = stack.mongo("probe").counters.find({"outbox.0": {"$exists": True}})
    return [entry for document in found for entry in document["outbox"]]


def flood(stack: Stack, facts: list[Fact]) -> None:
    """Publish many facts at once, and wait until all are confirmed."""
    connection = stack.amqp().clone()
    try:
        channel: Any = connection.channel()
        channel.confirm_select()
        open_ = set(range(1, len(facts) + 1))
        channel.events["basic_ack"].add(
            lambda tag, multiple: open_.difference_update(range(1, tag + 1) if multiple else [tag])
        )
        for one in facts:
            channel.basic_publish(sealed(stack, one), events(one.type.partition(".")[0]), one.type)
        while open_:
            connection.drain_events(timeout=10)
    finally:
        connection.release()


def sealed(stack: Stack, one: Fact) -> Message:
    envelope = seal(
        one,
        id=str(uuid7()),
        source="/tongxin/test",
        subject="s-1",
        time=datetime.now(UTC),
        district="north",
        version=1,
    )
    body = encode(envelope)
    return Message(
        body,
        application_headers=signed_fact(stack, one.type, body),
        content_type=CONTENT_TYPE,
        delivery_mode=2,
        message_id=envelope.id,
        type=one.type,
    )


def drain_feed(stack: Stack) -> list[bytes]:
    """Take all bodies out of the gateway's feed, which gives them to a consumer only."""
    bodies: list[bytes] = []
    connection = stack.amqp().clone()
    try:
        channel: Any = connection.channel()
        channel.auto_decode = False
        channel.basic_consume(FEED, callback=lambda m: bodies.append(bytes(m.body)), no_ack=True)
        with suppress(TimeoutError):
            while True:
                connection.drain_events(timeout=1)
    finally:
        connection.release()
    return bodies


class Traffic:
    """People who give one command after another, and repeat one until it is answered."""

    def __init__(self, calls: Calls, people: int = 2) -> None:
        self._calls = calls
        self.answers: dict[str, dict[str, Any]] = {}
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(people)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _work(self) -> None:
        while not self._stop.is_set():
            key = secrets.token_hex(8)
            end = time.monotonic() + 60
            while key not in self.answers and time.monotonic() < end:
                try:
                    self.answers[key] = self._calls.command(Happen(), key=key, within=2)
                except Exception:  # noqa: BLE001  whatever it was: the person tries again
                    time.sleep(0.1)

    def wait_for(self, more: int, within: float = 30) -> None:
        """Until so many more commands are answered."""
        wanted = len(self.answers) + more
        eventually(lambda: len(self.answers) >= wanted, within)

    def check(self, stack: Stack, within: float = 30) -> None:
        """Every command was run once, and its event was heard once; none is forgotten."""
        ids = [answer["id"] for answer in self.answers.values()]
        assert len(set(ids)) == len(ids) > 0
        wanted = {f"seen-{id}": 1 for id in ids}

        def all_heard() -> bool:
            found = effects(stack, "seen-")
            missing = {key: found.get(key) for key in wanted if found.get(key) != 1}
            assert not missing, f"{len(missing)} of {len(wanted)}: {list(missing.items())[:5]}"
            return True

        assert eventually(all_heard, within)
        for key, first in list(self.answers.items())[::5]:
            assert self._calls.command(Happen(), key=key) == first
