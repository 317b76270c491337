"""The slip book numbers a slip whose day has come."""

from contracts.tasks import SlipDue
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.supervision.slip_book import number_slip as number
from services.tasks.domain.supervision.slip_book import slip_book_id

__all__ = ["book", "number"]


def book(fact: SlipDue, given: Given, reader: Reader) -> str:
    return slip_book_id(fact.year, given.heard.district)
