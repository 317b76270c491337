"""For papers."""

from typing import Any

from contracts.clock import day_of
from contracts.orders.tasks import AssignPaperCode, IssuePaper, TakeNumber
from contracts.words import CITY_WIDE
from kit.change import Given
from kit.reader import Reader
from services.tasks.organisation.store import DISTRICTS, UNITS
from services.tasks.organisation.unit import unit_id
from services.tasks.papers.numbering import PaperBook, book_id, paper_id
from services.tasks.papers.paper import Shelf
from services.tasks.papers.store import PAPER_BOOKS


def of_book(order: TakeNumber | AssignPaperCode, given: Given, reader: Reader) -> str:
    return book_id(order.code, day_of(given.now).year)


def for_take_number(
    reader: Reader, state: Any, order: TakeNumber, given: Given
) -> PaperBook | None:
    """The book of the year before, whosever it is."""
    return reader.everywhere().find(PAPER_BOOKS, book_id(order.code, day_of(given.now).year - 1))


def for_assign_code(reader: Reader, state: Any, order: AssignPaperCode, given: Given) -> bool:
    return order.district == CITY_WIDE or reader.find(DISTRICTS, order.district) is not None


def of_paper(order: IssuePaper, given: Given, reader: Reader) -> str:
    return paper_id(order.number, order.district)


def for_issue_paper(reader: Reader, state: Any, order: IssuePaper, given: Given) -> Shelf:
    """The book, whosever it is: the decision says whose."""
    book = book_id(order.number.code, order.number.year)
    unit = reader.find(UNITS, unit_id(order.district, order.unit)) if order.unit else None
    return Shelf(
        book=reader.everywhere().find(PAPER_BOOKS, book),
        unit_exists=not order.unit or unit is not None,
    )
