"""Consuming: one connection for the service, one channel and one prefetch for each queue.

A slow handler fills its own prefetch and delays no other. What finished in one turn of the hub is
acked together.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import eventlet
from amqp import Message, spec
from amqp.exceptions import AMQPError, RecoverableConnectionError
from eventlet.event import Event

from kit import config, logs, topology
from kit.link import LOST, Link

log = logs.get(__name__)

FIRST_PAUSE = 0.2
"""Seconds before the second attempt to connect; doubled up to RECONNECT_SECONDS."""

STEADY_SECONDS = 10
"""A connection that ends sooner counts as another failed attempt: each end counts one delivery of
what was in hand, and quick ones would soon park it."""

FAULT_SECONDS = 5
"""A queue that could not be consumed is tried again after this."""

COUNT_SECONDS = 5
STOP_SECONDS = 2.5

ASKED = (spec.Queue.Declare, spec.Basic.Consume)
"""Methods whose refusal concerns one queue only. amqp raises a channel's fault in whoever reads at
that moment: that of a channel which consumes must not be taken for an answer, or it stays deaf."""


class Delivery:
    """One message to be settled exactly once: ``ack`` or ``give_back``."""

    __slots__ = ("body", "channel", "headers", "properties", "routing_key", "subscription", "tag")

    def __init__(self, subscription: "Subscription", channel: Any, message: Message) -> None:
        self.subscription = subscription
        self.channel = channel
        self.tag: int = message.delivery_info["delivery_tag"]
        self.routing_key: str = message.delivery_info["routing_key"]
        body = message.body
        self.body: bytes = body.encode() if isinstance(body, str) else bytes(body)
        self.properties: dict[str, Any] = message.properties
        headers = message.properties.get("application_headers")
        self.headers: dict[str, Any] = headers if isinstance(headers, dict) else {}

    @property
    def live(self) -> bool:
        """Whether the broker still counts this message as ours."""
        return self.subscription.channel is self.channel

    def ack(self) -> None:
        self.subscription.finished(self)

    def give_back(self) -> None:
        self.subscription.give_back(self)


class Subscription:
    """A queue that this service consumes. ``receive`` must not block and not raise."""

    def __init__(
        self, queue: topology.Queue, prefetch: int, receive: Callable[[Delivery], None]
    ) -> None:
        self.queue = queue
        self.prefetch = prefetch
        self.receive = receive
        self.channel: Any = None
        self.fault = "not connected"
        self._link: Link | None = None
        self._tag = ""
        self._unacked: dict[int, bool] = {}
        self._flushing = False

    @property
    def deaf(self) -> bool:
        """Nothing would come, though no fault is known."""
        return not self.fault and (
            self.channel.connection is None or self._tag not in self.channel.callbacks
        )

    def open(self, link: Link) -> None:
        """Consume what the deploy step has declared. Raises: AMQPError, OSError."""
        self._link, self._unacked = link, {}
        self.channel = channel = link.channel()
        channel.basic_qos(0, self.prefetch, False)
        channel.queue_declare(self.queue.name, passive=True)
        self._tag = channel.basic_consume(
            self.queue.name,
            callback=lambda message: self._received(channel, message),
            on_cancel=lambda _tag: self.closed("the queue was deleted"),
        )
        self.fault = ""

    def closed(self, fault: str) -> None:
        """Forget the channel: what came on it is no longer ours."""
        if self.channel is not None and self._link is not None:
            self._link.discard(self.channel)
        self.channel, self.fault = None, fault
        self._unacked = {}

    def cancel(self) -> None:
        """Take nothing new; what runs may still be acked."""
        if self.channel is not None:
            with suppress(*LOST):
                self.channel.basic_cancel(self._tag, nowait=True)

    def _received(self, channel: Any, message: Message) -> None:
        if self.channel is channel:
            delivery = Delivery(self, channel, message)
            self._unacked[delivery.tag] = False
            self.receive(delivery)

    def finished(self, delivery: Delivery) -> None:
        if not delivery.live or delivery.tag not in self._unacked:
            return
        self._unacked[delivery.tag] = True
        if not self._flushing:
            self._flushing = True
            eventlet.spawn_n(self.flush)

    def flush(self) -> None:
        """Ack all that is finished: the unbroken head at once, single acks beyond a gap."""
        self._flushing = False
        channel = self.channel
        if channel is None:
            return
        finished = [tag for tag, done in self._unacked.items() if done]
        first_open = next((tag for tag, done in self._unacked.items() if not done), None)
        head = [tag for tag in finished if first_open is None or tag < first_open]
        for tag in finished:
            del self._unacked[tag]
        try:
            if head:
                channel.basic_ack(head[-1], multiple=True)
            for tag in finished[len(head) :]:
                channel.basic_ack(tag)
        except LOST as fault:
            self._broken("ack", fault)

    def _broken(self, what: str, fault: BaseException) -> None:
        """The broker waits for what could not be written; on a new connection it gives it again."""
        log.warning(f"{what} failed", queue=self.queue.name, fault=repr(fault))
        if self._link is not None:
            self._link.drop()

    def give_back(self, delivery: Delivery) -> None:
        if not delivery.live or self._unacked.pop(delivery.tag, None) is None:
            return
        try:
            delivery.channel.basic_reject(delivery.tag, requeue=True)
        except LOST as fault:
            self._broken("give back", fault)


class Consumer:
    """The consuming connection and its subscriptions; ``run`` belongs in a managed thread."""

    def __init__(self, name: str, parked: list[str]) -> None:
        self._name = name
        self._parked = parked
        self.subscriptions: list[Subscription] = []
        self.cancelled = False
        self._stopped = False
        self._finished = Event()
        self.link: Link | None = None
        self.life = 0
        self._doubt = ""
        self.parked_messages = 0

    def fault(self) -> str:
        """Why this service is deaf, in part or wholly; "" where it is not."""
        faults = [f"{s.queue.name}: {s.fault}" for s in self.subscriptions if s.fault]
        return "; ".join([*faults, self._doubt] if self._doubt else faults)

    def _sign_of_life(self) -> None:
        if not self._doubt:
            self.life += 1

    def run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopped:
            began = time.monotonic()
            try:
                self._session()
            except Exception as fault:  # noqa: BLE001  a managed thread that raises kills the process
                if self.link is None:
                    self._doubt = ""
                elif time.monotonic() - began > STEADY_SECONDS:
                    pause = FIRST_PAUSE
                self._closed(f"{type(fault).__name__}: {fault}"[:300])
                log.warning("broker away", fault=repr(fault)[:300], again_in=pause)
                self._pause(pause)
                pause = min(pause * 2, config.RECONNECT_SECONDS())
        self._finished.send()

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopped and time.monotonic() < end:
            self._sign_of_life()
            eventlet.sleep(min(1, seconds))

    def _closed(self, fault: str) -> None:
        link, self.link = self.link, None
        if link is not None:
            link.drop()
        for subscription in self.subscriptions:
            subscription.closed(fault)

    def _session(self) -> None:
        self._sign_of_life()
        self.link = link = Link(self._name)
        look, count = 0.0, 0.0
        while not self._stopped:
            now = time.monotonic()
            if now >= look and not self.cancelled:
                look = now + FAULT_SECONDS
                self._open_missing(link)
            if now >= count:
                count = now + COUNT_SECONDS
                self._count(link)
            link.turn()
            if self.cancelled or not any(s.deaf for s in self.subscriptions):
                self._sign_of_life()
        link.close()
        self.link = None

    def _open_missing(self, link: Link) -> None:
        for subscription in self.subscriptions:
            self._sign_of_life()
            if subscription.deaf:
                subscription.closed("the channel was closed")
            if not subscription.fault:
                continue
            try:
                subscription.open(link)
            except AMQPError as fault:
                if fault.method_sig not in ASKED:
                    raise
                # 403, 404, 405: this queue only; the others go on.
                subscription.closed(f"{fault} (declared by the deploy step)"[:300])
                log.error("cannot consume", queue=subscription.queue.name, fault=str(fault))
            if self.cancelled:
                subscription.cancel()

    def _count(self, link: Link) -> None:
        """How many messages wait for a person, and whether the broker agrees that this service
        consumes.

        Raises: RecoverableConnectionError where it does not.
        """
        channel = link.channel()
        self.parked_messages = sum(self._look(channel, queue)[0] for queue in self._parked)
        for subscription in self.subscriptions:
            consumers = self._look(channel, subscription.queue.name)[1]
            if not consumers and not subscription.fault and not self.cancelled:
                self._doubt = f"the broker knows no consumer of {subscription.queue.name}"
                raise RecoverableConnectionError(self._doubt)
        self._doubt = ""
        channel.close()

    def _look(self, channel: Any, queue: str) -> tuple[int, int]:
        """(messages that wait, consumers) of a queue."""
        try:
            declared = channel.queue_declare(queue, passive=True)
        except AMQPError as fault:
            if fault.method_sig != spec.Queue.Declare:
                raise
            # Not declared; amqp has opened the channel again.
            return 0, 0
        return declared.message_count, declared.consumer_count

    def cancel(self) -> None:
        if not self.cancelled:
            self.cancelled = True
            for subscription in self.subscriptions:
                subscription.cancel()

    def stop(self) -> None:
        """After the workers are done: the last acks, then goodbye."""
        for subscription in self.subscriptions:
            subscription.flush()
        self._stopped = True
        with eventlet.Timeout(STOP_SECONDS, False):
            self._finished.wait()
