"""The cells of one row, read to an item of the standard; every cell at fault is told."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, get_args

import msgspec

from contracts import captions
from contracts.misfits import in_chinese
from contracts.words import ItemCode
from services.scoring import evaluate
from services.scoring.exact import thousandths, written
from services.scoring.rules.node import Points
from services.scoring.rules.weighted import Weighted
from services.scoring.standards import inputs, persons, tables
from services.scoring.standards.collecting import Collector, Question
from services.scoring.standards.figures import figures
from services.scoring.standards.standard import BASE_POINTS, Evidence, EvidenceKind, Item
from services.scoring.wording import contradictions, prose

SEPARATORS = frozenset("、，,；;")
CODE = "项号应为一两个大写字母加两三位数字，如 A01"
GRADE_FULL = "standard.grade_full"
BASE = "standard.base_points"
SEEN = "seen"
"""Ends the id of the question whether a reading's figures are right."""

_HEADING = re.compile(r"(?P<name>.*\S)\s*\((?:共|计|满分)?(?P<total>\d{1,5}(?:\.\d{1,3})?)\s*分?\)")


class _Mark(NamedTuple):
    """``points`` and ``weight`` in thousandths; ``out_of``: what the rule marks out of, as text."""

    points: int
    weight: int
    out_of: str


class Cells(Collector):
    """Reads one row's cells, by the names of their columns."""

    def item(self, row: int, cells: dict[str, str]) -> Item | None:
        made = self.made(row, self.ruled(cells), cells["rule"])
        if made is not None:
            self._settled(made.code)
        return made

    def made(self, row: int, cells: dict[str, str], sentence: str) -> Item | None:
        """``sentence``: the table's own, which is kept beside a tree that an answer gives."""
        self.check(cells["code"], ItemCode, "code", row, CODE)
        mark = self._mark(row, cells)
        side = tables.SIDES.get(cells["side"])
        if side is None:
            self.fault(row, "side", "unknown", "应为 地、军、联 之一", cells["side"])
        kind = tables.KINDS.get(cells["kind"])
        if kind is None:
            self.fault(row, "kind", "unknown", "应为 硬、软、特 之一", cells["kind"])
        evidence = tuple(self._evidence(row, cells["evidence"]))
        rule = self._rule(row, cells, mark) if mark else None
        if mark is None or side is None or kind is None or rule is None:
            return None
        register = inputs.register(rule, evidence, cells["title_zh"])
        item = Item(
            code=cells["code"],
            category=self._category(row, cells["category"]),
            title=cells["title_zh"],
            gloss=cells["gloss_en"],
            points=mark.points,
            side=side,
            kind=kind,
            rule=rule,
            rule_text=sentence if is_tree(cells["rule"]) else cells["rule"],
            inputs=inputs.of(rule, register),
            evidence=evidence,
            register=register,
            lead=cells["lead"],
            cooperating=_units(cells["cooperating"]),
            source=cells["source"],
            weight=mark.weight,
        )
        return self._fits(row, item, cells)

    def _fits(self, row: int, item: Item, cells: dict[str, str]) -> Item | None:
        """The limits that the types state: lengths, counts. A cell's fault is told once."""
        try:
            return msgspec.convert(msgspec.to_builtins(item), Item)
        except msgspec.ValidationError as error:
            column = _column(str(error))
            if not any((fault.row, fault.column) == (row, column) for fault in self.faults):
                told = f"不合要求：{in_chinese(str(error))}"
                self.fault(row, column, "bad-value", told, cells.get(column, ""))
            return None

    def _category(self, row: int, text: str) -> str:
        """``一、组织领导坚强有力(6)`` states the category's total beside its name."""
        found = _HEADING.fullmatch(tables.plain(text))
        if not found:
            return text
        end = re.search(r"[(（][^(（]*$", text)
        name = text[: end.start()].strip() if end else found["name"]
        total = thousandths(Fraction(found["total"]))
        if self.headings.setdefault(name, total) != total:
            before = written(Fraction(self.headings[name], 1000))
            told = f"类别“{name}”的合计前后不一：{before} 分、{found['total']} 分"
            self.fault(row, "category", "heading-sum", told, text)
        return name

    def _mark(self, row: int, cells: dict[str, str]) -> _Mark | None:
        """Points as they are; with a weight, the points are what the rule marks out of."""
        if not cells["weight"]:
            points = self.points(row, cells["points"])
            return _Mark(points, 0, cells["points"]) if points else None
        weight = self._weight(row, cells["weight"])
        full = cells["points"] or self._full()
        if not weight or not self.points(row, full):
            return None
        return _Mark(weight, weight, full)

    def _full(self) -> str:
        text = "给权重的项按多少分制评分（得分＝评分÷满级×权重）？"
        return self.ask(GRADE_FULL, text, (), "100")

    def _weight(self, row: int, text: str) -> int | None:
        """``2.2`` points, or ``2.2%`` of the standard's base."""
        share = text.removesuffix("%")
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", share) or not Fraction(share):
            self.fault(row, "weight", "bad-points", "应为大于 0 的数或百分比", text)
            return None
        value = Fraction(share) * 1000
        if share != text:
            value = Fraction(share) * self.base() / 100
        if value.denominator != 1:
            self.fault(row, "weight", "bad-points", "折算后不是千分之一分的整数倍", text)
            return None
        return int(value)

    def base(self) -> int:
        """The points of all base items: 100, unless somebody answered otherwise."""
        answer = self.answers[BASE].text if BASE in self.answers else ""
        if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", answer) or not Fraction(answer):
            return BASE_POINTS
        return thousandths(Fraction(answer))

    def points(self, row: int, text: str) -> int | None:
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text) or not Fraction(text):
            self.fault(row, "points", "bad-points", "应为大于 0 的数，至多三位小数", text)
            return None
        return thousandths(Fraction(text))

    def _evidence(self, row: int, text: str) -> Iterator[Evidence]:
        """``DOC 规划、考核办法; PIC(脱敏)``; a piece without a kind is of the kind before it."""
        kinds = {str(kind): kind for kind in get_args(EvidenceKind)}
        kind: EvidenceKind | None = None
        for piece in filter(None, (piece.strip() for piece in re.split("[;；]", text))):
            code = re.match("[A-Za-z]*", piece)[0]  # type: ignore[index]
            kind = kinds.get(code) if code else kind
            if kind is None:
                known = "、".join(kinds)
                self.fault(row, "evidence", "unknown", f"材料类型应为 {known} 之一", piece)
            else:
                text = piece[len(code) :].strip()
                if wrong := captions.misnamed(kind, text):
                    six = "、".join((*captions.CAPTIONS.values(), captions.ALL_SIX))
                    self.fault(row, "evidence", "unknown", f"照片说明应为 {six}", "、".join(wrong))
                yield Evidence(kind=kind, text=text)

    def ruled(self, cells: dict[str, str]) -> dict[str, str]:
        """With the rule that an answer gives: a sentence in place of the table's, or a tree, beside
        which the table's sentence is kept."""
        said = self.answers.get(f"{cells['code']}.rule")
        return {**cells, "rule": said.text} if said and said.text else cells

    def _settled(self, code: str) -> None:
        """That the rule was answered, once nothing else asks for it."""
        id = f"{code}.rule"
        if id in self.answers and id not in self.questions:
            self.ask(id, f"{code} 的评分标准", (), "")

    def _rule(self, row: int, cells: dict[str, str], mark: _Mark) -> Points | None:
        def ask(topic: str, text: str, options: tuple[str, ...], default: str) -> str:
            return self.ask(f"{cells['code']}.{topic}", text, options, default)

        refused = persons.refusal(cells["rule"])
        if refused:
            self.fault(row, "rule", refused.code, refused.reason, refused.words)
            return None
        try:
            rule = prose.read(cells["rule"], mark.out_of, ask)
        except prose.Unreadable as error:
            self.fault(row, "rule", "unreadable", str(error), cells["rule"])
            return None
        answered = f"{cells['code']}.rule" in self.answers and is_tree(cells["rule"])
        if answered:
            self._must_be_seen(cells["code"], rule, thousandths(Fraction(mark.out_of)))
        if prose.spoken(cells["rule"]):
            contradictions.ask_about(cells["title_zh"], cells["rule"], mark.out_of, ask)
            self._must_be_seen(cells["code"], rule, thousandths(Fraction(mark.out_of)))
        return Weighted(rule=rule, full=mark.out_of) if mark.weight else rule

    def _must_be_seen(self, code: str, rule: Points, mark: int) -> None:
        """What was read of words is worked out, and the answer says which figures were seen: an
        answer to other figures is none."""
        id = f"{code}.{SEEN}"
        if evaluate.faults(rule, mark):
            return
        shown = figures(rule, mark)
        seen = id in self.answers and self.answers[id].text == shown
        text = f"这样算对吗？{rule.said()}。{shown}"
        self.questions[id] = Question(
            id=id, text=text, options=(shown,), answer=shown, settled=seen
        )


def total_of(category: str) -> Fraction | None:
    """The points that a heading states for its items: 一、组织领导（20分）."""
    found = _HEADING.fullmatch(tables.plain(category))
    return Fraction(found["total"]) if found else None


def is_tree(rule: str) -> bool:
    return rule.lstrip().startswith("{")


def _units(text: str) -> tuple[str, ...]:
    """Split at 、 ， , and ； but not inside brackets: ``各乡镇(街道)``, ``县(市、区)``."""
    parts = [""]
    for piece in re.findall(r"[(（][^()（）]*[)）]|[\s\S]", text):
        if piece in SEPARATORS:
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(filter(None, (part.strip() for part in parts)))


def _column(error: str) -> str:
    """The column of a msgspec error, whose path is ``$.field…``."""
    found = re.search(r"\$\.(\w+)", error)
    field = found[1] if found else ""
    return {"title": "title_zh", "gloss": "gloss_en", "rule_text": "rule"}.get(field, field)
