"""When to try again. Pure."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256

MOST_ASKED = 86400.0
"""Seconds: of ``Retry-After`` no more is obeyed."""
JITTER = 0.2
"""The part of a delay that differs from event to event."""
MOST_DIGITS = 9


def asked_for(header: str, now: datetime) -> float:
    """Seconds of ``Retry-After`` (RFC 9110, 10.2.3): a number, or a day and time; 0 of neither."""
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:MOST_DIGITS]), MOST_ASKED)
    try:
        until = parsedate_to_datetime(text)
        seconds = (until - now).total_seconds()
    except (ValueError, TypeError, OverflowError):  # none; or one without its zone
        return 0.0
    return min(max(seconds, 0.0), MOST_ASKED)


def pause(delay: int, asked: float, key: str, tries: int) -> timedelta:
    """The delay, up to a fifth longer: as many events that failed together do not come together."""
    drawn = sha256(f"{key}:{tries}".encode()).digest()
    part = int.from_bytes(drawn[:2]) / 0xFFFF
    return timedelta(seconds=max(float(delay), asked) * (1 + JITTER * part))
