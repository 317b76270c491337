"""Units of a district: what rules count, and that their order of arrival does not matter."""

from datetime import UTC, date, datetime
from itertools import permutations

from contracts.envelope import Fact, seal
from contracts.orders.scoring import DrawSpotCheck
from contracts.tasks import CampaignOpened, UnitRegistered, UnitSucceeded
from kit.change import Change, Given
from services.scoring.audits import looks
from services.scoring.campaigns.year import campaign_opened
from services.scoring.facts.surroundings import District, unit_registered, unit_succeeded
from services.scoring.scores.drawing import draw
from tests.unit.scoring.test_spotcheck import GIVEN, YEAR

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def registered(unit: str, kind: str = "township", name: str = "甲镇") -> UnitRegistered:
    return UnitRegistered(unit=unit, name=name, kind=kind, parent="", serves=())


def succeeded(unit: str, on: date) -> UnitSucceeded:
    return UnitSucceeded(
        unit=unit,
        name="甲镇",
        kind="township",
        successor="town-b",
        successor_name="乙镇",
        person="p",
        on=on,
        document="文",
        reason="撤并",
        by="office",
    )


def after(*told: tuple[Fact, int]) -> District:
    state = None
    for fact, version in told:
        event = seal(
            fact, id="e", source="s", subject="u", time=NOW, district="ganquan", version=version
        )
        given = Given(key="ganquan", now=NOW, cause="e", event=event)
        change: Change[District] | None
        if isinstance(fact, UnitSucceeded):
            change = unit_succeeded(state, fact, given)
        else:
            change = unit_registered(state, fact, given)  # type: ignore[arg-type]
        state = change.state if change else state
    assert state is not None
    return state


def test_the_newest_version_of_a_unit_counts_in_any_order() -> None:
    told = [
        (registered("a"), 1),
        (registered("a", "street", "甲街道"), 3),
        (registered("b", "garrison"), 1),
    ]
    for order in permutations(told):
        district = after(*order, order[0])
        assert district.organisation() == {"townships": 0, "units": 1}
        assert district.names["a"] == "甲街道"


def test_a_unit_that_ended_counts_in_the_year_of_its_end_and_not_in_the_next() -> None:
    told = [(registered("a"), 1), (registered("b"), 1), (succeeded("a", date(2026, 6, 1)), 2)]
    for order in permutations(told):
        district = after(*order)
        assert district.organisation(date(2026, 1, 1))["townships"] == 2
        assert district.organisation(date(2027, 1, 1))["townships"] == 1


def test_a_campaign_told_again_keeps_the_draw() -> None:
    state = draw(YEAR, DrawSpotCheck(year=2026, seed="3D-417"), GIVEN).state
    fact = CampaignOpened(
        campaign="c-2026", year=2026, name="x", standard="v1", districts=("ganquan",)
    )
    given = Given(key="2026", now=NOW, cause="e")
    assert campaign_opened(state, fact, given).state.draw == state.draw
    assert looks.audits_of(fact, given, None) == ["ganquan:2026"]  # type: ignore[arg-type]
