"""How many more gain how much: the promise is what the score then says."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.measures import Flag, Quantity, Ratio
from contracts.words import LEVELS, Level
from services.scoring.forecasts.nearing import Nearing, moved, nearing
from services.scoring.forecasts.reach import scored
from tests.oracle import Deed
from tests.unit.scoring.test_forecast import REGISTERS, Town, an_item, towns


def near(town: Town, code: str, level: Level = "self") -> Nearing | None:
    return nearing(town.position(level), an_item(code))


def marked(code: str, level: Level = "city", **measures: Any) -> Town:
    return Town().do(Deed("confirms", code, level, measures))


def test_the_next_band_says_how_many_points_it_gains_and_the_scale_has_every_band() -> None:
    found = near(Town().do(Deed("counts", "B04", done=228, rows=252)), "B04")
    assert found is not None
    # 95 % of 252 are 239.4; 80 % are 201.6.
    (step,) = found.steps
    assert (step.more, step.count, step.score, step.gain) == (12, 240, 2000, 800)
    assert [(band.count, band.score) for band in found.bands] == [(0, 0), (202, 1200), (240, 2000)]
    assert (found.unit, found.done, found.of) == ("rows", 228, 252)


def test_below_the_first_band_both_the_next_and_the_full_mark_are_told() -> None:
    found = near(Town().do(Deed("counts", "B04", done=100, rows=252)), "B04")
    assert found is not None
    assert [(step.more, step.gain) for step in found.steps] == [(102, 1200), (140, 2000)]


def test_times_that_are_missing_are_counted_too() -> None:
    found = near(marked("A02", count=Quantity(value="1")), "A02", "city")
    assert found is not None
    assert [(found.unit, found.done, found.of)] == [("times", 1, 2)]
    assert [(step.more, step.gain) for step in found.steps] == [(1, 750)]


def test_nothing_is_promised_where_all_is_gained_or_nobody_has_marked_or_nothing_is_counted() -> (
    None
):
    full = Town().do(Deed("counts", "B04", done=252, rows=252))
    assert near(full, "B04") is None
    assert near(full, "B04", "city") is None
    assert near(marked("A05", done=Flag(value=False)), "A05", "city") is None


def test_a_register_that_went_on_after_the_mark_says_what_a_new_mark_would_give() -> None:
    town = marked("B04", ratio=Ratio(numerator=34, denominator=40))
    assert moved(town.position("city"), an_item("B04")) is None
    town.do(Deed("counts", "B04", done=38, rows=40))
    found = moved(town.position("city"), an_item("B04"))
    assert found is not None
    assert (found.done, found.rows, found.score, found.gain) == (38, 40, 2000, 800)
    assert moved(town.position("self"), an_item("B04")) is None
    town.do(Deed("counts", "B04", done=34, rows=40))
    assert moved(town.position("city"), an_item("B04")) is None


@given(town=towns(), level=st.sampled_from(LEVELS), code=st.sampled_from(sorted(REGISTERS)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_promise_is_kept_by_the_score(town: Town, level: Level, code: str) -> None:
    position, item = town.position(level), an_item(code)
    found = nearing(position, item)
    if found is None:
        return
    now = position.score(item).score
    for step in found.steps:
        name = "count" if code == "B06" else "ratio"
        given: Any = Quantity(value=str(step.count))
        if name == "ratio":
            given = Ratio(numerator=step.count, denominator=found.of)
        measures = {**position.measures(code), name: given}
        assert scored(position, item, measures, step.count).score == step.score == now + step.gain
        assert step.gain > 0 and step.more > 0
