"""A person who has seen both says whether a picture that resembles an earlier one may stand.

The last word counts, and each stays in the custody.
"""

from contracts.orders.evidence import RuleOnLikeness
from contracts.refusals import Forbidden
from kit.change import Change, Given
from services.evidence.piece.piece import Piece, Ruling
from services.evidence.refusals import NothingAlike


def rule(state: Piece, order: RuleOnLikeness, given: Given) -> Change[Piece]:
    """Raises: NotFound, NothingAlike, Forbidden (one's own picture)."""
    state.must_be_seen_by(given.by, given.key)
    if state.near_of is None:
        raise NothingAlike("没有发现与这份材料相近的先前照片，无需判断")
    if given.by.account == state.by:
        raise Forbidden("自己上传的照片，由他人判断是否重复")
    ruled = Ruling(ruling=order.ruling, reason=order.reason, by=given.by.account, at=given.now)
    near_of = state.near_of.judged(ruled)
    facts = {"of": near_of.evidence, "ruling": order.ruling, "reason": order.reason}
    noted = state.but(near_of=near_of).noted("ruled", given.now, facts, given.by.account)
    return Change(noted, answer={"ruling": order.ruling})
