"""A lead from its coming to its end: words first, then a photo that the evidence service holds.

sending → open → kept → found | answered | dismissed. What never sends its photo, or sends none,
lapses within a day and loses its words.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.envelope import Fact
from contracts.evidence import LeadPhotoChecked
from contracts.orders.tasks import BringLead, SettleLead
from contracts.places import Position
from contracts.refusals import Forbidden, Invalid
from contracts.tasks import (
    FindingRaised,
    LeadOpened,
    LeadPhotoDropped,
    LeadPhotoKept,
    LeadSettled,
)
from contracts.words import LEAD_STATE_NAMES, LeadState
from kit.change import Change, Given, Knowing
from services.tasks.leads.snapping import Snapping, closed
from services.tasks.refusals import WrongState

SENDING = timedelta(days=1)
"""How long a photo may be on its way."""
UNSETTLED: tuple[LeadState, ...] = ("open", "kept", "found")


class Lead(Struct, frozen=True, kw_only=True):
    """``has_photo``: it is held or kept. ``days``: the retention that held when it came. ``due``:
    when it lapses, or its photo is deleted. ``reason``: why the photo was kept. ``fault``: why what
    came was no photo. ``position``: until it is answered or dismissed."""

    district: str
    year: int
    place: str
    text: str
    photo: str
    at: datetime
    days: int
    state: LeadState = "sending"
    due: datetime | None = None
    has_photo: bool = False
    reason: str = ""
    answer: str = ""
    by: str = ""
    settled_at: datetime | None = None
    finding: str = ""
    fault: str = ""
    position: Position | None = None


def bring(state: Lead | None, order: BringLead, given: Knowing[Snapping | None]) -> Change[Lead]:
    """Raises: Forbidden (the district takes none), Invalid (a place of which nothing is taken; a
    photo that another lead brought)."""
    if state is not None:
        raise Invalid("这张照片已经送来过。", field="photo")
    snapping = given.found
    if snapping is None or not snapping.on:
        raise Forbidden("本区县没有开通随手拍。")
    if closed(snapping.sites, f"{order.place}\n{order.text}"):
        raise Invalid("这个地点不能拍摄上传，什么都没有收下。", field="place")
    return Change(
        Lead(
            district=order.district,
            year=day_of(given.now).year,
            place=order.place,
            text=order.text,
            photo=order.photo,
            at=given.now,
            days=snapping.days,
            position=order.position,
            due=given.now + SENDING,
        )
    )


def photo_checked(state: Lead, fact: LeadPhotoChecked, given: Given) -> Change[Lead] | None:
    """A photo that comes after its lead lapsed is deleted as well; another's counts for nothing."""
    if fact.photo != state.photo:
        return None
    if state.state == "lapsed" and fact.ok:
        return Change(state, (_dropped(state, given),))
    if state.state != "sending":
        return None
    if not fact.ok:
        return Change(replace(_lapsed(state), fault=fact.code or "no-photo"))
    due = given.now + timedelta(days=state.days)
    new = replace(state, state="open", has_photo=True, due=due)
    return Change(new, (LeadOpened(snap=given.key, year=state.year),))


def fall_due(state: Lead, _due: None, given: Given) -> Change[Lead]:
    """It lapses, or the photo that nobody settled is deleted; its words stay until they are."""
    if state.state == "sending":
        return Change(_lapsed(state))
    after = replace(state, due=None, has_photo=False)
    return Change(after, (_dropped(state, given),) if state.has_photo else ())


def settle(state: Lead, order: SettleLead, given: Given) -> Change[Lead]:
    """Raises: WrongState (settled already; a photo that is no more cannot be kept)."""
    if state.state not in UNSETTLED:
        raise WrongState(
            f"这条线索现为“{LEAD_STATE_NAMES[state.state]}”，不能再处理。", state.state
        )
    by = given.by.account
    told: list[Fact] = [LeadSettled(snap=given.key, year=state.year, outcome=order.outcome, by=by)]
    if order.outcome == "kept":
        if state.state != "open" or not state.has_photo:
            raise WrongState("照片已经删除或已留作佐证。", state.state)
        kept = replace(state, state="kept", reason=order.text, by=by, due=None)
        told.append(
            LeadPhotoKept(
                snap=given.key,
                evidence=state.photo,
                by=by,
                title=f"随手拍：{state.place or state.text[:30]}",
            )
        )
        return Change(kept, tuple(told))
    held = state.state == "open" and state.has_photo
    new = replace(
        state,
        state=order.outcome,
        answer=order.text,
        by=by,
        settled_at=given.now,
        due=None,
        has_photo=state.has_photo and not held,
        position=None,
    )
    return Change(new, (*told, *((_dropped(state, given),) if held else ())))


def became_finding(state: Lead, fact: FindingRaised, given: Given) -> Change[Lead] | None:
    if state.state != "kept":
        return None
    return Change(replace(state, state="found", finding=fact.finding))


def _lapsed(state: Lead) -> Lead:
    return replace(state, state="lapsed", place="", text="", position=None, due=None)


def _dropped(state: Lead, given: Given) -> LeadPhotoDropped:
    return LeadPhotoDropped(snap=given.key, evidence=state.photo)
