"""A ratio from its two whole numbers; what 0 of 0 is worth, the standard must say."""

from fractions import Fraction
from typing import Literal

from contracts.measures import Ratio
from services.scoring.exact import ONE, ZERO, percent
from services.scoring.explain import Explained, Signal
from services.scoring.rules.node import Case, Condition, Example, Input, Need, Number


class Share(Number, frozen=True, kw_only=True, tag="share"):
    """Numerator ÷ denominator. ``empty``: 0 of 0 counts as 0 or as 100 %; no default."""

    NAME = "比率"
    ABOUT = "完成数除以应有数。应有数为 0 时得多少，必须写明。"
    FIELDS = {
        "empty": "应有数为 0 时：zero 计 0 分，full 计 100%",
        "sample": "是否为抽样，抽样的样本要留存",
    }
    input: Input
    empty: Literal["zero", "full"]
    sample: bool = False
    """The ratio is of a sample, which must be kept with the evidence."""

    def said(self) -> str:
        sample = "（抽样）" if self.sample else ""
        return f"“{self.called(self.input)}”的比率{sample}"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "ratio", (), self.label),)

    def read(self, case: Case) -> Explained[Fraction]:
        ratio = case.ratio(self.input)
        if ratio is None:
            return self.missing(self.no_fact(case, self.input, "ratio"), self.input)
        if ratio.denominator == 0:
            return self._of_nothing()
        value = Fraction(ratio.numerator, ratio.denominator)
        sample = "（抽样）" if self.sample else ""
        text = f"{ratio.numerator}/{ratio.denominator} = {percent(value)}{sample}"
        return self.found(value, text, self.input)

    def _of_nothing(self) -> Explained[Fraction]:
        value, words = (ZERO, "0 分") if self.empty == "zero" else (ONE, "100%")
        text = f"0/0：应有数为 0，按标准规定计{words}"
        return self.found(value, text, self.input, signals=(Signal(matter="empty", text=text),))


class Empty(Condition, frozen=True, kw_only=True, tag="empty"):
    """The register has no rows: the task does not arise here."""

    NAME = "台账为空"
    ABOUT = "台账没有一行：这里没有这项任务。"
    input: Input

    def said(self) -> str:
        return f"“{self.called(self.input)}”应有数为 0"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "ratio", (), self.label),)

    def read(self, case: Case) -> Explained[bool]:
        ratio = case.ratio(self.input)
        if ratio is None:
            signals = (self.no_fact(case, self.input, "ratio"),)
            return self.found(None, "无事实", self.input, signals=signals)
        return self.found(ratio.denominator == 0, f"应有数 {ratio.denominator}", self.input)


_NONE = {"ratio": Ratio(numerator=0, denominator=0)}
_SOME = {"ratio": Ratio(numerator=228, denominator=252)}

EXAMPLES = (
    Example(Share(input="ratio", empty="zero"), _SOME, "19/21", "228/252 = ≈90.476%"),
    Example(Share(input="ratio", empty="zero"), _NONE, "0", "按标准规定计0 分"),
    Example(Share(input="ratio", empty="full"), _NONE, "1", "按标准规定计100%"),
    Example(Share(input="ratio", empty="zero"), {}, "", "无事实"),
    Example(Empty(input="ratio"), _NONE, "是"),
    Example(Empty(input="ratio"), _SOME, "否", "应有数 252"),
)
