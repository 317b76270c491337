"""Whose password is hashed next: few at once, each place they come from in its own line."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from gateway.problems import Problem

BY_RANK = 4
"""Calls by rank before one by age."""
TOO_MANY = "登录的人太多，请稍后再试。"


class Place(NamedTuple):
    line: str
    rank: int
    called: asyncio.Future[None]


class Turns:
    """A line is called when none of its own is inside, the lowest rank first, then the line that
    formed or was called longest ago; and after BY_RANK calls that one whatever its rank. So a crowd
    in one line delays that line, and others by one of its own, and no crowd of low rank keeps
    another out. Where more than ``most`` wait, the longest line loses its last, of equal ones the
    newest.
    """

    def __init__(self, *, at_once: int, most: int, seconds: float) -> None:
        self._at_once = at_once
        self._most = most
        self._seconds = seconds
        self._inside: set[str] = set()
        self._ranked = 0
        self._lines: dict[str, deque[Place]] = {}

    @asynccontextmanager
    async def one(self, line: str, rank: int = 0) -> AsyncIterator[None]:
        """Wait in line, then be inside. Raises: Problem unavailable (too long, or too many)."""
        place = Place(line, rank, asyncio.get_running_loop().create_future())
        self._join(place)
        try:
            await self._until_called(place)
            yield
        finally:
            self._leave(place)

    async def _until_called(self, place: Place) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await place.called
        except TimeoutError:
            raise Problem("unavailable", TOO_MANY) from None

    def _join(self, place: Place) -> None:
        own = self._lines.setdefault(place.line, deque())
        own.append(place)
        if sum(map(len, self._lines.values())) > self._most:
            longest = max(reversed(self._lines.values()), key=len)
            turned_away = longest.pop()
            if not turned_away.called.done():
                turned_away.called.set_exception(Problem("unavailable", TOO_MANY))
        self._call()

    def _leave(self, place: Place) -> None:
        waiting = self._lines.get(place.line, deque())
        if place in waiting:
            waiting.remove(place)
        elif not place.called.cancelled() and not place.called.exception():
            self._inside.remove(place.line)
        self._call()

    def _call(self) -> None:
        while len(self._inside) < self._at_once:
            self._lines = {line: places for line, places in self._lines.items() if places}
            free = [line for line in self._lines if line not in self._inside]
            if not free:
                return
            line = free[0]
            if self._ranked < BY_RANK:
                line = min(free, key=lambda each: self._lines[each][0].rank)
            self._ranked = (self._ranked + 1) % (BY_RANK + 1)
            places = self._lines.pop(line)
            place = places.popleft()
            self._lines[line] = places
            if not place.called.done():
                self._inside.add(line)
                place.called.set_result(None)
