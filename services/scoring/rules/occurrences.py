"""Occurrences with a price: each one by its type, or each fault and honour once, at its highest.

A price is signed: ``-0.5`` deducts, ``0.5`` earns. A kind may carry modifiers after ``+``:
``alone+repeat`` is the price of ``alone`` times the multiplier of ``repeat``.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta

from contracts.measures import MODIFIED, Entry, Tally
from services.scoring import names
from services.scoring.exact import ONE, ZERO, Amount, Worth, number, worth, written
from services.scoring.explain import NO_FACT, Claim, Line, Signal
from services.scoring.rules.node import (
    Case,
    Example,
    Input,
    Kind,
    Kinds,
    Need,
    Points,
    worded,
)
from services.scoring.rules.window import Window

MODIFIER = MODIFIED
Prices = Annotated[dict[Kind, Worth], Meta(min_length=1, max_length=40)]
Unrecorded = Literal["none", "zero"]
"""No record at all: ``none`` is known to have happened, or the whole mark is lost."""


def _each(price: str) -> str:
    return worded(price) if price.startswith("-") else f"加 {worded(price)}"


class _Priced(Points, frozen=True, kw_only=True):
    input: Input
    window: Window | None = None
    unrecorded: Unrecorded = "none"

    def _silent(self) -> str:
        return "；没有记录的按 0 分计" if self.unrecorded == "zero" else ""

    def price(self, entry: Entry, mark: Fraction) -> Fraction | None:
        """What one entry is worth; None if the rule does not name its kind."""
        raise NotImplementedError

    def work(self, case: Case) -> Line:
        entries = case.tally(self.input)
        if entries is None:
            return self._unrecorded(case)
        window = self.window or Window()
        meant = [entry for entry in entries if window.holds(entry.at, case.period)]
        best = self._best(meant, case.mark)
        amount = sum((price for _, price in best), ZERO)
        text = "；".join(f"{e.ref} {_named(e.kind)} {written(p)}" for e, p in best) or "无记录"
        unknown = sorted({e.kind for e in meant if self.price(e, case.mark) is None})
        signals = tuple(
            Signal(matter="misfit", text=f"“{_named(kind)}”不在计分办法之内，不计")
            for kind in unknown
        )
        claims = tuple(
            Claim(ref=e.ref, kind=e.kind, exact=written(price), at=e.at) for e, price in best
        )
        return self.line(amount, text, inputs=(self.input,), signals=signals, claims=claims)

    def _best(self, entries: Iterable[Entry], mark: Fraction) -> list[tuple[Entry, Fraction]]:
        """Each ``ref`` once, at its highest price; sorted, so that their order does not matter."""
        best: dict[str, tuple[Entry, Fraction]] = {}
        for entry in sorted(entries, key=lambda each: (each.ref, each.kind, each.at or date.max)):
            price = self.price(entry, mark)
            if price is None:
                continue
            if entry.ref not in best or abs(price) > abs(best[entry.ref][1]):
                best[entry.ref] = (entry, price)
        return list(best.values())

    def _unrecorded(self, case: Case) -> Line:
        signal = self.no_fact(case, self.input, "tally")
        if self.unrecorded == "zero":
            return self.line(-case.mark, NO_FACT, inputs=(self.input,), signals=(signal,))
        unknown = Signal(matter="missing", text=f"“{self.name}”无记录，按未发生计")
        known = self.input in case.facts
        return self.line(
            ZERO,
            "无记录，按未发生计",
            inputs=(self.input,),
            signals=(signal if known else unknown,),
        )


class Occurrences(_Priced, frozen=True, kw_only=True, tag="occurrences"):
    """Per occurrence by type: price × count × multiplier; exempt ones do not count."""

    NAME = "按次计分"
    ABOUT = "按次计分：每发生一次按类型扣（负）或加（正），可以加倍、可以免计。"
    FIELDS = {
        "prices": "类型 → 每次的分值，扣分写负数",
        "times": "加重情形 → 倍数；记录写作“类型+情形”",
        "exempt": "免计的类型或情形",
    }
    prices: Prices
    times: Annotated[dict[Kind, Amount], Meta(max_length=20)] = {}
    exempt: Kinds = ()

    def said(self) -> str:
        prices = "；".join(f"“{names.of_kind(k)}”每次{_each(v)}" for k, v in self.prices.items())
        times = "".join(f"；“{names.of_kind(k)}”的乘 {v}" for k, v in self.times.items())
        exempt = f"；{'、'.join(self.exempt)}不计" if self.exempt else ""
        return f"{self.called(self.input)}：{prices}{times}{exempt}{self._silent()}"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "tally", tuple(self.prices), self.label),)

    def price(self, entry: Entry, mark: Fraction) -> Fraction | None:
        kind, *modifiers = entry.kind.split(MODIFIER)
        if kind in self.exempt or any(modifier in self.exempt for modifier in modifiers):
            return ZERO
        if kind not in self.prices or any(each not in self.times for each in modifiers):
            return None
        factor = ONE
        for modifier in modifiers:
            factor *= number(self.times[modifier])
        return worth(self.prices[kind], mark) * entry.count * factor


class HighestOnce(_Priced, frozen=True, kw_only=True, tag="highest_once"):
    """Each fault counts the highest step it reached, each honour its best level: once."""

    NAME = "就高计一次"
    ABOUT = "同一问题或同一荣誉只按达到的最高一级计一次。"
    FIELDS = {
        "levels": "级别 → 分值，扣分写负数",
    }
    levels: Prices

    def said(self) -> str:
        levels = "；".join(f"“{names.of_kind(k)}”{_each(v)}" for k, v in self.levels.items())
        return f"{self.called(self.input)}，同一事项就高计一次：{levels}{self._silent()}"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "tally", tuple(self.levels), self.label),)

    def price(self, entry: Entry, mark: Fraction) -> Fraction | None:
        return worth(self.levels[entry.kind], mark) if entry.kind in self.levels else None


def _named(kind: str) -> str:
    return MODIFIER.join(names.of_kind(part) for part in kind.split(MODIFIER))


def _tally(*entries: tuple[str, str, int]) -> dict[str, Tally]:
    return {
        "faults": Tally(
            entries=tuple(Entry(kind=kind, ref=ref, count=count) for kind, ref, count in entries)
        )
    }


_VISITS = Occurrences(
    input="faults",
    prices={"个人访": "-5", "集体访": "-10"},
    times={"重复": "2"},
    exempt=("新诉求",),
)
_ESCALATION = HighestOnce(
    input="faults", levels={"found": "-0.3", "late": "-0.75", "twice": "-1.5"}
)

EXAMPLES = (
    Example(_VISITS, _tally(("个人访", "1", 2), ("集体访+重复", "2", 1)), "-30"),
    Example(_VISITS, _tally(("个人访+新诉求", "1", 1)), "0"),
    Example(_VISITS, _tally(("信件", "1", 1)), "0", "不在计分办法之内"),
    Example(_VISITS, {}, "0", "无记录，按未发生计"),
    Example(
        _ESCALATION,
        _tally(("found", "A", 1), ("twice", "A", 1), ("found", "B", 1)),
        "-1.8",
        "A 两次通报 -1.5；B 发现问题 -0.3",
    ),
    Example(
        Occurrences(input="faults", prices={"case": "-0.5"}, unrecorded="zero"),
        {},
        "-2",
        "无事实，按 0 分计",
        mark="2",
    ),
)
