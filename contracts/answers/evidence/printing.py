"""Copies for paper, and their codes."""

from datetime import datetime

from contracts.answers.base import Answer, answers
from contracts.answers.evidence.showing import Download
from contracts.orders import evidence as orders
from contracts.words import EvidenceState


@answers(orders.StampedOf)
class StampedCopy(Download, frozen=True, kw_only=True):
    """A short-lived address of the stamped copy, and the code that stands on it."""

    code: str


@answers(orders.StampSaid)
class StampTold(Answer, frozen=True, kw_only=True):
    """Of the original behind a stamped copy. ``same``: whether the hash that was asked is its own;
    null where none was."""

    evidence: str
    district: str
    state: EvidenceState
    sealed_at: datetime | None
    sha256_begins: str
    same: bool | None
