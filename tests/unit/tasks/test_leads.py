"""A lead of a passer-by: taken where it is switched on, and nothing of it kept longer than said."""

import re
from datetime import timedelta
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.evidence import LeadPhotoChecked
from contracts.orders.tasks import BringLead, SetSnapping, SettleLead
from contracts.places import Position
from contracts.refusals import Forbidden
from contracts.tasks import LeadOpened, LeadPhotoDropped, LeadPhotoKept, LeadSettled, SnappingSet
from services.tasks.leads.codes import code_of
from services.tasks.leads.lead import (
    Lead,
    became_finding,
    bring,
    fall_due,
    photo_checked,
    settle,
)
from services.tasks.leads.snapping import Snapping, set_snapping
from services.tasks.refusals import WrongState
from tests.unit.tasks.cast import NOW, QIAN, given, refused

PUBLIC = Caller(account="public", name="群众", roles=(), district="*")
PHOTO = "01890000-0000-7000-8000-000000000001"
CAMP = "北山营区"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")


def snapping(**changes: Any) -> Snapping:
    usual: dict[str, Any] = {"on": True, "days": 30, "sites": (CAMP,), "by": "qian"}
    return Snapping(district="ganzhou", **{**usual, **changes})


def order(**changes: Any) -> BringLead:
    usual: dict[str, Any] = {"district": "ganzhou", "place": "东街", "text": "宣传栏破损"}
    return BringLead(photo=PHOTO, **{**usual, **changes})


def brought(**changes: Any) -> Lead:
    return bring(None, order(**changes), given(PUBLIC, snapping())).state


def checked(state: Lead, *, ok: bool = True) -> Any:
    return photo_checked(state, LeadPhotoChecked(photo=PHOTO, snap="t-1", ok=ok), given(PUBLIC))


def opened() -> Lead:
    change = checked(brought())
    assert change and isinstance(change.events[0], LeadOpened)
    state: Lead = change.state
    return state


def test_a_code_has_60_bits_and_is_the_same_for_the_same_photo() -> None:
    codes = {code_of(f"0189{n:08x}-0000-7000-8000-000000000001") for n in range(2000)}
    assert len(codes) == 2000
    assert all(CODE.fullmatch(one) for one in codes)
    used = {(at, sign) for code in codes for at, sign in enumerate(code)}
    assert len(used) == 12 * 32 + 2, "every sign stands everywhere"
    assert code_of(PHOTO) == code_of(PHOTO)


def test_a_photo_brings_one_lead() -> None:
    with refused("invalid", "photo"):
        bring(brought(), order(), given(PUBLIC, snapping()))


def test_what_is_no_photo_is_told_as_such() -> None:
    fact = LeadPhotoChecked(photo=PHOTO, snap="t-1", ok=False, code="broken-image")
    change = photo_checked(brought(), fact, given(PUBLIC))
    assert change and (change.state.state, change.state.fault) == ("lapsed", "broken-image")
    assert checked(brought(), ok=False).state.fault == "no-photo"
    assert fall_due(brought(), None, given(PUBLIC)).state.fault == ""


def settled(state: Lead, outcome: Any, text: str = "已经通知修补") -> Any:
    return settle(state, SettleLead(snap="t-1", outcome=outcome, text=text), given(QIAN))


@pytest.mark.parametrize("held", [None, snapping(on=False)], ids=["never", "off"])
def test_a_district_that_has_not_switched_it_on_takes_nothing(held: Snapping | None) -> None:
    with pytest.raises(Forbidden):
        bring(None, order(), given(PUBLIC, held))


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "北 山营区门口"},
        {"text": "在北山营区旁边"},
        {"place": "北·山-营、区"},
    ],
    ids=["place", "text", "signs between"],
)
def test_nothing_is_taken_of_a_place_that_is_closed(changes: dict[str, Any]) -> None:
    with refused("invalid", "place"):
        brought(**changes)


def test_a_photo_that_never_comes_or_is_none_leaves_no_words() -> None:
    state = brought()
    assert state.due == NOW + timedelta(days=1)
    for change in (fall_due(state, None, given(PUBLIC)), checked(state, ok=False)):
        gone = change.state
        assert (gone.state, gone.text, gone.place) == ("lapsed", "", "")
        assert not change.events and gone.due is None
    late = checked(fall_due(state, None, given(PUBLIC)).state)
    assert late and late.events == (LeadPhotoDropped(snap="t-1", evidence=PHOTO),)


def test_the_photo_of_a_lead_that_nobody_settled_is_deleted_when_its_days_are_over() -> None:
    state = opened()
    assert state.due == NOW + timedelta(days=30)
    change = fall_due(state, None, given(PUBLIC))
    assert change.events == (LeadPhotoDropped(snap="t-1", evidence=PHOTO),)
    assert (change.state.has_photo, change.state.due) == (False, None)
    assert settled(change.state, "answered").state.answer
    with pytest.raises(WrongState):
        settled(change.state, "kept")


@pytest.mark.parametrize("outcome", ["answered", "dismissed"])
def test_an_answer_deletes_the_photo_at_once(outcome: str) -> None:
    change = settled(opened(), outcome)
    kinds = [type(event) for event in change.events]
    assert kinds == [LeadSettled, LeadPhotoDropped]
    state = change.state
    assert (state.state, state.answer, state.has_photo) == (outcome, "已经通知修补", False)
    with pytest.raises(WrongState):
        settled(state, "answered")


def test_a_photo_that_is_kept_stays_and_may_become_a_finding() -> None:
    kept = settled(opened(), "kept", "拟列入督查")
    assert kept.events[1] == LeadPhotoKept(
        snap="t-1", evidence=PHOTO, by="qian", title="随手拍：东街"
    )
    assert (kept.state.due, kept.state.has_photo) == (None, True)

    class Raised:
        finding = "f-9"

    found = became_finding(kept.state, Raised, given(QIAN))  # type: ignore[arg-type]
    assert found and (found.state.state, found.state.finding) == ("found", "f-9")
    assert became_finding(opened(), Raised, given(QIAN)) is None  # type: ignore[arg-type]
    answered = settled(found.state, "answered")
    assert [type(event) for event in answered.events] == [LeadSettled]
    assert answered.state.has_photo


def test_where_it_is_may_be_left_out_or_told_by_the_phone_and_goes_with_the_answer() -> None:
    here = Position(latitude=38.93211234, longitude=100.45121234)
    told = brought(place="", position=here)
    assert told.position == Position(latitude=38.93211, longitude=100.45121)
    assert brought(place="").position is None
    assert brought(position=Position(latitude=0, longitude=0)).position is None
    assert fall_due(told, None, given(PUBLIC)).state.position is None
    held = checked(told).state
    assert held.position == told.position
    assert settled(held, "answered").state.position is None
    kept = settled(held, "kept")
    assert kept.state.position == told.position
    assert kept.events[1].title == "随手拍：宣传栏破损"
    with refused("invalid", "place"):
        brought(place="", text="北山营区门口", position=here)


def test_anothers_photo_opens_no_lead() -> None:
    other = LeadPhotoChecked(photo="another", snap="t-1", ok=True)
    assert photo_checked(brought(), other, given(PUBLIC)) is None


def test_a_photo_that_is_checked_twice_changes_nothing() -> None:
    assert checked(opened()) is None


def test_rules_that_are_set_again_tell_nobody() -> None:
    said = SetSnapping(district="ganzhou", on=True, sites=(CAMP,))
    change = set_snapping(None, said, given(QIAN))
    assert change and change.events == (SnappingSet(on=True, days=30, by="qian"),)
    assert set_snapping(change.state, said, given(QIAN)) is None
