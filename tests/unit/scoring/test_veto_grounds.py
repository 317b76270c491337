"""A veto's condition proposes; only an office raises."""

from datetime import date, timedelta

import pytest

from contracts.measures import Measure
from services.scoring.facts.state import FindingKept, Score
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import (
    AllOf,
    Bounds,
    Done,
    Happened,
    HowMany,
    NoneOf,
    Within,
)
from services.scoring.rules.node import Condition
from services.scoring.rules.window import Window
from services.scoring.standards.standard import faults
from services.scoring.vetoes.grounds import Ground, grounds
from services.scoring.vetoes.vetoing import VetoRecord
from tests.unit.scoring.support import Small, amounts, no, small_standard, the_sample, yes

YEAR = 2025
MASS = Happened(input="incidents", kinds=("mass",))
FOUND = FindingKept(kind="mass", fault="群体性事件", on=date(2025, 5, 1))


def told(
    when: Condition,
    facts: dict[str, Measure] | None = None,
    records: tuple[VetoRecord, ...] = (),
    **findings: FindingKept,
) -> tuple[Ground, ...]:
    standard = small_standard(A01=(1000, Award())).with_veto("mass", when).standard
    held = [Score(district="east", year=YEAR, item="A01", findings=findings)]
    by_id = {f"v-{one.year}-{one.topic}": one for one in records}
    return grounds(standard, YEAR, facts or {}, held, by_id)


def raised(year: int, standing: bool = True) -> VetoRecord:
    return VetoRecord(district="east", year=year, topic="mass", title="事件", standing=standing)


def test_a_finding_of_a_vetos_kind_is_a_ground_for_it() -> None:
    (ground,) = told(MASS, f1=FOUND)
    assert (ground.topic, ground.condition) == ("mass", "“一票否决情形”有mass记录")
    assert "f1" in ground.reading.text
    assert told(MASS) == ()


@pytest.mark.parametrize(
    "other",
    [
        FindingKept(kind="mass", withdrawn=True),
        FindingKept(kind="litter"),
        FindingKept(kind="", late=True),
    ],
)
def test_a_withdrawn_finding_and_one_of_another_kind_are_none(other: FindingKept) -> None:
    assert told(MASS, f1=other) == ()


def test_a_finding_that_repeats_is_one_of_its_kind() -> None:
    assert told(MASS, f1=FindingKept(kind="mass+重复"))


@pytest.mark.parametrize("standing", [True, False])
def test_what_an_office_has_decided_on_this_year_is_not_proposed_again(standing: bool) -> None:
    assert told(MASS, records=(raised(YEAR, standing),), f1=FOUND) == ()


def test_a_veto_of_an_earlier_year_counts_within_the_window_and_no_further() -> None:
    within = Happened(input="incidents", kinds=("mass",), window=Window(years=4))
    assert [bool(told(within, records=(raised(YEAR - ago),))) for ago in (1, 3, 4)] == [
        True,
        True,
        False,
    ]
    assert told(MASS, records=(raised(YEAR - 1),)) == (), "without a window a year is its own"
    assert told(within, records=(raised(YEAR - 1, standing=False),)) == (), "it was cleared"
    assert told(within, records=(raised(YEAR + 1),)) == (), "a later year is none of this one's"


def test_an_undated_finding_counts_and_one_before_the_window_does_not() -> None:
    lately = Happened(input="incidents", window=Window(first=date(2025, 5, 1)))
    early = FindingKept(kind="mass", on=date(2025, 5, 1) - timedelta(days=1))
    assert told(lately, f1=FindingKept(kind="mass"))
    assert not told(lately, f1=early)


def test_a_condition_reads_the_facts_of_any_item() -> None:
    short = Within(number=AmountOf(input="A02.recruits"), bounds=Bounds(less_than="1"))
    spared = AllOf(of=(short, NoneOf(of=(Done(input="A01.reserves"),))))
    none = amounts(**{"A02.recruits": "0"})
    assert told(spared, none)
    assert told(spared, none | no("A01.reserves"))
    assert not told(spared, none | yes("A01.reserves"))
    assert not told(spared, amounts(**{"A02.recruits": "1"}))
    assert not told(spared), "what nobody has stated is no ground"


def test_what_no_item_gives_is_a_fault_of_the_table() -> None:
    small = Small(the_sample())
    sound = AllOf(of=(MASS, Done(input="A05.done")))
    assert faults(small.with_veto("mass", sound).standard) == ()
    ask = Within(
        number=HowMany(of=(Done(input="done"), Done(input="Z02.done"))),
        bounds=Bounds(at_least="1"),
    )
    found = faults(small.with_veto("mass", ask).standard)
    assert [(one.code, one.value) for one in found] == [
        ("unknown-input", "done"),
        ("unknown-input", "Z02.done"),
    ]
    assert "A05.done" in found[0].text


def test_a_category_that_falls_to_nothing_is_one_of_the_table() -> None:
    small = Small(the_sample())
    of_one = small.with_veto("mass", MASS, effect="section", section="不在表中")
    assert [(one.code, one.value) for one in faults(of_one.standard)] == [("unknown", "不在表中")]
