"""Every figure that the public API tells, beside the oracle's."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from contracts.words import LEVELS
from infra.demo.api import Api, Refused
from tests.oracle import Deed, Figures, figures
from tests.year.city import DRAWN_YEAR
from tests.year.generator import Story
from tests.year.towns import CLAIMED_YEAR, TOWNS, YEARS

SHOWN = 20
"""Differences that are printed."""
TRIES = 5


class Key(NamedTuple):
    district: str
    year: int
    level: str


@dataclass
class Ledger:
    """How many figures are equal, and which differ."""

    equal: int = 0
    differ: list[str] = field(default_factory=list)

    def that(self, what: str, wanted: Any, found: Any) -> None:
        if wanted == found:
            self.equal += 1
        else:
            self.differ.append(f"{what}: the oracle says {wanted}, the service {found}")


def wanted(
    stories: Sequence[Story],
    drawn: Mapping[str, frozenset[str]],
    standing: Mapping[tuple[str, int], int],
    claimed: Mapping[str, Sequence[Deed]],
) -> dict[Key, Figures]:
    """``claimed``: what was done through the public API in CLAIMED_YEAR."""
    return {
        Key(story.town.id, story.year, level): figures(
            [*story.history, *(claimed[story.town.id] if story.year == CLAIMED_YEAR else ())],
            level,
            story.town.townships,
            story.town.garrisons,
            drawn=drawn[story.town.id] if story.year == DRAWN_YEAR else None,
            vetoes_standing=standing[story.town.id, story.year],
        )
        for story in stories
        for level in LEVELS
    }


def compare(office: Api, expected: Mapping[Key, Figures]) -> Ledger:
    """Totals and items of every district, year and level, and the leagues."""
    ledger = Ledger()
    for key, figure in expected.items():
        path = f"/scores/{key.district}/{key.year}"
        _district(ledger, key, figure, _patiently(office, path, level=key.level))
    for year in YEARS:
        for level in LEVELS:
            rows = _patiently(office, "/league", year=year, level=level)["rows"]
            _league(ledger, rows, {t.id: expected[Key(t.id, year, level)] for t in TOWNS})
    return ledger


def _patiently(office: Api, path: str, **query: Any) -> dict[str, Any]:
    """A question asked again where a busy machine answers too late. Raises: Refused."""
    for _ in range(TRIES):
        with suppress(Refused):
            return office.get(path, **query)
    return office.get(path, **query)


def _district(ledger: Ledger, key: Key, figure: Figures, shown: dict[str, Any]) -> None:
    name = f"{key.district} {key.year} {key.level}"
    ledger.that(f"{name} marked", figure.marked, shown["marked"])
    if not figure.marked:
        return
    for part in ("total", "base", "bonus", "eligible"):
        ledger.that(f"{name} {part}", getattr(figure, part), shown[part])
    counted = {item["code"]: item["score"] for item in shown["items"]}
    for code, score in figure.items.items():
        ledger.that(f"{name} {code}", score, counted.get(code))
    for adjustment in shown["adjustments"]:
        counted[adjustment["item"]] += adjustment["thousandths"]
    for code, score in figure.counted.items():
        if counted.get(code) != score or score != figure.items[code]:
            ledger.that(f"{name} {code} in the total", score, counted.get(code))


def _league(ledger: Ledger, rows: list[dict[str, Any]], figure: Mapping[str, Figures]) -> None:
    order = sorted(figure, key=lambda id: (not figure[id].marked, -figure[id].total, id))
    ledger.that("order of the league", order, [row["district"] for row in rows])
    for row in rows:
        of = figure[row["district"]]
        total = of.total if of.marked else None
        ledger.that(f"{row['district']} in the league", total, row["total"])


def recompute(office: Api, ledger: Ledger) -> int:
    """Every district's year worked out again from its log: no differences; the facts replayed."""
    facts = 0
    for town in TOWNS:
        for year in YEARS:
            name = f"recompute {town.id} {year}"
            answer = office.post(name, f"/scores/{town.id}/{year}/recompute")
            ledger.that(name, [], answer["differing"])
            facts += answer["facts"]
    return facts
