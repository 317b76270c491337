"""What stands before the points: zero if, a gate, not applicable."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from contracts.measures import Entry, Flag, Quantity, Tally
from contracts.words import ItemCode
from services.scoring.exact import ZERO
from services.scoring.explain import Line, Reading, Signal, leaf
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Done, Happened, Within
from services.scoring.rules.node import AnyCondition, AnyPoints, Case, Example, Points


class _Before(Points, frozen=True, kw_only=True):
    """The rule behind a condition; its limits are the rule's own."""

    when: AnyCondition
    rule: AnyPoints

    def limits(self, mark: Fraction) -> tuple[Fraction, Fraction]:
        return self.rule.limits(mark)

    def _passed(self, case: Case, reading: Reading) -> Line:
        return self.total((self.rule.work(case),), reading.text, reading)


class ZeroIf(_Before, frozen=True, kw_only=True, tag="zero_if"):
    """Nothing is earned if the condition holds: untrue papers, a fatal accident."""

    NAME = "否决本项"
    ABOUT = "出现某种情形，本项计 0 分，如材料不实。"
    FIELDS = {
        "when": "本项计 0 分的情形",
        "rule": "平时的算法",
    }

    def said(self) -> str:
        return f"{self.when.said()}的，本项计 0 分；否则按下列算法"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if not found.value:
            return self._passed(case, found.reading)
        inner = self.rule.work(case)
        lost = leaf("zero", self.name, -inner.amount, f"{found.reading.text}：本项计 0 分")
        return self.total((inner, lost), "本项计 0 分", found.reading)


class Gate(_Before, frozen=True, kw_only=True, tag="gate"):
    """Who does not pass may not apply: 0 here, and the total says "not eligible"."""

    NAME = "申报门槛"
    ABOUT = "申报门槛：过不了的，本项 0 分，总分注明不具备资格。"
    FIELDS = {
        "when": "门槛",
        "rule": "过了门槛的算法",
    }

    def said(self) -> str:
        return f"须{self.when.said()}才可申报，未过的本项 0 分并注明不具备资格；过了的按下列算法"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if found.value:
            return self._passed(case, found.reading)
        barred = Signal(matter="barred", text=f"{self.name}：{found.reading.text}")
        return self.line(ZERO, "未过门槛，不得申报", found.reading, signals=(barred,))


class NotApplicable(_Before, frozen=True, kw_only=True, tag="not_applicable"):
    """Where the task does not arise, its points move to the items ``to``, by their points."""

    NAME = "不适用"
    ABOUT = "没有这项任务的单位，分值按比例移入指定的项。只能放在最外层。"
    FIELDS = {
        "when": "不适用的情形",
        "rule": "适用时的算法",
        "to": "分值移入的项号",
    }
    to: Annotated[tuple[ItemCode, ...], Meta(min_length=1, max_length=20)]

    def said(self) -> str:
        return f"{self.when.said()}的，本项不适用，分值移入 {'、'.join(self.to)}；否则按下列算法"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if not found.value:
            return self._passed(case, found.reading)
        moved = f"本项不适用，分值移入 {'、'.join(self.to)}"
        signal = Signal(matter="not_applicable", text=moved)
        return self.line(ZERO, moved, found.reading, signals=(signal,))


_FALSE = ZeroIf(
    when=Happened(input="核查记录", kinds=("材料不实",)), rule=Award(when=Done(input="done"))
)
_LOG = Tally(entries=(Entry(kind="材料不实", ref="X"),))
_DONE = {"done": Flag(value=True)}
_PASS = Gate(
    when=Within(number=AmountOf(input="其他考评"), bounds=Bounds(at_least="85")), rule=Award()
)
_NONE = NotApplicable(when=Done(input="没有此项任务"), rule=Award(), to=("A02",))

EXAMPLES = (
    Example(_FALSE, {**_DONE, "核查记录": _LOG}, "0", "本项计 0 分"),
    Example(_FALSE, _DONE, "1"),
    Example(_PASS, {"其他考评": Quantity(value="84.9")}, "0", "不得申报"),
    Example(_PASS, {"其他考评": Quantity(value="85")}, "1"),
    Example(_NONE, {"没有此项任务": Flag(value=True)}, "0", "分值移入 A02"),
    Example(_NONE, {"没有此项任务": Flag(value=False)}, "1"),
)
