"""A quota: so many are needed. Down: each missing costs; up: each one earns."""

from fractions import Fraction
from typing import Literal

from contracts.measures import Quantity
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import Line
from services.scoring.rules.amount import AmountOf, Constant
from services.scoring.rules.count import Count
from services.scoring.rules.node import AnyNumber, Case, Example, Points, worded


class Quota(Points, frozen=True, kw_only=True, tag="quota"):
    """Down: mark − ``each`` × missing. Up: ``each`` × count, no more than ``needed`` of them.

    ``needed`` may itself be read (one per township). Neither passes 0 or the mark.
    """

    NAME = "数量达标"
    ABOUT = (
        "从满分往下扣的，够数得满分、每少一个扣分；从零往上加的，每有一个得分，最多计到上限个数。"
    )
    FIELDS = {
        "count": "实有数",
        "needed": "应有数，或最多计到的个数",
        "each": "每少（每有）一个的分值",
        "direction": "怎样算：down 从满分往下扣，up 从零往上加",
    }
    count: AnyNumber
    needed: AnyNumber
    each: Worth
    direction: Literal["down", "up"]

    def said(self) -> str:
        each = worded(self.each)
        if self.direction == "up":
            return f"{self.count.said()}每有一个得 {each}，最多计 {self.needed.said()} 个"
        return f"{self.count.said()}应达到 {self.needed.said()}，每少一个扣 {each}，扣完为止"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        return ("每缺（每增）一个的分值应大于 0",) if worth(self.each, mark) <= 0 else ()

    def work(self, case: Case) -> Line:
        count, needed = self.count.read(case), self.needed.read(case)
        readings = (count.reading, needed.reading)
        if count.value is None or needed.value is None:
            return self.nothing(*readings)
        each = worth(self.each, case.mark)
        if self.direction == "up":
            counted = max(ZERO, min(count.value, needed.value))
            text = f"{written(counted)} × {written(each)}（至多计 {written(needed.value)}）"
            return self.line(min(case.mark, counted * each), text, *readings)
        missing = max(ZERO, needed.value - count.value)
        text = f"{written(case.mark)} − 缺 {written(missing)} × {written(each)}"
        return self.line(max(ZERO, case.mark - missing * each), text, *readings)


_MEETINGS = Count(input="count")
_DOWN = Quota(count=_MEETINGS, needed=Constant(value="2"), each="0.75", direction="down")
_UP = Quota(count=_MEETINGS, needed=Constant(value="6"), each="1", direction="up")
_PER_TOWNSHIP = Quota(
    count=_MEETINGS, needed=AmountOf(input="townships"), each="0.25", direction="down"
)

EXAMPLES = (
    Example(_DOWN, {"count": Quantity(value="1")}, "0.75", "1.5 − 缺 1 × 0.75", mark="1.5"),
    Example(_DOWN, {"count": Quantity(value="0")}, "0", "缺 2 × 0.75", mark="1"),
    Example(_DOWN, {"count": Quantity(value="5")}, "1.5", mark="1.5"),
    Example(_DOWN, {}, "0", "无事实，按 0 分计", mark="1.5"),
    Example(_UP, {"count": Quantity(value="8")}, "6", "6 × 1（至多计 6）", mark="6"),
    Example(
        _PER_TOWNSHIP,
        {"count": Quantity(value="4"), "townships": Quantity(value="6")},
        "1",
        "缺 2 × 0.25",
        mark="1.5",
    ),
)
