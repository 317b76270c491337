"""What no check could judge waits for a person, who lets it pass or rejects it, with a reason.

Let pass, it is checked once more and locked as any other: what a check then refuses is rejected all
the same, and nothing is sealed whose bytes are not those that were declared.
"""

from contracts.evidence import QuarantineReleased
from contracts.orders.evidence import DecideQuarantined
from kit.change import Change, Given
from services.evidence.piece.piece import Piece, Release
from services.evidence.piece.verdict import NOT_RELEASED, refused
from services.evidence.refusals import NotQuarantined, SamePerson
from services.evidence.sealing import checking


def decide(state: Piece, order: DecideQuarantined, given: Given) -> Change[Piece]:
    """Raises: NotFound, SamePerson, NotQuarantined (also: another decided, or its check runs)."""
    by = given.by.account
    state.must_be_seen_by(given.by, given.key)
    if by == state.by:
        raise SamePerson("本人提交的材料须由另一人处理")
    if state.state != "QUARANTINED":
        raise NotQuarantined("这份材料已经处理，或正在重新检查", state=state.state)
    if not order.release:
        return checking.rejected(state, refused(NOT_RELEASED, order.reason), given, by)
    # Its chances are its own again: a lock that fails sets it aside anew, and never rejects it.
    after = state.but(
        released=Release(by=by, reason=order.reason, at=given.now), failures=0, quarantines=0
    ).noted("admitted", given.now, {"reason": order.reason}, by)
    begun = checking.attempt(after, given)
    told = QuarantineReleased(evidence=given.key, by=by, unit=state.unit, reason=order.reason)
    return Change(begun.state, (told, *begun.events))
