"""A linear rate: full from one value on, in proportion below it, nothing at another."""

from fractions import Fraction

from contracts.measures import Ratio
from services.scoring.exact import ONE, ZERO, Amount, number, percent, written
from services.scoring.explain import Line
from services.scoring.rules.node import AnyNumber, Case, Example, Points
from services.scoring.rules.share import Share


class Linear(Points, frozen=True, kw_only=True, tag="linear"):
    """mark × (n − ``zero_at``) ÷ (``full_at`` − ``zero_at``), never below 0 nor above the mark.

    ``full_at`` below ``zero_at``: lower is better.
    """

    NAME = "按比例计分"
    ABOUT = "按比例计分：到满分值得满分，到零分值得 0 分，中间按比例；低好也可以。"
    FIELDS = {
        "of": "看的是哪个数",
        "full_at": "满分值",
        "zero_at": "零分值",
    }
    of: AnyNumber
    full_at: Amount = "100%"
    zero_at: Amount = "0"

    def said(self) -> str:
        return f"{self.of.said()}：{self.full_at} 得满分，{self.zero_at} 得 0 分，中间按比例"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        same = number(self.full_at) == number(self.zero_at)
        return ("满分值与零分值相同",) if same else ()

    def work(self, case: Case) -> Line:
        found = self.of.read(case)
        if found.value is None:
            return self.nothing(found.reading)
        full, zero = number(self.full_at), number(self.zero_at)
        rate = max(ZERO, min(ONE, (found.value - zero) / (full - zero)))
        earned = case.mark * rate
        text = f"{self.full_at} 满分、{self.zero_at} 零分：得分率 {percent(rate)}"
        return self.line(earned, f"{text}，计 {written(earned)} 分", found.reading)


def _of(numerator: int, denominator: int) -> dict[str, Ratio]:
    return {"ratio": Ratio(numerator=numerator, denominator=denominator)}


_SHARE = Share(input="ratio", empty="zero")

EXAMPLES = (
    Example(Linear(of=_SHARE), _of(3, 4), "0.75"),
    Example(Linear(of=_SHARE, full_at="90%"), _of(3, 4), "1.25", mark="1.5"),
    Example(Linear(of=_SHARE, full_at="90%"), _of(19, 20), "1.5", mark="1.5"),
    Example(Linear(of=_SHARE, zero_at="60%"), _of(4, 5), "0.75", "得分率 50%", mark="1.5"),
    Example(Linear(of=_SHARE, zero_at="60%"), _of(1, 2), "0", mark="1.5"),
    Example(Linear(of=_SHARE, full_at="0", zero_at="10%"), _of(1, 20), "0.5"),
    Example(Linear(of=_SHARE), _of(0, 0), "0", "应有数为 0"),
)
