"""Questions about papers."""

from base64 import b64encode
from typing import Any

import msgspec

from contracts.clock import day_of
from contracts.orders.tasks import CheckPaper, PaperOf, PaperPrint, Papers
from contracts.refusals import absent
from kit.machine import utc_now
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked, own_unit
from services.tasks.papers.numbering import book_id, paper_id
from services.tasks.papers.paper import ALL_UNITS, Paper, must_be_numbered, must_fit
from services.tasks.papers.store import PAPER_BOOKS, PAPERS
from services.tasks.refusals import WrongState

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
    """{"ok": true}. Raises: as ``issue_paper``."""
    must_fit(ask.body)
    year = day_of(utc_now()).year
    if ask.code and reader.caller:
        book = reader.everywhere().find(PAPER_BOOKS, book_id(ask.code, year))
        if book is not None:
            book.must_be_of(reader.caller.district)
    if ask.number:
        must_be_numbered(ask.kind, ask.number)
        if reader.find(PAPERS, paper_id(ask.number, ask.district)):
            raise WrongState(f"{ask.number}已经印发，可以重印，不能再印发一份。", "issued")
    return {"ok": True}


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
