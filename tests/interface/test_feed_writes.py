"""How the feed keeps events: once, in their order, without gaps, and many in one write."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from pymongo import AsyncMongoClient
from uuid6 import uuid7

from contracts.envelope import Envelope, seal
from gateway.database import Database
from gateway.feed import Feed
from tests.probe.facts import ThingHappened
from tests.support.round_trips import RoundTrips
from tests.support.stack import Stack

SERVICES = ()


def events(count: int) -> list[Envelope]:
    return [
        seal(
            ThingHappened(key=f"k-{n}"),
            id=str(uuid7()),
            source="/t",
            subject=f"s-{n}",
            time=datetime.now(UTC),
            district="ganzhou",
            version=1,
        )
        for n in range(count)
    ]


def on_the_database(
    stack: Stack, work: Callable[[Database], Awaitable[None]], trips: RoundTrips
) -> None:
    @asynccontextmanager
    async def connected() -> AsyncIterator[Database]:
        url = stack.env("gateway")["TONGXIN_MONGO_URL"]
        client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(
            url, tz_aware=True, event_listeners=[trips]
        )
        try:
            found: Database = client.get_default_database()
            await found["feed"].drop()
            await found["feed"].create_index([("event", 1)], unique=True)
            yield found
        finally:
            await client.close()

    async def run() -> None:
        async with connected() as found:
            await work(found)

    asyncio.run(run())


async def kept(found: Database) -> tuple[list[int], list[str]]:
    """Positions, from 0, and events in their order."""
    documents = [d async for d in found["feed"].find().sort("_id", 1)]
    first = documents[0]["_id"]
    return [d["_id"] - first for d in documents], [d["event"] for d in documents]


def test_many_events_are_one_write_and_the_next_ones_too(stack: Stack) -> None:
    trips, first, second = RoundTrips(), events(60), events(40)

    async def work(found: Database) -> None:
        feed = Feed(found)
        await feed.keep(first)
        with trips.counted() as cost:
            await feed.keep(second)
        assert cost == {"insert": 1}
        assert await kept(found) == (list(range(100)), [e.id for e in (*first, *second)])

    on_the_database(stack, work, trips)


def test_what_comes_again_is_kept_once_and_leaves_no_gap(stack: Stack) -> None:
    old, new = events(10), events(10)
    mixed = [event for pair in zip(new, old, strict=True) for event in pair]

    async def work(found: Database) -> None:
        await Feed(found).keep(old)
        again = Feed(found)
        await again.keep([*mixed, *new])
        await again.keep(mixed)
        assert await kept(found) == (list(range(20)), [e.id for e in (*old, *new)])

    on_the_database(stack, work, RoundTrips())


def test_two_writers_at_once_share_the_positions(stack: Stack) -> None:
    """As while one replica takes over from another that does not know it yet."""
    mine, theirs = events(120), events(120)

    async def work(found: Database) -> None:
        one, other = Feed(found), Feed(found)
        for n in range(0, 120, 10):
            await asyncio.gather(
                one.keep(mine[n : n + 10]), other.keep([*theirs[n : n + 10], *mine[n : n + 10]])
            )
        positions, ids = await kept(found)
        assert positions == list(range(240))
        assert sorted(ids) == sorted(e.id for e in (*mine, *theirs))

    on_the_database(stack, work, RoundTrips())
