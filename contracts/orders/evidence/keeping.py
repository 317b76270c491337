"""Held, disposed of, adopted."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door
from contracts.orders.evidence.ids import EvidenceId, Reference
from contracts.roles import DISPOSERS, OFFICES, STEERING, VERIFIERS
from contracts.words import Id, Reason, Slug, Title

MOST_DISPOSED = 200
"""Pieces on one list of disposal."""


@door("POST /evidence/{evidence}/hold", "冻结保管", VERIFIERS)
class HoldEvidence(Order, frozen=True, kw_only=True):
    """Nothing of it is disposed of while the hold stands. ``reference`` names the matter (a file
    number, a letter); the same one again changes nothing."""

    evidence: EvidenceId
    reference: Reference
    reason: Reason


@door("POST /evidence/{evidence}/hold/lift", "解除冻结", OFFICES)
class LiftHold(Order, frozen=True, kw_only=True):
    """Lift the hold that ``reference`` names. One that the city placed, the city lifts."""

    evidence: EvidenceId
    reference: Reference
    reason: Reason


@door("POST /disposals", "提出销毁清册", OFFICES, status=201)
class ProposeDisposal(Order, frozen=True, kw_only=True):
    """A list of what is to be disposed of (销毁): sealed, its retention over, under no hold.

    ``used_too``: also what a submission or a finding names; without it, such pieces are refused.
    """

    district: Slug
    reason: Reason
    evidence: Annotated[tuple[EvidenceId, ...], Meta(min_length=1, max_length=MOST_DISPOSED)]
    used_too: bool = False


@door("POST /disposals/{disposal}/decide", "审批销毁清册", DISPOSERS)
class DecideDisposal(Order, frozen=True, kw_only=True):
    """By another person than proposed it. What is under a hold by then stays."""

    disposal: Id
    approve: bool
    reason: Reason


@door("GET /disposals/{disposal}", "一份销毁清册", STEERING)
class DisposalOf(Ask, frozen=True, kw_only=True):
    """One list, and each of its pieces as it stands now."""

    disposal: Id


@door("GET /disposals", "销毁清册列表", STEERING)
class Disposals(PageAsk, frozen=True, kw_only=True):
    """The lists of disposal, the newest in front."""

    district: Slug | None = None


@door("GET /orphans", "无登记的文件", OFFICES)
class Orphans(PageAsk, frozen=True, kw_only=True):
    """Objects that no record knows, the newest found in front: after the database was restored from
    a backup, what was sent since. Each is deleted on its day, unless an office adopts it."""

    district: Slug | None = None


@door("POST /orphans/{orphan}/adopt", "认领无登记的文件", OFFICES)
class AdoptOrphan(Order, frozen=True, kw_only=True):
    """Make evidence of it, under the id that its phone gave it: checked and sealed as any other."""

    orphan: Id
    title: Title
    media_type: Annotated[str, Meta(max_length=100)]
    reason: Reason
