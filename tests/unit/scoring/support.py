"""Facts written short, small standards, and the words of an explanation."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import msgspec

from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from services.scoring.explain import Line, Reading
from services.scoring.rules.node import Case, Condition, Period, Points
from services.scoring.sample import sample
from services.scoring.scores.item import ItemScore, score_item
from services.scoring.standards.standard import Item, Standard, Veto

Facts = Mapping[str, Measure]


def words(shown: Line | Reading) -> str:
    """All texts of an explanation, one after the other."""
    return msgspec.json.encode(shown).decode()


def yes(*names: str) -> dict[str, Measure]:
    return {name: Flag(value=True) for name in names}


def no(*names: str) -> dict[str, Measure]:
    return {name: Flag(value=False) for name in names}


def amounts(**values: str) -> dict[str, Measure]:
    return {name: Quantity(value=value) for name, value in values.items()}


def ratio(numerator: int, denominator: int, name: str = "ratio") -> dict[str, Measure]:
    return {name: Ratio(numerator=numerator, denominator=denominator)}


def tally(*entries: str, name: str = "faults", at: date | None = None) -> dict[str, Measure]:
    """``kind``, ``kind:ref`` or ``kind:ref:count``; without a ref each is another occurrence."""
    return {name: Tally(entries=tuple(_entry(index, e, at) for index, e in enumerate(entries)))}


def _entry(index: int, text: str, at: date | None) -> Entry:
    kind, ref, count = [*text.split(":"), "", ""][:3]
    return Entry(kind=kind, ref=ref or f"#{index}", count=int(count or "1"), at=at)


class Small(NamedTuple):
    """A standard of a few items, whose category is the letter of the code."""

    standard: Standard

    def scores(self, facts: Mapping[str, Facts]) -> dict[str, ItemScore]:
        items = {item.code: item for item in self.standard.items}
        return {code: score_item(items[code], given) for code, given in facts.items()}

    def with_veto(self, topic: str, when: Condition, **more: Any) -> "Small":
        veto = Veto(topic=topic, title=topic, when=when, **more)
        return Small(msgspec.structs.replace(self.standard, vetoes=(veto,)))

    def raised(self, facts: Facts, period: Period | None = None) -> tuple[str, ...]:
        """Topics of the vetoes whose condition holds."""
        case = Case(facts, Fraction(0), period)
        return tuple(veto.topic for veto in self.standard.vetoes if veto.when.read(case).value)

    def starting(self, day: str) -> Standard:
        return msgspec.structs.replace(self.standard, year_starts=day)


def small_standard(**items: tuple[int, Points]) -> Small:
    """Items by code as (points in thousandths, rule); a code with T is a bonus item."""
    made = tuple(
        Item(
            code=code,
            category=code[0],
            title=code,
            points=points,
            side="joint",
            kind="feature" if code.startswith("T") else "hard",
            rule=rule,
            inputs=(),
            evidence=(),
            lead="双拥办",
            cooperating=(),
        )
        for code, (points, rule) in items.items()
    )
    return Small(Standard(version="small", name="小样", items=made, vetoes=(), bonus_cap=10_000))


def the_sample() -> Standard:
    standard = sample().standard
    assert standard is not None
    return standard
