"""The book of a code and year: it gives the numbers of papers, each once.

A number that its paper never took, or whose paper was cancelled, is not given again.
Source: GB/T 9704-2012, 7.2.5.
"""

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import PaperNo, TakeNumber
from contracts.refusals import Invalid
from kit.change import Change, Given


class PaperBook(Struct, frozen=True, kw_only=True):
    """``district``: of the office that the code belongs to. ``last``: the last number given."""

    district: str
    code: str
    year: int
    last: int = 0

    def must_be_of(self, office: str) -> None:
        """Raises: Invalid."""
        if self.district != office:
            raise Invalid(f"代字“{self.code}”已由其他单位使用，请换一个。", field="code")


def book_id(code: str, year: int) -> str:
    return f"pb-{year}-{code.encode().hex()}"


def paper_id(number: PaperNo, district: str) -> str:
    """One paper a number. Slips are numbered district by district (``supervision.slip_book``)."""
    place = f"{district}-" if len(number.code) == 1 else ""
    return f"pn-{place}{number.year}-{number.code.encode().hex()}-{number.n}"


def take_number(book: PaperBook | None, order: TakeNumber, given: Given) -> Change[PaperBook]:
    """Raises: Invalid (another office's code)."""
    year = day_of(given.now).year
    office = given.by.district
    held = book or PaperBook(district=office, code=order.code, year=year)
    held.must_be_of(office)
    new = replace(held, last=held.last + 1)
    return Change(new, answer={"code": new.code, "year": new.year, "n": new.last})
