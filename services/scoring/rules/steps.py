"""Steps: for every whole step away from a value, so much is lost (or for a part of one)."""

from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta

from contracts.measures import Ratio
from services.scoring.exact import ZERO, Amount, Worth, number, worth, written
from services.scoring.explain import Line
from services.scoring.rules.node import AnyNumber, Case, Example, Points, worded
from services.scoring.rules.share import Share

Positive = Annotated[str, Meta(pattern=r"^(?!0{1,9}(\.0{1,6})?%?\Z)[0-9]{1,9}(\.[0-9]{1,6})?%?\Z")]


class Steps(Points, frozen=True, kw_only=True, tag="steps"):
    """mark − ``each`` × steps beyond ``full_at``. ``part``: what a part of a step costs."""

    NAME = "逐级扣分"
    ABOUT = "离满分值每差一级扣多少。不足一级怎么扣，必须写明。"
    FIELDS = {
        "of": "看的是哪个数",
        "full_at": "满分值",
        "step": "一级有多大",
        "each": "每级扣多少",
        "part": "不足一级：whole 按一级扣，nothing 不扣，share 按比例扣",
        "worse": "哪个方向算差：below 低于、above 高于",
    }
    of: AnyNumber
    full_at: Amount
    step: Positive
    each: Worth
    part: Literal["whole", "nothing", "share"]
    worse: Literal["below", "above"] = "below"

    def said(self) -> str:
        each = worded(self.each)
        side = "低" if self.worse == "below" else "高"
        part = {"whole": "按一级扣", "nothing": "不扣", "share": "按比例扣"}[self.part]
        return (
            f"{self.of.said()}：{self.full_at} 得满分，每{side} {self.step} 扣 {each}，"
            f"不足一级{part}，扣完为止"
        )

    def work(self, case: Case) -> Line:
        found = self.of.read(case)
        if found.value is None:
            return self.nothing(found.reading)
        away = number(self.full_at) - found.value
        steps = self._steps(max(ZERO, away if self.worse == "below" else -away))
        each = worth(self.each, case.mark)
        text = f"满分值 {self.full_at}，差 {written(steps)} 级 × {written(each)}"
        return self.line(max(ZERO, case.mark - steps * each), text, found.reading)

    def _steps(self, away: Fraction) -> Fraction:
        steps = away / number(self.step)
        if self.part == "share":
            return steps
        return Fraction(steps.__ceil__() if self.part == "whole" else steps.__floor__())


def _rule(part: Literal["whole", "nothing", "share"]) -> Steps:
    share = Share(input="ratio", empty="zero")
    return Steps(of=share, full_at="98%", step="1%", each="0.5", part=part)


_FACTS = {"ratio": Ratio(numerator=965, denominator=1000)}  # 1.5 percentage points short

EXAMPLES = (
    Example(_rule("whole"), _FACTS, "1", "差 2 级 × 0.5", mark="2"),
    Example(_rule("nothing"), _FACTS, "1.5", "差 1 级 × 0.5", mark="2"),
    Example(_rule("share"), _FACTS, "1.25", "差 1.5 级 × 0.5", mark="2"),
    Example(_rule("whole"), {"ratio": Ratio(numerator=1, denominator=1)}, "2", mark="2"),
)
