"""Work a score out again from the log, and tell every difference from what is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from services.scoring.facts.changes import comparable
from services.scoring.facts.hearing import CHANGES, change
from services.scoring.facts.log import LoggedFact, opened
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.restating import settled
from services.scoring.standards.standard import Item
from services.scoring.vetoes.vetoing import VetoRecord

MAX_SHOWN = 500
"""Characters of a differing value that are shown."""
VETO = "veto-"
"""Before a veto's topic where an item's code would stand."""
MAX_DIFFERENCES = 200
"""Differences kept of one comparison; ``Comparison.differing`` counts all items."""


class Difference(Struct, frozen=True, kw_only=True):
    """``stored`` and ``replayed``: the field's values as JSON, cut after MAX_SHOWN characters."""

    item: str
    field: str
    stored: str
    replayed: str


class Comparison(Struct, frozen=True, kw_only=True):
    """A district's year, compared. ``unlogged``: items older than the log, which are not."""

    items: int = 0
    facts: int = 0
    unlogged: int = 0
    differing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def equal(self) -> bool:
        return not self.differing


def replayed(
    district: str, year: int, item: Item, around: Surroundings, facts: Iterable[LoggedFact]
) -> Score:
    """The record that these facts make, in whatever order they are given.

    Raises: UnknownFact, msgspec.ValidationError for what no contract reads any more.
    """
    score = Score(district=district, year=year, item=item.code, logged=True)
    for logged in facts:
        fact, heard = opened(logged)
        if type(fact) in CHANGES:
            score = change(score, fact, heard)
    return settled(score, item, around)


def differences(item: str, stored: Score | None, again: Score) -> tuple[Difference, ...]:
    """Field by field; the order in which facts came is none."""
    empty = Score(district=again.district, year=again.year, item=item)
    held = _fields(stored or empty)
    made = _fields(again)
    if stored is None and not (again.touched or again.duties):
        return ()
    return tuple(
        Difference(item=item, field=name, stored=_text(held[name]), replayed=_text(made[name]))
        for name in made
        if held[name] != made[name]
    )


def compared(
    pairs: Iterable[tuple[str, Score | None, Score, int]],
) -> Comparison:
    """``pairs``: item, stored, replayed, number of facts replayed."""
    items = facts = unlogged = 0
    found: list[Difference] = []
    differing: list[str] = []
    for item, stored, again, count in pairs:
        items, facts = items + 1, facts + count
        if stored is not None and not stored.logged:
            unlogged += 1
            continue
        here = differences(item, stored, again)
        if here:
            differing.append(item)
            found += here
    return Comparison(
        items=items,
        facts=facts,
        unlogged=unlogged,
        differing=tuple(differing),
        differences=tuple(found[:MAX_DIFFERENCES]),
    )


def with_vetoes(comparison: Comparison, records: Iterable[VetoRecord]) -> Comparison:
    """A veto stands if the last step of its history raised it; nothing but a person mends one."""
    wrong = [each for each in records if each.standing != (each.history[-1].what == "raised")]
    found = tuple(
        Difference(
            item=f"{VETO}{each.topic}",
            field="standing",
            stored=_text(each.standing),
            replayed=_text(not each.standing),
        )
        for each in wrong
    )
    return msgspec.structs.replace(
        comparison,
        differing=(*comparison.differing, *(each.item for each in found)),
        differences=(*comparison.differences, *found)[:MAX_DIFFERENCES],
    )


def _fields(score: Score) -> Mapping[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(comparable(score))
    return {name: built[name] for name in built if name not in ("moves", "logged")}


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()[:MAX_SHOWN]
