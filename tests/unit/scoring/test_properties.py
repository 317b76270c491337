"""What holds for every rule and all facts: lines add up, limits bind, order does not matter."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from services.scoring import rules
from services.scoring.evaluate import evaluate, needs
from services.scoring.exact import number, percent, points, thousandths, written
from services.scoring.explain import Line, leaves
from services.scoring.rules.choice import Best, Choose
from services.scoring.rules.conditions import Done
from services.scoring.rules.gates import ZeroIf
from services.scoring.rules.limit import Limit
from services.scoring.rules.node import Case, Need, Points
from services.scoring.rules.parts import Part, Parts, Sum
from services.scoring.rules.scale import Scale
from tests.unit.scoring.support import the_sample

SAMPLE = the_sample()
LEAVES = [e.node for e in rules.EXAMPLES if isinstance(e.node, Points)] + [
    item.rule for item in SAMPLE.items
]
MARKS = st.sampled_from([300, 1000, 1500, 2000, 2200, 10000])


def in_parts(several: tuple[Points, ...]) -> Points:
    return Parts(of=tuple(Part(label="分", points="50%", rule=rule) for rule in several))


def grown(inner: st.SearchStrategy[Points]) -> st.SearchStrategy[Points]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    done = st.just(Done(input="done"))
    return st.one_of(
        st.builds(Sum, of=several),
        st.builds(Best, of=several),
        st.builds(Scale, rule=inner, by=st.sampled_from(["20%", "0.3", "2.2"])),
        st.builds(Limit, rule=inner, cap=st.sampled_from(["60%", "100%", "1"])),
        st.builds(ZeroIf, when=done, rule=inner),
        st.builds(Choose, when=done, then=inner, otherwise=inner),
        several.map(in_parts),
    )


RULES: st.SearchStrategy[Points] = st.recursive(st.sampled_from(LEAVES), grown, max_leaves=6)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Points, dict[str, Measure], int]:
    """A rule, some facts for its inputs (any may be missing), a full mark."""
    rule = draw(RULES)
    facts = {need.name: draw(fact(need)) for need in needs(rule) if draw(st.integers(0, 4))}
    return rule, facts, draw(MARKS)


def fact(need: Need) -> st.SearchStrategy[Measure]:
    decimals = st.decimals(0, 200, places=2).map(lambda value: Quantity(value=str(value)))
    kinds = st.sampled_from([*need.kinds, "unknown", "values"])
    entry = st.builds(
        Entry,
        kind=kinds,
        ref=st.sampled_from(["A", "B", "C/1", "C/2", "D"]),
        count=st.integers(1, 4),
        at=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)),
    )
    tallies = st.builds(Tally, entries=st.lists(entry, max_size=6).map(tuple))
    ratios = st.integers(0, 300).flatmap(
        lambda below: st.builds(Ratio, numerator=st.integers(0, below), denominator=st.just(below))
    )
    flags = st.builds(Flag, value=st.booleans())
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "flag": flags,
        "quantity": decimals,
        "ratio": ratios,
        "tally": tallies,
        "count": decimals | tallies,
    }
    return st.one_of(by_kind[need.measure])


def every(line: Line) -> Iterator[Line]:
    yield line
    for part in (*line.children, *line.aside):
        yield from every(part)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_the_lines_add_up_exactly_to_the_shown_score(
    case: tuple[Points, dict[str, Measure], int],
) -> None:
    rule, facts, mark = case
    outcome = evaluate(rule, facts, points=mark)
    told = list(leaves(outcome.line))
    assert sum(line.amount for line in told) == points(outcome.score) == outcome.line.amount
    assert sum(line.thousandths for line in told) == outcome.score == outcome.line.thousandths
    for line in every(outcome.line):
        if line.children:
            assert sum(child.amount for child in line.children) == line.amount
            assert sum(child.thousandths for child in line.children) == line.thousandths


@settings(max_examples=300, deadline=None)
@given(cases())
def test_a_score_stays_between_floor_and_cap_and_is_rounded_once(
    case: tuple[Points, dict[str, Measure], int],
) -> None:
    rule, facts, mark = case
    outcome = evaluate(rule, facts, points=mark)
    floor, cap = rule.limits(points(mark))
    assert floor <= Fraction(outcome.exact) <= cap
    assert outcome.score == thousandths(Fraction(outcome.exact))
    assert abs(points(outcome.score) - Fraction(outcome.exact)) <= Fraction(1, 2000)


@settings(max_examples=300, deadline=None)
@given(cases(), st.randoms())
def test_the_order_of_entries_does_not_matter(
    case: tuple[Points, dict[str, Measure], int], random: Any
) -> None:
    rule, facts, mark = case
    shuffled: dict[str, Measure] = {}
    for name, each in facts.items():
        shuffled[name] = each
        if isinstance(each, Tally):
            entries = random.sample(each.entries, len(each.entries))
            shuffled[name] = Tally(entries=tuple(entries))
    assert evaluate(rule, shuffled, points=mark) == evaluate(rule, facts, points=mark)


@settings(max_examples=200, deadline=None)
@given(RULES)
def test_a_rule_and_its_outcome_survive_json(rule: Points) -> None:
    assert rules.decode(rules.encode(rule)) == rule
    outcome = evaluate(rule, {}, points=1000)
    again = msgspec.json.decode(msgspec.json.encode(outcome), type=type(outcome))
    assert again == outcome


@given(st.fractions())
def test_written_numbers_lose_nothing(value: Fraction) -> None:
    assert Fraction(written(value)) == value
    assert percent(value).endswith("%")


@given(st.fractions(max_denominator=5000))
def test_rounding_is_half_up_to_the_thousandth(value: Fraction) -> None:
    off = points(thousandths(value)) - value
    assert -Fraction(1, 2000) < off <= Fraction(1, 2000)


def test_numbers_are_read_and_written_as_people_do() -> None:
    assert (number("95%"), number("-0.5")) == (Fraction(19, 20), Fraction(-1, 2))
    written_as = {"6/5": "1.2", "-1/2": "-0.5", "10/7": "10/7", "100": "100", "1/8000": "0.000125"}
    assert {text: written(Fraction(text)) for text in written_as} == written_as
    assert (thousandths(Fraction("0.0005")), thousandths(Fraction("-0.0005"))) == (1, 0)


def test_an_operator_reads_only_what_it_says_it_needs() -> None:
    for example in rules.EXAMPLES:
        named = {need.name for need in needs(example.node)}
        if isinstance(example.node, Points):
            reduced = {n: f for n, f in example.facts.items() if n in named}
            mark = Fraction(example.mark)
            assert example.node.work(Case(reduced, mark)) == example.node.work(
                Case(example.facts, mark)
            )
