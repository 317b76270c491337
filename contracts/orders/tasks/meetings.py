"""Orders and questions about meetings (议题、议定事项) and needs (军地需求)."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.measures import Decimal
from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, download, export
from contracts.roles import OFFICES, OFFICES_AND_UNITS, READERS, UNIT
from contracts.texts import AS_REASON
from contracts.words import (
    DistrictId,
    Id,
    NeedState,
    Note,
    Reason,
    Side,
    Slug,
    Title,
    UnitIds,
    Year,
)

MeetingKind = Literal["leading-group", "joint", "party-military", "office"]
"""领导小组会议, 军地联席会议, 党委议军会议, 办公室会议."""

Text = Annotated[str, Meta(min_length=2, max_length=200, extra=AS_REASON)]
Days = Annotated[int, Meta(ge=1, le=366)]
Agenda = Annotated[tuple[Title, ...], Meta(max_length=40)]
Attendance = Annotated[tuple[Title, ...], Meta(max_length=100)]
Number = Annotated[int, Meta(ge=1, le=99)]


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a meeting decided (议定事项): one lead, one named person, and a day.

    The day is ``due``, or so many calendar ``days`` or ``working_days`` after the meeting.
    ``district``: whose duty it is, where the whole city met. ``need``: the need that it answers.
    """

    number: Number
    text: Text
    lead: Slug
    person: Slug
    cooperating: UnitIds = ()
    due: date | None = None
    days: Days | None = None
    working_days: Days | None = None
    district: Slug | None = None
    need: Id | None = None


Decisions = Annotated[tuple[Decision, ...], Meta(max_length=60)]


@door("POST /meetings", "记录会议", OFFICES, status=201, size=LARGE)
class RecordMeeting(Order, frozen=True, kw_only=True):
    """The record of a meeting; each decision becomes a task.

    ``district`` ``*`` is the whole city's. ``follows``: the meeting before, whose decisions are
    then shown with what became of them. ``present`` and ``absent`` are units by name.
    """

    district: DistrictId
    campaign: Id
    kind: MeetingKind
    title: Title
    on: date
    agenda: Agenda = ()
    decisions: Decisions = ()
    present: Attendance = ()
    absent: Attendance = ()
    follows: Id | None = None


@door("POST /meetings/{meeting}/correct", "更正会议记录", OFFICES, size=LARGE)
class CorrectMeeting(Order, frozen=True, kw_only=True):
    """Correct a record until the next meeting follows it; an absent field stays as it is.

    ``decisions``: those that were left out, or that were worded wrongly. Another lead, person or
    day is no correction: tasks are handed over and rescheduled.
    """

    meeting: Id
    reason: Reason
    title: Title | None = None
    agenda: Agenda | None = None
    decisions: Decisions = ()
    present: Attendance | None = None
    absent: Attendance | None = None


@door("GET /meetings/{meeting}", "一次会议", READERS)
class MeetingOf(Ask, frozen=True, kw_only=True):
    meeting: Id


@export("GET /exports/meetings", "会议记录")
@door("GET /meetings", "会议列表", READERS)
class Meetings(PageAsk, frozen=True, kw_only=True):
    district: DistrictId | None = None
    kind: MeetingKind | None = None
    year: Year | None = None


@download("GET /meetings/{meeting}/sheet", "下载议定事项", READERS)
class MeetingSheet(Ask, frozen=True, kw_only=True):
    """The decisions, and what became of those of the meeting before, as a table."""

    meeting: Id


@door("POST /needs", "提出需求", UNIT, status=201)
class RaiseNeed(Order, frozen=True, kw_only=True):
    """What a unit wants of the other side. ``amount`` in yuan. ``toward``: a unit of that side.

    A garrison unit raises what the army wants, any other unit what the civil side wants.
    """

    district: Slug
    campaign: Id
    title: Title
    description: Note = ""
    topic: Annotated[str, Meta(max_length=40)] = ""
    amount: Decimal | None = None
    wanted_by: date | None = None
    toward: Slug | None = None


@door("POST /needs/{need}/confirm", "确认需求", OFFICES_AND_UNITS)
class ConfirmNeed(Order, frozen=True, kw_only=True):
    """By the unit of the other side, or the office for it; raising it was the first side's word."""

    need: Id
    note: Note = ""


@door("POST /needs/{need}/accept", "列入责任清单", OFFICES)
class AcceptNeed(Order, frozen=True, kw_only=True):
    """A need that both sides confirmed becomes a task (需求清单 → 责任清单)."""

    need: Id
    lead: Slug
    person: Slug
    due: date
    cooperating: UnitIds = ()


@door("POST /needs/{need}/decline", "退回需求", OFFICES)
class DeclineNeed(Order, frozen=True, kw_only=True):
    """A need is not taken up."""

    need: Id
    reason: Reason


@door("POST /needs/{need}/met", "确认需求已满足", OFFICES_AND_UNITS)
class ConfirmMet(Order, frozen=True, kw_only=True):
    """One side's word that the need is met; it is once both have given it."""

    need: Id
    note: Note = ""


@door("GET /needs/{need}", "一项需求", READERS)
class NeedOf(Ask, frozen=True, kw_only=True):
    need: Id


@export("GET /exports/needs", "军地需求")
@door("GET /needs", "双清单", READERS)
class Needs(PageAsk, frozen=True, kw_only=True):
    """双清单: what each side wants, and who answers for it."""

    district: Slug | None = None
    side: Side | None = None
    state: NeedState | None = None
    year: Year | None = None


@download("GET /need-sheet", "下载双清单", READERS)
class NeedSheet(Ask, frozen=True, kw_only=True):
    """Both lists of a year as a table: needs, and who answers for them."""

    district: Slug
    year: Year
