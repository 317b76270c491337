"""A rule tried before it is written into a standard: read, said in Chinese, and worked at once.

Where no facts are given, three cases are chosen: as good as the rule can get, a middle one, and
nothing recorded at all. The search is bounded and always finds the same cases.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import msgspec
from msgspec import Struct

from contracts.measures import Entry, Flag, ItemInput, Measure, Quantity, Ratio, Tally
from contracts.orders.scoring import TryRule
from services.scoring import evaluate, names
from services.scoring.exact import ONE, ZERO, number, points, thousandths
from services.scoring.refusals import RuleRefused, RuleUnreadable
from services.scoring.rules.node import Need, Node
from services.scoring.rules.node import Points as Rule
from services.scoring.standards import inputs, persons
from services.scoring.standards.collecting import Question
from services.scoring.wording import prose
from services.scoring.wording.grammar import SORTS, sort_of

Facts = dict[str, Measure]
Name = Literal["given", "full", "middle", "empty"]

NAMES: dict[Name, str] = {
    "given": "所给事实",
    "full": "最好的情形",
    "middle": "居中的情形",
    "empty": "没有任何记录",
}
MAX_TRIALS = 1500
"""Evaluations in the search for cases."""
MAX_LOOKS = 60_000
"""Nodes looked at in all these evaluations: a large rule is tried less often."""
MAX_CANDIDATES = 30
"""Values tried for one input."""
A_FEW = "6"
"""Townships or garrison units of a district, for an example."""


class Tried(Struct, frozen=True, kw_only=True):
    """``faults``: (path, what) of a tree that is sound JSON and still no rule."""

    rule: Rule
    questions: tuple[Question, ...]
    faults: tuple[tuple[str, str], ...]
    inputs: tuple[ItemInput, ...]


class Worked(Struct, frozen=True, kw_only=True):
    name: Name
    facts: Facts
    outcome: evaluate.Outcome


def read(text: str, mark: str, answers: Mapping[str, str]) -> Tried:
    """Raises: RuleUnreadable, RuleRefused (it would mark persons)."""
    try:
        prose.must_be_short(text.strip())
    except prose.Unreadable as error:
        raise RuleUnreadable(str(error), field="$.rule", operators=[]) from error
    if refused := persons.refusal(text):
        raise RuleRefused(f"{refused.reason}（“{refused.words}”）", field="$.rule")
    questions: dict[str, Question] = {}

    def ask(topic: str, asked: str, options: tuple[str, ...], default: str) -> str:
        given = answers.get(topic, default)
        if options and given not in options:
            raise prose.Unreadable(f"对“{topic}”的回答应为 {'、'.join(options)} 之一")
        questions[topic] = Question(
            id=topic, text=asked, options=options, answer=given, settled=topic in answers
        )
        return given

    try:
        rule = prose.read(text.strip(), mark, ask)
    except prose.Unreadable as error:
        hints = prose.hints(text)
        raise RuleUnreadable(str(error), field="$.rule", operators=list(hints)) from error
    return Tried(
        rule=rule,
        questions=tuple(questions.values()),
        faults=evaluate.faults(rule, thousandths(Fraction(mark))),
        inputs=inputs.of(rule, ""),
    )


def reading(rule: Node, mark: Fraction) -> list[dict[str, Any]]:
    """The tree node by node, outermost first: a Chinese sentence for each."""
    return list(_read(rule, mark, "rule", 0))


def _read(node: Node, mark: Fraction, path: str, depth: int) -> Iterator[dict[str, Any]]:
    yield {
        "path": path,
        "depth": depth,
        "op": node.op,
        "sort": SORTS[sort_of(type(node))],
        "name": node.name,
        "text": node.said(),
    }
    for name, child, under in node.children(mark):
        yield from _read(child, under, f"{path}.{name}", depth + 1)


def worked(rule: Rule, mark: int, facts: Facts) -> list[Worked]:
    """``mark`` in thousandths. The given facts, or three cases chosen here."""
    if facts:
        return [Worked(name="given", facts=facts, outcome=_outcome(rule, mark, facts))]
    search = _Search(rule, mark)
    cases: list[tuple[Name, Facts | None]] = [
        ("full", search.best()),
        ("middle", search.middle()),
        ("empty", {}),
    ]
    return [
        Worked(name=name, facts=chosen, outcome=_outcome(rule, mark, chosen))
        for name, chosen in cases
        if chosen is not None
    ]


def _outcome(rule: Rule, mark: int, facts: Facts) -> evaluate.Outcome:
    return evaluate.evaluate(rule, facts, points=mark)


class _Search:
    """Tries values input by input, from what each input could plausibly be."""

    def __init__(self, rule: Rule, mark: int) -> None:
        self.rule, self.mark = rule, mark
        edges = tuple(_edges(rule))
        self.options = {
            need.name: list(_candidates(need, edges))[:MAX_CANDIDATES]
            for need in evaluate.needs(rule)
        }
        self.trials = 0
        self.most = min(MAX_TRIALS, MAX_LOOKS // sum(1 for _ in evaluate.walk(rule, ONE)))
        self.facts: Facts = {name: there[0] for name, there in self.options.items()}

    def score(self, facts: Facts) -> int:
        self.trials += 1
        return _outcome(self.rule, self.mark, facts).score

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


def _edges(rule: Rule) -> Iterator[Fraction]:
    """The numbers that the tree itself states: bounds, quotas, prices."""
    raw = msgspec.to_builtins(rule)
    stack: list[Any] = [raw]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack += part.values()
        elif isinstance(part, list | tuple):
            stack += part
        elif isinstance(part, str) and part.removesuffix("%").replace(".", "", 1).isdecimal():
            yield number(part)


def _candidates(need: Need, edges: tuple[Fraction, ...]) -> Iterator[Measure]:
    """Plausible values, the most telling first and the least last."""
    if need.measure == "flag":
        yield from (Flag(value=True), Flag(value=False))
    elif need.measure == "ratio":
        shares = {ONE, *(edge for edge in edges if ZERO <= edge <= ONE)}
        shares |= {Fraction(n, 20) for n in range(0, 20)}
        for share in sorted(shares, reverse=True):
            whole = 100 if (share * 100).denominator == 1 else 10_000
            if (share * whole).denominator == 1:
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


def shown(case: Worked) -> dict[str, Any]:
    return {
        "name": case.name,
        "title": NAMES[case.name],
        "facts": msgspec.to_builtins(case.facts),
        "score": case.outcome.score,
        "line": msgspec.to_builtins(case.outcome.line),
        "signals": msgspec.to_builtins(case.outcome.signals),
    }


def try_rule(ask: TryRule, _found: None) -> dict[str, Any]:
    """Raises: RuleUnreadable, RuleRefused."""
    return answer(read(ask.rule, ask.points, ask.answers), ask.points, dict(ask.facts))


def answer(tried: Tried, mark: str, facts: Facts) -> dict[str, Any]:
    """What a question about a rule is told. A rule with faults is read, not worked."""
    whole = thousandths(Fraction(mark))
    cases = [] if tried.faults else worked(tried.rule, whole, facts)
    return {
        "points": whole,
        "rule": msgspec.to_builtins(tried.rule),
        "reading": reading(tried.rule, points(whole)),
        "questions": [msgspec.to_builtins(question) for question in tried.questions],
        "inputs": [msgspec.to_builtins(wanted) for wanted in tried.inputs],
        "faults": [{"path": path, "text": text} for path, text in tried.faults],
        "cases": [shown(case) for case in cases],
    }
