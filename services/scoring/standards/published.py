"""A standard as published: 项目 · 序号 · 考评内容 · 分值 · 评分标准 · 得分, and nothing of side,
kind, evidence and lead. It becomes a draft that asks: what the table does not say is proposed from
the words, with the reason; a rule that is not read is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import structs

from services.scoring import evaluate
from services.scoring.exact import points as in_points
from services.scoring.exact import thousandths, written
from services.scoring.standards import standard, tables
from services.scoring.standards.beside import Answer
from services.scoring.standards.cells import BASE
from services.scoring.standards.layout import points_of
from services.scoring.standards.proposing import PLACED, codes, near, propose
from services.scoring.standards.published_rows import MAX_TITLE, VETO, Found, Rows, SumRow
from services.scoring.standards.rows import CAP, NO_VETOES
from services.scoring.standards.spreading import NUMBER, Portion, portions
from services.scoring.standards.standard import MAX_ITEMS, Fault, Item, Standard, Veto
from services.scoring.standards.tables import Section
from services.scoring.wording.chinese import ADVICE

NAMED = {"side": "责任方", "kind": "性质", "evidence": "佐证材料", "lead": "牵头单位"}
OPTIONS: Mapping[str, tuple[str, ...]] = {"side": ("地", "军", "联"), "kind": ("硬", "软", "特")}
SAID = {
    **dict.fromkeys(("地方", "地方政府", "政府"), "地"),
    **dict.fromkeys(("军队", "部队", "驻军"), "军"),
    **dict.fromkeys(("军地", "军地双方", "共同", "联合"), "联"),
    **{"硬指标": "硬", "硬性": "硬", "软指标": "软", "软性": "软", "特色": "特", "加分": "特"},
}
"""What people write for a side or a kind."""
OWN_ANSWERS = (*PLACED, "title", "code", "category", "points", "sum", "shares")
"""What ends the ids of questions whose answers stand in the items themselves, or end there."""
CODE = re.compile(r"[A-Z]{1,2}\d{2,3}")
CAPPED = re.compile(
    r"加分[^。；;]{0,16}?(?:不超过|最高|上限|限|至多)"
    r"\D{0,4}(\d{1,3}(?:\.\d{1,3})?)\s*分"
)


class Drafter(Rows):
    """``known``: items of an earlier version or of the sample, for what is near."""

    def all_items(self, sections: Sequence[Section]) -> list[tuple[int, Item]]:
        """A document has a table for each of its parts: their items are one standard's."""
        found = [one for section in sections for one in self.rows_of(section)]
        if len(found) > MAX_ITEMS:
            text = f"考评项超过 {MAX_ITEMS} 项"
            self.fault(tables.WHOLE, "", "too-many-rows", text, str(len(found)))
            return []
        if not found:
            self.fault(tables.WHOLE, "", "no-rows", "表中没有数据行")
        made = self._codes(found)
        left = portions(found)
        read = [
            (one.row, self._drafted(one, code, left.get(at)))
            for at, (one, code) in enumerate(zip(found, made, strict=True))
        ]
        return [(row, item) for row, item in read if item is not None]

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

    def _drafted(self, one: Found, code: str, share: Portion | None) -> Item | None:
        self.place = one.place
        cells = {**one.cells, "code": code}
        self.places[code] = (self.place.sheet, one.row)
        if not cells["title_zh"]:
            self.fault(one.row, "title_zh", "empty", "考评内容空白")
            return None
        if not cells["category"]:
            cells["category"] = self.ask(f"{code}.category", f"{code} 属于哪个类别", (), "基本项")
        if share is not None:
            cells["points"] = self._points(code, cells["title_zh"], share)
        words = f"{cells['title_zh']}{cells['rule']}"
        like = near(cells["title_zh"], self.known)
        for field in PLACED:
            cells[field] = self._said(
                field, code, cells, propose(field, words, cells["category"], like)
            )
        cells["title_zh"] = self._title(code, cells["title_zh"])
        item = self.item(one.row, cells)
        return item and self._sound(one.row, item, cells)

    def _points(self, code: str, title: str, share: Portion) -> str:
        """Of an item that states none: the proposal for one click, or what somebody says."""
        id = f"{code}.points"
        reason = f"（{share.reason}）" if share.reason else ""
        text = f"{code} “{title[:30]}”没有写分值{reason}，请填分值"
        given = points_of(self.answers[id].text) if id in self.answers else share.proposed
        if not NUMBER.fullmatch(given) or not Fraction(given):
            self.leave_open(id, text, ())
            return share.held
        return points_of(self.ask(id, text, (), share.proposed))

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
        advice = "" if ADVICE in why else f"；{ADVICE}"
        said = f"{code} 的评分标准“{text[:120]}”：{why}{advice}"
        item = self.made(row, {**cells, "rule": "FIX"}, text)
        self.leave_open(f"{code}.rule", said, ())
        return None if item is None else structs.replace(item, rule_text=text)

    # -- the whole ------------------------------------------------------------------------------

    def checked(self, found: Standard, rows: Sequence[int]) -> Iterator[Fault]:
        """Sums that differ are asked about with both figures: a draft may be incomplete."""
        for fault in standard.faults(found, rows):
            if fault.code == "heading-sum":
                name = fault.text.split("”")[0].partition("“")[2]
                self._differs(f"{name[:80]}.sum", fault.text)
            elif fault.code != "base-sum":
                yield fault

    def _hold(self, one: SumRow, items: Sequence[Item]) -> None:
        """A row that sums up against its items, with the bonuses or without."""
        mine = [item for item in items if one.category in ("", item.category)]
        sums = [sum(i.points for i in mine), sum(i.points for i in mine if not i.bonus)]
        if one.total in sums:
            return
        stated, together = (written(in_points(points)) for points in (one.total, sums[0]))
        of = f"类别“{one.category}”" if one.category else ""
        text = f"第 {one.row} 行“{one.text}”写 {stated} 分，{of}各项合计 {together} 分"
        self._differs(f"row-{one.row}.sum", text)

    def _differs(self, id: str, text: str) -> None:
        if id in self.answers:
            self.ask(id, text, ("items",), "items")
        else:
            self.leave_open(id, f"{text}；请以各项为准，或补齐、改正后重新导入", ("items",))

    def _vetoes(self, found: tuple[Veto, ...] | None) -> tuple[Veto, ...]:
        found = (*(found or ()), *self.own_vetoes) or found
        texts = (self.above, *self.notes)
        written_ = next((text for text in texts if VETO.search(text)), "")
        if found or not written_ or NO_VETOES in self.answers:
            return super()._vetoes(found)
        at = VETO.search(written_)
        around = written_[max(0, at.start() - 20) : at.end() + 40] if at else ""
        self.leave_open(
            NO_VETOES,
            f"表中写到“{around}”，但没有读到否决事项：不设的答 none；"
            "要设的，请补上“一票否决”表后重新导入",
            ("none",),
        )
        return ()

    def placed(self, id: str) -> bool:
        own = id.rpartition(".")[2] in OWN_ANSWERS
        return own or super().placed(id)

    def standard(self, numbered: Sequence[tuple[int, Item]], **whole: Any) -> Standard | None:
        """Of a heading whose items hold against its total, the total is let go."""
        for category in [*self.headings]:
            id = f"{category[:80]}.sum"
            if id in self.answers:
                self.ask(id, f"类别“{category}”以各项为准", ("items",), "items")
                del self.headings[category]
        for one in self.sums:
            self._hold(one, [item for _, item in numbered])
        return super().standard(numbered, **whole)

    def _base(self, items: Sequence[Item]) -> int:
        together = sum(item.points for item in items if not item.bonus)
        if together == standard.BASE_POINTS and BASE not in self.answers:
            return together
        shown = written(in_points(together))
        self.ask(BASE, f"基本项各项合计 {shown} 分，标准的基本项合计多少分", (), shown)
        return self.base() if BASE in self.answers else together or standard.BASE_POINTS

    def _bonus_cap(self) -> int:
        """As the table states it beside its bonuses, else asked; of several, which holds."""
        texts = (self.above, *self.notes)
        stated = [*dict.fromkeys(one[1] for text in texts for one in CAPPED.finditer(text))]
        if len(stated) > 1 and CAP not in self.answers:
            text = f"表中写了几个加分上限（{'、'.join(stated)} 分），以哪一个为准"
            self.leave_open(CAP, text, tuple(stated))
            return thousandths(Fraction(stated[0]))
        if stated:
            self.note(f"表中写明加分上限 {'、'.join(stated)} 分")
            self.answers = {CAP: Answer(stated[0]), **self.answers}
        return super()._bonus_cap()
