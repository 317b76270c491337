"""How many refusals of one source become rows, so that nobody can fill the log by being refused.

The first few of a while are told one by one; after that they are counted, and only each tenfold
number is told. Of one process, in memory. Pure.
"""

from typing import NamedTuple

WHILE = 600.0
"""Seconds that a source's refusals are counted together."""
PLAIN = 60
"""Refusals of a source in one while that are told each by itself."""
TENFOLD = frozenset(10**n for n in range(2, 12))
MOST = 10_000
"""Sources that are counted at once; beyond them all share one count."""
CROWD = "others"


class Count(NamedTuple):
    since: float
    number: int


class Bound:
    def __init__(self) -> None:
        self._counts: dict[str, Count] = {}

    def number(self, source: str, now: float) -> int:
        """1: tell it; 0: it is only counted; more: tell that there have been so many.

        ``now``: in seconds, never going back.
        """
        held = self._counts.get(source)
        if held is None and len(self._counts) >= MOST:
            self._forget(now)
            source = source if len(self._counts) < MOST else CROWD
            held = self._counts.get(source)
        if held is None or now - held.since > WHILE:
            held = Count(now, 0)
        number = held.number + 1
        self._counts[source] = Count(held.since, number)
        if number <= PLAIN:
            return 1
        return number if number in TENFOLD else 0

    def _forget(self, now: float) -> None:
        self._counts = {s: c for s, c in self._counts.items() if now - c.since <= WHILE}
