"""What a rule gives where a number of it is missing, and what no rule may be."""

from datetime import date
from fractions import Fraction

import pytest

from contracts.measures import Entry, Measure, Ratio, Tally
from services.scoring.evaluate import MAX_NODES, faults
from services.scoring.rules.amount import AmountOf, Constant, Times
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import AllOf, AnyOf, Done
from services.scoring.rules.limit import Limit
from services.scoring.rules.node import Case, Number, Period
from services.scoring.rules.share import Empty
from services.scoring.rules.shortfall import Shortfall
from services.scoring.rules.window import Window
from services.scoring.rules.years import Mean

MISSING = AmountOf(input="missing")
POSTERS: dict[str, Measure] = {"posters": Tally(entries=(Entry(kind="海报", ref="a/1"),))}


def case(facts: dict[str, Measure]) -> Case:
    return Case(facts, Fraction(1))


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        (Times(of=(Constant(value="2"), MISSING)), {}),
        (Mean(of=(MISSING, AmountOf(input="other")), absent="zero"), {}),
        (Shortfall(input="posters", places=MISSING, needed=2), POSTERS),
    ],
)
def test_a_number_made_of_one_that_is_missing_is_missing(
    number: Number, facts: dict[str, Measure]
) -> None:
    assert number.read(case(facts)).value is None


def test_whether_a_register_is_empty_is_unknown_without_its_count() -> None:
    found = Empty(input="ratio").read(case({}))
    assert (found.value, len(found.reading.signals)) == (None, 1)
    assert Empty(input="ratio").read(case({"ratio": Ratio(numerator=0, denominator=0)})).value


def test_a_floor_above_the_cap_is_a_fault() -> None:
    rule = Limit(rule=Award(when=Done(input="done")), floor="1", cap="0.5")
    assert ("rule", "下限高于上限") in faults(rule, 1000)


def test_a_rule_of_too_many_nodes_is_a_fault() -> None:
    done = tuple(Done(input=f"i{n}") for n in range(20))
    many = AllOf(of=tuple(AnyOf(of=done) for _ in range(15)))
    assert ("rule", f"计分规则超过 {MAX_NODES} 个节点") in faults(Award(when=many), 1000)


def test_a_year_that_began_on_a_leap_day_looks_back_to_the_day_before() -> None:
    leap = Period(first=date(2028, 2, 29), last=date(2029, 2, 27))
    assert Window(years=2).holds(date(2027, 2, 28), leap)
    assert not Window(years=2).holds(date(2027, 2, 27), leap)
    assert Window(years=5).holds(date(2024, 2, 29), leap)
    assert not Window(years=5).holds(date(2024, 2, 28), leap)
