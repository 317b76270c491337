"""Orders and questions about complaints and proposals (投诉建议), with or without an account."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door, export
from contracts.roles import EVERYONE, JUDGES_OF_COMPLAINTS, READERS
from contracts.texts import AS_REASON
from contracts.words import ComplaintKind, ComplaintState, Id, Slug, Target, Year

Told = Annotated[str, Meta(min_length=5, max_length=2000, extra=AS_REASON)]
DAYS = 15
"""Working days until an answer; told to whoever brings it."""


@door("POST /complaints", "投诉建议", EVERYONE, status=201)
class Complain(Order, frozen=True, kw_only=True):
    """``target``: who or what it is about, of a unit with its ``unit``. The id in the answer is the
    code by which whoever brought it finds the answer; nobody has to leave a name.
    """

    district: Slug
    kind: ComplaintKind
    target: Target
    text: Told
    unit: Slug | None = None


@door("POST /complaints/{complaint}/answer", "答复投诉建议", JUDGES_OF_COMPLAINTS)
class AnswerComplaint(Order, frozen=True, kw_only=True):
    """Never by who is complained of; pressed, by the city and by another person than before."""

    complaint: Id
    text: Told


@door("POST /complaints/{complaint}/press", "对答复不满意，请上级复核", EVERYONE)
class PressComplaint(Order, frozen=True, kw_only=True):
    """Once: the answer does not satisfy, and the city's office looks again."""

    complaint: Id
    text: Told


@door("GET /complaints/{complaint}", "查询投诉建议", EVERYONE)
class ComplaintOf(Ask, frozen=True, kw_only=True):
    """By its code: what was said, its number, and its answers."""

    complaint: Id


@export("GET /exports/complaints", "投诉建议登记表")
@door("GET /complaints", "投诉建议登记表", JUDGES_OF_COMPLAINTS)
class Complaints(PageAsk, frozen=True, kw_only=True):
    """The newest first. ``overdue``: open past their day."""

    district: Slug | None = None
    state: ComplaintState | None = None
    kind: ComplaintKind | None = None
    overdue: bool | None = None


@door("GET /complaint-counts", "投诉建议件数", READERS)
class ComplaintCounts(Ask, frozen=True, kw_only=True):
    """Of a year: how many came, are answered, open, late, and were pressed; never by person."""

    year: Year
    district: Slug | None = None
