"""Two ways to the points: the better one (either/or), or the one that a condition opens."""

from typing import Annotated

from msgspec import Meta

from contracts.measures import Flag, Quantity
from services.scoring.explain import Line
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Done, Within
from services.scoring.rules.node import AnyCondition, AnyPoints, Case, Example, Points
from services.scoring.rules.years import Change


class Best(Points, frozen=True, kw_only=True, tag="best"):
    """The best of several; the first of equals. A threshold or an improvement on last year."""

    NAME = "择优计分"
    ABOUT = "几种算法都算一遍，取得分最高的一种，如“达到标准或比上年提高”。"
    FIELDS = {
        "of": "各种算法，2 至 20 种",
    }
    of: Annotated[tuple[AnyPoints, ...], Meta(min_length=2, max_length=20)]

    def said(self) -> str:
        return f"下列 {len(self.of)} 种算法取得分最高的一种"

    def work(self, case: Case) -> Line:
        lines = [rule.work(case) for rule in self.of]
        chosen = max(range(len(lines)), key=lambda index: (lines[index].amount, -index))
        others = tuple(line for index, line in enumerate(lines) if index != chosen)
        return self.total((lines[chosen],), f"{len(lines)} 项中取最高", aside=others)


class Choose(Points, frozen=True, kw_only=True, tag="choose"):
    """``then`` where the condition holds, else ``otherwise``: a unit without projects."""

    NAME = "分情形计分"
    ABOUT = "按情形走不同的算法，如没有项目的单位另行计分。"
    FIELDS = {
        "when": "分情形的条件",
        "then": "成立时的算法",
        "otherwise": "不成立时的算法",
    }
    when: AnyCondition
    then: AnyPoints
    otherwise: AnyPoints

    def said(self) -> str:
        return f"{self.when.said()}的，按第一种算法；否则按第二种算法"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        rule = self.then if found.value else self.otherwise
        return self.total((rule.work(case),), found.reading.text, found.reading)


_NOW, _LAST = AmountOf(input="今年"), AmountOf(input="去年")
_EITHER = Best(
    of=(
        Award(when=Within(number=_NOW, bounds=Bounds(at_least="90"))),
        Award(
            gives="80%",
            when=Within(number=Change(now=_NOW, before=_LAST), bounds=Bounds(at_least="5")),
        ),
    )
)
_PATHS = Choose(when=Done(input="有项目"), then=Award(), otherwise=Award(gives="60%"))

EXAMPLES = (
    Example(_EITHER, {"今年": Quantity(value="91"), "去年": Quantity(value="80")}, "1"),
    Example(_EITHER, {"今年": Quantity(value="80"), "去年": Quantity(value="70")}, "0.8"),
    Example(_EITHER, {"今年": Quantity(value="80")}, "0"),
    Example(
        Best(of=(Award(label="甲"), Award(label="乙"))),
        {},
        "1",
        '"children":[{"op":"award","label":"甲"',
    ),
    Example(_PATHS, {"有项目": Flag(value=True)}, "5", mark="5"),
    Example(_PATHS, {"有项目": Flag(value=False)}, "3", mark="5"),
)
