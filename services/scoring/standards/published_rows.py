"""The rows of a standard as published: items, headings with their totals, sums, grounds of veto and
notes, each told apart. A document has a table for each of its parts.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from msgspec import structs

from contracts.sheets.finding import places_of
from contracts.sheets.headers import lowest_texts
from contracts.sheets.numbering import is_heading, split_numbered
from contracts.sheets.tables import GROUP, Table
from contracts.sheets.text import is_empty, is_same, one_line, squeeze
from services.scoring.exact import thousandths
from services.scoring.standards import graded, tables
from services.scoring.standards.beside import Answer
from services.scoring.standards.layout import (
    NUMBERS,
    READ,
    STATED,
    WORDS,
    cells_of,
    columns_of,
    find_header,
    points_of,
    sheet_of,
)
from services.scoring.standards.proposing import Known
from services.scoring.standards.rows import Reader
from services.scoring.standards.standard import Fault, Veto
from services.scoring.standards.tables import Place, Section
from services.scoring.wording.short_forms import veto as topical

HEADING = re.compile("[（(]?[一二三四五六七八九十]{1,3}[)）、.]")
HAN = re.compile("[一二三四五六七八九十]{1,3}[、.]?")
VETO = re.compile("否决")
WHOLE_SUM = re.compile("合计|总计|总分")
NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})?")
MAX_TITLE = 200
MAX_VETOES = 40
SHORTEST, LONGEST_HEAD = 4, 12
"""Characters of a ground of veto, and of what heads a column of them."""
WITH_ABOVE, OWN = "above", "own"


class Found(NamedTuple):
    """A row of a table. ``cells``: by field, with the category filled down."""

    place: Place
    row: int
    cells: dict[str, str]


class SumRow(NamedTuple):
    """A row that sums up. ``category``: of which, empty: of all; ``total`` in thousandths."""

    row: int
    text: str
    category: str
    total: int


class Rows(Reader):
    """``above``: what stands over the tables and in their headings."""

    def __init__(self, answers: Mapping[str, Answer], known: tuple[Known, ...]) -> None:
        super().__init__(answers)
        self.known, self.own_vetoes = known, list[Veto]()
        self.above = ""
        self.sums: list[SumRow] = []

    def fault(self, row: int, column: str, code: str, text: str, value: str = "") -> None:
        """At its cell: the tables of a draft may be several."""
        super().fault(row, column, code, text, value)
        if row != tables.WHOLE and self.place.sheet:
            at = self.place.letters(column)
            told = structs.replace(self.faults[-1], sheet=self.place.sheet, column=at)
            self.faults[-1] = told

    def rows_of(self, section: Section) -> Iterator[Found]:
        """Of every table that stands in the section; what is none is told."""
        for n, (sheet, header, end, side) in enumerate(places_of(sheet_of(section), find_header)):
            table = Table(sheet, header, end=end, side=side)
            table.columns = columns_of(header.columns)
            self.place = Place(section.sheet, table.columns)
            if not n:
                self.above += " ".join(" ".join(cells) for cells in sheet.rows[: header.first - 1])
            yield from self._joined(table, section.title)
            heads = lowest_texts(sheet, header)
            told = {f"“{heads[at]}”一列未读取" for at in graded.heads(sheet, header)}
            for note in (*table.untold(READ), *table.same):
                if note.text not in told:
                    column = note.column and f" {note.column} 列"
                    self.note(f"{note.text}（第 {note.row} 行{column}）")

    def _joined(self, table: Table, title: str) -> list[Found]:
        """Rows that share a cell of points are one item with several sentences."""
        found: list[Found] = []
        category = title if HEADING.match(title) else ""
        heads = graded.heads(table.sheet, table.header)
        worths = graded.below(table, heads)
        heads = graded.told(worths or heads, _beside(table))
        for row in table.rows():
            self.ledger.enter(table.name, row)
            if worths and row == table.header.last + 1:
                self.ledger.leave(table.name, row, "表头")
                continue
            self.faults += [
                Fault(row=row, column=one.column, code="cell", text=one.text, sheet=table.name)
                for one in table.wrong(row)
            ]
            category, why = self._seen(table, row, category)
            if why:
                self._aside(table, row, why)
                continue
            cells = cells_of(table, row, category, heads)
            above = found[-1].cells if found else {}
            if above.get("category") == category and self._shares(table, row, cells, above):
                for field in ("title_zh", "rule", "evidence"):
                    texts = dict.fromkeys((found[-1].cells[field], cells[field]))
                    found[-1].cells[field] = "；".join(filter(None, texts))
                self.note(f"第 {row} 行与第 {found[-1].row} 行共用一格分值，合为一项")
            else:
                found.append(Found(self.place, row, cells))
            self.ledger.plan([(table.name, found[-1].row), (table.name, row)])
        return found

    def _seen(self, table: Table, row: int, before: str) -> tuple[str, str]:
        """(the category that holds from this row on, why it is no item or empty)."""
        texts = [text for text in table.sheet.rows[row - 1] if squeeze(text)]
        why = table.aside(row, WORDS, NUMBERS)
        if why == "合计":
            self._sum(table, row, before)
        if why == GROUP or (why and why != "表头重复" and _is_heading(texts)):
            return self._named(one_line(texts[0]), before), "类别标题"
        if why:
            return before, why
        if total := self._total(table, row):
            number, name = (one_line(table.text(row, f)) for f in ("code", "title_zh"))
            name = STATED.sub("", name)
            name = f"{number.rstrip('、.')}、{name}" if HAN.fullmatch(number) else name
            return self._named(f"{name}({total})", before), "类别标题"
        category = self._category_at(table, row, before)
        return category, self._is_veto(table, row, category)

    def _named(self, text: str, before: str) -> str:
        if text != before:
            self.above += f"。{text}"
        return text

    def _category_at(self, table: Table, row: int, before: str) -> str:
        own = one_line(table.text(row, "category"))
        return before if is_empty(own) or is_same(own) else self._named(own, before)

    def _total(self, table: Table, row: int) -> str:
        """Of a heading with its total: numbered as headings are, and without a rule."""
        if "rule" not in table.columns or not is_empty(table.text(row, "rule")):
            return ""
        number, title = (squeeze(table.text(row, field)) for field in ("code", "title_zh"))
        points = points_of(table.text(row, "points"))
        if "points" not in table.columns:
            found = STATED.search(title)
            points = found[1] if found else ""
        heads = HAN.fullmatch(number) is not None or is_heading(title)
        return points if heads and NUMBER.fullmatch(points) else ""

    def _shares(
        self, table: Table, row: int, cells: dict[str, str], above: Mapping[str, str]
    ) -> bool:
        """Whether a row without points of its own belongs to the item above it."""
        if table.text(row, "weight").strip() or not {"points", "weight"} & table.columns.keys():
            return False
        if cells["points"]:
            return not table.own(row, "points").strip()
        if not above["points"] and not above["weight"]:
            return False
        id = f"R{len(self.places)}-{row}"
        self.places[id] = (table.name, row)
        said = self.ask(
            f"{id}.shares",
            f"第 {row} 行“{cells['title_zh'][:30]}”没有写分值：{WITH_ABOVE} 与上一项共用分值；"
            "单列的请答分值",
            (),
            WITH_ABOVE,
        )
        if said == WITH_ABOVE:
            return True
        cells["points"] = points_of(said)
        return False

    def _sum(self, table: Table, row: int, category: str) -> None:
        """小计 is the total of its heading, 合计 of all; both are held against the items."""
        said = next(text for text in table.sheet.rows[row - 1] if squeeze(text))
        points = points_of(table.text(row, "points"))
        whole = WHOLE_SUM.search(squeeze(said)) is not None
        if NUMBER.fullmatch(points) and (whole or category):
            name = "" if whole else self._category(row, category)
            self.sums.append(SumRow(row, one_line(said), name, thousandths(Fraction(points))))

    def _is_veto(self, table: Table, row: int, category: str) -> str:
        """A ground of veto has no points."""
        points = points_of(table.text(row, "points"))
        none = not NUMBER.fullmatch(points) and is_empty(table.text(row, "weight"))
        title = one_line(table.text(row, "title_zh"))
        texts = {*map(squeeze, filter(squeeze, table.sheet.rows[row - 1]))}
        if none and title and VETO.search(f"{category}{points}"):
            self.veto(row, title)
            return "一票否决项，已记入否决事项"
        if none and len(texts) == 1 and not STATED.search(title):
            return "类别标题" if squeeze(title) == squeeze(category) else "说明"
        return ""

    def veto(self, row: int, title: str) -> None:
        number = len(self.own_vetoes) + 1
        if number > MAX_VETOES or len(title) > MAX_TITLE:
            told = f"否决事项最多{MAX_VETOES}条、每条200字"
            self.fault(row, "title_zh", "bad-value", told, title)
            return
        topic = f"veto-{number}"
        self.own_vetoes.append(Veto(topic=topic, title=title, when=topical(topic)))

    def vetoes_in(self, section: Section) -> bool:
        """A table of its own with grounds of veto: each row's longest text is one."""
        heads = " ".join(" ".join(cells) for _, cells in section.rows[:2])
        if not VETO.search(f"{section.name}{section.title}{heads}"):
            return False
        for at, (row, cells) in enumerate(section.rows):
            title = one_line(max(cells, key=len, default=""))
            self.ledger.enter(section.sheet, row)
            short = len(title) < SHORTEST or (len(title) < LONGEST_HEAD and VETO.search(title))
            if short or WORDS.aside(cells):
                self.ledger.leave(section.sheet, row, "附注" if at else "表头")
                continue
            self.veto(row, title)
            self.ledger.leave(section.sheet, row, "一票否决项，已记入否决事项")
        return True

    def _aside(self, table: Table, row: int, why: str) -> None:
        text = one_line(next(text for text in table.sheet.rows[row - 1] if squeeze(text)))
        self.ledger.leave(table.name, row, why)
        self.note(f"第 {row} 行不是考评项（{why}）：“{text[:40]}”")
        listed = text.partition("：")[2] or text.partition(":")[2]
        if why == "附注" and VETO.search(text):
            for ground in split_numbered(listed):
                self.veto(row, ground.text.rstrip("。；;"))
            self.above += f"。{text}"


def _is_heading(texts: list[str]) -> bool:
    """A last heading, of grounds of veto or of nothing any more."""
    return len({*map(squeeze, texts)}) == 1 and is_heading(squeeze(texts[0]))


def _beside(table: Table) -> str:
    """What stands over the table, and in its rows of one text."""
    texts = [" ".join(cells) for cells in table.sheet.rows[: table.header.first - 1]]
    alone = ({*map(squeeze, cells)} - {""} for cells in table.sheet.rows[table.header.last :])
    return "。".join((*texts, *(next(iter(one)) for one in alone if len(one) == 1)))
