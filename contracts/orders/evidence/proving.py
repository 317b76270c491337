"""What is signed."""

from contracts.orders.base import Ask
from contracts.orders.doors import door, only
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import EVERYONE, READERS


@door("GET /evidence/{evidence}/receipt", "领取签名回执", READERS)
class ReceiptOf(Ask, frozen=True, kw_only=True):
    """What became of a piece, signed; the same bytes each time. A phone deletes its copy of the
    file on this alone."""

    evidence: EvidenceId


@only(EVERYONE)
class ReceiptKeys(Ask, frozen=True, kw_only=True):
    """The public keys; asked for without an account."""


@door("GET /tree-head", "保管记录的签名树头", EVERYONE)
class TreeHeadOf(Ask, frozen=True, kw_only=True):
    """The newest signed head of the tree of all custody: mailed or printed, it lets anybody tell
    later whether anything before it was changed."""
