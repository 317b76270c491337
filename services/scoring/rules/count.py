"""Counting occurrences: all, of some kinds, in a window, in consecutive periods."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal

from contracts.measures import Entry, Quantity, Tally
from services.scoring import names
from services.scoring.exact import written
from services.scoring.explain import Explained
from services.scoring.rules.node import Case, Example, Input, Kinds, Need, Number
from services.scoring.rules.window import Window, chosen

Step = Literal["day", "month", "quarter", "year"]
_NAMES: dict[Step, str] = {"day": "天", "month": "个月", "quarter": "个季度", "year": "年"}


def narrowed(kinds: Kinds, window: Window | None) -> str:
    """Which occurrences are meant, in brackets; empty where all are."""
    told = [window.text()] if window else []
    told += [names.of_kind(kind) for kind in kinds]
    return f"（{'、'.join(told)}）" if told else ""


class Count(Number, frozen=True, kw_only=True, tag="count"):
    """How many: a tally counted (each ``ref`` once), or a typed or registered quantity."""

    NAME = "数量"
    ABOUT = "数一数有多少：逐笔记录按编号各计一次，也可以是填报或台账的数量。"
    input: Input
    kinds: Kinds = ()
    window: Window | None = None

    def said(self) -> str:
        return f"“{self.called(self.input)}”{narrowed(self.kinds, self.window)}的数量"

    def needs(self) -> tuple[Need, ...]:
        narrowed = self.kinds or self.window
        return (Need(self.input, "tally" if narrowed else "count", self.kinds, self.label),)

    def read(self, case: Case) -> Explained[Fraction]:
        entries = case.tally(self.input)
        if entries is not None:
            meant = chosen(entries, self.kinds, self.window, case.period)
            total = Fraction(sum(entry.count for entry in meant))
            return self.found(total, f"{written(total)}（{len(meant)} 笔）", self.input)
        value = None if self.kinds or self.window else case.quantity(self.input)
        if value is None:
            return self.missing(self.no_fact(case, self.input, self.needs()[0].measure), self.input)
        return self.found(value, "", self.input)


class Consecutive(Number, frozen=True, kw_only=True, tag="consecutive"):
    """The longest run of periods, one after the other, that each have an occurrence."""

    NAME = "连续期数"
    ABOUT = "最长连续多少期都有记录，如连续三个月。"
    FIELDS = {
        "every": "一期多长：day 天、month 月、quarter 季度、year 年",
    }
    input: Input
    kinds: Kinds = ()
    every: Step

    def said(self) -> str:
        which = narrowed(self.kinds, None)
        return f"“{self.called(self.input)}”{which}最长连续的{_NAMES[self.every]}数"

    def needs(self) -> tuple[Need, ...]:
        return (Need(self.input, "tally", self.kinds, self.label),)

    def read(self, case: Case) -> Explained[Fraction]:
        entries = case.tally(self.input)
        if entries is None:
            return self.missing(self.no_fact(case, self.input, "tally"), self.input)
        meant = chosen(entries, self.kinds, None, case.period)
        longest = _longest(_period(entry.at, self.every) for entry in meant if entry.at)
        return self.found(Fraction(longest), f"最长连续 {longest} {_NAMES[self.every]}", self.input)


def _period(day: date, every: Step) -> int:
    """A number for the period, one more for the next."""
    months = day.year * 12 + day.month - 1
    return {"day": day.toordinal(), "month": months, "quarter": months // 3, "year": day.year}[
        every
    ]


def _longest(periods: Iterable[int]) -> int:
    longest, run, before = 0, 0, None
    for period in sorted(set(periods)):
        run = run + 1 if before is not None and period == before + 1 else 1
        longest, before = max(longest, run), period
    return longest


_MEETINGS = Tally(
    entries=(
        Entry(kind="会议", ref="1", at=date(2025, 1, 9)),
        Entry(kind="会议", ref="2", at=date(2025, 2, 9)),
        Entry(kind="会议", ref="2", at=date(2025, 2, 9)),
        Entry(kind="讲座", ref="3", at=date(2025, 4, 9)),
    )
)

EXAMPLES = (
    Example(Count(input="count"), {"count": _MEETINGS}, "3"),
    Example(Count(input="count"), {"count": Quantity(value="4")}, "4"),
    Example(Count(input="count", kinds=("讲座",)), {"count": _MEETINGS}, "1"),
    Example(Count(input="count", window=Window(last=date(2025, 1, 31))), {"count": _MEETINGS}, "1"),
    Example(
        Count(input="count"),
        {"count": Tally(entries=tuple(Entry(kind="走访", ref="1", count=n) for n in (5, 2)))},
        "5",  # one ref told twice: the larger count
    ),
    Example(Count(input="count"), {}, "", "无事实"),
    Example(Consecutive(input="count", every="month"), {"count": _MEETINGS}, "2", "连续 2 个月"),
    Example(Consecutive(input="count", every="quarter"), {"count": _MEETINGS}, "2"),
)
