"""Facts that a rule could meet: as good as it can get, and a middle case. The search is bounded and
always finds the same ones.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import msgspec

from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from services.scoring import evaluate, names
from services.scoring.exact import ONE, ZERO, number
from services.scoring.rules.node import Need
from services.scoring.rules.node import Points as Rule

Facts = dict[str, Measure]

MAX_TRIALS = 1500
"""Evaluations in the search for cases."""
MAX_LOOKS = 60_000
"""Nodes looked at in all these evaluations: a large rule is tried less often."""
MAX_CANDIDATES = 30
"""Values tried for one input."""
A_FEW = "6"
"""Townships or garrison units of a district, for an example."""


def best(rule: Rule, mark: int) -> Facts:
    """Facts as good as the search finds them; ``mark`` in thousandths."""
    return Search(rule, mark).best()


class Search:
    """Tries values input by input, from what each input could plausibly be."""

    def __init__(self, rule: Rule, mark: int) -> None:
        self.rule, self.mark = rule, mark
        stated = tuple(edges(rule))
        self.options = {
            need.name: list(_candidates(need, stated))[:MAX_CANDIDATES]
            for need in evaluate.needs(rule)
        }
        self.trials = 0
        self.most = min(MAX_TRIALS, MAX_LOOKS // sum(1 for _ in evaluate.walk(rule, ONE)))
        self.facts: Facts = {name: there[0] for name, there in self.options.items()}

    def score(self, facts: Facts) -> int:
        self.trials += 1
        return evaluate.evaluate(self.rule, facts, points=self.mark).score

    def best(self) -> Facts:
        """Twice over all inputs, each time the value that gives most."""
        for _ in range(2):
            for name, there in self.options.items():
                held = self.score(self.facts)
                for value in there:
                    if self.trials > self.most or held >= self.mark:
                        return self.facts
                    found = self.score({**self.facts, name: value})
                    if found > held:
                        held, self.facts = found, {**self.facts, name: value}
        return self.facts

    def middle(self) -> Facts | None:
        """Nearest to half of the best among cases that differ from it in one input, then in
        several; None where the rule knows all or nothing."""
        top = self.score(self.facts)
        near: tuple[int, Facts] | None = None
        for facts in self._variations():
            if self.trials > 2 * self.most:
                break
            found = self.score(facts)
            away = abs(2 * found - top)
            if 0 < found < top and (near is None or away < near[0]):
                near = away, facts
        return near[1] if near else None

    def _variations(self) -> Iterator[Facts]:
        for name, there in self.options.items():
            for value in there:
                yield {**self.facts, name: value}
        names = list(self.options)
        for upto in range(2, len(names)):
            yield {**self.facts, **{name: self.options[name][-1] for name in names[:upto]}}


def edges(rule: Rule) -> Iterator[Fraction]:
    """The numbers that the tree itself states: bounds, quotas, prices."""
    yield from map(number, stated(rule))


def stated(rule: Rule) -> Iterator[str]:
    """These numbers as they are written: ``95%``, ``0.5``."""
    raw = msgspec.to_builtins(rule)
    stack: list[Any] = [raw]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack += part.values()
        elif isinstance(part, list | tuple):
            stack += part
        elif isinstance(part, str) and part.removesuffix("%").replace(".", "", 1).isdecimal():
            yield part


def _candidates(need: Need, edges: tuple[Fraction, ...]) -> Iterator[Measure]:
    """Plausible values, the most telling first and the least last."""
    if need.measure == "flag":
        yield from (Flag(value=True), Flag(value=False))
    elif need.measure == "ratio":
        shares = {ONE, *(edge for edge in edges if ZERO <= edge <= ONE)}
        shares |= {Fraction(n, 20) for n in range(0, 20)}
        for share in sorted(shares, reverse=True):
            whole = 100 if (share * 100).denominator == 1 else share.denominator
            yield Ratio(numerator=int(share * whole), denominator=whole)
    elif need.name in (names.TOWNSHIPS, names.UNITS):
        yield Quantity(value=A_FEW)
    elif need.measure == "tally":
        yield from _tallies(need.kinds)
    else:
        for value in sorted(_amounts(edges), reverse=True):
            if need.measure != "count" or value.denominator == 1:
                yield Quantity(value=_decimal(value))


def _amounts(edges: tuple[Fraction, ...]) -> set[Fraction]:
    """What the tree states, beside it on both sides, and between."""
    known = sorted({ZERO, *edges})
    between = [(low + high) / 2 for low, high in pairwise(known)]
    beside = [edge + step for edge in known for step in (-ONE, ONE) if edge + step >= 0]
    return {ONE, Fraction(A_FEW), *known, *between, *beside}


def _tallies(kinds: tuple[str, ...]) -> Iterator[Tally]:
    yield Tally(entries=())
    for times in (1, 2, 4):
        for kind in kinds or ("case",):
            made = tuple(Entry(kind=kind, ref=f"例{n}") for n in range(1, times + 1))
            yield Tally(entries=made)
    yield Tally(entries=tuple(Entry(kind=kind, ref=f"例-{kind}") for kind in kinds))


def _decimal(value: Fraction) -> str:
    whole = (value * 1000).__floor__()
    return f"{whole // 1000}.{whole % 1000:03d}".rstrip("0").rstrip(".")
