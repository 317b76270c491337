"""A weight (权重) instead of points: the rule marks out of ``full``, the weight says what that is
worth. Rounded last, with the whole item."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from contracts.measures import Quantity, Ratio
from services.scoring.exact import written
from services.scoring.explain import Line, signals, weighed
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import AnyPoints, Case, Example, Node, Points
from services.scoring.rules.ratio import Linear
from services.scoring.rules.share import Share

Full = Annotated[str, Meta(pattern=r"^(?!0{1,6}(\.0{1,6})?\Z)[0-9]{1,6}(\.[0-9]{1,6})?\Z")]


class Weighted(Points, frozen=True, kw_only=True, tag="weighted"):
    """The rule's mark out of ``full``, times the item's weight."""

    NAME = "按权重计分"
    ABOUT = "按权重计分：先按“满级”评分，再折成权重。"
    FIELDS = {
        "rule": "评分的算法",
        "full": "满级：算法评出的最高分",
    }
    rule: AnyPoints
    full: Full

    def said(self) -> str:
        return f"下列算法按 {self.full} 分制评分，再折算成本项的权重"

    def children(self, mark: Fraction) -> Iterator[tuple[str, Node, Fraction]]:
        yield "rule", self.rule, Fraction(self.full)

    def limits(self, mark: Fraction) -> tuple[Fraction, Fraction]:
        full = Fraction(self.full)
        floor, cap = self.rule.limits(full)
        return floor * mark / full, cap * mark / full

    def work(self, case: Case) -> Line:
        full = Fraction(self.full)
        inner = self.rule.work(case._replace(mark=full))
        amount = inner.amount * case.mark / full
        text = (
            f"{inner.label} {inner.exact} ÷ 满级 {self.full} × 权重 {written(case.mark)}"
            f" = {written(amount)}"
        )
        return self.line(
            amount,
            text,
            aside=(inner,),
            signals=signals(inner),
            claims=weighed(inner, case.mark / full),
        )


_GRADE = Weighted(rule=Marker(input="评分", low="0", high="100"), full="100")
_RATE = Weighted(rule=Linear(of=Share(input="ratio", empty="zero")), full="10")

EXAMPLES = (
    Example(_GRADE, {"评分": Quantity(value="90")}, "1.98", "× 权重 2.2", mark="2.2"),
    Example(_RATE, {"ratio": Ratio(numerator=1, denominator=2)}, "1.1", "5 ÷ 满级 10", mark="2.2"),
    Example(_GRADE, {}, "0", "无事实，按 0 分计", mark="2.2"),
)
