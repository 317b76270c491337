"""A rule as a form: every tree is shown and read back as itself; buttons change it as they say."""

import json
from typing import Any

import msgspec
import pytest

from gateway.console.rules import form as rule_form
from gateway.console.rules import views
from gateway.console.rules.form import Field, Filled, Node, Shown
from services.scoring import rules
from services.scoring.rules.node import Points
from services.scoring.wording import prose
from services.scoring.wording.grammar import grammar
from services.scoring.wording.shapes import boxes, misfits
from tests.unit.scoring.test_real_rules import REAL

GRAMMAR = rule_form.grammar_of(msgspec.json.decode(msgspec.json.encode(grammar())))
TREES = [
    *(each.node for each in rules.EXAMPLES if isinstance(each.node, Points)),
    *(real.rule for real in REAL.values()),
]
LINEAR = {
    "rule.op": "linear",
    "rule.was": "linear",
    "rule.of.op": "share",
    "rule.of.input": "ratio",
    "rule.of.empty": "zero",
}


def sent(node: Node) -> dict[str, str]:
    """What a browser sends of the form as it is shown."""
    found = {f"{node.at}.op": node.op, f"{node.at}.was": node.op} if node.op else {}
    for field in (*node.first, *node.more):
        found |= sent_of(field)
    return found


def sent_of(field: Field) -> dict[str, str]:
    if field.node:
        return sent(field.node)
    if field.kind in ("list", "map", "piece"):
        return {k: v for row in field.rows for one in row for k, v in sent_of(one).items()}
    return {field.at: field.value} if field.value or field.kind != "flag" else {}


def form(tree: Any, **faults: list[str]) -> Node:
    return Shown(GRAMMAR, faults).form(tree, "整条规则")


def tree(given: dict[str, str], act: str = "") -> Any:
    return Filled(GRAMMAR, given, act).tree()


@pytest.mark.parametrize("rule", TREES, ids=lambda rule: rule.op)
def test_a_tree_is_shown_and_read_back_as_itself(rule: Points) -> None:
    made = tree(sent(form(json.loads(rules.encode(rule)))))
    assert rules.decode(json.dumps(made)) == rule


@pytest.mark.parametrize("op", rules.OPERATORS)
def test_every_operator_can_be_chosen_and_asks_in_chinese(op: str) -> None:
    operator = GRAMMAR.operators[op]
    assert (op, operator["name"]) in [(o["op"], o["name"]) for o in GRAMMAR.sorts[operator["sort"]]]
    for box in boxes(rules.OPERATORS[op]):
        for one in (box, *box.fields, *((box.each and box.each.fields) or ())):
            assert one.label and not any(c.isascii() and c.isalpha() for c in one.label), one
            assert not any(
                c.isascii() for text in one.options.values() for c in text if c.isalpha()
            )


@pytest.mark.parametrize(
    "op", [op for op, one in rules.OPERATORS.items() if issubclass(one, Points)]
)
def test_an_operator_that_was_just_chosen_says_what_it_needs(op: str) -> None:
    shown = form(tree({"rule.op": op}))
    assert shown.op == op
    told = dict(misfits(tree({"rule.op": op})))
    places = {field.at for field in (*shown.first, *shown.more)}
    assert set(told) <= places


def test_a_new_operator_takes_the_old_one_as_its_part_and_gives_it_back() -> None:
    for op, path in (("sum", ["of", 0]), ("limit", ["rule"]), ("zero_if", ["rule"])):
        wrapped = tree({**LINEAR, "rule.op": op})
        part = wrapped
        for step in path:
            part = part[step]
        assert wrapped["op"] == op and part == tree(LINEAR)
        back = tree(sent(form(wrapped)), "unwrap:rule")
        assert back == tree(LINEAR)


def test_rows_are_added_removed_and_moved() -> None:
    band = {"rule.op": "bands", "rule.bands[0].gives": "5", "rule.bands[1].gives": "3"}
    assert [b.get("gives") for b in tree(band, "add:rule.bands")["bands"]] == ["5", "3", None]
    assert [b["gives"] for b in tree(band, "drop:rule.bands[0]")["bands"]] == ["3"]
    assert [b["gives"] for b in tree(band, "up:rule.bands[1]")["bands"]] == ["3", "5"]
    assert [b["gives"] for b in tree(band, "up:rule.bands[0]")["bands"]] == ["5", "3"]


def test_a_name_that_stands_twice_is_told_and_not_swallowed() -> None:
    prices = {"rule.op": "occurrences"}
    for n, worth in enumerate(("-1", "-2")):
        prices |= {f"rule.prices[{n}].key": "迟报", f"rule.prices[{n}].value": worth}
    filled = Filled(GRAMMAR, prices)
    filled.tree()
    assert filled.doubled == ["rule.prices[1]"]


def test_an_input_is_named_by_itself_and_none_twice() -> None:
    two = {"rule.op": "sum", "rule.of[0].op": "award", "rule.of[1].op": "award"}
    for n in (0, 1):
        two |= {f"rule.of[{n}].when.op": "done"}
    names = [part["when"]["input"] for part in tree(two)["of"]]
    assert names == ["done", "done_2"]


def test_a_fault_stands_at_its_field() -> None:
    bad = tree({**LINEAR, "rule.full_at": "很多", "rule.of.empty": ""})
    told: dict[str, list[str]] = {}
    for path, text in misfits(bad):
        told.setdefault(path, []).append(text)
    shown = Shown(GRAMMAR, told).form(bad, "整条规则")
    fields = {one.at: one for one in (*shown.first, *shown.more)}
    assert "应为数字" in fields["rule.full_at"].faults[0] and shown.opened
    inner = fields["rule.of"].node
    assert inner and any("请从列出的写法" in text for one in inner.first for text in one.faults)


def test_a_form_beyond_its_bounds_ends() -> None:
    deep = {f"rule{'.rule' * n}.op": "scale" for n in range(200)}
    assert tree(deep)["op"] == "scale"
    many = {f"rule.of[{n}].op": "award" for n in range(900)} | {"rule.op": "sum"}
    assert len(tree(many)["of"]) == 40
    junk = {"rule.op": "sum", "rule.of[99999999].op": "award", "rule.of[x].op": "award"}
    assert "of" not in tree(junk)


def test_two_readings_are_laid_side_by_side_where_they_differ() -> None:
    def reading(points: str, text: str) -> dict[str, Any]:
        rule = prose.read(text, points, lambda _t, _x, _o, default: default)
        return {"reading": [{"depth": 0, "name": rule.name, "text": rule.said()}]}

    same = reading("2", "完成率×分值")
    assert views.compared(same, same) == []
    rows = views.compared(same, reading("2", "每有一起扣1分"))
    assert rows and not any(row.same for row in rows)
    assert views.compared(None, same) == []
