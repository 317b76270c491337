"""An inspector's photo stays with those who know of the visit, until a finding names it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.envelope import seal
from contracts.refusals import NotFound
from contracts.tasks import FindingRaised
from kit.change import Given
from services.evidence.domain.model import Evidence
from services.evidence.domain.showing import show
from tests.unit.evidence.support import LIN, MA, NOW, OFFICE, OPERATIONS, declared, kept

SUN = Caller(account="sun", name="孙", roles=("inspector",), district="chengguan")
SUNS_COLLEAGUE = replace(SUN, account="qian")
LEADER = Caller(account="wu", name="吴", roles=("leader",), district="chengguan")
CITY = Caller(account="city", name="市双拥办", roles=("city_office",), district="*")
FACT = FindingRaised(
    finding="f-1",
    inspection="i-1",
    year=2026,
    standard="gs-2026",
    item="A01",
    unit=MA.unit,
    kind="found",
    fault="标语破损",
    on=date(2026, 6, 1),
    evidence=("e-1",),
)


def sees(caller: Caller, evidence: Evidence) -> bool:
    try:
        evidence.must_be_seen_by(caller)
    except NotFound:
        return False
    return True


def shown(evidence: Evidence, district: str = "chengguan") -> Evidence | None:
    event = seal(
        FACT,
        id="0197c0de-0000-7000-8000-000000000001",
        source="/tongxin/tasks",
        subject="f-1",
        time=NOW,
        district=district,
        version=1,
    )
    given = Given(key="e-1", now=NOW, cause="c", event=event)
    change = show(evidence, FACT, given)
    return change.state if change else None


@pytest.mark.parametrize("caller", [SUN, SUNS_COLLEAGUE, CITY, OPERATIONS])
def test_who_knows_of_covert_visits_sees_an_inspectors_photo(caller: Caller) -> None:
    assert sees(caller, declared(by=SUN))


@pytest.mark.parametrize("caller", [OFFICE, LEADER, LIN, MA])
def test_nobody_else_does_before_a_finding_names_it(caller: Caller) -> None:
    assert not sees(caller, declared(by=SUN))


@pytest.mark.parametrize("caller", [OFFICE, LEADER, MA])
def test_a_finding_shows_it_to_the_district_and_to_the_unit_at_fault(caller: Caller) -> None:
    evidence = shown(declared(by=SUN))
    assert evidence is not None
    assert sees(caller, evidence)
    assert not sees(replace(LIN, unit="street"), evidence)


def test_a_finding_of_another_district_shows_nothing() -> None:
    assert shown(declared(by=SUN), district="qilihe") is None


def test_a_repeated_finding_changes_nothing() -> None:
    evidence = shown(declared(by=SUN))
    assert evidence is not None
    assert shown(evidence) is None


def test_the_unit_at_fault_may_look_and_not_handle() -> None:
    evidence = shown(declared(by=LIN))
    assert evidence is not None
    with pytest.raises(NotFound):
        evidence.must_be_own(MA)


def test_what_was_stored_before_is_nobodys_secret() -> None:
    document: Any = kept(declared(by=LIN))
    assert sees(OFFICE, document)
    assert sees(LEADER, document)
