"""What a table may not bring into the house, looked for before any of it is sent on: the broker

writes what travels through it to a disk.
"""

import unicodedata
from collections.abc import Iterator

from contracts import numbers, secrecy, texts
from contracts.sheets import MAX_SHOWN_FAULTS, CellFault, Sheet, SheetFaulty, Workbook, letters
from gateway.sheets.grid import classified
from gateway.sheets.protocol import Refused

NAME = "（文件名）"


def must_be_lawful(book: Workbook, *, contacts: bool = False) -> None:
    """``contacts``: telephone numbers may stand in it.

    Raises: Refused sheet-faulty, which names every place with a number of a person, or with
    signs that nobody sees; classified-matter."""
    faults = [
        CellFault(sheet, row, column, fault)
        for sheet, row, column, text in _texts(book)
        if (fault := _fault(text, sheet, row, column, contacts=contacts))
    ]
    if faults:
        told = SheetFaulty(faults)
        raise Refused(told.code, told.detail, *faults[:MAX_SHOWN_FAULTS])


def personal(text: str, *, contacts: bool = False) -> str:
    """Why a text names a person, or empty."""
    found = numbers.personal(text)
    return numbers.UNKEPT[found] if found and not (contacts and found == "telephone") else ""


def _fault(text: str, sheet: str, row: int, column: str, *, contacts: bool) -> str:
    if secrecy.is_marked(text):
        raise classified(CellFault(sheet, row, column, "文字带有密级标志"))
    return personal(text, contacts=contacts) or _unseen(text)


def _unseen(text: str) -> str:
    """As the services look at it: in NFC."""
    if text.isprintable() and text.isascii():
        return ""
    plain = text if texts.CROWD.search(text) else unicodedata.normalize("NFC", text)
    return texts.fault(plain).rstrip("。")


def _texts(book: Workbook) -> Iterator[tuple[str, int, str, str]]:
    """(sheet, row, column, text) of all that a workbook says. What is no cell has no row."""
    yield NAME, 0, "", book.filename
    for n, sheet in enumerate(book.sheets, 1):
        yield f"（第{n}个工作表的名称）", 0, "", sheet.name
        if sheet.title not in book.beside:
            yield sheet.name, 0, "", sheet.title
        yield from _cells(sheet)
    for n, text in enumerate(book.beside, 1):
        yield f"（表外第{n}段）", 0, "", text


def _cells(sheet: Sheet) -> Iterator[tuple[str, int, str, str]]:
    for row, cells in enumerate(sheet.rows, 1):
        for column, text in enumerate(cells, 1):
            if text:
                yield sheet.name, row, letters(column), text
