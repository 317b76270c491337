"""Both ways around a base: above it earns, below it costs."""

from contracts.measures import Quantity
from services.scoring.exact import Amount, Worth, number, worth, written
from services.scoring.explain import Line
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.node import AnyNumber, Case, Example, Points, worded


class TwoWay(Points, frozen=True, kw_only=True, tag="two_way"):
    """``start`` at ``base``; + ``up`` for each unit above it, − ``down`` for each below."""

    NAME = "基数增减"
    ABOUT = "围绕基数双向计分：高于基数加，低于基数减。"
    FIELDS = {
        "of": "看的是哪个数",
        "base": "基数",
        "start": "正好等于基数时的得分",
        "up": "每高一个加多少",
        "down": "每低一个减多少",
    }
    of: AnyNumber
    base: Amount
    start: Worth
    up: Worth
    down: Worth

    def said(self) -> str:
        return (
            f"{self.of.said()}等于 {self.base} 得 {worded(self.start)}，"
            f"每高一个加 {worded(self.up)}，每低一个减 {worded(self.down)}"
        )

    def work(self, case: Case) -> Line:
        found = self.of.read(case)
        if found.value is None:
            return self.nothing(found.reading)
        start = worth(self.start, case.mark)
        above = found.value - number(self.base)
        each = worth(self.up if above >= 0 else self.down, case.mark)
        text = f"基数 {self.base} 计 {written(start)}，差 {written(above)} × {written(each)}"
        return self.line(start + above * each, text, found.reading)


_RULE = TwoWay(of=AmountOf(input="件数"), base="10", start="3", up="0.5", down="1")

EXAMPLES = (
    Example(_RULE, {"件数": Quantity(value="12")}, "4", "差 2 × 0.5", mark="5"),
    Example(_RULE, {"件数": Quantity(value="9")}, "2", "差 -1 × 1", mark="5"),
    Example(_RULE, {"件数": Quantity(value="10")}, "3", mark="5"),
    Example(_RULE, {}, "0", "无事实，按 0 分计", mark="5"),
)
