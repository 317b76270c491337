"""The book of a code and year: it gives the numbers of papers, each once.

Whose a code is: who was assigned it by the city's office, else who used it first, this year or the
last. A number that its paper never took, or whose paper was cancelled, is not given again.
Source: GB/T 9704-2012, 7.2.5.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import AssignPaperCode, PaperNo, TakeNumber
from contracts.refusals import Invalid
from kit.change import Change, Knowing

OWN_BOOKS = ("督", "投")
"""The last sign of what the books of slips and complaints number by themselves."""


def is_own(code: str) -> bool:
    return code.endswith(OWN_BOOKS)


def must_be_for_papers(code: str) -> None:
    """Raises: Invalid."""
    if is_own(code):
        raise Invalid(
            f"“{OWN_BOOKS[0]}”“{OWN_BOOKS[1]}”结尾的代字由督办单和投诉的台账自动编号，请换一个。",
            field="code",
        )


class PaperBook(Struct, frozen=True, kw_only=True):
    """``district``: of the office that the code belongs to. ``last``: the last number given."""

    district: str
    code: str
    year: int
    last: int = 0

    def must_be_of(self, office: str) -> None:
        """Raises: Invalid."""
        if self.district != office:
            raise Invalid(
                f"代字“{self.code}”归其他单位使用，请换一个；归属有误的，由市双拥办重新指定。",
                field="code",
            )


def book_id(code: str, year: int) -> str:
    return f"pb-{year}-{code.encode().hex()}"


def whose(books: Iterable[PaperBook]) -> dict[str, PaperBook]:
    """By code, the book of the last year that has one."""
    return {book.code: book for book in sorted(books, key=lambda one: one.year)}


def next_number(books: Iterable[PaperBook], code: str, year: int, office: str) -> PaperNo:
    """What the office would be given now. Raises: Invalid (another office's code; one of the books
    of slips and complaints)."""
    must_be_for_papers(code)
    book = whose(books).get(code)
    if book is not None:
        book.must_be_of(office)
    last = book.last if book is not None and book.year == year else 0
    return PaperNo(code=code, year=year, n=last + 1)


def paper_id(number: PaperNo, district: str) -> str:
    """One paper a number. Slips are numbered district by district (``supervision.slip_book``)."""
    place = f"{district}-" if is_own(number.code) else ""
    return f"pn-{place}{number.year}-{number.code.encode().hex()}-{number.n}"


def take_number(
    book: PaperBook | None, order: TakeNumber, given: Knowing[PaperBook | None]
) -> Change[PaperBook]:
    """``given.found``: the book of the year before. Raises: Invalid (as ``next_number``)."""
    must_be_for_papers(order.code)
    year = day_of(given.now).year
    office = given.by.district
    owned = book or given.found
    if owned is not None:
        owned.must_be_of(office)
    held = book or PaperBook(district=office, code=order.code, year=year)
    new = replace(held, last=held.last + 1)
    return Change(new, answer={"code": new.code, "year": new.year, "n": new.last})


def assign_code(
    book: PaperBook | None, order: AssignPaperCode, given: Knowing[bool]
) -> Change[PaperBook] | None:
    """``given.found``: whether the district is there. Raises: Invalid (it is not; a code of the
    books of slips and complaints)."""
    must_be_for_papers(order.code)
    if not given.found:
        raise Invalid("没有这个区县。", field="district")
    if book is not None and book.district == order.district:
        return None
    year = day_of(given.now).year
    held = book or PaperBook(district=order.district, code=order.code, year=year)
    return Change(replace(held, district=order.district))
