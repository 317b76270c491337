"""Grounds for a veto (一票否决): the standard's condition, read from what is on record.

A condition proposes; only an office raises, with its reason. It reads ``incidents`` and any input
of an item as ``A05.done``. Incidents are the year's findings by their kind, and the vetoes that
stand by their topic: of earlier years too, where the condition has a window.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from contracts.measures import Entry, Measure, Tally
from services.scoring.evaluate import walk
from services.scoring.explain import Reading
from services.scoring.facts.state import Score
from services.scoring.names import INCIDENTS
from services.scoring.rules.node import Case
from services.scoring.rules.occurrences import MODIFIER
from services.scoring.standards.standard import Standard, Veto
from services.scoring.vetoes.vetoing import VetoRecord

UNMARKED = Fraction(0)
"""A veto has no points."""


class Ground(Struct, frozen=True, kw_only=True):
    """A condition that holds, where no office has decided on its topic this year."""

    topic: str
    title: str
    condition: str
    reading: Reading


def grounds(
    standard: Standard,
    year: int,
    facts: Mapping[str, Measure],
    held: Iterable[Score],
    records: Mapping[str, VetoRecord],
) -> tuple[Ground, ...]:
    """``facts``: of items, by ``A05.done``. ``records``: a district's vetoes of all years."""
    decided = {record.topic for record in records.values() if record.year == year}
    found = tuple(_findings(held))
    told = []
    for veto in standard.vetoes:
        incidents = Tally(entries=(*found, *_standing(standard, veto, year, records)))
        case = Case({**facts, INCIDENTS: incidents}, UNMARKED, standard.period(year))
        holds, reading = veto.when.read(case)
        if holds and veto.topic not in decided:
            said = veto.when.said()
            one = Ground(topic=veto.topic, title=veto.title, condition=said, reading=reading)
            told.append(one)
    return tuple(told)


def _findings(held: Iterable[Score]) -> Iterator[Entry]:
    for score in held:
        for id, found in score.findings.items():
            if found.kind and not found.withdrawn:
                yield Entry(kind=found.kind.partition(MODIFIER)[0], ref=id, at=found.on)


def _standing(
    standard: Standard, veto: Veto, year: int, records: Mapping[str, VetoRecord]
) -> Iterator[Entry]:
    """Each on the last day of its year: which day of it is not known."""
    windows = any(getattr(node, "window", None) for _, node, _ in walk(veto.when, UNMARKED))
    for id, record in sorted(records.items()):
        if record.standing and (record.year == year or (windows and record.year < year)):
            yield Entry(kind=record.topic, ref=id, at=standard.period(record.year).last)
