"""Histories of facts, the same for the same seed; and the disorder in which they arrive. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest
from random import Random
from typing import Any, NamedTuple

from tests.oracle import Deed, Row, sample
from tests.oracle.history import Claimed
from tests.oracle.telling import Told, told
from tests.year.towns import CLAIMED_YEAR, STANDARD, TOWNS, YEARS, Town

SEED = "tongxin"
LEVELS = ("district", "city", "province")
LATE = 0.05
"""Share of facts that come long after the others."""
NEAR = 25
"""Places by which a fact may otherwise come before or after its turn."""
TWICE = 0.08
"""Share of facts that are told again."""


class Story(NamedTuple):
    """A district's year: what really happened, and what is heard of it, in order of arrival.

    What is done through the public API is in neither.
    """

    town: Town
    year: int
    history: list[Deed]
    arriving: list[Told]


def stories(facts: int, seed: str = SEED) -> list[Story]:
    """About ``facts`` different facts over all districts and years, none fewer."""
    each = -(-facts // (len(TOWNS) * len(YEARS)))
    return [_story(town, year, each, seed) for town in TOWNS for year in YEARS]


def together(several: Sequence[Story]) -> list[tuple[Story, Told]]:
    """All that arrives, the districts' years mingled."""
    columns = zip_longest(*([(story, told) for told in story.arriving] for story in several))
    return [pair for column in columns for pair in column if pair is not None]


def _story(town: Town, year: int, facts: int, seed: str) -> Story:
    random = Random(f"{seed}-{town.id}-{year}")
    rows = [r for r in sample().values() if r.kind != "BON" or year != CLAIMED_YEAR]
    lengths = [facts // len(rows) + (n < facts % len(rows)) for n in range(len(rows))]
    lives = [
        _Life(row, f"{year}-{town.id}", year, random).deeds(n)
        for row, n in zip(rows, lengths, strict=True)
    ]
    history = [deed for column in zip_longest(*lives) for deed in column if deed is not None]
    facts_told = list(
        told(history, district=town.id, year=year, standard=STANDARD, after=Counter())
    )
    return Story(town, year, history, arrival(facts_told, random))


def arrival(facts: Sequence[Told], random: Random) -> list[Told]:
    """Out of order, some long after, some twice."""
    turns: list[tuple[float, int, Told]] = []
    for place, one in enumerate(facts):
        late = random.random() < LATE
        times = 2 if random.random() < TWICE else 1
        for again in range(times):
            far = len(facts) if late or again else NEAR
            turns.append((place + random.uniform(-NEAR, far), place, one))
    return [one for _, _, one in sorted(turns, key=lambda turn: turn[:2])]


class _Life:
    """What happens to one item in a year: handed in, marked, returned, inspected, appealed."""

    def __init__(self, row: Row, name: str, year: int, random: Random) -> None:
        self.row, self.name, self.year, self.random = row, name, year, random
        self.reached = -1  # -1: with the unit; 0: handed in; 1, 2, 3: levels that have marked
        self.findings: list[str] = []
        self.open: list[str] = []  # findings whose appeal was not ruled yet

    def deeds(self, number: int) -> list[Deed]:
        return [self._next() for _ in range(number)]

    def _next(self) -> Deed:
        code, random = self.row.code, self.random
        if self.row.counted and random.random() < 0.15:
            rows = random.randint(8, 60)
            return Deed("counts", code, done=random.randint(rows // 2, rows), rows=rows)
        if self.row.kind in ("DED", "ESC", "RAT+DED") and random.random() < 0.4:
            return self._inspected()
        if self.reached < 0:
            self.reached = 0
            return Deed("submits", code, measures=self._measures())
        if random.random() < 0.12:
            self.reached = -1
            return Deed("returns", code)
        if self.reached < len(LEVELS) and random.random() < 0.75:
            self.reached += 1
        level = LEVELS[random.randint(0, max(0, self.reached - 1))]
        self.reached = max(1, self.reached)
        return Deed("confirms", code, level, self._measures())

    def _inspected(self) -> Deed:
        code, random = self.row.code, self.random
        if not self.findings or random.random() < 0.3:
            finding = f"f-{self.name}-{code}-{len(self.findings) + 1}"
            self.findings.append(finding)
            self.open.append(finding)
            return Deed("finds", code, finding=finding)
        finding = random.choice(self.findings)
        if finding in self.open and random.random() < 0.35:
            self.open.remove(finding)
            won = random.random() < 0.6
            return Deed("upholds" if won else "rejects", code, finding=finding)
        if random.random() < 0.4:
            return Deed("misses", code, finding=finding)
        bulletin = f"b-{self.year}-{random.randint(1, 4)}"
        return Deed("names", code, finding=finding, bulletin=bulletin)

    def _measures(self) -> dict[str, Any]:
        row, random = self.row, self.random
        if row.kind == "FIX":
            return {"done": random.random() < 0.8}
        if row.kind == "SUM":
            return {f"part_{n}": random.random() < 0.75 for n in range(1, self._parts() + 1)}
        if row.kind == "CNT":
            return {"count": random.randint(0, 14)}
        if row.kind == "BON":
            return claims(row, self.year, random)
        measures: dict[str, Any] = {}
        if row.kind in ("RAT", "RAT+DED"):
            rows = random.randint(0, 80)
            measures["ratio"] = (random.randint(rows * 2 // 3, rows), rows)
        if row.kind != "RAT" and random.random() < 0.3:
            kinds = ("found", "late", "twice") if row.kind == "ESC" else ("case",)
            measures["faults"] = [
                Claimed(random.choice(kinds), f"自报{n}") for n in range(random.randint(0, 2))
            ]
        return measures

    def _parts(self) -> int:
        """``4×0.5`` or ``0.25+0.25+1``."""
        words = self.row.words
        return int(words.partition("×")[0]) if "×" in words else words.count("+") + 1


def claims(row: Row, year: int, random: Random) -> dict[str, Any]:
    """Honours bear the same names in T05 and T06: some are claimed twice."""
    if row.code == "T01":
        return {"mark": random.choice(("0.5", "1", "1.25", "1.5", "2"))}
    shared = row.code in ("T05", "T06")
    kinds = ("national", "provincial", "municipal") if shared else ("claim",)
    entries = [
        Claimed(
            random.choice(kinds),
            f"{year}年荣誉{random.randint(1, 5)}" if shared else f"{row.code}-{n}",
            date(year, 1, 10) + timedelta(days=random.randint(0, 300)),
        )
        for n in range(random.randint(2, 6))
    ]
    return {"claims": entries}
