"""A weight: a mark out of 100 that enters at 40 %. Rounded last, with the whole item."""

from contracts.measures import Quantity
from services.scoring.exact import Amount, number, written
from services.scoring.explain import Line, signals, weighed
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import AnyPoints, Case, Example, Points


class Scale(Points, frozen=True, kw_only=True, tag="scale"):
    """The rule's points × ``by``."""

    NAME = "加权"
    ABOUT = "得分乘以系数，如百分制材料分按 40% 计入。"
    FIELDS = {
        "rule": "被加权的算法",
        "by": "系数",
    }
    rule: AnyPoints
    by: Amount

    def said(self) -> str:
        return f"下列算法的得分乘以 {self.by}"

    def work(self, case: Case) -> Line:
        inner = self.rule.work(case)
        factor = number(self.by)
        text = f"{inner.label} {inner.exact} × {self.by} = {written(inner.amount * factor)}"
        return self.line(
            inner.amount * factor,
            text,
            aside=(inner,),
            signals=signals(inner),
            claims=weighed(inner, factor),
        )


_RULE = Scale(rule=Marker(input="资料分", low="0", high="100"), by="40%")

EXAMPLES = (
    Example(_RULE, {"资料分": Quantity(value="96.76")}, "38.704", "× 40%", mark="100"),
    Example(_RULE, {}, "0", "无事实，按 0 分计", mark="100"),
)
