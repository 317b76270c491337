"""The complaint book of a year and district: it gives the numbers, each once and without a gap."""

from msgspec import Struct
from msgspec.structs import replace

from contracts.tasks import ComplaintNumbered, ComplaintReceived
from kit.change import Change, Given


class ComplaintBook(Struct, frozen=True, kw_only=True):
    """Its id is ``cb-<year>-<district>``. ``last``: the last number given."""

    district: str
    year: int
    last: int = 0


def complaint_book_id(year: int, district: str) -> str:
    return f"cb-{year}-{district}"


def number_complaint(
    book: ComplaintBook | None, fact: ComplaintReceived, given: Given
) -> Change[ComplaintBook]:
    held = book or ComplaintBook(district=given.heard.district, year=fact.year)
    new = replace(held, last=held.last + 1)
    number = f"投〔{fact.year}〕{new.last}号"
    return Change(new, (ComplaintNumbered(complaint=fact.complaint, number=number),))
