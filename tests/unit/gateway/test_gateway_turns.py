"""Turns: a crowd in one line delays that line alone."""

import asyncio
from collections.abc import Iterable

import pytest

from gateway.problems import Problem
from gateway.turns import Turns


def turns(at_once: int = 1, most: int = 100, seconds: float = 60) -> Turns:
    return Turns(at_once=at_once, most=most, seconds=seconds)


async def called(turns: Turns, visitors: Iterable[tuple[str, int]]) -> list[str]:
    """Who comes inside, in order, when all have come before the first has left."""
    order: list[str] = []
    hold = asyncio.Event()

    async def visit(name: str, rank: int) -> None:
        async with turns.one(name.rstrip("0123456789"), rank):
            order.append(name)
            await hold.wait()

    tasks = [asyncio.create_task(visit(name, rank)) for name, rank in visitors]
    await settled()
    hold.set()
    await asyncio.gather(*tasks)
    return order


async def passing(turns: Turns, line: str) -> str:
    async with turns.one(line):
        return line


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_a_newcomer_does_not_wait_for_the_crowd_of_another_line() -> None:
    crowd = [(f"crowd{n}", 0) for n in range(50)]
    order = asyncio.run(called(turns(), [*crowd, ("newcomer", 0), ("other", 0)]))
    assert order[:4] == ["crowd0", "crowd1", "newcomer", "other"]
    assert order[4:] == [f"crowd{n}" for n in range(2, 50)]


def test_a_line_never_takes_a_second_place_so_one_is_left_for_others() -> None:
    async def scene() -> None:
        shared = turns(at_once=2)
        async with shared.one("crowd"):
            second = asyncio.create_task(passing(shared, "crowd"))
            await settled()
            assert await passing(shared, "newcomer") == "newcomer"
            assert not second.done()
        await second

    asyncio.run(scene())


def test_who_failed_least_goes_first_and_known_devices_before_all() -> None:
    waiting = [("inside", 0), ("guesser", 9), ("clean", 0), ("typist", 1), ("device", -1)]
    order = asyncio.run(called(turns(), waiting))
    assert order == ["inside", "device", "clean", "typist", "guesser"]


def test_where_too_many_wait_the_longest_line_loses_its_last_and_not_the_newcomer() -> None:
    async def scene() -> list[object]:
        full = turns(most=5)
        async with full.one("inside"):
            crowd = [asyncio.create_task(passing(full, "crowd")) for _ in range(5)]
            await settled()
            newcomer = asyncio.create_task(passing(full, "newcomer"))
            await settled()
        return await asyncio.gather(*crowd, newcomer, return_exceptions=True)

    *passed, last, newcomer = asyncio.run(scene())
    assert passed == ["crowd"] * 4 and newcomer == "newcomer"
    assert isinstance(last, Problem) and last.code == "unavailable"


def test_who_waits_too_long_is_told_so_and_holds_nobody_up() -> None:
    async def scene() -> None:
        hasty = turns(seconds=0.01)
        async with hasty.one("inside"):
            with pytest.raises(Problem) as refused:
                async with hasty.one("late"):
                    raise AssertionError("came inside")
        assert (refused.value.code, refused.value.status) == ("unavailable", 503)
        assert await passing(hasty, "late") == "late"

    asyncio.run(scene())


def test_who_gives_up_waiting_or_fails_inside_leaves_the_place_to_the_next() -> None:
    async def scene() -> None:
        shared = turns()
        with pytest.raises(KeyError):
            async with shared.one("first"):
                waiting = asyncio.create_task(passing(shared, "gone"))
                await settled()
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                raise KeyError
        assert await passing(shared, "gone") == "gone"

    asyncio.run(scene())


def test_no_crowd_of_known_devices_keeps_a_stranger_out() -> None:
    """Forty lines that go first by rank, each with more to come: some calls are the oldest's."""
    crowd = [(f"{chr(97 + n % 26)}-{n // 26}x{turn}", -1) for turn in range(3) for n in range(40)]
    order = asyncio.run(called(turns(most=200), [crowd[0], ("stranger", 5), *crowd[1:]]))
    assert order.index("stranger") <= 6
