"""The province's draw: anybody who has the seed draws the same items."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.caller import Caller
from contracts.orders.scoring import DrawSpotCheck
from contracts.refusals import Invalid
from contracts.scoring import SpotCheckDrawn
from kit.change import Knowing
from services.scoring.campaigns.year import Year
from services.scoring.facts.surroundings import District, surrounding
from services.scoring.refusals import DrawnAlready
from services.scoring.scores.drawing import draw
from services.scoring.scores.spotcheck import drawn, share_of
from tests.unit.scoring.facts_support import STANDARD

CODES = tuple(item.code for item in STANDARD.items)
PROVINCE = Caller(account="sheng", name="省", roles=("province_reviewer",), district="*")
YEAR = Year(year=2026, campaign="c-2026", standard="v1", districts=("ganquan", "linhe"))
NOW = datetime(2026, 9, 1, tzinfo=UTC)
GIVEN = Knowing(key="2026", now=NOW, cause="c", caller=PROVINCE, found=STANDARD)


def test_the_same_seed_draws_the_same_items_on_any_machine() -> None:
    """Written down once: a change of the rule must break this test."""
    items = drawn("3D-2026208-417", 2026, "ganquan", CODES, Fraction(1, 3))
    assert items == drawn("3D-2026208-417", 2026, "ganquan", CODES, Fraction(1, 3))
    assert items[:6] == PUBLISHED
    assert items != drawn("3D-2026208-417", 2026, "linhe", CODES, Fraction(1, 3))
    assert items != drawn("3D-2026208-417", 2027, "ganquan", CODES, Fraction(1, 3))
    assert items != drawn("3D-2026208-418", 2026, "ganquan", CODES, Fraction(1, 3))


PUBLISHED = ("A02", "A06", "A07", "B03", "B05", "C02")


@given(
    st.text("abc123", min_size=4, max_size=12),
    st.lists(st.sampled_from(CODES), min_size=1, unique=True),
    st.fractions(Fraction(1, 3), 1),
)
def test_at_least_the_share_is_drawn_whatever_the_order_of_the_items(
    seed: str, items: list[str], share: Fraction
) -> None:
    chosen = drawn(seed, 2026, "ganquan", items, share)
    assert len(items) * share <= len(chosen) < len(items) * share + 1
    assert set(chosen) == set(drawn(seed, 2026, "ganquan", items[::-1], share))
    assert list(chosen) == [item for item in items if item in chosen]


def test_a_third_of_74_items_is_25() -> None:
    assert len(drawn("seed", 2026, "ganquan", CODES, Fraction(1, 3))) == 25


@pytest.mark.parametrize("text", ["1/4", "0/3", "2/1", "1/0", "a/b", "1", ""])
def test_less_than_a_third_or_more_than_all_is_no_share(text: str) -> None:
    assert share_of(text) is None


def test_the_draw_is_kept_told_for_each_district_and_never_drawn_again() -> None:
    change = draw(YEAR, DrawSpotCheck(year=2026, seed="3D-417"), GIVEN)
    facts = [fact for fact in change.events if isinstance(fact, SpotCheckDrawn)]
    assert [fact.district for fact in facts] == ["ganquan", "linhe"]
    assert change.state.draw is not None
    assert {fact.district: fact.items for fact in facts} == change.state.draw.items
    with pytest.raises(DrawnAlready):
        draw(change.state, DrawSpotCheck(year=2026, seed="3D-418"), GIVEN)


def test_a_share_below_a_third_is_refused() -> None:
    with pytest.raises(Invalid):
        draw(YEAR, DrawSpotCheck(year=2026, seed="3D-417", share="1/4"), GIVEN)


def test_before_the_draw_and_in_a_district_outside_it_every_item_may_be_marked() -> None:
    state = draw(YEAR, DrawSpotCheck(year=2026, seed="3D-417"), GIVEN).state
    before = surrounding(STANDARD, YEAR, District(district="ganquan"), 2026)
    after = surrounding(STANDARD, state, District(district="ganquan"), 2026)
    late = surrounding(STANDARD, state, District(district="new"), 2026)
    assert all(before.is_drawn(code) and late.is_drawn(code) for code in CODES)
    assert sum(after.is_drawn(code) for code in CODES) == 25


def test_the_day_of_the_draw_is_chinas() -> None:
    night = Knowing(
        key="2026",
        now=datetime(2026, 8, 1, 20, tzinfo=UTC),
        cause="c",
        caller=GIVEN.caller,
        found=STANDARD,
    )
    change = draw(YEAR, DrawSpotCheck(year=2026, seed="3D-417"), night)
    with pytest.raises(DrawnAlready, match="2026-08-02"):
        draw(change.state, DrawSpotCheck(year=2026, seed="3D-418"), night)
