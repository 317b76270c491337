"""Floor and cap. Every item lies between 0 and its points; what goes beyond must say so."""

from fractions import Fraction

from services.scoring.exact import Worth, worth, written
from services.scoring.explain import Line, leaf, total
from services.scoring.rules.award import Award
from services.scoring.rules.node import AnyPoints, Case, Example, Points, worded


class Limit(Points, frozen=True, kw_only=True, tag="limit"):
    """``floor`` ≤ the rule ≤ ``cap``. Past 0 or the points only with ``into_total``."""

    NAME = "上下限"
    ABOUT = "给一个算法加上下限。每项本来就在 0 与满分之间；要低于 0 或高于满分，须写明计入总分。"
    FIELDS = {
        "rule": "被限制的算法",
        "floor": "最低",
        "cap": "最高",
        "into_total": "是否允许低于 0 分或超过满分，直接计入总分",
    }
    rule: AnyPoints
    floor: Worth = "0"
    cap: Worth = "100%"
    into_total: bool = False

    def said(self) -> str:
        beyond = "，直接计入总分" if self.into_total else ""
        return f"最低 {worded(self.floor)}，最高 {worded(self.cap)}{beyond}"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        floor, cap = self.limits(mark)
        if floor > cap:
            return ("下限高于上限",)
        if (floor < 0 or cap > mark) and not self.into_total:
            return ("低于 0 分或超过满分须写明计入总分（into_total）",)
        return ()

    def limits(self, mark: Fraction) -> tuple[Fraction, Fraction]:
        return worth(self.floor, mark), worth(self.cap, mark)

    def work(self, case: Case) -> Line:
        return clipped(self.rule.work(case), *self.limits(case.mark))


def clipped(line: Line, floor: Fraction, cap: Fraction) -> Line:
    """The line itself where it lies within the limits, else with a line for what was cut."""
    if floor <= line.amount <= cap:
        return line
    if line.amount < floor:
        cut = leaf("floor", "保底", floor - line.amount, f"不低于 {written(floor)} 分")
    else:
        cut = leaf("cap", "封顶", cap - line.amount, f"不超过 {written(cap)} 分")
    return total("limit", line.label, (line, cut), line.text)


def within(value: Fraction, floor: Fraction, cap: Fraction) -> Fraction:
    return max(floor, min(cap, value))


EXAMPLES = (
    Example(Limit(rule=Award(gives="-3")), {}, "0", "不低于 0 分", mark="2"),
    Example(Limit(rule=Award(gives="2"), cap="1.5"), {}, "1.5", "不超过 1.5 分", mark="2"),
    Example(Limit(rule=Award(gives="-3"), floor="-2", into_total=True), {}, "-2", mark="2"),
    Example(Limit(rule=Award(gives="0.3")), {}, "0.3"),
)
