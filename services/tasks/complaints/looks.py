"""For complaints."""

from typing import Any

from contracts.orders.tasks import Complain, PressComplaint
from contracts.tasks import ComplaintReceived
from kit.change import Given
from kit.reader import Reader
from services.tasks.complaints.book import ComplaintBook, complaint_book_id
from services.tasks.complaints.complaint import Complaint, Desk
from services.tasks.dates.workdays import Workdays
from services.tasks.holidays.looks import calendar_of
from services.tasks.organisation.looks import sign_of
from services.tasks.organisation.store import DISTRICTS, UNITS
from services.tasks.organisation.unit import unit_id


def for_complain(reader: Reader, state: Any, order: Complain, given: Given) -> Desk:
    """Raises: NotFound (no such district)."""
    reader.get(DISTRICTS, order.district)
    unit = reader.find(UNITS, unit_id(order.district, order.unit)) if order.unit else None
    return Desk(unit_exists=unit is not None, calendar=calendar_of(reader))


def for_press_complaint(
    reader: Reader, state: Complaint, order: PressComplaint, given: Given
) -> Workdays:
    return calendar_of(reader)


def for_number_complaint(
    reader: Reader, state: ComplaintBook | None, fact: ComplaintReceived, given: Given
) -> str:
    return state.sign if state and state.sign else sign_of(reader, given.heard.district)


def of_book(fact: ComplaintReceived, given: Given, reader: Reader) -> str:
    return complaint_book_id(fact.year, given.heard.district)
