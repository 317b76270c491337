"""When a sweeper must look at a piece of evidence, per state."""

from datetime import datetime, timedelta

PROBE_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
PROBE_EVERY = timedelta(hours=6)
EXPIRES_AFTER = timedelta(days=7)
"""An upload that nobody went on with for so long is given up."""

STORED_LEASE = timedelta(minutes=2)
"""A stored file whose check has not begun by then is announced again."""

CHECK_LEASE = timedelta(minutes=10)
"""A check that has not ended by then is begun again; longer than any check may run."""

LONGEST_CHECK_LEASE = timedelta(hours=6)
CHECK_AGAIN = timedelta(seconds=30)
"""Pause after a check that ended badly."""

MAX_FAILURES = 3
"""Checks that may end badly before the file is set aside."""

QUARANTINE_AGAIN = timedelta(days=1)
"""A file that was set aside is checked again so often: the tool may have been mended."""

MAX_QUARANTINES = 7
"""Times set aside before the file is rejected as unreadable."""

REJECTED_KEPT = timedelta(days=7)
"""Rejected bytes can be looked at for so long, then they are deleted."""


def next_probe(probes: int, now: datetime, expires_at: datetime) -> datetime:
    """When to look for the bytes after ``probes`` looks in vain."""
    pause = PROBE_AFTER[probes] if probes < len(PROBE_AFTER) else PROBE_EVERY
    return min(now + pause, expires_at)


def check_lease(attempt: int, now: datetime) -> datetime:
    """When to begin a check anew; doubled with each attempt."""
    return now + min(CHECK_LEASE * (1 << min(attempt - 1, 10)), LONGEST_CHECK_LEASE)
