"""Copies for paper, and their codes."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask
from contracts.orders.doors import door, only
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import EVERYONE, READERS
from contracts.words import Sha256

PrintCode = Annotated[str, Meta(pattern=r"^[A-Z2-7]{16}\Z")]
"""80 bits in base32 (RFC 4648)."""


@door("GET /evidence/{evidence}/stamped", "领取加盖水印的打印件", READERS)
class StampedOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of a copy for paper: time, place, items, number, a code that anybody
    can check, and the red frames; drawn anew each time. The original stays as it is."""

    evidence: EvidenceId


@only(EVERYONE)
class StampSaid(Ask, frozen=True, kw_only=True):
    """What a stamped copy's code stands for; asked without an account. ``sha256``: of a file that
    is compared with the original."""

    code: PrintCode
    sha256: Sha256 | None = None
