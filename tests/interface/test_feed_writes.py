"""How the feed keeps events: once, in their order, without gaps, and many in one write."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.monitoring import CommandStartedEvent
from uuid6 import uuid7

from contracts.envelope import Envelope, seal
from gateway.database import Database, prepare
from gateway.feed import Feed
from kit.testing.round_trips import RoundTrips
from tests.probe.facts import ThingHappened
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
            await prepare(found, feed_life=timedelta(days=1))
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


def test_what_a_process_wrote_itself_it_knows_without_reading(stack: Stack) -> None:
    trips, first, second = RoundTrips(), events(3), events(5)

    async def work(found: Database) -> None:
        feed = Feed(found)
        await feed.keep(first)
        position = await feed.newest()
        with trips.counted() as cost:
            await feed.keep(second)
            newer = feed.ring_after(position)
        assert cost == {"insert": 1}
        assert newer is not None and [entry.subject for entry in newer] == [
            event.subject for event in second
        ]

    on_the_database(stack, work, trips)


def test_what_others_wrote_comes_in_its_order_among_ones_own(stack: Stack) -> None:
    theirs, mine = events(4), events(4)

    async def work(found: Database) -> None:
        one, other = Feed(found), Feed(found)
        await one.keep(events(1))
        position = await one.newest()
        await other.keep(theirs)
        await one.keep(mine)
        assert one.ring_after(position) == []  # what lies between has not been read yet
        following = asyncio.create_task(one.follow())
        await one.wait(10)
        following.cancel()
        newer = one.ring_after(position)
        assert newer is not None
        assert [entry.position - position for entry in newer] == list(range(1, 9))

    on_the_database(stack, work, RoundTrips())


def test_a_position_is_never_given_twice_though_its_age_has_taken_what_others_wrote(
    stack: Stack,
) -> None:
    """As when a replica that stood by for longer than the feed remembers writes again."""

    async def work(found: Database) -> None:
        one, other = Feed(found), Feed(found)
        await one.keep(events(1))
        position = await one.newest()
        await other.keep(events(3))
        following = asyncio.create_task(one.follow())
        await one.wait(10)
        newest = one.latest
        assert newest == position + 3
        await found["feed"].delete_many({"_id": {"$lt": newest}})
        await one.keep(events(1))
        following.cancel()
        assert [entry.position for entry in one.ring_after(newest) or ()] == [newest + 1]

    on_the_database(stack, work, RoundTrips())


class Asked(RoundTrips):
    """Also what was asked for, and not only how often."""

    def __init__(self) -> None:
        super().__init__()
        self.finds: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        super().started(event)
        if event.command_name == "find":
            kept = ("find", "filter", "sort", "limit", "projection")
            self.finds.append({k: event.command[k] for k in kept if k in event.command})


def test_a_look_for_what_is_newer_walks_no_collection(stack: Stack) -> None:
    asked = Asked()

    async def work(found: Database) -> None:
        feed = Feed(found)
        await feed.keep(events(20))
        position = await feed.newest()
        asked.finds.clear()
        assert len(await feed.after(position - 5, 200)) == 5
        assert len(await feed.backlog(position - 5, 200) or ()) == 5
        for find in list(asked.finds):
            plan = await found.command("explain", find)
            assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])

    on_the_database(stack, work, asked)
