"""When a message may go out: the hours of the day in China, quiet hours, and the next digest."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from contracts.clock import CHINA

EPOCH = datetime(2000, 1, 1, tzinfo=CHINA)


class Hours(NamedTuple):
    """From ``start`` until before ``end``, over midnight where it ends earlier; equal: never."""

    start: time
    end: time


def hours(start: str, end: str) -> Hours:
    """Of ``HH:MM``. Raises: ValueError."""
    return Hours(time.fromisoformat(start), time.fromisoformat(end))


def quiet_end(quiet: Hours, now: datetime) -> datetime | None:
    """When the quiet hours end in which ``now`` lies (UTC); None outside them."""
    local = now.astimezone(CHINA)
    at, (start, end) = local.time(), quiet
    inside = start <= at < end if start <= end else at >= start or at < end
    if not inside:
        return None
    return _instant(local.date() + timedelta(days=at >= end), end)


def next_digest(
    times: tuple[time, ...], window: timedelta, quiet: Hours, earliest: datetime
) -> datetime:
    """The first digest not before ``earliest`` (UTC): at one of ``times`` of the day, or without
    any at the next whole ``window``; after the quiet hours where it falls into them.
    """
    if times:
        day = earliest.astimezone(CHINA).date()
        later = (_instant(day + timedelta(days=n), at) for n in (0, 1) for at in sorted(times))
        moment = next(each for each in later if each >= earliest)
    else:
        moment = (EPOCH + -((EPOCH - earliest) // window) * window).astimezone(UTC)
    return quiet_end(quiet, moment) or moment


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=CHINA).astimezone(UTC)
