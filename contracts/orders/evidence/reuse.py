"""Whether a picture was used before."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order
from contracts.orders.doors import door
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import JUDGES_OF_LIKENESS, UPLOADERS
from contracts.words import LikenessRuling, Reason, Sha256

Fingerprint = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]


@door("POST /evidence/{evidence}/likeness", "判断相近照片", JUDGES_OF_LIKENESS)
class RuleOnLikeness(Order, frozen=True, kw_only=True):
    """Say of a picture that resembles an earlier one whether it may stand. Nobody is asked again
    for this pair; another word later replaces this one, and the custody keeps both."""

    evidence: EvidenceId
    ruling: LikenessRuling
    reason: Reason


@door("GET /used-before", "照片以前用过吗", UPLOADERS)
class UsedBefore(Ask, frozen=True, kw_only=True):
    """Asked with hashes alone, before anything is sent: of the bytes, of the picture's look, or
    both. At most 120 times a minute."""

    sha256: Sha256 | None = None
    fingerprint: Fingerprint | None = None
