"""Tables as people hand them in and take them away: what a file of a spreadsheet or of a text
program holds, as plain text.

The gateway turns files into sheets and sheets into files; what the cells mean is the services'
business. Rows and columns count from 1, as a spreadsheet shows them.
"""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from contracts.refusals import Refusal
from contracts.texts import AS_CELL, AS_FILE

MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_CELL = 2000
"""Characters of one cell."""
MAX_SHEETS = 40
MAX_MARKS = 20_000
MAX_TITLE = 200
"""Characters of the heading of a table."""
MAX_BESIDE = 2000
"""Paragraphs outside all tables of a document."""
MAX_SHOWN_FAULTS = 200

Cell = Annotated[str, Meta(max_length=MAX_CELL, extra=AS_CELL)]
Row = Annotated[int, Meta(ge=1, le=MAX_ROWS)]
Column = Annotated[int, Meta(ge=1, le=MAX_COLUMNS)]


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """A merged block of cells, its corners included; only the first cell holds the text."""

    top: Annotated[int, Meta(ge=1)]
    left: Annotated[int, Meta(ge=1)]
    bottom: Annotated[int, Meta(ge=1)]
    right: Annotated[int, Meta(ge=1)]


What = Literal["formula", "uncounted", "error", "picture", "rounded"]


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """What a cell is, beside its text.

    - ``formula``: the text is the value that was stored with it, as shown;
    - ``uncounted``: a formula that no value was stored with; the text is the formula;
    - ``error``: the text is the error that the cell shows (#N/A, #REF!);
    - ``picture``: a picture stands in the cell;
    - ``rounded``: a number of more digits than a spreadsheet keeps; the last ones are lost.
    """

    row: Row
    column: Column
    what: What


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``rows``: the text of every cell from row 1 on; a short row has empty cells to its right.

    Cells are as people see them: a number in its format (001, 60%, 7月30日), else plain decimals; a
    whole date ISO 8601 (2026-05-10); truth values 是 and 否.
    ``hidden``: the sheet itself; ``hidden_rows`` and ``hidden_columns`` are there like all others.
    ``title``: the heading above a table of a document.
    """

    name: Annotated[str, Meta(max_length=100, extra=AS_CELL)]
    rows: Annotated[
        tuple[Annotated[tuple[Cell, ...], Meta(max_length=MAX_COLUMNS)], ...],
        Meta(max_length=MAX_ROWS),
    ]
    merged: Annotated[tuple[Block, ...], Meta(max_length=5000)] = ()
    marks: Annotated[tuple[Mark, ...], Meta(max_length=MAX_MARKS)] = ()
    hidden: bool = False
    hidden_rows: Annotated[tuple[Row, ...], Meta(max_length=MAX_ROWS)] = ()
    hidden_columns: Annotated[tuple[Column, ...], Meta(max_length=MAX_COLUMNS)] = ()
    title: Annotated[str, Meta(max_length=MAX_TITLE, extra=AS_CELL)] = ""
    widths: Annotated[tuple[int, ...], Meta(max_length=MAX_COLUMNS)] = ()
    """Of the columns, in characters; only for writing."""
    header: Annotated[int, Meta(ge=0, le=20)] = 0
    """Rows at the top to print bold and to freeze; only for writing."""

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the edge."""
        if not 1 <= row <= len(self.rows):
            return ""
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else ""


class Workbook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``filename`` without a path. ``beside``: what stands outside all tables of a document, in
    order, one paragraph each.
    """

    filename: Annotated[str, Meta(min_length=1, max_length=200, extra=AS_FILE)]
    sheets: Annotated[tuple[Sheet, ...], Meta(min_length=1, max_length=MAX_SHEETS)]
    beside: Annotated[tuple[Cell, ...], Meta(max_length=MAX_BESIDE)] = ()


class CellFault(NamedTuple):
    """What is wrong where. ``row`` 0: the whole sheet; ``column``: letters, or empty: the row."""

    sheet: str
    row: int
    column: str
    text: str
    value: str = ""


class SheetFaulty(Refusal):
    """A table with faults: nothing of it was taken; ``extra.faults`` lists each with its cell."""

    code = "sheet-faulty"
    status = 422

    def __init__(self, faults: list[CellFault], *, field: str = "$.workbook") -> None:
        first = faults[0]
        where = f"“{first.sheet}”第{first.row}行" if first.row else f"“{first.sheet}”"
        place = f"{where}{first.column}列" if first.column else where
        super().__init__(
            f"共{len(faults)}处有误，整表未入库。{place}：{first.text}。请逐处改正后重新提交。",
            field=field,
            total=len(faults),
            faults=[fault._asdict() for fault in faults[:MAX_SHOWN_FAULTS]],
        )


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
