"""Whose turn it is: no account and no unit takes every place for checks with its own files.

What waits stands in STORED with an hour of its own, and not in a queue before others: however many
files one person sends, only a few of them are ever under way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.evidence.piece.piece import Piece

SLOW_AT_ONCE = 4
"""Checks under way on the slow lanes of all replicas; each has one place for them."""

SHORTEST_WAIT, LONGEST_WAIT = 1.0, 300.0
WAIT_EACH = 0.5
"""Seconds for each file of the same account that waits: so an account, with one file or with
thousands, asks about twice a second whether it may go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Checks under way: of the account, of its unit, of its slow ones, and all slow ones; and how
    many files of the account wait. Counted without a lock: side by side, a few more may begin.

    ``per_account``, ``per_unit``: how many may be under way.
    """

    account: int
    unit: int
    account_slow: int
    slow: int
    waiting: int
    per_account: int
    per_unit: int


def has_turn(state: Piece, busy: Busy) -> bool:
    if state.exhausted:
        return busy.account_slow < 1 and busy.slow < SLOW_AT_ONCE
    return busy.account < busy.per_account and busy.unit < busy.per_unit


def next_turn(busy: Busy, now: datetime) -> datetime:
    """When to ask again."""
    seconds = min(max(WAIT_EACH * busy.waiting, SHORTEST_WAIT), LONGEST_WAIT)
    return now + timedelta(seconds=seconds)
