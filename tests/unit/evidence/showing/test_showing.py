"""An inspector's photo is known to its maker, then to the visit that names it, then to all."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.envelope import Fact, seal
from contracts.evidence import EvidenceSealed
from contracts.orders.evidence import DownloadOf
from contracts.refusals import NotFound
from contracts.sight import Confidants
from contracts.tasks import FindingHeld, FindingRaised
from kit.change import Change, Given
from services.evidence.piece import custody
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Verdict
from services.evidence.showing.showing import confide, fetched, show
from tests.unit.evidence.support import (
    LIN,
    MA,
    NOW,
    OFFICE,
    OPERATIONS,
    SUN,
    declared,
    given,
    kept,
    later,
)

SUNS_COLLEAGUE = replace(SUN, account="qian")
LEADER = Caller(account="wu", name="吴", roles=("leader",), district="chengguan")
REVIEWER = Caller(account="feng", name="冯", roles=("reviewer",), district="*")
CITY = Caller(account="city", name="市双拥办", roles=("city_office",), district="*")
VISIT = Confidants(("sun", "qian", "@city"))
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


def sees(caller: Caller, evidence: Piece) -> bool:
    try:
        evidence.must_be_seen_by(caller, "e-1")
    except NotFound:
        return False
    return True


def heard(fact: Fact, district: str = "chengguan", confidants: Confidants | None = None) -> Given:
    event = seal(
        fact,
        id="0197c0de-0000-7000-8000-000000000001",
        source="/tongxin/tasks",
        subject="f-1",
        time=NOW,
        district=district,
        version=1,
        confidants=confidants,
    )
    return Given(key="e-1", now=NOW, cause="c", event=event)


def shown(evidence: Piece, district: str = "chengguan") -> Piece | None:
    change = show(evidence, FACT, heard(FACT, district))
    return change.state if change else None


def sealed_by(caller: Caller) -> Piece:
    return declared(by=caller).but(state="SEALED", verdict=Verdict(code="ok"), sealed_until=NOW)


def confided(
    evidence: Piece | None, visit: Confidants | None = VISIT, district: str = "chengguan"
) -> Change[Piece] | None:
    fact = FindingHeld(finding="f-1", inspection="i-1", evidence=("e-1",))
    return confide(evidence, fact, heard(fact, district, confidants=visit))


def test_an_inspectors_photo_is_known_to_its_maker_alone() -> None:
    evidence = declared(by=SUN)
    assert evidence.confidants == Confidants(("sun",))
    assert sees(SUN, evidence)
    for caller in (SUNS_COLLEAGUE, CITY, REVIEWER, OPERATIONS, OFFICE, LEADER, LIN, MA):
        assert not sees(caller, evidence), caller.account


def test_a_finding_that_is_still_a_secret_lets_those_of_its_visit_know() -> None:
    change = confided(declared(by=SUN))
    assert change is not None
    for caller in (SUN, SUNS_COLLEAGUE, CITY):
        assert sees(caller, change.state), caller.account
    for caller in (REVIEWER, OPERATIONS, OFFICE, LEADER, LIN, MA):
        assert not sees(caller, change.state), caller.account
    assert confided(change.state) is None


def test_a_finding_tells_nobody_of_another_districts_photo() -> None:
    assert confided(declared(by=SUN), district="xigu") is None
    assert confided(None) is None


def test_what_is_known_to_everybody_is_no_secret_again() -> None:
    evidence = shown(declared(by=SUN))
    assert evidence is not None and evidence.confidants is None
    assert confided(evidence) is None


def test_those_who_come_to_know_of_a_sealed_photo_are_told_that_it_is_sealed() -> None:
    sealed = sealed_by(SUN)
    held = confided(sealed)
    assert held is not None and [type(fact) for fact in held.events] == [EvidenceSealed]
    for known in (sealed, held.state):
        raised = show(known, FACT, heard(FACT))
        assert raised is not None and [type(fact) for fact in raised.events] == [EvidenceSealed]
        again = show(raised.state, replace(FACT, unit="street"), heard(FACT))
        assert again is not None and again.events == (), "it is no news any more"


def test_who_no_longer_inspects_no_longer_knows() -> None:
    assert not sees(replace(SUN, roles=("leader",)), declared(by=SUN))


@pytest.mark.parametrize("caller", [OFFICE, LEADER, MA])
def test_a_finding_shows_it_to_the_district_and_to_the_unit_at_fault(caller: Caller) -> None:
    evidence = shown(declared(by=SUN))
    assert evidence is not None
    assert sees(caller, evidence)
    assert not sees(replace(LIN, unit="street"), evidence)


def fetched_by(evidence: Piece, by: Caller, **how: Any) -> Piece | None:
    asked = DownloadOf(evidence=str(uuid7()), thumbnail=how.pop("thumbnail", False))
    change = fetched(evidence, asked, given("e-1", by=by, at=later(**how)))
    return change.state if change else None


def test_each_read_of_an_original_is_an_entry_and_a_repeat_within_minutes_is_none() -> None:
    once = fetched_by(declared(), OFFICE)
    assert once is not None
    assert (once.custody[-1].what, once.custody[-1].by) == ("fetched", OFFICE.account)
    assert custody.first_broken(once.custody) is None
    assert fetched_by(once, OFFICE, minutes=9) is None
    for by, minutes in ((OFFICE, 11), (LEADER, 1)):
        again = fetched_by(once, by, minutes=minutes)
        assert again is not None and len(again.custody) == 3
    assert fetched_by(declared().but(custody=()), OFFICE) is not None


def test_a_preview_is_no_entry() -> None:
    assert fetched_by(declared(), OFFICE, thumbnail=True) is None


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
        evidence.must_be_own(MA, "e-1")


def test_what_was_stored_before_is_nobodys_secret() -> None:
    document: Any = kept(declared(by=LIN))
    assert sees(OFFICE, document)
    assert sees(LEADER, document)
