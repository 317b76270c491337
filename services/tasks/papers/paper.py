"""A paper: what it says and the bytes of its first print, neither of which ever changes."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import Body, IssuePaper, PaperNo, VoidPaper
from contracts.orders.tasks.papers import MAX_TEXT, size_of
from contracts.refusals import Forbidden, Invalid
from contracts.tasks import BulletinIssued
from contracts.words import CITY_WIDE, PaperKind
from kit.change import Change, Given, Knowing
from services.tasks.papers.numbering import PaperBook, is_own
from services.tasks.refusals import TooLarge, WrongState

FOR_EVERY_UNIT: frozenset[PaperKind] = frozenset({"bulletin"})
"""Kinds that are addressed to the units of a district; others concern the unit that they name."""
ALL_UNITS = "*"


class Shelf(Struct, frozen=True, kw_only=True):
    """What a paper is issued with: the book of its number, and whether its unit, if it names one,
    is there."""

    book: PaperBook | None
    unit_exists: bool


class Voided(Struct, frozen=True, kw_only=True):
    by: str
    at: datetime
    reason: str


class Paper(Struct, frozen=True, kw_only=True):
    """``unit``: whom it concerns, ``*`` every unit, empty none."""

    district: str
    office: str
    kind: PaperKind
    year: int
    number: str
    title: str
    unit: str
    about: str
    body: Body
    print: bytes
    sha256: str
    by: str
    at: datetime
    void: bool = False
    voided: Voided | None = None


def issue_paper(paper: Paper | None, order: IssuePaper, given: Knowing[Shelf]) -> Change[Paper]:
    """Raises: WrongState (the number has its paper), Invalid (no such unit; a number that nobody
    was given; another office's code; bytes that are not those of ``sha256``), TooLarge.
    """
    number = str(order.number)
    must_be_free(number, paper)
    if not given.found.unit_exists:
        raise Invalid("本区县没有这个单位。", field="unit")
    _must_be_given(order, given)
    if sha256(order.print).hexdigest() != order.sha256:
        raise Invalid("文件与其 SHA-256 不符，请重新印发。", field="sha256")
    must_fit(order.body)
    unit = ALL_UNITS if order.kind in FOR_EVERY_UNIT else order.unit or ""
    new = Paper(
        district=order.district,
        office=given.by.district,
        kind=order.kind,
        year=order.year,
        number=number,
        title=order.body.title,
        unit=unit,
        about=order.about,
        body=order.body,
        print=order.print,
        sha256=order.sha256,
        by=given.by.account,
        at=given.now,
    )
    return Change(
        new,
        _told(new, given.key),
        {"paper": given.key, "number": number, "sha256": new.sha256},
    )


def _told(paper: Paper, id: str) -> tuple[BulletinIssued, ...]:
    """Of what concerns one unit that unit is told as the thing itself happens."""
    if paper.kind != "bulletin":
        return ()
    return (
        BulletinIssued(
            paper=id, year=paper.year, number=paper.number, title=paper.title, by=paper.by
        ),
    )


def _must_be_given(order: IssuePaper, given: Knowing[Shelf]) -> None:
    """Raises: Invalid. The number of a slip is its own: ``supervision.slip_book`` has given it."""
    must_be_numbered(order.kind, order.number)
    if is_own(order.number.code):
        return
    book = given.found.book
    if book is None or order.number.n > book.last:
        raise Invalid(f"{order.number}还没有取号。", field="number")
    book.must_be_of(given.by.district)


def void_paper(paper: Paper, order: VoidPaper, given: Given) -> Change[Paper]:
    """Raises: Forbidden (another office's), WrongState (a second time)."""
    if given.by.district not in (CITY_WIDE, paper.office):
        raise Forbidden("只有印发的单位可以作废。")
    if paper.void:
        raise WrongState("这份公文已经作废。", "void")
    voided = Voided(by=given.by.account, at=given.now, reason=order.reason)
    return Change(replace(paper, void=True, voided=voided))


def must_fit(body: Body) -> None:
    """Raises: TooLarge, Invalid (a row that is not as wide as its table)."""
    if size_of(body) > MAX_TEXT:
        raise TooLarge(f"公文内容超过 {MAX_TEXT // 1024} KB，请分成几份。", field="body")
    for at, block in enumerate(body.blocks):
        columns = len(getattr(block, "widths", ()))
        rows = (*getattr(block, "rows", ()), *filter(None, [getattr(block, "head", ())]))
        if any(len(row) != columns for row in rows):
            raise Invalid("表格各行的栏数须与表头相同。", field=f"body.blocks[{at}]")


def must_be_numbered(kind: PaperKind, number: PaperNo) -> None:
    """Raises: Invalid: the numbers of the slips' own book are for slips. One whose paper was
    cancelled takes another, as every paper does."""
    if kind != "slip" and is_own(number.code):
        raise Invalid("督办单台账的编号只用于督办单，其他公文另取编号。", field="number")


def must_be_free(number: str, paper: Paper | None) -> None:
    """Raises: WrongState (the number has its paper)."""
    if paper is None:
        return
    if paper.void:
        raise WrongState(f"{number}已经作废，文号不再使用，请另取文号印发。", "void")
    raise WrongState(f"{number}已经印发，可以重印，不能再印发一份。", "issued")
