"""Whether a picture was used before."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers
from contracts.orders import evidence as orders
from contracts.words import LikenessRuling


class Earlier(Answer, frozen=True, kw_only=True):
    """The same bytes were sealed before: by whom, in which year, for what; ``evidence``, which
    opens it, only where the reader may see it."""

    district: str
    unit: str
    year: int | None
    items: tuple[str, ...]
    evidence: str | UnsetType = UNSET


class LikenessRuled(Answer, frozen=True, kw_only=True):
    """What a person who compared both said."""

    ruling: LikenessRuling
    reason: str
    by: str
    at: datetime


class Likeness(Earlier, frozen=True, kw_only=True):
    """A picture that looks the same was sealed before; it may be the same scene."""

    distance: int
    ruled: LikenessRuled | None


class EarlierUse(Earlier, frozen=True, kw_only=True):
    """``distance`` is null where the bytes are the same."""

    distance: int | None


@answers(orders.UsedBefore)
class UsesBefore(Answer, frozen=True, kw_only=True):
    """What is known of a picture by its hashes. ``compared``: false while the service has not read
    all fingerprints yet: then what looks alike is told after the sealing."""

    compared: bool
    uses: tuple[EarlierUse, ...]


@answers(orders.RuleOnLikeness)
class Ruled(Changed, frozen=True, kw_only=True):
    ruling: LikenessRuling
