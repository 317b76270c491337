"""Facts that are recorded, not computed: a marker's judgement within a range, a rank given."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from contracts.measures import Quantity
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import NO_FACT, Line, Signal
from services.scoring.rules.limit import within
from services.scoring.rules.node import Case, Example, Input, Need, Points, worded


class Marker(Points, frozen=True, kw_only=True, tag="marker"):
    """A mark that somebody gives between ``low`` and ``high``; beyond, the bound counts."""

    NAME = "评分人评定"
    ABOUT = "由评分人在范围内评定，超出范围的按边界计。"
    FIELDS = {
        "low": "范围下限",
        "high": "范围上限",
    }
    input: Input
    low: Worth
    high: Worth

    def said(self) -> str:
        low, high = worded(self.low), worded(self.high)
        return f"“{self.called(self.input)}”由评分人评定，最低 {low}，最高 {high}"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "quantity", (), self.label),)

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        low, high = worth(self.low, mark), worth(self.high, mark)
        return ("评定范围的下限高于上限",) if low > high else ()

    def work(self, case: Case) -> Line:
        given = case.quantity(self.input)
        if given is None:
            signal = self.no_fact(case, self.input, "quantity")
            return self.line(ZERO, NO_FACT, inputs=(self.input,), signals=(signal,))
        low, high = worth(self.low, case.mark), worth(self.high, case.mark)
        text = f"评定 {written(given)}，范围 {written(low)} 至 {written(high)}"
        beyond = Signal(matter="misfit", text=f"{self.name}：{text}，超出范围")
        outside = (beyond,) if not low <= given <= high else ()
        return self.line(within(given, low, high), text, inputs=(self.input,), signals=outside)


Table = Annotated[tuple[Worth, ...], Meta(max_length=100)]


class Rank(Points, frozen=True, kw_only=True, tag="rank"):
    """A recorded place among ``of`` districts or units. ``first`` is read from the first place
    down; the last entry of ``last`` is the last place's."""

    NAME = "名次计分"
    ABOUT = "按上级公布的名次计分；名次是记录来的，不由系统排。只限县区或单位。"
    FIELDS = {
        "place": "名次取自哪个数",
        "of": "参评总数取自哪个数",
        "first": "第一名起各得多少",
        "last": "最后几名各得多少，末尾一个是最后一名",
    }
    place: Input
    of: Input
    first: Table = ()
    last: Table = ()

    def said(self) -> str:
        first = "、".join(self.first) or "无"
        last = "、".join(self.last) or "无"
        return f"按公布的名次：前列依次 {first} 分，末尾依次 {last} 分，其余 0 分"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.place, "quantity"), Need(self.of, "quantity"))

    def work(self, case: Case) -> Line:
        place, of = case.quantity(self.place), case.quantity(self.of)
        inputs = (self.place, self.of)
        if place is None or of is None:
            absent = (name for name in inputs if case.quantity(name) is None)
            signals = tuple(self.no_fact(case, name, "quantity") for name in absent)
            return self.line(ZERO, NO_FACT, inputs=inputs, signals=signals)
        amount = worth(self._worth(place, of), case.mark)
        text = f"{written(of)} 个单位中第 {written(place)} 名，计 {written(amount)} 分"
        return self.line(amount, text, inputs=inputs)

    def _worth(self, place: Fraction, of: Fraction) -> Worth:
        from_top, from_bottom = int(place) - 1, int(of - place)
        if 0 <= from_top < len(self.first):
            return self.first[from_top]
        if 0 <= from_bottom < len(self.last):
            return self.last[-1 - from_bottom]
        return "0"


_PLAN = Marker(input="方案", low="-5", high="-1")
_PLACE = Rank(
    place="名次", of="参评数", first=("5", "4", "3", "2", "1"), last=("-1", "-2", "-3", "-4", "-5")
)


def _placed(place: str) -> dict[str, Quantity]:
    return {"名次": Quantity(value=place), "参评数": Quantity(value="14")}


EXAMPLES = (
    Example(_PLAN, {"方案": Quantity(value="-2")}, "-2", "范围 -5 至 -1", mark="5"),
    Example(_PLAN, {"方案": Quantity(value="-9")}, "-5", "超出范围", mark="5"),
    Example(_PLAN, {}, "0", "无事实，按 0 分计", mark="5"),
    Example(_PLACE, _placed("1"), "5", mark="5"),
    Example(_PLACE, _placed("7"), "0", mark="5"),
    Example(_PLACE, _placed("14"), "-5", "14 个单位中第 14 名", mark="5"),
    Example(_PLACE, _placed("10"), "-1", mark="5"),
)
