"""When a sweeper must look at a piece of evidence, per state."""

from datetime import datetime, timedelta

from services.evidence.piece.verdict import PLACE_NOT_ALLOWED

MIB = 1024 * 1024
MOST_SECONDS = 20
SLOW_FACTOR = 3
PROBE_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
PROBE_EVERY = timedelta(hours=6)
EXPIRES_AFTER = timedelta(days=7)
"""An upload that nobody went on with for so long is given up."""

STORED_LEASE = timedelta(minutes=2)
"""A stored file whose check has not begun by then is announced again."""

CHECK_LEASE = timedelta(minutes=10)
"""A check that has not ended by then is begun again; longer than any check may run."""

LONGEST_CHECK_LEASE = timedelta(hours=6)
CHECK_AGAIN = (timedelta(seconds=30), timedelta(minutes=5))
"""Pauses after a check that could not be done."""

MAX_FAILURES = len(CHECK_AGAIN) + 1
"""Checks that could not be done before the file is set aside, for a person to see."""

QUARANTINE_AGAIN = timedelta(days=1)
"""What was set aside is checked again so often: what was broken may have been mended."""

MAX_QUARANTINES = 3
"""Times set aside before what cannot be checked is rejected. What only was not scanned stays until
it was, or until a person decides; no more is told of it."""

SLOW_AFTER = timedelta(seconds=30)
"""A file that used up its budget on the quick lane waits so long for the slow one …"""

MAX_EXHAUSTED = 2
"""… and is set aside the second time."""

REJECTED_KEPT = timedelta(days=7)
"""Rejected bytes can be looked at for so long, then they are deleted."""


def rejected_kept(code: str) -> timedelta:
    """What should not be here at all goes with the next sweep."""
    return timedelta() if code == PLACE_NOT_ALLOWED else REJECTED_KEPT


def next_probe(probes: int, now: datetime, expires_at: datetime) -> datetime:
    """When to look for the bytes after ``probes`` looks in vain."""
    pause = PROBE_AFTER[probes] if probes < len(PROBE_AFTER) else PROBE_EVERY
    return min(now + pause, expires_at)


def processor_seconds(size: int, base: int, per_mib: float, *, slow: bool) -> int:
    """What a file may cost: ``base`` and so much for each MiB, in whole seconds of processor time.

    The cap counts: what is looked into in full is far smaller than the largest film.
    """
    quick = min(base + round(per_mib * size / MIB), max(base, MOST_SECONDS))
    return quick * SLOW_FACTOR if slow else quick


def check_lease(attempt: int, now: datetime) -> datetime:
    """When to begin a check anew; doubled with each attempt."""
    return now + min(CHECK_LEASE * (1 << min(attempt - 1, 10)), LONGEST_CHECK_LEASE)
