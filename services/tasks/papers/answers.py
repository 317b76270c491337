"""Questions about papers."""

from base64 import b64encode
from typing import Any

import msgspec

from contracts.clock import day_of
from contracts.orders.tasks import CheckPaper, PaperCodes, PaperOf, PaperPrint, Papers
from contracts.refusals import absent
from kit.machine import utc_now
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked, own_unit
from services.tasks.papers.numbering import PaperBook, next_number, paper_id, whose
from services.tasks.papers.paper import ALL_UNITS, Paper, must_be_free, must_be_numbered, must_fit
from services.tasks.papers.store import PAPER_BOOKS, PAPERS

MAX_BOOKS = 2000
UNSAID = ("body", "print")
"""What a list leaves out."""


def paper_of(reader: Reader, ask: PaperOf) -> Answer:
    """Raises: NotFound (another unit's)."""
    shown = msgspec.to_builtins(_seen(reader, ask.paper))
    shown.pop("print")
    return {"id": ask.paper, **shown}


def paper_print(reader: Reader, ask: PaperPrint) -> Answer:
    """``print``: base64. Raises: NotFound."""
    paper = _seen(reader, ask.paper)
    return {
        "id": ask.paper,
        "number": paper.number,
        "title": paper.title,
        "sha256": paper.sha256,
        "void": paper.void,
        "print": b64encode(paper.print).decode(),
    }


def papers(reader: Reader, ask: Papers) -> Answer:
    """A page, the newest first; a unit sees what concerns it and what is for every unit."""
    filters: Answer = {
        "about": ask.about,
        "kind": ask.kind,
        "district": ask.district,
        "year": ask.year,
        "void": ask.void,
        "unit": _units(reader, ask.unit),
    }
    page = reader.page(PAPERS, asked(filters), ask, by=("at", -1))
    return {**page, "items": [_line(one) for one in page["items"]]}


def check_paper(reader: Reader, ask: CheckPaper) -> Answer:
    """Raises: as ``issue_paper``."""
    must_fit(ask.body)
    number = ask.number
    if ask.code and reader.caller:
        books = _books(reader, {"code": ask.code})
        number = next_number(books, ask.code, day_of(utc_now()).year, reader.caller.district)
    elif number:
        must_be_numbered(ask.kind, number)
        must_be_free(str(number), reader.find(PAPERS, paper_id(number, ask.district)))
    return {"ok": True, "number": str(number or "")}


def paper_codes(reader: Reader, _: PaperCodes) -> Answer:
    """By code, each with the book of its last year."""
    books = _books(reader, {})
    return {"items": [msgspec.to_builtins(whose(books)[code]) for code in sorted(whose(books))]}


def _books(reader: Reader, filters: Answer) -> list[PaperBook]:
    """Of this year and the last, whosever they are."""
    year = day_of(utc_now()).year
    wanted = {**filters, "year": {"$in": [year - 1, year]}}
    return [book for _, book in reader.everywhere().all(PAPER_BOOKS, wanted, limit=MAX_BOOKS)]


def _units(reader: Reader, unit: str | None) -> Any:
    own = own_unit(reader.caller)
    if own is None:
        return unit
    seen = [ALL_UNITS, own]
    return {"$in": [one for one in seen if unit in (None, one)]}


def _seen(reader: Reader, id: str) -> Paper:
    """Raises: NotFound."""
    paper = reader.get(PAPERS, id)
    own = own_unit(reader.caller)
    if own is not None and paper.unit not in (ALL_UNITS, own):
        raise absent(id)
    return paper


def _line(shown: Answer) -> Answer:
    return {name: value for name, value in shown.items() if name not in UNSAID}
