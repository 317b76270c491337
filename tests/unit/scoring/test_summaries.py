"""What the list of items says of each."""

from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Within
from services.scoring.rules.count import Count
from services.scoring.rules.node import Number
from services.scoring.standards.summaries import yearly
from tests.unit.scoring.test_sources import of_rule


def award(number: Number, bounds: Bounds) -> int:
    return yearly(of_rule(1, Award(when=Within(number=number, bounds=bounds))))


def test_only_a_number_of_times_that_a_rule_asks_for_is_its_yearly_number() -> None:
    times = Count(input="count")
    assert award(times, Bounds(at_least="4")) == 4
    assert award(times, Bounds(at_most="4")) == 0
    assert award(times, Bounds(at_least="4.5")) == 0
    assert award(AmountOf(input="hours"), Bounds(at_least="4")) == 0
