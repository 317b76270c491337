"""Years together: their mean (before any band is looked up), and the change on last year."""

from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta

from contracts.measures import Quantity
from services.scoring.exact import ZERO, written
from services.scoring.explain import Explained
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.node import AnyNumber, Case, Example, Number


class Mean(Number, frozen=True, kw_only=True, tag="mean"):
    """The mean of several years' numbers. A year without a fact is 0, or is left out."""

    NAME = "多年平均"
    ABOUT = "几年的数先平均，再分档或按比例。"
    FIELDS = {
        "of": "各年的数",
        "absent": "没有数的年份：zero 按 0 计，left_out 不计入",
    }
    of: Annotated[tuple[AnyNumber, ...], Meta(min_length=2, max_length=10)]
    absent: Literal["zero", "left_out"]

    def said(self) -> str:
        absent = "缺的年份按 0 计" if self.absent == "zero" else "缺的年份不计"
        return f"{'、'.join(part.said() for part in self.of)}的平均数（{absent}）"

    def read(self, case: Case) -> Explained[Fraction]:
        found = [part.read(case) for part in self.of]
        readings = tuple(each.reading for each in found)
        known = [each.value for each in found if each.value is not None]
        if not known:
            return self.missing(None, of=readings)
        years = len(self.of) if self.absent == "zero" else len(known)
        mean = sum(known, ZERO) / years
        return self.found(
            mean, f"{written(sum(known, ZERO))} ÷ {years} = {written(mean)}", of=readings
        )


class Change(Number, frozen=True, kw_only=True, tag="change"):
    """This year minus last year; ``relative``: as a share of last year (none if that was 0)."""

    NAME = "较上年变化"
    ABOUT = "今年比去年变化多少，可换算成比例。"
    FIELDS = {
        "now": "今年的数",
        "before": "去年的数",
        "relative": "是否换算成去年的百分比",
    }
    now: AnyNumber
    before: AnyNumber
    relative: bool = False

    def said(self) -> str:
        rate = "的比例" if self.relative else ""
        return f"{self.now.said()}比{self.before.said()}变化{rate}"

    def read(self, case: Case) -> Explained[Fraction]:
        now, before = self.now.read(case), self.before.read(case)
        readings = (now.reading, before.reading)
        if now.value is None or before.value is None or (self.relative and not before.value):
            return self.missing(None, of=readings)
        change = now.value - before.value
        text = f"{written(now.value)} − {written(before.value)} = {written(change)}"
        if self.relative:
            change /= before.value
            text = f"({text}) ÷ {written(before.value)} = {written(change)}"
        return self.found(change, text, of=readings)


_NOW, _LAST = AmountOf(input="今年"), AmountOf(input="去年")
_FACTS = {"今年": Quantity(value="90"), "去年": Quantity(value="75")}

EXAMPLES = (
    Example(Mean(of=(_NOW, _LAST), absent="zero"), _FACTS, "82.5", "165 ÷ 2 = 82.5"),
    Example(Mean(of=(_NOW, _LAST), absent="zero"), {"今年": Quantity(value="90")}, "45"),
    Example(Mean(of=(_NOW, _LAST), absent="left_out"), {"今年": Quantity(value="90")}, "90"),
    Example(Change(now=_NOW, before=_LAST), _FACTS, "15", "90 − 75 = 15"),
    Example(Change(now=_NOW, before=_LAST, relative=True), _FACTS, "0.2"),
    Example(Change(now=_NOW, before=_LAST), {"今年": Quantity(value="90")}, "", "无事实"),
)
