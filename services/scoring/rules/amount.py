"""A number from a fact or from the rule itself, and arithmetic of numbers."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from contracts.measures import Quantity
from services.scoring.exact import Amount, number, written
from services.scoring.explain import Explained
from services.scoring.rules.node import AnyNumber, Case, Example, Input, Need, Number


class AmountOf(Number, frozen=True, kw_only=True, tag="amount"):
    """An amount that was measured or recorded: dB, minutes, yuan, townships."""

    NAME = "数值"
    ABOUT = "一个测得或登记的数：分贝、分钟、元、乡镇数。"
    FIELDS = {
        "unit": "单位，只作显示",
    }
    input: Input
    unit: str = ""

    def said(self) -> str:
        return f"“{self.called(self.input)}”的数值"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "quantity", (), self.label),)

    def read(self, case: Case) -> Explained[Fraction]:
        value = case.quantity(self.input)
        if value is None:
            return self.missing(self.no_fact(case, self.input, "quantity"), self.input)
        return self.found(value, f"{written(value)}{self.unit}", self.input)


class Constant(Number, frozen=True, kw_only=True, tag="constant"):
    """A number that the standard itself states."""

    NAME = "标准值"
    ABOUT = "标准里写明的一个数。"
    FIELDS = {
        "value": "数值，可带百分号",
    }
    value: Amount

    def said(self) -> str:
        return self.value

    def read(self, case: Case) -> Explained[Fraction]:
        return self.found(number(self.value))


class Times(Number, frozen=True, kw_only=True, tag="times"):
    """A product: two visits for each township."""

    NAME = "乘积"
    ABOUT = "几个数相乘，如每个乡镇两次。"
    FIELDS = {
        "of": "相乘的各数，2 至 5 个",
    }
    of: Annotated[tuple[AnyNumber, ...], Meta(min_length=2, max_length=5)]

    def said(self) -> str:
        return " × ".join(part.said() for part in self.of)

    def read(self, case: Case) -> Explained[Fraction]:
        found = [part.read(case) for part in self.of]
        readings = tuple(each.reading for each in found)
        product = Fraction(1)
        for each in found:
            if each.value is None:
                return self.missing(None, of=readings)
            product *= each.value
        text = " × ".join(reading.value for reading in readings)
        return self.found(product, f"{text} = {written(product)}", of=readings)


_TOWNSHIPS = AmountOf(input="townships", unit="个")

EXAMPLES = (
    Example(_TOWNSHIPS, {"townships": Quantity(value="6")}, "6", "6个"),
    Example(_TOWNSHIPS, {}, "", "无事实"),
    Example(Constant(value="95%"), {}, "0.95"),
    Example(
        Times(of=(Constant(value="2"), _TOWNSHIPS)),
        {"townships": Quantity(value="6")},
        "12",
        "2 × 6 = 12",
    ),
)
