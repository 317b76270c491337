"""The CloudEvents 1.0 envelope (structured JSON mode) and the register of facts.

A fact is a frozen struct named in the past tense. Its class says its ``type`` once:

    @fact("tasks.task_assigned.v1")
    class TaskAssigned(Fact): ...

Changes to a published type are additive only; consumers ignore unknown fields.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from contracts.sight import MAX_TEXT, Confidants

CONTENT_TYPE = "application/cloudevents+json"
SEQUENCE_DIGITS = 10


Named = Annotated[str, Meta(min_length=1, max_length=255)]
Instant = Annotated[datetime, Meta(tz=True)]


class Fact(Struct, frozen=True, kw_only=True):
    """Base of all events; ``type`` is ``<publisher>.<fact>.v<n>``."""

    type: ClassVar[str] = ""


class Step(Fact, frozen=True, kw_only=True):
    """A fact that its publisher alone hears: one change goes on in another aggregate by it.

    It is no part of the language that services share, and only the live feed shows it besides.
    """


class UnknownFact(Exception):
    """No contract has this type, or not this version of it."""


class Envelope(Struct, frozen=True, kw_only=True):
    """One event on the wire.

    ``subject`` is the aggregate's id; ``sequence`` its version after the change, zero-padded so
    that text order is number order (CloudEvents "sequence" extension); ``district``,
    ``confidants`` (who alone may know; absent: all who see the district, see ``sight``) and
    ``traceparent`` (W3C) are extensions.
    """

    specversion: str
    id: Named
    source: Named
    type: Named
    subject: Named
    time: Instant
    district: Named
    sequence: Annotated[str, Meta(pattern=r"^[0-9]{1,18}\Z")]
    data: Raw
    traceparent: str = ""
    datacontenttype: str = "application/json"
    confidants: Annotated[str, Meta(max_length=MAX_TEXT)] | UnsetType = UNSET

    @property
    def told_to(self) -> Confidants | None:
        """Who alone may know of this; None: all who see the district."""
        return Confidants.read(self.confidants or "")

    @property
    def version(self) -> int:
        return int(self.sequence)


FACTS: dict[str, type[Fact]] = {}

F = TypeVar("F", bound=type[Fact])


def fact(type_: str) -> Callable[[F], F]:
    """Register a fact under its CloudEvents type."""

    def register(cls: F) -> F:
        if type_ in FACTS:
            raise ValueError(f"{type_} is registered twice")
        cls.type = type_
        FACTS[type_] = cls
        return cls

    return register


def seal(
    fact: Fact,
    *,
    id: str,
    source: str,
    subject: str,
    time: datetime,
    district: str,
    version: int,
    traceparent: str = "",
    confidants: Confidants | None = None,
) -> Envelope:
    """Put a fact into its envelope."""
    return Envelope(
        specversion="1.0",
        id=id,
        source=source,
        type=fact.type,
        subject=subject,
        time=time,
        district=district,
        sequence=f"{version:0{SEQUENCE_DIGITS}d}",
        data=Raw(msgspec.json.encode(fact)),
        traceparent=traceparent,
        confidants=UNSET if confidants is None else str(confidants),
    )


def encode(envelope: Envelope) -> bytes:
    return msgspec.json.encode(envelope)


def decode(body: bytes) -> Envelope:
    """Read an envelope.

    Raises: msgspec.DecodeError (not JSON), msgspec.ValidationError (names the attribute).
    """
    envelope = msgspec.json.decode(body, type=Envelope)
    if envelope.specversion != "1.0":
        raise msgspec.ValidationError(f"specversion {envelope.specversion!r} is not 1.0")
    try:
        _ = envelope.told_to
    except ValueError as fault:
        raise msgspec.ValidationError(f"confidants: {fault}") from fault
    return envelope


def open_fact(envelope: Envelope) -> Fact:
    """The fact inside.

    Raises: UnknownFact, msgspec.ValidationError (names the field).
    """
    cls = FACTS.get(envelope.type)
    if cls is None:
        raise UnknownFact(envelope.type)
    return msgspec.json.decode(envelope.data, type=cls)
