"""A table that somebody handed in, read as rows of a register; every fault with its cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.orders.tasks import Row
from contracts.sheets import CellFault, Sheet, Workbook, letters
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.finding import tables_of, unread
from contracts.sheets.headers import TOLD
from contracts.sheets.ledger import Ledger
from contracts.sheets.tables import Table
from contracts.sheets.text import MADE_A_DATE, is_dated, is_empty, squeeze
from services.tasks.dates.written import Part, day_of, odd_weekday, read_day
from services.tasks.organisation.naming import UnitNames
from services.tasks.registers.columns import (
    COLUMNS,
    HEADERS,
    NUMBERS,
    faults_of_header,
    header_of,
)
from services.tasks.registers.register import MAX_ROWS, ROW_KEY
from services.tasks.registers.units import NONE, UnitCells, quoted
from services.tasks.sheets.privacy import masked, plain, tidy, unlawful

LIMITS = {"label": 200, "place": 200, "kind": 40, "who": 200, "note": 200}
"""Characters."""
NAMES = {"label": "名称", "place": "地点", "kind": "类别", "who": "姓名", "note": "备注"}
NO_KEYS, NO_LABELS, ODD_KEYS = "keys", "labels", "odd-keys"
ORDINAL = re.compile(r"[(]?([0-9]{1,6})[)]?[.、)]?")
ONE_EACH = ("key", "label")
"""Fields whose cells say which row is meant: none may be merged over several."""
NOT_KEPT = "按答复不录入"
MAX_FAULTS = 2000
"""Faults looked for; a table with more is refused as it is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a table is read against: the district's units by name, and the register's year."""

    names: UnitNames
    year: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, and the cell of its code."""

    row: Row
    sheet: str
    at: int
    column: str


@dataclass(slots=True)
class Read:
    """``notes``: what was read in another way, or not at all. ``seen``: code -> first place."""

    asking: Asking
    rows: list[Placed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)


def read(workbook: Workbook, ground: Ground, asking: Asking) -> Read:
    """Every sheet that has a header; nothing is raised: the faults are listed."""
    done = Read(asking)
    found = tables_of(workbook, header_of, asking, HEADERS)
    for table in found.tables:
        _Sheet(table, ground, done).read()
    done.notes += [*found.notes, *map(unread, found.rest if found.tables else ())]
    if not found.tables and not asking.open:
        said = "没有找到表头，须有“编号”“名称”“责任单位”三列"
        done.faults.append(CellFault(workbook.sheets[0].name, 0, "", said))
    done.faults += done.ledger.lost(done.faults, asking.open_places)
    del done.faults[MAX_FAULTS:]
    return done


class _Sheet:
    """One sheet on its way into ``done``."""

    def __init__(self, table: Table, ground: Ground, done: Read) -> None:
        self.table, self.ground, self.done = table, ground, done
        self.sheet, self.columns, self.asking = table.sheet, table.columns, done.asking
        self.units = UnitCells(ground.names, done.asking, table.name)
        self._cells: dict[tuple[int, str], str] = {}

    def read(self) -> None:
        if self.table.end - (last := self.table.header.last) > MAX_ROWS:
            self._fault(last + 1 + MAX_ROWS, "", f"数据超过{MAX_ROWS}行，请分表")
            return
        self.done.faults += faults_of_header(self.sheet, self.table.header)
        self.done.faults += _unlawful(self.sheet)
        self._shape()
        named = "label" in self.columns or self._named()
        number = 0
        for at in self.table.rows():
            self.asking.at = ((self.sheet.name, at),)
            self.done.ledger.enter(self.sheet.name, at)
            if why := self.table.left_at(at) or self.table.aside(at, COLUMNS, NUMBERS):
                self.done.ledger.leave(self.sheet.name, at, why)
                continue
            number += 1
            self.asking.again(NO_LABELS)
            if named:
                self._row(at, number)
        self.asking.at = ()
        self.done.notes += self.table.same

    def _named(self) -> bool:
        """Whether the official said which column holds the names."""
        last = self.table.header.last
        heads = {
            column: squeeze(cell)
            for column, cell in enumerate(self.sheet.rows[last - 1], 1)
            if squeeze(cell) and column not in {self.columns.get(f) for f in ("key", "unit", "on")}
        }
        said = self.asking.ask(
            Question(
                id=NO_LABELS,
                text="表中没有“名称”一列，以哪一列作名称",
                options=tuple(Option(text, text) for text in dict.fromkeys(heads.values())),
                sheet=self.sheet.name,
                row=last,
                about="|".join(heads.values()),
            )
        )
        found = [column for column, text in heads.items() if text == said]
        if found:
            self.columns["label"] = found[0]
        return bool(found)

    def _shape(self) -> None:
        for at in range(self.table.header.first, self.table.end + 1):
            self.done.faults += self.table.wrong(at)
        once = {self.columns[field] for field in ONE_EACH if field in self.columns}
        for block in self.sheet.merged:
            inside = self.table.header.last < block.bottom and block.top <= self.table.end
            over = once & {*range(block.left, block.right + 1)}
            if inside and block.bottom > block.top and over:
                text = "跨行合并，请取消合并并逐行填写"
                place = (self.sheet.name, block.top, letters(block.left))
                self.done.faults.append(CellFault(*place, text))

    def _row(self, at: int, number: int) -> None:
        before = len(self.done.faults)
        said: dict[str, Any] = {
            "key": self._key(at, number),
            "unit": self._unit(at),
            "on": self._day(at),
            **{name: self._text(at, name) for name in LIMITS},
        }
        if isinstance(said["on"], str):
            said["note"] = self._with_words(at, "on", said["note"], f"日期：{said['on']}")
            said["on"] = None
        written = self._raw(at, "key").strip()
        if written and not ROW_KEY.fullmatch(plain(written)) and said["key"].startswith("R"):
            said["note"] = self._with_words(at, "key", said["note"], f"原编号：{tidy(written)}")
        if said["unit"] == NONE:
            self.done.ledger.leave(self.sheet.name, at, NOT_KEPT)
        elif len(self.done.faults) == before and said["unit"] and said["key"]:
            self.done.ledger.plan([(self.sheet.name, at)])
            column = letters(self.columns.get("key", 0))
            self.done.rows.append(Placed(Row(**said), self.sheet.name, at, column))

    def _key(self, at: int, number: int) -> str:
        """A code that is none is asked about, and what it said goes to the note; one that a
        spreadsheet made a date of is lost, and only the table can tell it.
        """
        if is_dated(self._raw(at, "key")):
            self._fault(at, "key", MADE_A_DATE)
            return ""
        text = self._plain(at, "key") if "key" in self.columns else self._numbered(number, NO_KEYS)
        if found := ORDINAL.fullmatch(text):
            text = found[1]
        if "key" in self.columns and not ROW_KEY.fullmatch(text):
            text = self._numbered(number, ODD_KEYS, quoted(text))
        if not text:
            return ""
        if text in self.done.seen:
            self._fault(at, "key", f"编号 {text} 与{self.done.seen[text]}重复")
        self.done.seen.setdefault(text, f"“{self.sheet.name}”第{at}行")
        return text

    def _numbered(self, number: int, id: str, odd: str = "") -> str:
        """``odd``: a code that cannot be used (only letters, digits, - and _ can)."""
        lacks = "表中没有“编号”一列" if id == NO_KEYS else f"有的行没有可用的编号（如“{odd}”，"
        more = "" if id == NO_KEYS else "编号只能用字母、数字、“-”和“_”，最多40个字符），这些行"
        first = "001、002…" if id == NO_KEYS else "R001、R002…，原编号写入备注"
        said = self.asking.ask(
            Question(
                id=id,
                text=f"{lacks}{more or '，'}是否按行的先后编为 {first}",
                options=(Option("number", "按行的先后编号"),),
                default="number",
                sheet=self.sheet.name,
                row=self.table.header.last,
            )
        )
        return f"{'' if id == NO_KEYS else 'R'}{number:03d}" if said else ""

    def _unit(self, at: int) -> str:
        """The unit's code; NONE where an answer leaves the row out; empty while it is not known."""
        written = self._raw(at, "unit") if "unit" in self.columns else None
        return self.units.of(written)

    def _day(self, at: int) -> date | str | None:
        """The day, or what is written instead of one and goes to the note."""
        text = self._plain(at, "on")
        read = read_day(text, self.ground.year) if text and not is_empty(text) else None
        if isinstance(read, Part):
            return self._part_of_date(text, read)
        if text and read is None and not is_empty(text):
            self._fault(at, "on", f"没有“{quoted(text)}”这一天，请写成 2026-05-10")
        elif read is not None and day_of(text.replace(" ", "")) is None:
            odd = odd_weekday(text, read)
            self._note(at, "on", odd or f"“{quoted(text)}”读作{read.isoformat()}")
        return read

    def _part_of_date(self, text: str, part: Part) -> date | str | None:
        options = [Option(day.isoformat(), day.isoformat()) for day in part.days]
        id = f"day:{text[:200]}"
        answer = self.asking.ask(
            Question(
                id=id,
                text=f"“{quoted(text)}”{part.lacks}，记为哪一天（可填日期）",
                options=(*options, Option(NONE, "不记日期，原文写入备注")),
                default=options[0].value if part.sure and len(options) == 1 else NONE,
                free=True,
                sheet=self.sheet.name,
                row=self.asking.at[0][1],
            )
        )
        day = day_of(answer)
        if answer and answer != NONE and day is None:
            self.asking.reject(id)
        return text if answer == NONE else day

    def _with_words(self, at: int, field: str, note: str, words: str) -> str:
        """Words that are no day, and no code, go where nothing is lost."""
        if words in note:
            return note
        joined = "；".join(part for part in (note, words) if part)
        if len(joined) > LIMITS["note"]:
            self._fault(at, field, f"写入备注后超过{LIMITS['note']}个字符")
        return joined[: LIMITS["note"]]

    def _text(self, at: int, name: str) -> str:
        written = self._raw(at, name)
        persons = name == "who" or self.columns.get(name) == self.columns.get("who", 0)
        text = masked(written) if persons else tidy(written)
        if len(text) > LIMITS[name]:
            self._fault(at, name, f"{NAMES[name]}超过{LIMITS[name]}个字符")
        if name == "label" and not text:
            self._fault(at, "label", "缺名称")
        if persons and written.strip() and text != written.strip():
            self._note(at, name, "姓名已脱敏")
        elif not persons and text != " ".join(written.split()):
            self._note(at, name, "全角字符已转为半角")
        return text

    def _plain(self, at: int, name: str) -> str:
        written = self._raw(at, name)
        text = plain(written)
        if text != written.strip():
            self._note(at, name, f"全角字符已转为半角：{quoted(text)}")
        return text

    def _raw(self, at: int, name: str) -> str:
        """Read once for each cell: 同上 is told where it is read. What an export wrote is meant
        as it stands.
        """
        if (at, name) not in self._cells:
            exported = TOLD in self.columns
            read = self.table.text if exported else self.table.said
            self._cells[at, name] = read(at, name)
        return self._cells[at, name]

    def _fault(self, row: int, field: str, text: str) -> None:
        self.done.faults.append(self.table.fault(row, field, text))

    def _note(self, row: int, field: str, text: str) -> None:
        self.done.notes.append(self.table.fault(row, field, text))


def _unlawful(sheet: Sheet) -> Iterator[CellFault]:
    """What may not enter in any cell; the fault does not repeat it."""
    # Troops: the file's door looks for persons and marks only.
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell and (why := unlawful(cell)):
                yield CellFault(sheet.name, row, letters(column), why)
