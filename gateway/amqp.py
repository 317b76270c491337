"""What the gateway's connections to the broker share."""

import asyncio

from aio_pika.abc import AbstractConnection, AbstractRobustConnection
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity

from kit import logs

HEARTBEAT = 5
"""Seconds; a half-open connection is found after two to three of them."""
CONNECT_TIMEOUT = 5
"""Seconds for each step of connecting."""

BROKER_FAULTS = (AMQPError, OSError, asyncio.InvalidStateError, RuntimeError)

log = logs.get(__name__)


def with_heartbeat(url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}heartbeat={HEARTBEAT}"


def where(url: str) -> str:
    """The address without user and password, for logs."""
    return url.rsplit("@", 1)[-1]


async def consumers(connection: AbstractRobustConnection, queue: str) -> int:
    """On a channel of its own: asking for a queue that is not there closes it."""
    channel = await connection.transport.connection.channel()  # type: ignore[union-attr]
    try:
        return (await channel.queue_declare(queue, passive=True)).consumer_count or 0
    except ChannelNotFoundEntity:
        return 0
    finally:
        await channel.close()


async def close(connection: AbstractConnection) -> None:
    """Politely, but a broker that does not read is not waited for."""
    try:
        async with asyncio.timeout(1):
            await connection.close()
    except (*BROKER_FAULTS, TimeoutError) as error:
        log.info("connection closed roughly", error=repr(error))
