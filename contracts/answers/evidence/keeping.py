"""Held, disposed of, adopted."""

from datetime import datetime
from typing import Literal

from contracts.answers.base import Answer, answers, lists
from contracts.orders import evidence as orders
from contracts.words import DisposalState, EvidenceState


class LegalHold(Answer, frozen=True, kw_only=True):
    """A legal hold (冻结保管). ``of_city``: the city placed it, and the city alone lifts it."""

    reference: str
    reason: str
    by: str
    at: datetime
    of_city: bool


class DisposedOf(Answer, frozen=True, kw_only=True):
    """By which list (销毁清册), and which two persons."""

    disposal: str
    proposed_by: str
    approved_by: str
    at: datetime


@lists(orders.Disposals)
class DisposalLine(Answer, frozen=True, kw_only=True):
    """A list of disposal (销毁清册). ``used_too``: also what a submission or a finding names."""

    id: str
    version: int
    district: str
    reason: str
    count: int
    used_too: bool
    proposed_by: str
    proposed_at: datetime
    state: DisposalState
    decided_by: str
    decided_at: datetime | None
    decision: str


class OnDisposal(Answer, frozen=True, kw_only=True):
    """A piece on the list as it stands now. ``held``: a legal hold keeps it."""

    evidence: str
    title: str
    sha256: str
    state: EvidenceState
    sealed_until: datetime | None
    held: bool
    uses: tuple[str, ...]


@answers(orders.DisposalOf)
class DisposalList(DisposalLine, frozen=True, kw_only=True):
    pieces: tuple[OnDisposal, ...]


@lists(orders.Orphans)
class OrphanLine(Answer, frozen=True, kw_only=True):
    """An object that no record knows. ``evidence``: the id that its phone gave it; ``delete_at``:
    when it goes, unless it is adopted."""

    id: str
    version: int
    district: str
    evidence: str
    object: str
    size: int
    stored_at: datetime
    found_at: datetime
    state: Literal["ORPHAN_REVIEW", "ADOPTED", "DELETED"]
    delete_at: datetime | None
