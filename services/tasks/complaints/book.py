"""The complaint book of a year and district: it gives the numbers, each once and without a gap."""

from msgspec import Struct
from msgspec.structs import replace

from contracts.tasks import ComplaintNumbered, ComplaintReceived
from kit.change import Change, Knowing


class ComplaintBook(Struct, frozen=True, kw_only=True):
    """Its id is ``cb-<year>-<district>``. ``last``: the last number given; ``sign``: of its
    district, empty until the first."""

    district: str
    year: int
    last: int = 0
    sign: str = ""


def complaint_book_id(year: int, district: str) -> str:
    return f"cb-{year}-{district}"


def number_complaint(
    book: ComplaintBook | None, fact: ComplaintReceived, given: Knowing[str]
) -> Change[ComplaintBook]:
    """``given.found``: the district's sign."""
    held = book or ComplaintBook(district=given.heard.district, year=fact.year)
    new = replace(held, last=held.last + 1, sign=held.sign or given.found)
    number = f"{new.sign}投〔{fact.year}〕{new.last}号"
    return Change(new, (ComplaintNumbered(complaint=fact.complaint, number=number),))
