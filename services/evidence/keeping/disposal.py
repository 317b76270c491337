"""Disposal (销毁) of what need be kept no longer: a list that one person proposes and another lets
pass; then each piece on it decides for itself.

The record says so first, the bytes go afterwards: ``erasing``.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.evidence import (
    DisposalApproved,
    DisposalProposed,
    DisposalRefused,
    EvidenceDisposed,
)
from contracts.orders.evidence import DecideDisposal, ProposeDisposal
from contracts.refusals import NotFound, absent
from contracts.words import DisposalState
from kit.change import Change, Given, Knowing
from services.evidence.piece.piece import Disposed, Piece
from services.evidence.refusals import DisposalDecided, NotDisposable, SamePerson

WHY = {
    "not-sealed": "不是已封存的材料",
    "held": "正在冻结保管",
    "locked": "保管期限未满",
    "used": "有任务或检查发现引用了它（确需销毁的，请注明一并销毁在用材料）",
}
"""Why a piece stays."""


class Disposal(Struct, frozen=True, kw_only=True):
    """A list (销毁清册) and who decided what about it. ``used_too``: also what is used."""

    district: str
    reason: str
    evidence: tuple[str, ...]
    used_too: bool
    proposed_by: str
    proposed_at: datetime
    state: DisposalState = "PROPOSED"
    decided_by: str = ""
    decided_at: datetime | None = None
    decision: str = ""


def why_kept(state: Piece, now: datetime, *, used_too: bool) -> str:
    """A key of ``WHY``, or empty where nothing keeps it."""
    if state.state != "SEALED" or state.sealed_until is None:
        return "not-sealed"
    if state.holds:
        return "held"
    if now < state.sealed_until:
        return "locked"
    return "used" if state.uses and not used_too else ""


def propose(
    _state: Disposal | None, order: ProposeDisposal, given: Knowing[Mapping[str, Piece]]
) -> Change[Disposal]:
    """Raises: NotFound, NotDisposable."""
    ids = tuple(dict.fromkeys(order.evidence))
    for number, id in enumerate(order.evidence):
        piece = given.found.get(id)
        if piece is None or piece.district != order.district:
            raise NotFound(absent(id).detail, field=f"$.evidence[{number}]")
        if why := why_kept(piece, given.now, used_too=order.used_too):
            raise NotDisposable(f"{id}：{WHY[why]}", field=f"$.evidence[{number}]")
    listed = Disposal(
        district=order.district,
        reason=order.reason,
        evidence=ids,
        used_too=order.used_too,
        proposed_by=given.by.account,
        proposed_at=given.now,
    )
    told = DisposalProposed(
        disposal=given.key, by=given.by.account, count=len(ids), reason=order.reason
    )
    return Change(listed, (told,))


def decide(state: Disposal, order: DecideDisposal, given: Given) -> Change[Disposal]:
    """Raises: SamePerson, DisposalDecided."""
    by = given.by.account
    if by == state.proposed_by:
        raise SamePerson("提出的人不能自己审批，须由另一人审批")
    if state.state != "PROPOSED":
        raise DisposalDecided("这份清册已经审批", state=state.state)
    after = replace(
        state,
        state="APPROVED" if order.approve else "REFUSED",
        decided_by=by,
        decided_at=given.now,
        decision=order.reason,
    )
    if not order.approve:
        return Change(after, (DisposalRefused(disposal=given.key, by=by, reason=order.reason),))
    told = DisposalApproved(
        disposal=given.key,
        evidence=state.evidence,
        proposed_by=state.proposed_by,
        approved_by=by,
        used_too=state.used_too,
    )
    return Change(after, (told,))


def dispose(
    state: Piece | None, fact: DisposalApproved, given: Knowing[bool]
) -> Change[Piece] | None:
    """Disposed of, unless something keeps it by now. ``given.found``: the store's lock is over."""
    if state is None or not given.found or why_kept(state, given.now, used_too=fact.used_too):
        return None
    two = Disposed(
        disposal=fact.disposal,
        proposed_by=fact.proposed_by,
        approved_by=fact.approved_by,
        at=given.now,
    )
    facts = {
        "sha256": state.manifest.sha256,
        "version": state.version_id,
        "disposal": fact.disposal,
        "proposed_by": fact.proposed_by,
    }
    after = state.but(state="DISPOSED", disposed=two, erasing=True, due=given.now)
    told = EvidenceDisposed(
        evidence=given.key,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
        sha256=state.manifest.sha256,
        disposal=fact.disposal,
        proposed_by=fact.proposed_by,
        approved_by=fact.approved_by,
    )
    return Change(after.noted("disposed", given.now, facts, fact.approved_by), (told,))
