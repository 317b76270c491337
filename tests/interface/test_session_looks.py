"""Whether a session stands is asked of the database for each request, and for many at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from pymongo import AsyncMongoClient

from gateway.sessions import Sessions
from gateway.tokens import Session
from kit.testing.round_trips import RoundTrips
from tests.support.calling import CITY
from tests.support.stack import Stack

SERVICES = ()
LATER = 4_000_000_000
"""Seconds since the epoch."""


def session(name: str) -> Session:
    return Session(CITY, LATER, name, issued=LATER * 1000, began=LATER)


def on_the_database(
    stack: Stack, work: Callable[[Sessions], Awaitable[None]], trips: RoundTrips
) -> None:
    async def run() -> None:
        url = stack.env("gateway")["TONGXIN_MONGO_URL"]
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            url, tz_aware=True, event_listeners=[trips]
        )
        async with client:
            await work(Sessions(client.get_default_database()))

    asyncio.run(run())


def test_those_who_come_at_once_share_one_look_and_each_gets_its_own_answer(stack: Stack) -> None:
    trips = RoundTrips()

    async def work(sessions: Sessions) -> None:
        await sessions.end(session("shared-3"))
        with trips.counted() as cost:
            ended = await asyncio.gather(
                *(sessions.ended(session(f"shared-{n}")) for n in range(20))
            )
        assert [n for n, one in enumerate(ended) if one] == [3]
        assert cost == {"find": 1}

    on_the_database(stack, work, trips)


def test_an_ended_session_is_refused_by_the_next_request_though_others_are_being_asked_for(
    stack: Stack,
) -> None:
    async def work(sessions: Sessions) -> None:
        async def asks() -> None:
            while True:
                assert not await sessions.ended(session("goes on"))

        others = [asyncio.create_task(asks()) for _ in range(5)]
        for n in range(40):
            await sessions.end(session(f"ends-{n}"))
            assert await sessions.ended(session(f"ends-{n}"))
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    on_the_database(stack, work, RoundTrips())
