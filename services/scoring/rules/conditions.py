"""Whether something holds: done, within bounds, happened; and all, any, none, k of them."""

from datetime import date
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct

from contracts.measures import Entry, Flag, Quantity, Tally
from services.scoring import names
from services.scoring.exact import Amount, number
from services.scoring.explain import Explained
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.node import (
    AnyCondition,
    AnyNumber,
    Case,
    Condition,
    Example,
    Input,
    Kinds,
    Need,
    Number,
)
from services.scoring.rules.window import Window, chosen


class Bounds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A range in either direction; an absent bound does not bind."""

    at_least: Amount | None = None
    more_than: Amount | None = None
    at_most: Amount | None = None
    less_than: Amount | None = None

    def hold(self, value: Fraction) -> bool:
        return (
            (self.at_least is None or value >= number(self.at_least))
            and (self.more_than is None or value > number(self.more_than))
            and (self.at_most is None or value <= number(self.at_most))
            and (self.less_than is None or value < number(self.less_than))
        )

    def text(self) -> str:
        signs = {"≥": self.at_least, ">": self.more_than, "≤": self.at_most, "<": self.less_than}
        return "、".join(f"{sign}{bound}" for sign, bound in signs.items() if bound) or "不限"

    def edges(self) -> list[Fraction]:
        every = (self.at_least, self.more_than, self.at_most, self.less_than)
        return [number(bound) for bound in every if bound is not None]


def _listed(of: tuple[Condition, ...]) -> str:
    return "、".join(part.said() for part in of)


class Done(Condition, frozen=True, kw_only=True, tag="done"):
    """A yes or no that somebody claimed and a reviewer confirmed."""

    NAME = "已落实"
    ABOUT = "一件事是否落实，由填报单位申明、评分人核定。"
    input: Input

    def said(self) -> str:
        return f"“{self.called(self.input)}”为“是”"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "flag", (), self.label),)

    def read(self, case: Case) -> Explained[bool]:
        flag = case.flag(self.input)
        if flag is None:
            signals = (self.no_fact(case, self.input, "flag"),)
            return self.found(None, "无事实", self.input, signals=signals)
        return self.found(flag.value, "已落实" if flag.value else "未落实", self.input)


class Within(Condition, frozen=True, kw_only=True, tag="within"):
    """A number lies within bounds."""

    NAME = "达到标准"
    ABOUT = "一个数在界限以内。"
    FIELDS = {
        "number": "看的是哪个数",
        "bounds": "界限：at_least ≥、more_than >、at_most ≤、less_than <",
    }
    number: AnyNumber
    bounds: Bounds

    def said(self) -> str:
        return f"{self.number.said()}{self.bounds.text()}"

    def read(self, case: Case) -> Explained[bool]:
        found = self.number.read(case)
        if found.value is None:
            return self.found(None, "无事实", of=(found.reading,))
        text = f"{found.reading.text}，要求{self.bounds.text()}"
        return self.found(self.bounds.hold(found.value), text, of=(found.reading,))


class Happened(Condition, frozen=True, kw_only=True, tag="happened"):
    """An occurrence of these kinds lies in the window. No record means that none is known."""

    NAME = "发生"
    ABOUT = "期限内有这几种情形的记录；没有记录视为没有发生。"
    input: Input
    kinds: Kinds = ()
    window: Window | None = None

    def said(self) -> str:
        kinds = "、".join(names.of_kind(kind) for kind in self.kinds)
        window = self.window.text() if self.window else ""
        return f"{window}“{self.called(self.input)}”有{kinds or '任何'}记录"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "tally", self.kinds, self.label),)

    def read(self, case: Case) -> Explained[bool]:
        meant = chosen(case.tally(self.input) or (), self.kinds, self.window, case.period)
        window = self.window.text() if self.window else ""
        text = f"{window}{'、'.join(sorted(e.ref for e in meant)) or '无记录'}"
        return self.found(bool(meant), text, self.input)


class HowMany(Number, frozen=True, kw_only=True, tag="how_many"):
    """The k of "k of n": how many of the conditions hold."""

    NAME = "符合项数"
    ABOUT = "几个条件中有几个成立，可接分档得出等次。"
    FIELDS = {
        "of": "各个条件",
    }
    of: Annotated[tuple[AnyCondition, ...], Meta(min_length=1, max_length=40)]

    def said(self) -> str:
        return f"{_listed(self.of)}这 {len(self.of)} 项中符合的项数"

    def read(self, case: Case) -> Explained[Fraction]:
        found = [part.read(case) for part in self.of]
        held = sum(1 for each in found if each.value)
        text = f"{len(found)} 项中符合 {held} 项"
        return self.found(Fraction(held), text, of=tuple(each.reading for each in found))


class _Of(Condition, frozen=True, kw_only=True):
    of: Annotated[tuple[AnyCondition, ...], Meta(min_length=1, max_length=40)]

    def holds(self, held: int) -> bool:
        raise NotImplementedError

    def read(self, case: Case) -> Explained[bool]:
        found = [part.read(case) for part in self.of]
        held = sum(1 for each in found if each.value)
        text = f"{len(found)} 项中成立 {held} 项"
        return self.found(self.holds(held), text, of=tuple(each.reading for each in found))


class AllOf(_Of, frozen=True, kw_only=True, tag="all_of"):
    """Every condition holds."""

    NAME = "全部成立"
    ABOUT = "各个条件全部成立。"
    FIELDS = {
        "of": "各个条件",
    }

    def said(self) -> str:
        return f"{_listed(self.of)}全部成立"

    def holds(self, held: int) -> bool:
        return held == len(self.of)


class AnyOf(_Of, frozen=True, kw_only=True, tag="any_of"):
    """At least one condition holds."""

    NAME = "任一成立"
    ABOUT = "至少一个条件成立。"
    FIELDS = {
        "of": "各个条件",
    }

    def said(self) -> str:
        return f"{_listed(self.of)}任一成立"

    def holds(self, held: int) -> bool:
        return held > 0


class NoneOf(_Of, frozen=True, kw_only=True, tag="none_of"):
    """No condition holds; a missing fact does not hold."""

    NAME = "均不成立"
    ABOUT = "一个条件也不成立；没有事实的视为不成立。"
    FIELDS = {
        "of": "各个条件",
    }

    def said(self) -> str:
        return f"{_listed(self.of)}都不成立"

    def holds(self, held: int) -> bool:
        return held == 0


_A, _B = Done(input="甲"), Done(input="乙")
_ONE = {"甲": Flag(value=True), "乙": Flag(value=False)}
_NOISE = AmountOf(input="噪声", unit="dB")
_INCIDENT = Tally(entries=(Entry(kind="群体性事件", ref="X-1", at=date(2024, 5, 1)),))

EXAMPLES = (
    Example(_A, _ONE, "是", "已落实"),
    Example(_A, {}, "", "无事实"),
    Example(
        Within(number=_NOISE, bounds=Bounds(less_than="60")),
        {"噪声": Quantity(value="60")},
        "否",
        "60dB，要求<60",
    ),
    Example(Happened(input="事件", kinds=("群体性事件",)), {"事件": _INCIDENT}, "是", "X-1"),
    Example(
        Happened(input="事件", window=Window(last=date(2023, 1, 1))), {"事件": _INCIDENT}, "否"
    ),
    Example(Happened(input="事件"), {}, "否", "无记录"),
    Example(HowMany(of=(_A, _B)), _ONE, "1", "2 项中符合 1 项"),
    Example(AllOf(of=(_A, _B)), _ONE, "否"),
    Example(AnyOf(of=(_A, _B)), _ONE, "是"),
    Example(NoneOf(of=(_B,)), _ONE, "是"),
)
