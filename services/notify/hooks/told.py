"""What a program may be told: which events, of which office, and which of their fields. Pure.

What only confidants know (covert visits) is told to no program: an address is not a person. Of
people no account is told, so no name of who complained, photographed or inspected.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from contracts import notify, tasks
from contracts.envelope import Envelope, Fact
from contracts.words import CITY_WIDE
from services.notify.audiences import AUDIENCES

NEVER: frozenset[type[Fact]] = frozenset({notify.MessageUnacknowledged, notify.HookPaused})
"""About notify's own messages: they name whose they are."""

OFFICES_ABOVE = ("district_office", "city_office")


def _always(_: Fact) -> bool:
    return True


def _about_an_office(fact: Any) -> bool:
    return fact.target in OFFICES_ABOVE


CITY_ALONE: Mapping[type[Fact], Callable[[Any], bool]] = {
    tasks.ComplaintRegistered: _about_an_office,
    tasks.ComplaintAnswered: _about_an_office,
    tasks.ComplaintPressed: _always,
}
"""What a district's office is not told, because it is about it, or went over its head."""

TOLD = frozenset(
    {
        *("task", "year", "standard", "item", "items", "title", "lead", "cooperating", "due"),
        *("origin", "parent", "standing", "reason", "upheld", "objector", "parent_lead", "late"),
        *("measures", "evidence", "level", "amended", "final", "priority", "previous", "until"),
        *("progress", "from_lead", "finding", "inspection", "unit", "kind", "fault", "on"),
        *("place", "in_time", "note", "colour", "number", "granted", "bulletin", "times"),
        *("accountability", "ground", "decision", "decided_by", "document", "reply_by", "reply"),
        *("published", "complaint", "target", "snap", "demand", "what", "repeated", "need"),
        *("side", "toward", "wanted_by", "tasks", "code", "sha256", "duplicate_of", "veto"),
        *("topic", "duplicate_items", "distance", "paper", "about", "disposal", "count"),
    }
)
"""Fields that are told. What is not here is not: a new field waits for its line."""

WITHHELD = frozenset(
    {"person", "by", "from_person", "inspector", "answered_by", "duplicate_district", "path"}
)
"""Accounts of people, and what another district holds."""

TYPES: Mapping[str, type[Fact]] = {fact.type: fact for fact in AUDIENCES if fact not in NEVER}
TRIED = "notify.webhook_tried.v1"
"""The type of the event that tries an address; nothing else has it."""


def offered(district: str) -> list[str]:
    """The types that an office of this district (``*``: the city's) may have sent."""
    city = district == CITY_WIDE
    return [name for name, fact in TYPES.items() if city or CITY_ALONE.get(fact) is not _always]


def fields_of(type_: str) -> list[str]:
    """Raises: KeyError."""
    return [name for name in TYPES[type_].__struct_fields__ if name in TOLD]


def districts(envelope: Envelope, fact: Fact) -> list[str]:
    """Whose addresses may be told of it; of a secret none."""
    if envelope.told_to is not None or fact.type not in TYPES:
        return []
    alone = CITY_ALONE.get(type(fact))
    if alone is not None and alone(fact):
        return [CITY_WIDE]
    return list(dict.fromkeys((envelope.district, CITY_WIDE)))


def event(envelope: Envelope, fact: Fact) -> bytes:
    """A CloudEvent in structured JSON (https://cloudevents.io, HTTP binding 3.2)."""
    return msgspec.json.encode(
        {
            "specversion": envelope.specversion,
            "id": envelope.id,
            "source": envelope.source,
            "type": envelope.type,
            "subject": envelope.subject,
            "time": envelope.time,
            "datacontenttype": "application/json",
            "district": envelope.district,
            "sequence": envelope.sequence,
            "data": {name: getattr(fact, name) for name in fields_of(fact.type)},
        }
    )


def trial(id: str, hook: str, district: str, at: Any) -> bytes:
    """The same of an event that says nothing."""
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": id,
            "source": "/tongxin/notify",
            "type": TRIED,
            "subject": hook,
            "time": at,
            "datacontenttype": "application/json",
            "district": district,
            "data": {"hook": hook},
        }
    )
