"""Reads the rows of a table into a standard, collecting every fault and every open question."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import get_args

import msgspec
from msgspec import Struct, structs

from contracts.words import ItemCode
from services.scoring.domain import evaluate, names, prose, standard, vocabulary
from services.scoring.domain.exact import thousandths
from services.scoring.domain.rules.node import Need, Points
from services.scoring.domain.rules.occurrences import HighestOnce
from services.scoring.domain.standard import (
    MAX_ITEMS,
    Evidence,
    EvidenceKind,
    Fault,
    Item,
    ItemInput,
    Source,
    Standard,
    Veto,
)

MAX_CELL = 1000
"""Characters of one cell."""

COLUMNS = (
    "code",
    "category",
    "title_zh",
    "gloss_en",
    "points",
    "side",
    "kind",
    "rule",
    "evidence",
    "lead",
    "cooperating",
    "source",
)
_MAY_BE_EMPTY = {"gloss_en", "cooperating", "source", "evidence"}
WHOLE = 0
"""The row of a fault that concerns the whole table."""


class Question(Struct, frozen=True, kw_only=True):
    """``id`` is ``B04.empty`` or ``standard.bonus_cap``; no ``options``: free text.

    ``settled``: somebody answered; else ``answer`` is the default.
    """

    id: str
    text: str
    options: tuple[str, ...]
    answer: str
    settled: bool


class Reader:
    """Collects faults and questions while the rows are read."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.faults: list[Fault] = []
        self.questions: dict[str, Question] = {}

    def fault(self, row: int, column: str, code: str, text: str, value: str = "") -> None:
        self.faults.append(Fault(row=row, column=column, code=code, text=text, value=value[:80]))

    def check(self, value: object, wanted: object, column: str, row: int = WHOLE) -> None:
        try:
            msgspec.convert(value, type=wanted)
        except msgspec.ValidationError as error:
            self.fault(row, column, "bad-value", f"不合要求：{error}", str(value))

    def ask(self, id: str, text: str, options: tuple[str, ...], default: str) -> str:
        answer = self.answers.get(id, default)
        if options and answer not in options:
            text_of = f"对“{id}”的回答应为 {'、'.join(options)} 之一"
            self.fault(WHOLE, "answers", "bad-answer", text_of, answer)
            answer = default
        self.questions[id] = Question(
            id=id, text=text, options=options, answer=answer, settled=id in self.answers
        )
        return answer

    def items(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[int, Item]]:
        named = [cell.strip() for cell in header]
        for column in COLUMNS:
            if named.count(column) != 1:
                text = "缺少此列" if column not in named else "此列重复"
                self.fault(1, column, "missing-column", text)
        for column in named:
            if column not in COLUMNS:
                self.fault(1, column, "unknown-column", "不认识的列", column)
        if len(rows) > MAX_ITEMS:
            text = f"数据行超过 {MAX_ITEMS} 行"
            self.fault(WHOLE, "", "too-many-rows", text, str(len(rows)))
        if self.faults:
            return []
        read = [self._row(number, named, row) for number, row in enumerate(rows, start=2)]
        return [item for item in read if item is not None]

    def _row(
        self, number: int, columns: Sequence[str], row: Sequence[str]
    ) -> tuple[int, Item] | None:
        before = len(self.faults)
        if len(row) != len(columns):
            text = f"应有 {len(columns)} 格，实有 {len(row)} 格"
            self.fault(number, "", "cells", text)
            return None
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=True)}
        for column, cell in cells.items():
            if len(cell) > MAX_CELL:
                self.fault(number, column, "too-long", f"单元格超过 {MAX_CELL} 字", cell)
            elif not cell and column not in _MAY_BE_EMPTY:
                self.fault(number, column, "empty", "不能为空")
        if len(self.faults) > before:
            return None
        item = self._item(number, cells)
        return (number, item) if item and len(self.faults) == before else None

    def _item(self, row: int, cells: dict[str, str]) -> Item | None:
        self.check(cells["code"], ItemCode, "code", row)
        points = self._points(row, cells["points"])
        side = vocabulary.SIDES.get(cells["side"])
        if side is None:
            self.fault(row, "side", "unknown", "应为 地、军、联 之一", cells["side"])
        kind = vocabulary.KINDS.get(cells["kind"])
        if kind is None:
            self.fault(row, "kind", "unknown", "应为 硬、软、特 之一", cells["kind"])
        evidence = tuple(self._evidence(row, cells["evidence"]))
        rule = self._rule(row, cells) if points else None
        if points is None or side is None or kind is None or rule is None:
            return None
        register = _register(cells["rule"], evidence)
        item = Item(
            code=cells["code"],
            category=cells["category"],
            title=cells["title_zh"],
            gloss=cells["gloss_en"],
            points=points,
            side=side,
            kind=kind,
            rule=rule,
            rule_text=cells["rule"],
            inputs=tuple(_input(need, bool(register)) for need in evaluate.needs(rule)),
            evidence=evidence,
            register=register,
            lead=cells["lead"],
            cooperating=_units(cells["cooperating"]),
            source=cells["source"],
        )
        return self._fits(row, item)

    def _fits(self, row: int, item: Item) -> Item | None:
        """The limits that the types state: lengths, counts."""
        try:
            return msgspec.convert(msgspec.to_builtins(item), Item)
        except msgspec.ValidationError as error:
            self.fault(row, _column(str(error)), "bad-value", f"不合要求：{error}")
            return None

    def _points(self, row: int, text: str) -> int | None:
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
                yield Evidence(kind=kind, text=piece[len(code) :].strip())

    def _rule(self, row: int, cells: dict[str, str]) -> Points | None:
        def ask(topic: str, text: str, options: tuple[str, ...], default: str) -> str:
            return self.ask(f"{cells['code']}.{topic}", text, options, default)

        try:
            return prose.read(cells["rule"], cells["points"], ask)
        except prose.Unreadable as error:
            self.fault(row, "rule", "unreadable", str(error), cells["rule"])
            return None

    def standard(
        self,
        numbered: Sequence[tuple[int, Item]],
        *,
        version: str,
        name: str,
        vetoes: tuple[Veto, ...],
    ) -> Standard | None:
        """The whole; sums and references are checked only where every row could be read."""
        whole = not self.faults
        items = tuple(item for _, item in numbered)
        found = Standard(
            version=version,
            name=name,
            items=items,
            vetoes=vetoes,
            bonus_cap=self._bonus_cap(),
            once_across=self._once_across(items),
            year_starts=self.ask(
                "standard.year_starts",
                "考评年度从哪一天开始（月-日）？",
                tuple(f"{month:02}-01" for month in range(1, 13)),
                "01-01",
            ),
        )
        for unknown in sorted(set(self.answers) - set(self.questions)) if whole else ():
            self.fault(WHOLE, "answers", "unknown-answer", "没有这个问题", unknown)
        rows = [row for row, _ in numbered]
        checks = standard.faults(found, rows) if whole else standard.item_faults(numbered)
        self.faults += checks
        given = {each.id: each.answer for each in self.questions.values()}
        return structs.replace(found, answers=given)

    def _bonus_cap(self) -> int:
        answer = self.ask("standard.bonus_cap", "全部加分项合计的上限（分）？", (), "10")
        return self._points(WHOLE, answer) or 0

    def _once_across(self, items: Sequence[Item]) -> tuple[str, ...]:
        by_level = [item.code for item in items if item.bonus and _by_level(item)]
        text = "同一荣誉在哪些加分项之间只计一次（项号，逗号分隔；空为不限）？"
        answer = self.ask("standard.once_across", text, (), ",".join(by_level))
        return tuple(filter(None, (code.strip() for code in answer.split(","))))


def _by_level(item: Item) -> bool:
    return any(
        isinstance(node, HighestOnce)
        for _, node, _ in evaluate.walk(item.rule, Fraction(item.points, 1000))
    )


def _input(need: Need, register: bool) -> ItemInput:
    source: Source = "submission"
    if need.name in (names.TOWNSHIPS, names.UNITS):
        source = "organisation"
    elif register and need.name in (names.RATIO, names.COUNT):
        source = "register"
    label = need.label or names.of_input(need.name)
    kinds = {kind: names.of_kind(kind) for kind in need.kinds}
    if need.label and len(kinds) == 1:
        kinds = dict.fromkeys(kinds, need.label)
    return ItemInput(name=need.name, label=label, measure=need.measure, kinds=kinds, source=source)


def _register(rule: str, evidence: Sequence[Evidence]) -> str:
    """The list that the numbers come from: of a ratio its ledger, else its sign posts; of a count
    only the ledger of sign posts, for other ledgers list other things than those counted."""
    posts = ["点位表" for each in evidence if each.kind == "SIGN"]
    ledgers = [each.text or "台账" for each in evidence if each.kind == "LED"]
    lists = rule.startswith("RAT") or (rule.startswith("CNT") and posts)
    return next(iter(ledgers + posts), "") if lists else ""


def _units(text: str) -> tuple[str, ...]:
    """Split at 、 ， , and ； but not inside brackets: ``各乡镇(街道)``, ``县(市、区)``."""
    parts = re.split(r"[、，,；;](?![^(（]*[)）])", text)
    return tuple(filter(None, (part.strip() for part in parts)))


def _column(error: str) -> str:
    """The column of a msgspec error, whose path is ``$.field…``."""
    found = re.search(r"\$\.(\w+)", error)
    field = found[1] if found else ""
    return {"title": "title_zh", "gloss": "gloss_en", "rule_text": "rule"}.get(field, field)
