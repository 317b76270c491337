"""Which tables a workbook holds: below one another and beside one another; what is hidden is asked
about, and what is not read is told sheet by sheet.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from contracts.sheets import MAX_COLUMNS, CellFault, Sheet, Workbook, letters
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.headers import Header, lowest_texts
from contracts.sheets.tables import Table
from contracts.sheets.text import squeeze

NO_HEADER = "没有表头，未读取"
BESIDE = "表外文字"
HIDDEN = (Option("leave", "不读取"), Option("take", "读取"))
MAX_LISTED = 20
"""Rows and columns that a sentence lists."""
Find = Callable[[Sheet, int], Header | None]
"""The header of a sheet, below a row."""


@dataclass(frozen=True, slots=True)
class Found:
    """``notes``: what was not read. ``rest``: sheets without a header."""

    tables: tuple[Table, ...]
    rest: tuple[Sheet, ...]
    notes: tuple[CellFault, ...]


class Place(NamedTuple):
    """Where one table of a sheet stands: down to row ``end``. ``sheet``: without what stands beside
    it, rows and columns as they were; ``side``: the how many-th from the left, from 0.
    """

    sheet: Sheet
    header: Header
    end: int
    side: int


def tables_of(book: Workbook, find: Find, asking: Asking, read: Container[str]) -> Found:
    """``read``: the fields that are read. What is hidden is told, and read only where an answer
    says so.
    """
    tables: list[Table] = []
    rest: list[Sheet] = []
    notes: list[CellFault] = []
    for sheet in book.sheets:
        places = list(places_of(sheet, find))
        if not places and any(squeeze(cell) for cells in sheet.rows for cell in cells):
            rest.append(sheet)
        for n, place in enumerate(places):
            taken = _hidden(place, asking, notes, first=not n)
            if taken is not None:
                _choose_level(taken, asking)
                tables.append(taken)
    notes += [note for table in tables for note in table.untold(read)]
    notes += beside(book)
    return Found(tuple(tables), tuple(rest), tuple(notes))


def beside(book: Workbook) -> list[CellFault]:
    """What stands outside all tables of a document, told once; a preview shows it to be copied."""
    texts = [text for text in book.beside if squeeze(text)]
    if not texts:
        return []
    return [CellFault(BESIDE, 0, "", f"表外共{len(texts)}段文字未读取", " ".join(texts)[:200])]


def places_of(sheet: Sheet, find: Find) -> Iterator[Place]:
    """From above to below, and of those that stand beside one another from left to right."""
    headers = list(_headers_of(sheet, find))
    for n, header in enumerate(headers):
        end = headers[n + 1].first - 1 if n + 1 < len(headers) else len(sheet.rows)
        yield from _abreast(Place(sheet, header, end, 0), find)


def _headers_of(sheet: Sheet, find: Find) -> Iterator[Header]:
    """A header that is repeated is none of its own."""
    header = found = find(sheet, 0)
    while header is not None and found is not None:
        again = header.columns.items() <= found.columns.items() and header.headed <= found.headed
        if header is found or not again:
            yield header
            found = header
        header = find(sheet, header.last)


def _abreast(place: Place, find: Find) -> Iterator[Place]:
    """The tables under one row of headers: where some of them stand again, and what is left of them
    and what follows is each a table, there are two.
    """
    heads = lowest_texts(place.sheet, place.header)
    for column, text in heads.items():
        left = {at: said for at, said in heads.items() if at < column}
        again = {said for at, said in heads.items() if at >= column} & {*left.values()}
        if text not in left.values() or len(again) < 2:
            continue
        one = _within(place, 1, column - 1, find)
        other = _within(place, column, MAX_COLUMNS, find)
        if one and other:
            yield one
            yield from _abreast(other._replace(side=place.side + 1), find)
            return
    yield place


def _within(place: Place, left: int, right: int, find: Find) -> Place | None:
    """The table that the columns from ``left`` to ``right`` hold by themselves."""
    sheet, before = place.sheet, place.header.first - 1
    rows = tuple(
        tuple("" if at < left else cell for at, cell in enumerate(cells[:right], 1))
        for cells in sheet.rows
    )
    alone = replace(
        sheet,
        rows=rows,
        merged=tuple(one for one in sheet.merged if left <= one.left <= right),
        marks=tuple(one for one in sheet.marks if left <= one.column <= right),
        hidden_columns=tuple(at for at in sheet.hidden_columns if left <= at <= right),
    )
    blocks = [one for one in alone.merged if one.top > before]
    moved = [replace(one, top=one.top - before, bottom=one.bottom - before) for one in blocks]
    header = find(replace(alone, rows=rows[before : place.end], merged=tuple(moved)), 0)
    if header is None or header.last + before != place.header.last:
        return None
    return place._replace(sheet=alone, header=header.lowered(before))


def _hidden(place: Place, asking: Asking, notes: list[CellFault], *, first: bool) -> Table | None:
    """``first``: of the sheet's tables."""
    sheet, header, end, side = place
    rows = [row for row in sheet.hidden_rows if header.last < row <= end]
    read = {*header.columns.values()}
    columns = [column for column in sheet.hidden_columns if column in read]
    what = "工作表" if sheet.hidden else _listed(rows, columns)
    if not what:
        return Table(sheet, header, end=end, side=side)
    text = f"“{sheet.name}”的{what}是隐藏的，是否读取"
    id = f"hidden:{sheet.name}" + ("" if first else f"!{header.first}") + f"+{side}" * bool(side)
    asking.at = tuple((sheet.name, row) for row in rows)
    said = asking.ask(Question(id, text, HIDDEN, "leave", sheet=sheet.name, about=text))
    asking.at = ()
    how = {"take": "已读取", "leave": "未读取"}.get(said, "等待答复")
    notes.append(CellFault(sheet.name, rows[0] if rows else 0, "", f"{what}是隐藏的，{how}"))
    if said == "take":
        return Table(sheet, header, end=end, side=side)
    if sheet.hidden:
        return None
    table = Table(sheet, header, frozenset(rows), end, side)
    table.columns = {f: at for f, at in table.columns.items() if at not in columns}
    return table


def _choose_level(table: Table, asking: Asking) -> None:
    """Two columns for one field, of two levels: the office says which is its own."""
    for field, several in table.header.levels.items():
        said = asking.ask(
            Question(
                id=f"column:{field}",
                text=f"{'、'.join(f'“{text}”' for text, _ in several)}以哪一列为准",
                options=tuple(Option(text, text) for text, _ in several),
                default=several[-1][0],
                sheet=table.name,
                row=table.header.last,
                about="|".join(text for text, _ in several),
            )
        )
        table.columns[field] = dict(several).get(said) or several[-1][1]


def _listed(rows: list[int], columns: list[int]) -> str:
    """第3、5行和B列."""
    parts = []
    if rows:
        more = f"等{len(rows)}" if len(rows) > MAX_LISTED else ""
        parts.append(f"第{'、'.join(map(str, rows[:MAX_LISTED]))}{more}行")
    if columns:
        parts.append(f"{'、'.join(map(letters, columns[:MAX_LISTED]))}列")
    return "和".join(parts)


def unread(sheet: Sheet) -> CellFault:
    """Of a sheet without a header."""
    return CellFault(sheet.name, 0, "", f"隐藏的工作表，{NO_HEADER}" if sheet.hidden else NO_HEADER)
