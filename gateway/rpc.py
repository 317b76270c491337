"""Commands and questions to the services: nameko's RPC format over AMQP."""

import asyncio
import time
import uuid
from typing import Any

import aio_pika
import msgspec
from aio_pika.abc import (
    AbstractChannel,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractRobustConnection,
)
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, PublishError

from gateway import metrics, trace
from gateway.problems import SAME_KEY, Problem, from_service
from kit import logs

EXCHANGE = "nameko-rpc"
SERVICES = ("tasks", "evidence", "scoring", "notify")
HEARTBEAT = 5
"""Seconds; a half-open connection is found after two to three of them."""
CONNECT_TIMEOUT = 5
"""Seconds for each step of connecting."""
BACKOFF = (1, 2, 4, 8, 15)
"""Seconds between attempts at the start; afterwards the robust connection tries every second."""
PING_EVERY = 15
PING_TIMEOUT = 2.0
"""Seconds in which the broker must answer."""
DEAF_PINGS = 4
"""Failed pings in a row after which the connection is dropped and made anew."""
LOOK_EVERY = 1.0
"""Seconds between two looks at which services have nobody running."""
STILL_RUNS_PAUSE = 0.3
"""Seconds before a repeated command is asked again whose first run has not ended."""

BROKER_FAULTS = (AMQPError, OSError, asyncio.InvalidStateError, RuntimeError)

log = logs.get(__name__)


def with_heartbeat(url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}heartbeat={HEARTBEAT}"


def where(url: str) -> str:
    """The address without user and password, for logs."""
    return url.rsplit("@", 1)[-1]


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
        self._absent: frozenset[str] = frozenset()
        self._waiting: dict[str, asyncio.Future[bytes]] = {}

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
            metrics.CALLS.labels(service, method, outcome).inc()
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
        while True:
            try:
                reply = await self._round_trip(key, body, ends - time.monotonic())
                if not (again and _still_runs(reply)):
                    return reply
                await asyncio.sleep(STILL_RUNS_PAUSE)
            except TimeoutError:
                raise Problem("deadline-passed", unknown, **hint) from None
            except PublishError:
                raise Problem("service-absent") from None
            except NotConnected as error:
                raise Problem("broker-unavailable", unknown if again else "", **hint) from error
            except BROKER_FAULTS as error:
                log.warning("rpc broken off", call=key, error=repr(error))
                again = command
                if not command or not await self._back_before(ends):
                    raise Problem("broker-unavailable", unknown, **hint) from error

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
        future = self._waiting[call] = asyncio.get_running_loop().create_future()
        message = aio_pika.Message(
            body,
            content_type="application/json",
            reply_to=self._reply_to,
            correlation_id=call,
            message_id=call,
            expiration=timeout,
            headers={
                "deadline": int((time.time() + timeout) * 1000),
                trace.HEADER: trace.traceparent.get(),
            },
        )
        try:
            async with asyncio.timeout(timeout):
                await self._exchange.publish(message, key, mandatory=True)
                reply: bytes = await future
                return reply
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
                await _close(connection)

    async def _look(self, connection: AbstractRobustConnection) -> None:
        """Keep ``_absent``: services whose queue nobody consumes, so that callers need not wait."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                async with asyncio.timeout(PING_TIMEOUT):
                    counts = {s: await _consumers(connection, f"rpc-{s}") for s in SERVICES}
            except (*BROKER_FAULTS, AttributeError, TimeoutError):
                # Not known now; readiness tells of the broker.
                continue
            self._absent = frozenset(service for service, count in counts.items() if not count)

    async def _connect(self) -> AbstractRobustConnection:
        connection = await aio_pika.connect_robust(
            with_heartbeat(self._url), timeout=CONNECT_TIMEOUT, reconnect_interval=1
        )
        try:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            exchange = await channel.get_exchange(EXCHANGE, ensure=True)
            self._reply_to = f"rpc.reply-gateway-{uuid.uuid4()}"
            queue = await channel.declare_queue(self._reply_to, exclusive=True, auto_delete=True)
            await queue.bind(exchange, self._reply_to)
            await queue.consume(self._on_reply, no_ack=True)
        except BaseException:
            await _close(connection)
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
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection to RabbitMQ was lost"))

    def _restored(self, exchange: AbstractExchange) -> None:
        self._exchange = exchange
        self._connected.set()

    async def _on_reply(self, message: AbstractIncomingMessage) -> None:
        future = self._waiting.get(message.correlation_id or "")
        if future is not None and not future.done():
            future.set_result(message.body)

    async def _until_deaf(self) -> None:
        failed = 0
        while failed < DEAF_PINGS:
            await asyncio.sleep(PING_EVERY)
            try:
                await self.ping()
                failed = 0
            except (*BROKER_FAULTS, TimeoutError):
                failed += 1
        log.error("RabbitMQ no longer answers on our connection", address=where(self._url))


async def _consumers(connection: AbstractRobustConnection, queue: str) -> int:
    """On a channel of its own: asking for a queue that is not there closes it."""
    channel = await connection.transport.connection.channel()  # type: ignore[union-attr]
    try:
        return (await channel.queue_declare(queue, passive=True)).consumer_count or 0
    except ChannelNotFoundEntity:
        return 0
    finally:
        await channel.close()


async def _close(connection: AbstractRobustConnection) -> None:
    """Politely, but a broker that does not read is not waited for."""
    try:
        async with asyncio.timeout(1):
            await connection.close()
    except (*BROKER_FAULTS, TimeoutError) as error:
        log.info("connection closed roughly", error=repr(error))


def _still_runs(reply: bytes) -> bool:
    return b'"idempotency-key-in-use"' in reply


def _result(reply: bytes) -> Any:
    try:
        answer = msgspec.json.decode(reply)
        error, result = answer["error"], answer["result"]
    except (msgspec.DecodeError, TypeError, KeyError):
        log.error("a service's reply cannot be read", reply=reply[:200])
        raise Problem("internal") from None
    if error is not None:
        raise from_service(error if isinstance(error, dict) else {})
    return result
