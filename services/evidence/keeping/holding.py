"""Legal hold (冻结保管): placed and lifted, each with a reference and a reason.

A hold stands in the piece, where nothing can dispose of it past the hold, and on the pinned version
in the store, where the store's owner cannot either.
"""

from contracts.caller import Caller
from contracts.evidence import EvidenceHeld, EvidenceReleased
from contracts.orders.evidence import HoldEvidence, LiftHold
from contracts.refusals import Forbidden
from contracts.words import CITY_WIDE
from kit.change import Change, Given
from services.evidence.piece.piece import Hold, Piece
from services.evidence.refusals import NotHeld, NothingToHold, TooManyHolds

MOST_HOLDS = 20


def hold(state: Piece, order: HoldEvidence, given: Given) -> Change[Piece]:
    """Raises: NotFound, NothingToHold, TooManyHolds."""
    state.must_be_seen_by(given.by, given.key)
    if not state.holdable:
        raise NothingToHold("这份材料现在没有可冻结的文件", state=state.state)
    if any(one.reference == order.reference for one in state.holds):
        return Change(state)
    if len(state.holds) >= MOST_HOLDS:
        raise TooManyHolds(f"一份材料最多由 {MOST_HOLDS} 件事项冻结", limit=MOST_HOLDS)
    placed = Hold(
        reference=order.reference,
        reason=order.reason,
        by=given.by.account,
        at=given.now,
        of_city=_of_city(given.by),
    )
    facts = {"reference": order.reference, "reason": order.reason}
    after = state.but(holds=(*state.holds, placed)).noted(
        "held", given.now, facts, given.by.account
    )
    told = EvidenceHeld(
        evidence=given.key, by=given.by.account, unit=state.unit, reference=order.reference
    )
    return Change(after, (told,))


def lift(state: Piece, order: LiftHold, given: Given) -> Change[Piece]:
    """Raises: NotFound, NotHeld, Forbidden (the city placed it)."""
    state.must_be_seen_by(given.by, given.key)
    found = held_for(state, order.reference)
    if found is None:
        raise NotHeld("没有以这个文号冻结", field="$.reference")
    if not may_lift(found, given.by):
        raise Forbidden("市级冻结的材料由市级解除")
    facts = {"reference": order.reference, "reason": order.reason}
    left = tuple(one for one in state.holds if one is not found)
    # What was rejected and waited for this may go at its hour, which may be over.
    due = given.now if state.state == "REJECTED" and not left else state.due
    after = state.but(holds=left, due=due).noted("released", given.now, facts, given.by.account)
    told = EvidenceReleased(
        evidence=given.key, by=given.by.account, unit=state.unit, reference=order.reference
    )
    return Change(after, (told,))


def held_for(state: Piece, reference: str) -> Hold | None:
    return next((one for one in state.holds if one.reference == reference), None)


def may_lift(found: Hold, caller: Caller) -> bool:
    return _of_city(caller) or not found.of_city


def _of_city(caller: Caller) -> bool:
    return caller.district == CITY_WIDE
