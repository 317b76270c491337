"""Commands and questions to the services: nameko's RPC format over AMQP, sealed on the way."""

import asyncio
import time
import uuid
from contextlib import suppress
from typing import Any

import aio_pika
import msgspec
from aio_pika.abc import (
    AbstractChannel,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractRobustConnection,
)
from aio_pika.exceptions import PublishError

from contracts.discreet import method_label
from gateway import metrics, trace
from gateway.amqp import BROKER_FAULTS, CONNECT_TIMEOUT, close, consumers, where, with_heartbeat
from gateway.problems import SAME_KEY, Problem, from_service
from kit import logs
from kit.errors import Malformed
from kit.sealing import SEALED, sealed
from kit.signing import CALL, SIGNATURE, sign
from kit.topology import GATEWAY, REPLY, RPC_EXCHANGE, replies

SERVICES = ("tasks", "evidence", "scoring", "notify")
BACKOFF = (1, 2, 4, 8, 15)
"""Seconds between attempts at the start; afterwards the robust connection tries every second."""
PING_EVERY = 15
PING_TIMEOUT = 2.0
"""Seconds in which the broker must answer."""
DEAF_PINGS = 4
"""Failed pings in a row after which the connection is dropped and made anew."""
LOOK_EVERY = 1.0
"""Seconds between two looks at which services have nobody running, or at a doubtful connection."""
AGAIN_PAUSE = 0.3
"""Seconds before a command is sent again; every turn of its loop lets the others run."""

log = logs.get(__name__)


class NotConnected(ConnectionError):
    """There is no connection to send on: surely nothing was done."""


class Rpc:
    """One connection, one exclusive reply queue, many calls at once.

    ``run`` keeps it connected and never ends; calls made meanwhile are refused at once.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        self._reply_to = ""
        self._channel: AbstractChannel | None = None
        self._exchange: AbstractExchange | None = None
        self._connected = asyncio.Event()
        self._doubt = asyncio.Event()
        self._absent: frozenset[str] = frozenset()
        self._waiting: dict[str, tuple[str, asyncio.Future[AbstractIncomingMessage]]] = {}
        """Of each call under way: the exchange that its reply comes through, and who waits."""

    async def call(self, service: str, method: str, kwargs: dict[str, Any]) -> Any:
        """The service's result.

        Raises: Problem: the service's own refusal, or service-absent, broker-unavailable (503),
        deadline-passed (504). Where a command's outcome is unknown the problem says so.
        """
        started = time.monotonic()
        outcome = "ok"
        try:
            body = msgspec.json.encode({"args": [], "kwargs": kwargs})
            reply: bytes = await self._call(f"{service}.{method}", body, command="key" in kwargs)
            return _result(reply)
        except Problem as problem:
            outcome = metrics.outcome(problem)
            raise
        finally:
            metrics.CALLS.labels(service, method_label(method), outcome).inc()
            metrics.CALL_SECONDS.labels(service).observe(time.monotonic() - started)

    async def _call(self, key: str, body: bytes, *, command: bool) -> bytes:
        """A command whose connection is lost on the way is sent again when the broker is back.

        Its Idempotency-Key sees to it that it is done once; so what was saved is never called
        failed only because the broker went away. A question fails at once.
        """
        hint: dict[str, Any] = {"repeat_with_same_key": True} if command else {}
        unknown = SAME_KEY if command else ""
        ends = time.monotonic() + self._timeout
        again = False
        if key.partition(".")[0] in self._absent:
            raise Problem("service-absent")
        while (left := ends - time.monotonic()) > 0:
            try:
                return await self._round_trip(key, body, left)
            except TimeoutError:
                break
            except Malformed as error:
                log.error("a service's reply cannot be read", error=str(error))
                raise Problem("internal") from None
            except PublishError:
                raise Problem("service-absent") from None
            except NotConnected as error:
                raise Problem("broker-unavailable", unknown if again else "", **hint) from error
            except BROKER_FAULTS as error:
                service, _, method = key.partition(".")
                call = f"{service}.{method_label(method)}"
                log.warning("rpc broken off", call=call, error=repr(error))
                self._doubt.set()
                again = command
                if not command or not await self._back_before(ends):
                    raise Problem("broker-unavailable", unknown, **hint) from error
            await asyncio.sleep(AGAIN_PAUSE)
        raise Problem("deadline-passed", unknown, **hint)

    async def _back_before(self, ends: float) -> bool:
        try:
            async with asyncio.timeout(max(0.0, ends - time.monotonic())):
                await self._connected.wait()
        except TimeoutError:
            return False
        return True

    async def _round_trip(self, key: str, body: bytes, timeout: float) -> bytes:
        if self._exchange is None:
            raise NotConnected(f"no connection to RabbitMQ at {where(self._url)}")
        call = uuid.uuid4().hex
        service = key.partition(".")[0]
        future: asyncio.Future[AbstractIncomingMessage] = asyncio.Future()
        self._waiting[call] = replies(service), future
        body, seal = sealed(service, body)
        deadline = int((time.time() + timeout) * 1000)
        message = aio_pika.Message(
            body,
            content_type=SEALED,
            reply_to=self._reply_to,
            correlation_id=call,
            message_id=call,
            expiration=timeout,
            headers={
                "deadline": deadline,
                SIGNATURE: sign(CALL, key.encode(), str(deadline).encode(), body),
                trace.HEADER: trace.traceparent.get(),
            },
        )
        try:
            async with asyncio.timeout(timeout):
                await self._exchange.publish(message, key, mandatory=True)
                reply = await future
            return seal.opened(reply.body)
        finally:
            self._waiting.pop(call, None)
            future.cancel()

    async def ping(self) -> None:
        """Ask the broker, on the channel of our calls, for our reply queue and its consumer.

        Raises: TimeoutError, or any of BROKER_FAULTS.
        """
        if self._channel is None or self._exchange is None:
            raise ConnectionError(f"no connection to RabbitMQ at {where(self._url)}")
        async with asyncio.timeout(PING_TIMEOUT):
            under = await self._channel.get_underlay_channel()
            found = await under.queue_declare(self._reply_to, passive=True)
        if not found.consumer_count:
            raise ConnectionError("nobody listens to the replies")

    async def run(self) -> None:
        """Connect, watch, connect anew; for ever."""
        attempt = 0
        while True:
            try:
                async with asyncio.timeout(4 * CONNECT_TIMEOUT):
                    connection = await self._connect()
            except (*BROKER_FAULTS, TimeoutError) as error:
                pause = BACKOFF[min(attempt, len(BACKOFF) - 1)]
                attempt += 1
                log.error(
                    "RabbitMQ is away",
                    address=where(self._url),
                    error=repr(error),
                    retry_in_seconds=pause,
                )
                await asyncio.sleep(pause)
                continue
            attempt = 0
            log.info("connected to RabbitMQ", address=where(self._url))
            looking = asyncio.create_task(self._look(connection))
            try:
                await self._until_deaf()
            finally:
                looking.cancel()
                self._lost(self._channel)
                await close(connection)

    async def _look(self, connection: AbstractRobustConnection) -> None:
        """Keep ``_absent``: services whose queue nobody consumes, so that callers need not wait."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                async with asyncio.timeout(PING_TIMEOUT):
                    counts = {s: await consumers(connection, f"rpc-{s}") for s in SERVICES}
            except (*BROKER_FAULTS, AttributeError, TimeoutError):
                # Not known now; readiness tells of the broker.
                self._absent = frozenset()
                continue
            self._absent = frozenset(service for service, count in counts.items() if not count)

    async def _connect(self) -> AbstractRobustConnection:
        connection = await aio_pika.connect_robust(
            with_heartbeat(self._url), timeout=CONNECT_TIMEOUT, reconnect_interval=1
        )
        try:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            exchange = await channel.get_exchange(RPC_EXCHANGE, ensure=True)
            self._reply_to = f"{REPLY}{GATEWAY}-{uuid.uuid4()}"
            queue = await channel.declare_queue(self._reply_to, exclusive=True, auto_delete=True)
            for service in SERVICES:
                await queue.bind(replies(service), self._reply_to)
            await queue.consume(self._on_reply, no_ack=True)
        except BaseException:
            await close(connection)
            raise
        connection.close_callbacks.add(lambda *_: self._lost(channel))
        connection.reconnect_callbacks.add(lambda *_: self._restored(exchange))
        self._channel = channel
        self._restored(exchange)
        return connection

    def _lost(self, channel: AbstractChannel | None) -> None:
        """Waiting calls fail at once instead of at their time-out."""
        if channel is not self._channel:
            return  # a connection given up long ago has closed at last
        if self._exchange is not None:
            log.error("lost RabbitMQ", address=where(self._url))
        self._exchange = None
        self._connected.clear()
        for _, future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection to RabbitMQ was lost"))

    def _restored(self, exchange: AbstractExchange) -> None:
        self._exchange = exchange
        self._connected.set()

    async def _on_reply(self, message: AbstractIncomingMessage) -> None:
        """Only the service that was called can write to its exchange of replies."""
        exchange, future = self._waiting.get(message.correlation_id or "", ("", None))
        if future is None or future.done():
            return
        if message.exchange != exchange:
            log.error("a reply came through another's exchange", exchange=message.exchange)
            return
        future.set_result(message)

    async def _until_deaf(self) -> None:
        """Asked now and then, and soon once a call was broken off."""
        failed = 0
        while failed < DEAF_PINGS:
            await _first(self._doubt, PING_EVERY)
            self._doubt.clear()
            try:
                await self.ping()
                failed = 0
            except (*BROKER_FAULTS, TimeoutError):
                failed += 1
                if self._exchange is not None:
                    self._doubt.set()
                    await asyncio.sleep(LOOK_EVERY)
        log.error("RabbitMQ no longer answers on our connection", address=where(self._url))


async def _first(event: asyncio.Event, seconds: float) -> None:
    """Until the event, for at most so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def _result(reply: bytes) -> Any:
    try:
        answer = msgspec.json.decode(reply)
        error, result = answer["error"], answer["result"]
    except (msgspec.DecodeError, TypeError, KeyError):
        log.error("a service's reply cannot be read", bytes=len(reply))
        raise Problem("internal") from None
    if error is not None:
        raise from_service(error if isinstance(error, dict) else {})
    return result
