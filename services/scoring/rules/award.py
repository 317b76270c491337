"""All or none: something is earned if a condition holds; without a condition it is simply given."""

from fractions import Fraction

from contracts.measures import Flag
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import Line
from services.scoring.rules.conditions import Done
from services.scoring.rules.node import AnyCondition, Case, Example, Points, worded


class Award(Points, frozen=True, kw_only=True, tag="award"):
    """``gives`` if ``when`` holds, else 0. Used alone it is the start from which others deduct."""

    NAME = "得分条件"
    ABOUT = "条件成立就得分，否则不得分；不写条件就是直接给的基础分，供其他行扣减。"
    FIELDS = {
        "gives": "成立时得多少：分值，或满分的百分比",
        "when": "得分的条件，可不写",
    }
    gives: Worth = "100%"
    when: AnyCondition | None = None

    def said(self) -> str:
        given = worded(self.gives)
        if self.when is None:
            return f"基础分 {given}"
        if self.gives.startswith("-"):
            return f"{self.when.said()}的，{given}"
        return f"{self.when.said()}的，得 {given}；否则 0 分"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        return (f"得分 {self.gives} 超过满分",) if worth(self.gives, mark) > mark else ()

    def work(self, case: Case) -> Line:
        earned = worth(self.gives, case.mark)
        if self.when is None:
            return self.line(earned, f"基础分 {written(earned)}")
        found = self.when.read(case)
        if found.value is None:
            return self.nothing(found.reading)
        if found.value:
            return self.line(earned, f"成立，计 {written(earned)} 分", found.reading)
        return self.line(ZERO, "不成立，计 0 分", found.reading)


_RULE = Award(when=Done(input="done"))

EXAMPLES = (
    Example(_RULE, {"done": Flag(value=True)}, "1.5", "成立，计 1.5 分", mark="1.5"),
    Example(_RULE, {"done": Flag(value=False)}, "0", "不成立", mark="1.5"),
    Example(_RULE, {}, "0", "无事实，按 0 分计", mark="1.5"),
    Example(Award(gives="60%"), {}, "1.2", "基础分 1.2", mark="2"),
)
