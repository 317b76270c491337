"""China's clock and calendar: UTC+8 all year since 1991, so no time zone data is needed."""

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_of(instant: datetime) -> date:
    """The day in China of an instant."""
    return instant.astimezone(CHINA).date()


def end_of_day(day: date) -> datetime:
    """The instant (UTC) at which that day has ended in China."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=CHINA).astimezone(UTC)


def in_words(day: date) -> str:
    """``2026年7月31日``"""
    return f"{day.year}年{day.month}月{day.day}日"


def near(day: date, year: int) -> bool:
    """Whether a date may belong to a campaign of that year: a typing error is years away."""
    return date(year - 1, 1, 1) <= day <= date(year + 1, 12, 31)


def as_written(instant: datetime) -> str:
    """RFC 3339 in UTC, ``…Z``: the one spelling of a moment in whatever is told."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
