"""A standard as published: 项目 · 序号 · 考评内容 · 分值 · 评分标准 · 得分, and nothing of side,
kind, evidence and lead. It becomes a draft that asks: what the table does not say is proposed from
the words, with the reason; a rule that is not read is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import structs

from contracts.sheets.tables import Table
from contracts.sheets.text import is_empty, one_line, squeeze
from services.scoring import evaluate
from services.scoring.exact import points as in_points
from services.scoring.exact import written
from services.scoring.standards import standard, tables
from services.scoring.standards.beside import Answer
from services.scoring.standards.cells import BASE
from services.scoring.standards.layout import READ, WORDS, cells_of, columns_of, enough, sheet_of
from services.scoring.standards.proposing import PLACED, Known, codes, near, propose
from services.scoring.standards.rows import CAP, Reader
from services.scoring.standards.standard import MAX_ITEMS, Fault, Item, Standard, Veto
from services.scoring.standards.tables import Place, Section
from services.scoring.wording.short_forms import veto as topical

NAMED = {"side": "责任方", "kind": "性质", "evidence": "佐证材料", "lead": "牵头单位"}
OPTIONS: Mapping[str, tuple[str, ...]] = {"side": ("地", "军", "联"), "kind": ("硬", "软", "特")}
SAID = {
    **dict.fromkeys(("地方", "地方政府", "政府"), "地"),
    **dict.fromkeys(("军队", "部队", "驻军"), "军"),
    **dict.fromkeys(("军地", "军地双方", "共同", "联合"), "联"),
    **{"硬指标": "硬", "硬性": "硬", "软指标": "软", "软性": "软", "特色": "特", "加分": "特"},
}
"""What people write for a side or a kind."""
HEADING = re.compile("[（(]?[一二三四五六七八九十]{1,3}[)）、.]")
CODE = re.compile(r"[A-Z]{1,2}\d{2,3}")
VETO = re.compile("否决")
CAPPED = re.compile(
    r"加分[^。；;]{0,16}?(?:不超过|最高|上限|限|至多)"
    r"\D{0,4}(\d{1,3}(?:\.\d{1,3})?)\s*分"
)
MAX_TITLE = 200
MAX_VETOES = 40


class Found(NamedTuple):
    """A row of a table. ``cells``: by field, with the category filled down."""

    place: Place
    row: int
    cells: dict[str, str]


class Drafter(Reader):
    """``known``: items of an earlier version or of the sample, for what is near."""

    def __init__(self, answers: Mapping[str, Answer], known: tuple[Known, ...]) -> None:
        super().__init__(answers)
        self.known, self.own_vetoes = known, list[Veto]()
        self.above = ""

    def all_items(self, sections: Sequence[Section]) -> list[tuple[int, Item]]:
        """A document has a table for each of its parts: their items are one standard's."""
        found = [one for section in sections for one in self._read(section)]
        if len(found) > MAX_ITEMS:
            text = f"考评项超过 {MAX_ITEMS} 项"
            self.fault(tables.WHOLE, "", "too-many-rows", text, str(len(found)))
            return []
        if not found:
            self.fault(tables.WHOLE, "", "no-rows", "表中没有数据行")
        made = self._codes(found)
        read = [(one.row, self._drafted(one, code)) for one, code in zip(found, made, strict=True)]
        return [(row, item) for row, item in read if item is not None]

    def _read(self, section: Section) -> list[Found]:
        sheet = sheet_of(section)
        header = WORDS.find(sheet, enough)
        if header is None:
            return []
        table = Table(sheet, header)
        table.columns = columns_of(header.columns)
        self.place = Place(section.sheet, table.columns)
        self.above += " ".join(" ".join(cells) for cells in sheet.rows[: header.first - 1])
        for note in table.untold(READ):
            self.note(f"{note.text}（第 {note.row} 行{note.column and f' {note.column} 列'}）")
        return self._joined(table, section.title)

    def fault(self, row: int, column: str, code: str, text: str, value: str = "") -> None:
        """At its cell: the tables of a draft may be several."""
        super().fault(row, column, code, text, value)
        if row != tables.WHOLE and self.place.sheet:
            at = self.place.letters(column)
            told = structs.replace(self.faults[-1], sheet=self.place.sheet, column=at)
            self.faults[-1] = told

    def _joined(self, table: Table, title: str) -> list[Found]:
        """Rows that share a merged cell of points are one item with several sentences."""
        found: list[Found] = []
        category = title if HEADING.match(title) else ""
        for row in table.rows():
            self.ledger.enter(table.name, row)
            self.faults += [
                Fault(row=row, column=one.column, code="cell", text=one.text, sheet=table.name)
                for one in table.wrong(row)
            ]
            category = self._category_at(table, row, category)
            if self._is_aside(table, row, category):
                continue
            cells = cells_of(table, row, category)
            shared = not table.own(row, "points").strip() and cells["points"]
            if shared and found:
                for field in ("title_zh", "rule", "evidence"):
                    texts = dict.fromkeys((found[-1].cells[field], cells[field]))
                    found[-1].cells[field] = "；".join(filter(None, texts))
                self.note(f"第 {row} 行与第 {found[-1].row} 行共用一格分值，合为一项")
            else:
                found.append(Found(self.place, row, cells))
            self.ledger.plan([(table.name, found[-1].row), (table.name, row)])
        return found

    def _category_at(self, table: Table, row: int, before: str) -> str:
        own = one_line(table.text(row, "category"))
        if is_empty(own) or squeeze(own) == "同上":
            return before
        if own != before:
            self.above += f"。{own}"
        return own

    def _is_aside(self, table: Table, row: int, category: str) -> bool:
        """Notes, sums and headings make no item; a ground of veto has no points."""
        texts = [text for text in table.sheet.rows[row - 1] if squeeze(text)]
        why = WORDS.aside(texts)
        blank = is_empty(table.text(row, "points")) and is_empty(table.text(row, "weight"))
        title = one_line(table.text(row, "title_zh"))
        if not why and blank and VETO.search(category) and title:
            self._veto(row, title)
            why = "一票否决项，已记入否决事项"
        if not why and blank and len({*map(squeeze, texts)}) == 1:
            why = "类别标题" if squeeze(texts[0]) == squeeze(category) else "说明"
        if why:
            self.ledger.leave(table.name, row, why)
            self.note(f"第 {row} 行不是考评项（{why}）：“{one_line(texts[0])[:40]}”")
        return bool(why)

    def _veto(self, row: int, title: str) -> None:
        number = len(self.own_vetoes) + 1
        if number > MAX_VETOES or len(title) > MAX_TITLE:
            self.fault(
                row, "title_zh", "bad-value", f"否决事项最多{MAX_VETOES}条、每条200字", title
            )
            return
        topic = f"veto-{number}"
        self.own_vetoes.append(Veto(topic=topic, title=title, when=topical(topic)))

    def _codes(self, found: list[Found]) -> list[str]:
        """The table's own codes, where it has any; else made, and each may be renamed."""
        own = [one.cells["code"] for one in found]
        if any(map(CODE.fullmatch, own)):
            return own
        made = codes([one.cells["category"] for one in found])
        if made:
            self.note(f"表中没有项号，已按类别编为 {made[0]} 至 {made[-1]}，可在答复中改名")
        return [self._renamed(code) for code in made]

    def _renamed(self, code: str) -> str:
        id = f"{code}.code"
        if id not in self.answers:
            return code
        return self.ask(id, f"{code} 改用哪个项号", (), code)

    def _drafted(self, one: Found, code: str) -> Item | None:
        self.place = one.place
        cells = {**one.cells, "code": code}
        self.places[code] = (self.place.sheet, one.row)
        if not cells["title_zh"]:
            self.fault(one.row, "title_zh", "empty", "考评内容空白")
            return None
        if not cells["category"]:
            cells["category"] = self.ask(f"{code}.category", f"{code} 属于哪个类别", (), "基本项")
        if not cells["points"] and not cells["weight"]:
            self.fault(one.row, "points", "empty", "分值与权重不能都为空")
            return None
        words = f"{cells['title_zh']}{cells['rule']}"
        like = near(cells["title_zh"], self.known)
        for field in PLACED:
            cells[field] = self._said(
                field, code, cells, propose(field, words, cells["category"], like)
            )
        cells["title_zh"] = self._title(code, cells["title_zh"])
        item = self.item(one.row, cells)
        return item and self._sound(one.row, item, cells)

    def _said(self, field: str, code: str, cells: dict[str, str], proposed: tuple[str, str]) -> str:
        """A cell that says it, else the proposal for one click."""
        text = SAID.get(cells[field], cells[field])
        if field == "evidence" and text and not re.match(r"[A-Z]{3,4}\b", text):
            proposed = (f"{proposed[0].partition(' ')[0]} {text}"[:200], f"表中写“{text[:30]}”")
            text = ""
        if text and (field not in OPTIONS or text in OPTIONS[field]):
            return text
        value, reason = proposed
        said = f"{code} “{cells['title_zh'][:30]}”的{NAMED[field]}（{reason}，建议“{value}”）"
        return self.ask(f"{code}.{field}", said, OPTIONS.get(field, ()), value)

    def _title(self, code: str, text: str) -> str:
        """An item's title is short; a longer text is cut only as somebody says."""
        if len(text) <= MAX_TITLE:
            return text
        cut = max(text.rfind(mark, 0, MAX_TITLE) for mark in "。；;，,、")
        proposed = text[: cut if cut > 0 else MAX_TITLE]
        asked = f"{code} 的考评内容超过{MAX_TITLE}字，请给一个{MAX_TITLE}字以内的写法"
        return self.ask(f"{code}.title", asked, (), proposed)[:MAX_TITLE]

    # -- rules ----------------------------------------------------------------------------------

    def item(self, row: int, cells: dict[str, str]) -> Item | None:
        """A rule that is not read does not keep the rest of its item out of the draft."""
        before, asked = len(self.faults), dict(self.questions)
        item = super().item(row, cells)
        unread = [f for f in self.faults[before:] if f.code == "unreadable"]
        if item is not None or not unread or len(self.faults) - before > len(unread):
            return item
        del self.faults[before:]
        self.questions = asked
        return self._without_rule(row, self.ruled(cells), unread[0].text)

    def _sound(self, row: int, item: Item, cells: dict[str, str]) -> Item | None:
        """A rule whose parts do not make the points is asked for, with both figures."""
        wrong = [text for _, text in evaluate.faults(item.rule, item.points)]
        return self._without_rule(row, self.ruled(cells), wrong[0]) if wrong else item

    def _without_rule(self, row: int, cells: dict[str, str], why: str) -> Item | None:
        """The item with a rule that only stands for the missing one."""
        code, text = cells["code"], cells["rule"]
        said = f"{code} 的评分标准“{text[:120]}”：{why}。请改写条文，或在“计分规则”页逐项选定"
        item = self.made(row, {**cells, "rule": "FIX"}, text)
        self.leave_open(f"{code}.rule", said, ())
        return None if item is None else structs.replace(item, rule_text=text)

    # -- the whole ------------------------------------------------------------------------------

    def checked(self, found: Standard, rows: Sequence[int]) -> Iterator[Fault]:
        """Sums that differ are asked about with both figures: a draft may be incomplete."""
        for fault in standard.faults(found, rows):
            if fault.code == "heading-sum":
                text = f"{fault.text}；请以各项为准，或补齐、改正后重新导入"
                id = f"{fault.text.split('”')[0].partition('“')[2][:80]}.sum"
                self.leave_open(id, text, ("items",))
            elif fault.code != "base-sum":
                yield fault

    def _vetoes(self, found: tuple[Veto, ...] | None) -> tuple[Veto, ...]:
        return super()._vetoes((*(found or ()), *self.own_vetoes) or found)

    def placed(self, id: str) -> bool:
        own = id.rpartition(".")[2] in (*PLACED, "title", "code", "category", "sum")
        return own or super().placed(id)

    def standard(self, numbered: Sequence[tuple[int, Item]], **whole: Any) -> Standard | None:
        """Of a heading whose items hold against its total, the total is let go."""
        for category in [*self.headings]:
            id = f"{category[:80]}.sum"
            if id in self.answers:
                self.ask(id, f"类别“{category}”以各项为准", ("items",), "items")
                del self.headings[category]
        return super().standard(numbered, **whole)

    def _base(self, items: Sequence[Item]) -> int:
        together = sum(item.points for item in items if not item.bonus)
        if together == standard.BASE_POINTS and BASE not in self.answers:
            return together
        shown = written(in_points(together))
        self.ask(BASE, f"基本项各项合计 {shown} 分，标准的基本项合计多少分", (), shown)
        return self.base() if BASE in self.answers else together or standard.BASE_POINTS

    def _bonus_cap(self) -> int:
        """As the table states it beside its bonuses, else asked."""
        texts = (self.above, *self.notes)
        stated = next((found[1] for text in texts if (found := CAPPED.search(text))), "")
        if stated:
            self.note(f"表中写明加分上限 {stated} 分")
            self.answers = {CAP: Answer(stated), **self.answers}
        return super()._bonus_cap()
