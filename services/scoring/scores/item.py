"""Scores: an item, a district's total, the league of districts. Pure functions of their input.

One fact touches one item: an item is scored by itself, and a total is put together from items'
scores. A level (self, district, city, province) is the same functions over that level's facts.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from contracts.measures import Measure
from contracts.words import Level
from services.scoring.evaluate import evaluate
from services.scoring.exact import thousandths
from services.scoring.explain import Claim, Line, Signal
from services.scoring.facts.counting import facts_at
from services.scoring.facts.state import Score
from services.scoring.rules.gates import NotApplicable
from services.scoring.rules.node import Period
from services.scoring.standards.standard import Item


class ItemScore(Struct, frozen=True, kw_only=True):
    """``points`` and ``score`` in thousandths; ``exact`` and ``uncapped`` as exact text, before
    rounding and before floor and cap. ``line`` is the explanation: its leaves add up to ``score``.
    """

    item: str
    title: str
    category: str
    bonus: bool
    points: int
    score: int
    exact: str
    uncapped: str
    line: Line
    signals: tuple[Signal, ...] = ()
    claims: tuple[Claim, ...] = ()
    moved_to: tuple[str, ...] = ()
    """Not applicable here: its points count in these items instead."""


class FactFault(Struct, frozen=True, kw_only=True):
    """What is wrong with a fact handed in, for a clear refusal before anything is scored."""

    input: str
    text: str


def score_item(item: Item, facts: Mapping[str, Measure], period: Period | None = None) -> ItemScore:
    """The item's score under these facts. Never raises on facts; see ``fact_faults``."""
    outcome = evaluate(item.rule, facts, points=item.points, period=period)
    elsewhere = any(signal.matter == "not_applicable" for signal in outcome.signals)
    to = item.rule.to if elsewhere and isinstance(item.rule, NotApplicable) else ()
    return ItemScore(
        item=item.code,
        title=item.title,
        category=item.category,
        bonus=item.bonus,
        points=item.points,
        score=outcome.score,
        exact=outcome.exact,
        uncapped=outcome.uncapped,
        line=outcome.line,
        signals=outcome.signals,
        claims=outcome.claims,
        moved_to=to,
    )


def score_at(
    score: Score,
    item: Item,
    level: Level,
    period: Period,
    organisation: Mapping[str, int],
    *,
    drawn: bool = True,
) -> ItemScore:
    """The item's score under the facts that count at a level; see ``facts_at``."""
    return score_item(item, facts_at(score, item, level, organisation, drawn=drawn), period)


def fact_faults(item: Item, facts: Mapping[str, Measure]) -> tuple[FactFault, ...]:
    """Inputs that the item does not read, facts of the wrong kind, a numerator too large."""
    inputs = {each.name: each for each in item.inputs}
    found = []
    for name, fact in facts.items():
        if name not in inputs:
            known = "、".join(inputs)
            found.append(FactFault(input=name, text=f"本项没有“{name}”，应为：{known}"))
        elif misfit := inputs[name].misfit(fact):
            found.append(FactFault(input=name, text=misfit))
    return tuple(found)


def mean_of_years(scores: Sequence[int]) -> int:
    """Mean of the years' totals in thousandths, rounded half up; 0 of no years is 0."""
    return thousandths(Fraction(sum(scores), 1000 * len(scores))) if scores else 0
