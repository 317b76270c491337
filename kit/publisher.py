"""Publishing with batched confirms on a connection of its own.

A memory alarm blocks publishers, not consumers: hence the own connection. One greenlet reads the
confirms; senders wait for their batch and hold no lock meanwhile.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import eventlet
from amqp import Message
from amqp.spec import Basic
from eventlet.event import Event
from eventlet.semaphore import Semaphore

from kit import config, logs
from kit.errors import Unpublished
from kit.link import GOODBYE_SECONDS, LOST, Link

log = logs.get(__name__)

PERSISTENT = 2
BLOCKED = "the broker blocks publishers (resource alarm)"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. ``mandatory``: to have no queue is an error."""

    exchange: str
    routing_key: str
    body: bytes
    id: str
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)
    type: str = ""
    mandatory: bool = True
    correlation_id: str = ""

    def message(self) -> Message:
        properties: dict[str, Any] = {
            "content_type": self.content_type,
            "delivery_mode": PERSISTENT,
            "message_id": self.id,
            "application_headers": self.headers,
        }
        if self.type:
            properties["type"] = self.type
        if self.correlation_id:
            properties["correlation_id"] = self.correlation_id
        return Message(self.body, **properties)


class Batch:
    """Messages that are waited for together; ``faults[n]`` is "" where n was confirmed."""

    def __init__(self, size: int) -> None:
        self.faults = ["unconfirmed"] * size
        self._open = size
        self._done = Event()
        if not size:
            self._done.send()

    def settle(self, n: int, fault: str) -> None:
        self.faults[n] = fault
        self._open -= 1
        if not self._open and not self._done.ready():
            self._done.send()

    def wait(self, seconds: float) -> bool:
        if not self._done.ready():
            with eventlet.Timeout(seconds, False):
                self._done.wait()
        return bool(self._done.ready())


class Wire:
    """One connection from its opening to its loss: tags and confirms belong to it alone."""

    def __init__(self, link: Link, confirm: bool) -> None:
        self.link = link
        self.gone = Event()
        self.heard = time.monotonic()
        self._confirm = confirm
        self._channel = link.channel()
        self._sending = Semaphore(1)
        self._tag = 0
        self._waiting: dict[int, tuple[Batch, int, str]] = {}
        self._returned: Counter[str] = Counter()
        if confirm:
            self._channel.confirm_select()
            self._channel.events["basic_ack"].add(lambda tag, many: self._settle(tag, many, ""))
            self._channel.events["basic_nack"].add(
                lambda tag, many: self._settle(tag, many, "refused")
            )
        self._channel.events["basic_return"].add(self._on_return)

    def send(self, message: Outgoing, batch: Batch, n: int) -> None:
        """Raises: one of LOST."""
        with self._sending:
            if self.gone.ready():
                raise OSError("the connection was lost")
            if self._confirm:
                self._tag += 1
                self._waiting[self._tag] = (batch, n, message.id)
            # basic_publish may read the socket and steal half a frame: send_method only writes.
            self._channel.send_method(
                Basic.Publish,
                "Bssbb",
                (0, message.exchange, message.routing_key, message.mandatory, False),
                message.message(),
            )

    def _settle(self, tag: int, multiple: bool, fault: str) -> None:
        self.heard = time.monotonic()
        tags = [t for t in self._waiting if t <= tag] if multiple else [tag]
        for each in tags:
            waiting = self._waiting.pop(each, None)
            if waiting is not None:
                batch, n, id = waiting
                batch.settle(n, "unroutable" if self._was_returned(id) else fault)

    def _was_returned(self, id: str) -> bool:
        """Counted: the same event may be under way twice."""
        if not self._returned[id]:
            del self._returned[id]
            return False
        self._returned[id] -= 1
        return True

    def _on_return(self, _fault: Any, exchange: str, key: str, message: Message) -> None:
        """The broker returns what has no queue, before it confirms."""
        log.error("unroutable", exchange=exchange, routing_key=key)
        if self._confirm:
            self._returned[message.properties.get("message_id", "")] += 1

    def drop(self) -> None:
        """What waits for a confirm is told that it will not come."""
        self.link.drop()
        if not self.gone.ready():
            self.gone.send()
        waiting, self._waiting = self._waiting, {}
        for batch, n, _ in waiting.values():
            batch.settle(n, "lost")


class Publisher:
    """``spawn`` starts the reading greenlet; without ``confirm`` for replies."""

    def __init__(self, name: str, spawn: Callable[..., Any], confirm: bool = True) -> None:
        self._name = name
        self._spawn = spawn
        self._confirm = confirm
        self._wire: Wire | None = None
        self._connecting = Semaphore(1)
        self._closed = False
        self.blocked = False

    def publish(self, messages: Sequence[Outgoing], seconds: float | None = None) -> list[str]:
        """Send and wait for the confirms: "" or the fault, for each message.

        Raises: Unpublished where the broker is away, blocks publishers or does not answer in
        time; the messages may have arrived.
        """
        deadline = time.monotonic() + (seconds or config.PUBLISH_SECONDS())
        if self.blocked:
            raise Unpublished(BLOCKED)
        batch = Batch(len(messages) if self._confirm else 0)
        wire = self._connected(deadline)
        try:
            for n, message in enumerate(messages):
                wire.send(message, batch, n)
        except LOST as fault:
            self._drop(wire, f"{type(fault).__name__}: {fault}")
            raise Unpublished(str(fault)) from fault
        if not batch.wait(max(0.0, deadline - time.monotonic())):
            self._late(wire)
        if "lost" in batch.faults:
            raise Unpublished("the connection was lost")
        return batch.faults

    def _late(self, wire: Wire) -> None:
        """Give up waiting. A silent connection is dropped; a blocked one sends it all in the end,
        and a new one would be blocked too. Raises: Unpublished."""
        if self.blocked:
            raise Unpublished(BLOCKED)
        if time.monotonic() - wire.heard >= config.PUBLISH_SECONDS():
            self._drop(wire, "no confirm in time")
        raise Unpublished("no confirm in time")

    def _connected(self, deadline: float) -> Wire:
        """Raises: Unpublished."""
        wire = self._wire
        if wire is not None and wire.link.alive:
            return wire
        if not self._connecting.acquire(timeout=max(0.01, deadline - time.monotonic())):
            raise Unpublished("the connection is still being made")
        try:
            wire = self._wire
            if wire is None or not wire.link.alive:
                wire = self._open()
        except LOST as fault:
            raise Unpublished(f"{type(fault).__name__}: {fault}") from fault
        finally:
            self._connecting.release()
        if time.monotonic() >= deadline:
            raise Unpublished("the connection took too long to make")
        return wire

    def _open(self) -> Wire:
        if self._closed:
            raise OSError("closed")
        if self._wire is not None:
            self._drop(self._wire, "lost")
        link = Link(self._name, self._set_blocked)
        try:
            wire = Wire(link, self._confirm)
        except BaseException:
            link.drop()
            raise
        self._wire = wire
        self._spawn(lambda: self._read(wire))
        return wire

    def _read(self, wire: Wire) -> None:
        reason = "dropped"
        try:
            while not wire.gone.ready():
                wire.link.turn()
        except Exception as fault:  # noqa: BLE001  whatever breaks a link, the answer is a new one
            reason = f"{type(fault).__name__}: {fault}"
        self._drop(wire, reason)

    def _set_blocked(self, blocked: bool) -> None:
        self.blocked = blocked
        log.warning("publishing is blocked" if blocked else "publishing goes on", link=self._name)

    def _drop(self, wire: Wire, reason: str) -> None:
        """Drop this connection, and no newer one that others may use by now."""
        if self._wire is wire:
            self._wire, self.blocked = None, False
            if not self._closed:
                log.warning("publishing connection dropped", link=self._name, reason=reason)
        wire.drop()

    def close(self) -> None:
        """Say goodbye, so that what was sent last arrives, for at most GOODBYE_SECONDS."""
        self._closed = True
        wire = self._wire
        if wire is not None:
            wire.link.goodbye()
            with eventlet.Timeout(GOODBYE_SECONDS, False):
                wire.gone.wait()
            self._drop(wire, "closed")
