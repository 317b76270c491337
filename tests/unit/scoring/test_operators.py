"""Every operator's own examples, and what all of them promise."""

from datetime import date
from fractions import Fraction
from itertools import permutations

import msgspec
import pytest

from contracts.measures import Entry, Tally
from services.scoring import rules
from services.scoring.explain import Line, Reading, leaves
from services.scoring.rules.count import Consecutive
from services.scoring.rules.node import Case, Example, Points
from tests.unit.scoring.support import words


@pytest.mark.parametrize("example", rules.EXAMPLES, ids=lambda each: each.node.op)
def test_an_operator_does_what_its_example_says(example: Example) -> None:
    case = Case(example.facts, Fraction(example.mark))
    shown: Line | Reading
    if isinstance(example.node, Points):
        line = example.node.work(case)
        assert sum(part.amount for part in leaves(line)) == line.amount
        shown, given = line, line.exact
    else:
        reading = example.node.read(case).reading  # type: ignore[attr-defined]
        shown, given = reading, reading.value
    assert given == example.gives
    assert example.says in words(shown)


@pytest.mark.parametrize("op", sorted(rules.OPERATORS))
def test_every_operator_has_an_example_a_name_and_a_docstring(op: str) -> None:
    operator = rules.OPERATORS[op]
    assert any(isinstance(example.node, operator) for example in rules.EXAMPLES)
    assert operator.NAME
    assert operator.__doc__


@pytest.mark.parametrize(
    "example",
    [each for each in rules.EXAMPLES if isinstance(each.node, Points)],
    ids=lambda each: each.node.op,
)
def test_a_rule_survives_the_trip_through_json(example: Example) -> None:
    assert rules.decode(rules.encode(example.node)) == example.node


def test_of_one_occurrence_told_with_and_without_a_day_the_day_counts_in_any_order() -> None:
    entries = [Entry(kind="会议", ref="1", at=day) for day in (None, date(2025, 1, 9))]
    for order in permutations(entries):
        facts = {"count": Tally(entries=order)}
        found = Consecutive(input="count", every="month").read(Case(facts, Fraction(1)))
        assert found.value == 1


def test_an_unknown_operator_is_refused_with_its_path() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"Invalid value 'magic'.*\$\.of\[0\]"):
        rules.decode('{"op":"sum","of":[{"op":"magic"}]}')


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `give`"):
        rules.decode('{"op":"award","give":"1"}')


def test_a_number_in_a_rule_is_text_because_a_float_cannot_hold_it() -> None:
    with pytest.raises(msgspec.ValidationError, match="Expected `str`, got `float`"):
        rules.decode('{"op":"award","gives":0.1}')


def test_the_schema_names_every_operator() -> None:
    assert {
        d["properties"]["op"]["enum"][0]
        for d in rules.schema()["$defs"].values()
        if "op" in d["properties"]
    } == set(rules.OPERATORS)
