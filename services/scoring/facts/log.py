"""The log of facts: every event that touched a score, as it was heard, one small document each.

From these a district's year can be worked out again from nothing.
"""

from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from contracts.envelope import FACTS, Envelope, Fact, UnknownFact
from kit.change import Change, Given
from services.scoring.facts.hearing import Heard


class LoggedFact(Struct, frozen=True, kw_only=True):
    """``data``: the fact as JSON text, exactly as it came. ``time``: the event's (UTC)."""

    district: str
    year: int
    item: str
    type: str
    subject: str
    sequence: int
    time: datetime
    data: str


def keep(state: LoggedFact | None, fact: Fact, given: Given) -> Change[LoggedFact] | None:
    """An event is kept once, under its own id; a repeat changes nothing."""
    if state is not None:
        return None
    event = given.heard
    return Change(
        LoggedFact(
            district=event.district,
            year=fact.year,  # type: ignore[attr-defined]
            item=fact.item,  # type: ignore[attr-defined]
            type=event.type,
            subject=event.subject,
            sequence=event.version,
            time=heard(event).at,
            data=bytes(event.data).decode(),
        )
    )


def heard(event: Envelope) -> Heard:
    """The database keeps whole milliseconds; a replay must not see another time."""
    at = event.time.astimezone(UTC)
    return Heard(event.version, at.replace(microsecond=at.microsecond // 1000 * 1000))


def opened(logged: LoggedFact) -> tuple[Fact, Heard]:
    """Raises: UnknownFact, msgspec.ValidationError."""
    cls = FACTS.get(logged.type)
    if cls is None:
        raise UnknownFact(logged.type)
    fact = msgspec.json.decode(logged.data, type=cls)
    return fact, Heard(logged.sequence, logged.time)
