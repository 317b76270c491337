"""What the list of items says of each."""

import re

from msgspec.structs import replace

from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Within
from services.scoring.rules.count import Count
from services.scoring.rules.node import Number
from services.scoring.standards.summaries import in_words, yearly
from tests.unit.scoring.support import the_sample
from tests.unit.scoring.test_sources import of_rule


def award(number: Number, bounds: Bounds) -> int:
    return yearly(of_rule(1, Award(when=Within(number=number, bounds=bounds))))


def test_only_a_number_of_times_that_a_rule_asks_for_is_its_yearly_number() -> None:
    times = Count(input="count")
    assert award(times, Bounds(at_least="4")) == 4
    assert award(times, Bounds(at_most="4")) == 0
    assert award(times, Bounds(at_least="4.5")) == 0
    assert award(AmountOf(input="hours"), Bounds(at_least="4")) == 0


def test_a_rule_in_a_short_form_is_told_in_words_and_one_in_words_as_it_stands() -> None:
    told = {item.code: in_words(item) for item in the_sample().items}
    assert told["A06"] == "分 2 部分相加：列入预算 0.75 分；拨付到位 0.75 分"
    assert not [text for text in told.values() if re.search("[A-Z]{3}|[a-z]{3}|第 ?1 ?项", text)]
    prose = replace(the_sample().items[0], rule_text="每做到一项得0.5分")
    assert in_words(prose) == "每做到一项得0.5分"
