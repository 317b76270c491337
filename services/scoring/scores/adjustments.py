"""What the total counts differently from the items' own scores."""

from typing import Literal

from msgspec import Struct

from services.scoring.explain import Signal

Why = Literal["moved", "double_claim", "bonus_cap", "section_veto"]


class Adjustment(Struct, frozen=True, kw_only=True):
    """What the total counts differently from an item's own score; ``thousandths`` is added."""

    item: str
    why: Why
    text: str
    thousandths: int


class Flag(Struct, frozen=True, kw_only=True):
    """Something that only the items together show: both items of a double claim carry it."""

    item: str
    signal: Signal
