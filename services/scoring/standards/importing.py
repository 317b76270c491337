"""Import of a standard: every fault named with its row and column, nothing half-imported.

Where the prose is silent the import asks. A question has a default answer, so that a table can be
imported at once; all answers are recorded in the standard.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from contracts import secrecy
from contracts.sheets import CellFault, Workbook, doubts, letters
from contracts.sheets.finding import beside as untold
from contracts.sheets.tables import HIDDEN_ROW
from contracts.words import Title, Version
from services.scoring.standards import beside, tables
from services.scoring.standards.beside import Answer
from services.scoring.standards.collecting import Question
from services.scoring.standards.layout import is_published
from services.scoring.standards.proposing import Known
from services.scoring.standards.published import Drafter
from services.scoring.standards.rows import Reader
from services.scoring.standards.standard import Fault, Standard
from services.scoring.standards.tables import (
    ANSWERS,
    COLUMNS,
    ITEMS,
    SETTINGS,
    VETOES,
    WHOLE,
    Place,
    Section,
)

CLEAR, SECRET = (option.label for option in doubts.OPTIONS)
MAX_BYTES = 2 * 1024 * 1024


class Kept(NamedTuple):
    """What is known beside the table: the answers to an earlier draft, and the items of an earlier
    version or of the sample, for proposals.
    """

    answers: Mapping[str, str] = {}
    items: tuple[Known, ...] = ()


NOTHING = Kept()


class Imported(Struct, frozen=True, kw_only=True):
    """``standard`` is None if there is any fault. ``notes``: what was read otherwise than it
    stands, and what was not read."""

    standard: Standard | None
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    account: Mapping[str, Any] = {}
    """What became of the rows: see ``contracts.sheets.ledger``."""
    place: Place = Place()
    """Where the items stand, so that a fault's field can be shown as a cell."""


def import_csv(
    data: str | bytes,
    *,
    version: str,
    name: str,
    answers: Mapping[str, str] | None = None,
    kept: Kept = NOTHING,
) -> Imported:
    """A standard from CSV with the columns ``COLUMNS``, UTF-8. Never raises on bad input."""
    try:
        rows = _table(data)
    except _Unusable as unusable:
        return Imported(standard=None, faults=(unusable.fault,), questions=())
    parts = [Section(name or ITEMS, "", part) for name, part in tables.split("", rows)]
    return _imported(parts, version, name, answers, kept)


def import_workbook(
    workbook: Workbook,
    *,
    version: str,
    name: str,
    answers: Mapping[str, str] | None = None,
    kept: Kept = NOTHING,
) -> Imported:
    """The same from the sheets of a workbook; the order's answers stand over the table's."""
    read = _imported(tables.sections(workbook), version, name, answers, kept)
    hidden = [f"工作表“{one.name}”是隐藏的，没有读取" for one in workbook.sheets if one.hidden]
    texts = [f"{note.text}：“{note.value[:80]}”" for note in untold(workbook)]
    return replace(read, notes=(*read.notes, *hidden, *texts))


def _imported(
    parts: Sequence[Section],
    version: str,
    name: str,
    given: Mapping[str, str] | None,
    kept: Kept,
) -> Imported:
    answers, faults = beside.answers(parts)
    own, veto_faults = beside.vetoes(parts)
    answers |= {id: Answer(text) for id, text in (given or {}).items()}
    before = {id: Answer(text) for id, text in kept.answers.items()}
    here = [part for part in parts if part.name not in (ANSWERS, VETOES, SETTINGS)]
    drafted = beside.is_draft(parts) or any(map(is_published, here))
    known = {**before, **answers}
    reader = Drafter(known, kept.items) if drafted else Reader(known)
    reader.must_fit = frozenset(answers)
    _ask_about_secrets(parts, reader)
    reader.check(name, Title, "name")
    reader.check(version, Version, "version")
    read = [part for part in here if is_published(part)] if drafted else []
    read = read or here[:1]
    for left in (part for part in here if part not in read):
        if isinstance(reader, Drafter) and reader.vetoes_in(left):
            continue
        reader.note(f"工作表“{left.name}”没有读取")
    if not here:
        reader.fault(WHOLE, "", "no-rows", "表中没有数据行")
    items = reader.all_items([_seen(part, reader) for part in read])
    reader.faults += [*faults, *veto_faults]
    found = None
    if here:
        found = reader.standard(items, version=version, name=name, vetoes=own)
    faults_ = tuple(sorted(reader.faults, key=lambda fault: (fault.sheet, fault.row)))
    cells = [_cell_fault(fault, reader.place) for fault in faults_]
    return Imported(
        standard=None if reader.faults else found,
        faults=faults_,
        account=reader.ledger.shown(cells, reader.waiting),
        questions=tuple(reader.questions.values()),
        notes=tuple(reader.notes),
        place=reader.place,
    )


def _ask_about_secrets(parts: Sequence[Section], reader: Reader) -> None:
    """A cell whose phrase nobody has said to be no secret does not enter, not even a draft."""
    for part in parts:
        for n, cells in part.rows:
            for column, cell in enumerate(cells, 1):
                for phrase in secrecy.doubts(cell):
                    _must_be_cleared(phrase, part, n, letters(column), reader)


def _must_be_cleared(phrase: str, part: Section, row: int, column: str, reader: Reader) -> None:
    id, options = f"secret.{phrase}", (CLEAR, SECRET)
    if id in reader.answers:
        if reader.ask(id, doubts.text_of(phrase), options, SECRET) == CLEAR:
            return
        text = doubts.REFUSED
    else:
        reader.leave_open(id, doubts.text_of(phrase), options)
        text = f"{doubts.text_of(phrase)}，请先答复：{CLEAR}，或删去"
    reader.faults.append(
        Fault(row=row, column=column, code="may-be-classified", text=text, sheet=part.sheet)
    )


def _seen(section: Section, reader: Reader) -> Section:
    """Without the rows that are hidden, unless an answer takes them."""
    if not section.hidden:
        return section
    rows = "、".join(map(str, section.hidden[:20]))
    text = f"“{section.sheet}”第 {rows} 行是隐藏的，是否读取"
    said = reader.ask(f"hidden.{section.sheet}", text, ("leave", "take"), "leave")
    if said == "take":
        return section
    for row in section.hidden:
        reader.ledger.enter(section.sheet, row)
        reader.ledger.leave(section.sheet, row, HIDDEN_ROW)
    reader.note(f"“{section.sheet}”第 {rows} 行是隐藏的，没有读取")
    kept = tuple((n, cells) for n, cells in section.rows if n not in section.hidden)
    return section._replace(rows=kept)


def cell_faults(read: Imported) -> list[CellFault]:
    """Faults by sheet, row and column letters; a fault of no cell names its field instead."""
    return [_cell_fault(fault, read.place) for fault in read.faults]


def _cell_fault(fault: Fault, place: Place) -> CellFault:
    if fault.sheet:
        return CellFault(fault.sheet, fault.row, fault.column, fault.text, fault.value)
    column = place.letters(fault.column.partition(".")[0])
    return CellFault(place.sheet or ITEMS, fault.row, column, fault.text, fault.value)


class _Unusable(Exception):
    def __init__(self, code: str, text: str, row: int = WHOLE) -> None:
        super().__init__(text)
        self.fault = Fault(row=row, column="", code=code, text=text)


def _table(data: str | bytes) -> list[tables.Row]:
    size = len(data) if isinstance(data, bytes) else len(data.encode())
    if size > MAX_BYTES:
        raise _Unusable("too-large", f"文件超过 {MAX_BYTES} 字节")
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = f"不是 UTF-8 编码（第 {error.start + 1} 字节），请另存为“CSV UTF-8”"
            raise _Unusable("encoding", text) from error
    reader = csv.reader(io.StringIO(data.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        numbered = [(n, tuple(row)) for n, row in enumerate(reader, start=1)]
    except csv.Error as error:
        text = f"第 {reader.line_num} 行不是合法的 CSV：{error}"
        raise _Unusable("malformed", text, reader.line_num) from error
    table = [(n, row) for n, row in numbered if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise _Unusable("no-rows", "表中没有数据行")
    return table


__all__ = [
    "COLUMNS",
    "Imported",
    "Question",
    "cell_faults",
    "import_csv",
    "import_workbook",
]
