"""From the broker into the feed: each event once, and none that its publisher has not signed."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

import aio_pika
import msgspec
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage
from bson.errors import BSONError
from pymongo.errors import PyMongoError

from contracts import envelope
from contracts.envelope import Envelope
from gateway.amqp import BROKER_FAULTS, CONNECT_TIMEOUT, close, where, with_heartbeat
from gateway.feed import Feed
from kit import logs, metrics
from kit.signing import FACT, SIGNATURE, genuine
from kit.topology import FEED, GATEWAY, park

PREFETCH = 100
RETRY_SECONDS = (0.5, 1, 2, 5, 10)
"""Growing pauses while the database is away; the last one repeats."""
RECONNECT_SECONDS = 2
PARK_SECONDS = 5
TOGETHER_SECONDS = 0.05
"""At least so long from one write to the next: what comes alone is kept at once, what follows it
closely in one write with others. No stream is later than that.
"""
FORGED, UNREADABLE = "forged", "unreadable"
UNFIT = (BSONError, OverflowError, ValueError)
"""What the driver says of a document that no database could hold."""

log = logs.get(__name__)


class Refused(Exception):
    """What does not come into the feed; the message says which of FORGED and UNREADABLE."""


async def consume(feed: Feed, url: str) -> None:
    """Bring the queue's events into the feed; for ever."""
    while True:
        try:
            await _consume_until_broken(feed, url)
        except (*BROKER_FAULTS, TimeoutError) as error:
            log.warning(
                "the feed's queue is away",
                address=where(url),
                queue=FEED,
                error=repr(error)[:300],
                retry_in_seconds=RECONNECT_SECONDS,
            )
        await asyncio.sleep(RECONNECT_SECONDS)


async def _consume_until_broken(feed: Feed, url: str) -> None:
    """One connection's life. The queue is declared by the deployment; here it is only used."""
    lost = asyncio.Event()
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    connection = await aio_pika.connect(with_heartbeat(url), timeout=CONNECT_TIMEOUT)
    try:
        async with asyncio.timeout(2 * CONNECT_TIMEOUT):
            channel = await connection.channel(on_return_raises=True)
            channel.close_callbacks.add(lambda *_: lost.set())
            await channel.set_qos(prefetch_count=PREFETCH)
            parking = await channel.get_exchange(park(GATEWAY), ensure=False)
            queue = await channel.get_queue(FEED, ensure=True)
            under = await channel.get_underlay_channel()
            under.on_consumer_cancel_callbacks.add(lambda *_: lost.set())
            await queue.consume(arrived.put)
        log.info("the feed listens", queue=FEED)
        await _first_of(_write_all(feed, arrived, parking), lost.wait())
    finally:
        await close(connection)


async def _first_of(*work: Coroutine[Any, Any, Any]) -> None:
    """Until one of them ends; the others are cancelled. Raises: what it raised."""
    tasks = {asyncio.create_task(one) for one in work}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _write_all(
    feed: Feed, arrived: asyncio.Queue[AbstractIncomingMessage], parking: AbstractExchange
) -> None:
    """What has arrived by now is kept in one write, and then acknowledged as one."""
    began = 0.0
    while True:
        batch = [await arrived.get()]
        await asyncio.sleep(began + TOGETHER_SECONDS - time.monotonic())
        began = time.monotonic()
        while not arrived.empty():
            batch.append(arrived.get_nowait())
        events = []
        for message in batch:
            try:
                events.append((opened(message.body, message.headers.get(SIGNATURE)), message))
            except Refused as refused:
                await _park(parking, message, str(refused))
        await _keep_all(feed, events, parking)
        await batch[-1].ack(multiple=True)


async def _keep_all(
    feed: Feed,
    events: list[tuple[Envelope, AbstractIncomingMessage]],
    parking: AbstractExchange,
) -> None:
    try:
        await _keep_patiently(feed, [event for event, _ in events])
    except UNFIT:
        for event, message in events:
            try:
                await _keep_patiently(feed, [event])
            except UNFIT:
                await _park(parking, message, UNREADABLE)


def opened(body: bytes, signature: object) -> Envelope:
    """An event that its own publisher has signed. Raises: Refused."""
    try:
        event = envelope.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Refused(UNREADABLE) from fault
    if not genuine(event.type.partition(".")[0], signature, FACT, body):
        raise Refused(FORGED)
    return event


async def _park(parking: AbstractExchange, message: AbstractIncomingMessage, why: str) -> None:
    """Keep it for a person; only then it is acknowledged. Raises: BROKER_FAULTS, TimeoutError."""
    metrics.PARKED.labels(GATEWAY, "feed", why).inc()
    if why == FORGED:
        metrics.FORGED.labels(GATEWAY, "feed").inc()
    log.error("an event is refused", reason=why, key=message.routing_key, of=message.exchange)
    signature = message.headers.get(SIGNATURE)
    kept = aio_pika.Message(
        message.body,
        headers={"reason": why, SIGNATURE: signature if isinstance(signature, str) else ""},
        content_type=message.content_type,
        message_id=message.message_id,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
    async with asyncio.timeout(PARK_SECONDS):
        await parking.publish(kept, FEED, mandatory=True)


async def _keep_patiently(feed: Feed, events: list[Envelope]) -> None:
    """A database that is away holds the feed up; nothing is given back, so nothing is parked.

    Raises: UNFIT, for what no database could hold.
    """
    attempt = 0
    while True:
        try:
            return await feed.keep(events)
        except PyMongoError as error:
            pause = RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)]
            attempt += 1
            log.warning("the feed cannot be written", error=str(error)[:200], retry_in=pause)
            await asyncio.sleep(pause)
