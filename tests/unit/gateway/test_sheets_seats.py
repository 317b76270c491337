"""Places for tables: one account's many wait behind one another, and never before another's."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from gateway.problems import Problem
from gateway.sheets.process import Seats


def run(what: Coroutine[Any, Any, None]) -> None:
    asyncio.run(what)


def test_who_sends_many_leaves_a_place_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.sheets.process.WAIT_SECONDS", 0.2)

    async def story() -> None:
        turns, end = Seats(2, 1), asyncio.Event()

        async def hold() -> None:
            async with turns.turn("greedy"):
                await end.wait()

        first, *others = [asyncio.create_task(hold()) for _ in range(5)]
        async with turns.turn("honest"):
            pass
        refused = await asyncio.gather(*others, return_exceptions=True)
        assert [getattr(one, "code", one) for one in refused] == ["busy"] * 4
        async with turns.turn("honest"):
            end.set()
        await first

    run(story())


def test_where_all_places_are_taken_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.sheets.process.WAIT_SECONDS", 0.05)

    async def story() -> None:
        turns = Seats(2, 1)
        async with turns.turn("a"), turns.turn("b"):
            with pytest.raises(Problem) as no:
                async with turns.turn("c"):
                    pass
        assert no.value.code == "busy"
        async with turns.turn("c"), turns.turn("a"):
            pass

    run(story())


def test_a_turn_that_fails_or_is_given_up_frees_its_place() -> None:
    async def story() -> None:
        turns = Seats(1, 1)
        for _ in range(3):
            with pytest.raises(ValueError, match="no table"):
                async with turns.turn("a"):
                    raise ValueError("no table")
        async with turns.turn("a"):
            waiting = asyncio.create_task(turns.turn("b").__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
        async with turns.turn("b"):
            pass
        assert not turns._own and not turns._asking

    run(story())
