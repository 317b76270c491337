"""Questions about what is not yet: what would the score be, and what to push next."""

from typing import Annotated

from msgspec import Meta, Struct

from contracts.measures import MAX_ENTRIES, Entry, Measures
from contracts.orders.base import Ask
from contracts.orders.doors import LARGE, door
from contracts.roles import EVERYONE, STEERING
from contracts.words import Id, ItemCode, Level, Slug, Year

MAX_CHANGES = 100


class _Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """One supposed change; changes count in the order in which they stand."""


class IfFinished(_Change, frozen=True, kw_only=True, tag="finish"):
    """The item's task is handed in with these measures and confirmed up to the asked level."""

    item: ItemCode
    measures: Measures


class IfDone(_Change, frozen=True, kw_only=True, tag="done"):
    """All that the item still wants is done and confirmed; deductions stay."""

    item: ItemCode


class IfRows(_Change, frozen=True, kw_only=True, tag="rows"):
    """``done`` more rows of the item's register; above the self level also confirmed."""

    item: ItemCode
    done: Annotated[int, Meta(ge=1, le=1_000_000)]


class IfClaimed(_Change, frozen=True, kw_only=True, tag="claim"):
    """More claims of a bonus item, beside those it has."""

    item: ItemCode
    entries: Annotated[tuple[Entry, ...], Meta(min_length=1, max_length=MAX_ENTRIES)]


class IfAppealed(_Change, frozen=True, kw_only=True, tag="appeal"):
    """An appeal against a finding is ruled."""

    finding: Id
    upheld: bool


class IfRectified(_Change, frozen=True, kw_only=True, tag="rectify"):
    """A finding is rectified in time: it climbs no further."""

    finding: Id


class IfLate(_Change, frozen=True, kw_only=True, tag="late"):
    """A finding is not rectified in time."""

    finding: Id


class IfVeto(_Change, frozen=True, kw_only=True, tag="veto"):
    """A veto is raised or cleared."""

    topic: Slug
    raised: bool


SupposedChange = (
    IfFinished | IfDone | IfRows | IfClaimed | IfAppealed | IfRectified | IfLate | IfVeto
)


@door("POST /scores/{district}/{year}/what-if", "假如：得分会怎样", STEERING, size=LARGE)
class WhatIf(Ask, frozen=True, kw_only=True):
    """The figures as if all these changes had really happened; none at a level that has marked
    nothing."""

    district: Slug
    year: Year
    level: Level
    changes: Annotated[tuple[SupposedChange, ...], Meta(min_length=1, max_length=MAX_CHANGES)]


@door("GET /push-next/{district}/{year}", "下一步抓什么", STEERING)
class PushNext(Ask, frozen=True, kw_only=True):
    """Items by points still attainable against days left and effort; never persons. A level that
    has marked nothing has no plan."""

    district: Slug
    year: Year
    level: Level


@door("GET /scores/{district}/{year}/{item}/next", "一项再做多少，多得多少", EVERYONE)
class NextOf(Ask, frozen=True, kw_only=True):
    """How many more of what the item counts gain how much, and what a register that moved on
    after the mark would give."""

    district: Slug
    year: Year
    item: ItemCode
    level: Level
