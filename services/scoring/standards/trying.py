"""A rule tried before it is written into a standard: read, said in Chinese, and worked at once.

Where no facts are given, three cases are chosen: as good as the rule can get, a middle one, and
nothing recorded at all. The search is bounded and always finds the same cases.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

import msgspec
from msgspec import Struct

from contracts.choices import choices
from contracts.measures import ItemInput
from contracts.orders.scoring import TryRule
from services.scoring import evaluate
from services.scoring.exact import points, thousandths
from services.scoring.refusals import RuleRefused, RuleUnreadable
from services.scoring.rules.node import Node
from services.scoring.rules.node import Points as Rule
from services.scoring.standards import inputs, persons
from services.scoring.standards.collecting import Question
from services.scoring.standards.figures import figures
from services.scoring.standards.searching import Facts, Search
from services.scoring.wording import contradictions, prose
from services.scoring.wording.chinese import NO_POINTS
from services.scoring.wording.shapes import SORTS, sort_of

Name = Literal["given", "full", "middle", "empty"]

NAMES: dict[Name, str] = {
    "given": "所给事实",
    "full": "最好的情形",
    "middle": "居中的情形",
    "empty": "没有任何记录",
}


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


def read(text: str, mark: str, answers: Mapping[str, str], title: str = "") -> Tried:
    """``title``: the item's text. Raises: RuleUnreadable, RuleRefused (it would mark persons)."""
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
        if prose.spoken(text):
            contradictions.ask_about(title, text, mark, ask)
    except prose.Unreadable as error:
        raise RuleUnreadable(
            str(error),
            field="$.rule",
            operators=list(prose.hints(text)),
            faults=[{"path": path, "text": told} for path, told in error.faults],
        ) from error
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
    search = Search(rule, mark)
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


def shown(case: Worked) -> dict[str, Any]:
    return {
        "name": case.name,
        "title": NAMES[case.name],
        "facts": msgspec.to_builtins(case.facts),
        "score": case.outcome.score,
        "line": msgspec.to_builtins(case.outcome.line),
        "signals": msgspec.to_builtins(case.outcome.signals),
    }


def _asked(question: Question) -> dict[str, Any]:
    """``head``: what is asked; ``choices``: each answer and what it is called; ``plain``: the
    answer that a clause counts for nothing, where it may be given."""
    head, named = choices(question.text, question.options)
    plain = NO_POINTS if f"答“{NO_POINTS}”" in question.text else ""
    shown: dict[str, Any] = msgspec.to_builtins(question)
    return {**shown, "head": head, "choices": named, "plain": plain}


def try_rule(ask: TryRule, _found: None) -> dict[str, Any]:
    """Raises: RuleUnreadable, RuleRefused."""
    return answer(read(ask.rule, ask.points, ask.answers, ask.title), ask.points, dict(ask.facts))


def answer(tried: Tried, mark: str, facts: Facts) -> dict[str, Any]:
    """What a question about a rule is told. A rule with faults is read, not worked."""
    whole = thousandths(Fraction(mark))
    cases = [] if tried.faults else worked(tried.rule, whole, facts)
    return {
        "points": whole,
        "rule": msgspec.to_builtins(tried.rule),
        "reading": reading(tried.rule, points(whole)),
        "figures": "" if tried.faults else figures(tried.rule, whole),
        "questions": [_asked(question) for question in tried.questions],
        "inputs": [msgspec.to_builtins(wanted) for wanted in tried.inputs],
        "faults": [{"path": path, "text": text} for path, text in tried.faults],
        "cases": [shown(case) for case in cases],
    }
