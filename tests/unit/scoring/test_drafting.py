"""The rule of an item is set in a draft: a sentence, or a tree beside it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import structs

from contracts.caller import Caller
from contracts.orders.scoring import DraftRule, ImportStandard
from contracts.refusals import Invalid, NotFound
from kit.change import Change, Knowing
from services.scoring.refusals import RuleRefused, RuleUnreadable, StandardPublishedAlready
from services.scoring.rules.steps import Steps
from services.scoring.rules.weighted import Weighted
from services.scoring.standards import publishing
from services.scoring.standards.drafting import draft_rule
from services.scoring.standards.exporting import workbook
from services.scoring.standards.importing import import_workbook
from services.scoring.standards.publishing import Published
from services.scoring.standards.standard import Item, fingerprint
from tests.unit.scoring.test_published_standards import BODY, KNOWN, book

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BY = Caller(account="chief", name="周敏", roles=("city_office",), district="*")
SENTENCE = "达到98%得满分，每低1个百分点扣0.5分"
DONE = {"op": "done", "input": "a"}
TREE = {
    "op": "parts",
    "of": [
        {"label": "领导", "points": "1.5", "rule": {"op": "award", "when": DONE}},
        {"label": "机构", "points": "0.5", "rule": {"op": "award", "when": DONE | {"input": "b"}}},
    ],
}
ELSEWHERE = {"op": "not_applicable", "when": DONE, "rule": {"op": "award"}, "to": ["Z99"]}


def draft(*rows: tuple[str, ...], **answers: str) -> Published:
    given = Knowing(key="v1", now=NOW, cause="c", caller=BY, found=KNOWN.items)
    table = book(*(rows or BODY))
    order = ImportStandard(version="v1", name="试", workbook=table, answers=answers)
    return publishing.import_(None, order, given).state


def set_rule(state: Published, item: str = "A01", **more: Any) -> Change[Published]:
    order = DraftRule(version="v1", item=item, **{"text": SENTENCE, **more})
    return draft_rule(state, order, Knowing(key="v1", now=NOW, cause="c", caller=BY, found=None))


def item_of(state: Published, code: str = "A01") -> Item:
    found = state.standard.item(code)
    assert found
    return found


def open_of(state: Published, code: str = "A01") -> set[str]:
    own = (one.id for one in state.questions if one.id.startswith(f"{code}."))
    return {id.partition(".")[2] for id in own if not id.endswith(("side", "kind", "evidence"))}


def test_a_sentence_is_read_and_what_it_leaves_open_stays_open() -> None:
    made = set_rule(draft(), answers={"part": "nothing"})
    item = item_of(made.state)
    assert isinstance(item.rule, Steps) and item.rule.part == "nothing"
    assert item.rule_text == SENTENCE
    assert open_of(made.state) - {"lead"} == {"empty", "seen"}
    assert made.answer and "98% 得 2 分" in made.answer["figures"]


def test_who_has_seen_the_figures_and_answered_all_leaves_nothing_open() -> None:
    shown = (set_rule(draft()).answer or {})["figures"]
    answers = {"part": "whole", "empty": "full"}
    made = set_rule(draft(), answers=answers, seen=shown)
    assert open_of(made.state) - {"lead"} == set()


def test_figures_of_another_reading_are_not_seen() -> None:
    shown = (set_rule(draft()).answer or {})["figures"]
    made = set_rule(draft(), answers={"part": "nothing", "empty": "zero"}, seen=shown[:-1])
    assert "seen" in open_of(made.state)


def test_a_tree_stands_beside_its_sentence_and_a_table_read_again_keeps_both() -> None:
    state = set_rule(draft(), rule=json.dumps(TREE), text=BODY[0][4]).state
    item = item_of(state)
    assert item.rule.op == "parts" and item.rule_text == BODY[0][4]
    order = ImportStandard(version="v1", name="试", workbook=book(*BODY))
    again = publishing.import_(
        state, order, Knowing(key="v1", now=NOW, cause="c", caller=BY, found=KNOWN.items)
    ).state
    assert item_of(again) == item and "seen" in open_of(again)


def test_what_is_exported_imports_as_the_same_standard() -> None:
    state = draft(**{"*": "default"})
    for code, text in (("A01", BODY[0][4]), ("A02", "召开会议的得1分")):
        rule = json.dumps(TREE) if code == "A01" else ""
        shown = (set_rule(state, code, text=text, rule=rule).answer or {})["figures"]
        state = set_rule(state, code, text=text, rule=rule, seen=shown).state
    again = import_workbook(workbook(state.standard), version="v1", name="试")
    assert again.standard, again.faults
    assert fingerprint(again.standard) == fingerprint(state.standard)
    assert item_of(state) in again.standard.items


def test_a_sentence_that_replaces_the_tables_stays_when_the_table_is_read_again() -> None:
    state = set_rule(draft()).state
    order = ImportStandard(version="v1", name="试", workbook=book(*BODY))
    again = publishing.import_(
        state, order, Knowing(key="v1", now=NOW, cause="c", caller=BY, found=KNOWN.items)
    ).state
    assert item_of(again).rule_text == SENTENCE and item_of(again).rule == item_of(state).rule


def test_other_questions_of_the_item_stay_as_they_were() -> None:
    before = draft()
    after = set_rule(before).state
    kept = {one for one in before.questions if one.id.endswith((".side", ".evidence", ".lead"))}
    assert kept and kept <= set(after.questions)
    others = [one for one in before.questions if not one.id.startswith("A01.")]
    assert [one for one in after.questions if not one.id.startswith("A01.")] == others


@pytest.mark.parametrize(
    ("tree", "path", "words"),
    [
        ({"op": "linear"}, "rule.of", "看的是哪个数"),
        ({"op": "linear", "of": {"op": "share", "input": "r"}}, "rule.of.empty", "应有数为 0 时"),
        ({"op": "award", "gives": "很多"}, "rule.gives", "应为数字"),
        ({"op": "sum", "of": []}, "rule.of", "1 至 40"),
        ({"op": "sum", "of": [{"op": "done", "input": "x"}]}, "rule.of[0]", "计分的算法"),
        ({"op": "award", "text": "x"}, "rule.text", "没有这个栏目"),
        ({"op": "occurrences", "input": "f", "prices": {"甲": "贵"}}, "rule.prices[0]", "数字"),
        ({**TREE, "of": TREE["of"][:1]}, "rule", "合计"),
        (ELSEWHERE, "rule", "不存在"),
    ],
)
def test_every_fault_of_a_tree_is_told_at_its_field(
    tree: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        set_rule(draft(), rule=json.dumps(tree))
    told = {each["path"]: each["text"] for each in refused.value.extra["faults"]}
    assert words in told[path], told


def test_a_rule_that_would_mark_persons_is_refused_beside_a_tree_too() -> None:
    with pytest.raises(RuleRefused):
        set_rule(draft(), rule=json.dumps(TREE), text="干部个人排名末位的扣1分")


def test_only_an_item_of_a_draft_has_its_rule_set() -> None:
    with pytest.raises(NotFound):
        set_rule(draft(), "Z01")
    with pytest.raises(StandardPublishedAlready):
        set_rule(structs.replace(draft(), published=True))


def test_a_weights_rule_is_read_out_of_its_full_grade() -> None:
    row = ("一、组织领导(4)", "1", "双拥工作纳入发展规划", "2", "酌情得0至100分", "")
    state = draft(row)
    item = item_of(state)
    rule = Weighted(rule=item.rule, full="100")
    weighted = structs.replace(item, weight=item.points, rule=rule)
    whole = structs.replace(state.standard, items=(weighted,))
    made = set_rule(structs.replace(state, standard=whole), text="完成率×分值").state
    assert item_of(made).rule.op == "weighted"
    assert item_of(made).rule.full == "100"  # type: ignore[attr-defined]


def test_a_rule_in_operators_says_itself_what_it_does_and_its_figures_are_not_asked_about() -> None:
    made = set_rule(draft(), text="DED −0.5 per failure")
    assert "seen" not in open_of(made.state)
    assert made.answer and made.answer["figures"]


def test_the_tables_own_sentence_read_again_is_no_answer_of_its_own() -> None:
    state = draft()
    made = set_rule(state, text=item_of(state).rule_text).state
    assert "A01.rule" not in made.answers
    assert "A01.rule" in set_rule(state).state.answers


def test_more_answers_than_a_standard_holds_are_refused_at_the_rule() -> None:
    state = draft()
    full = {f"Z{n}.rule": "FIX" for n in range(1000)}
    whole = structs.replace(state, standard=structs.replace(state.standard, answers=full))
    with pytest.raises(Invalid) as no:
        set_rule(whole)
    assert no.value.field == "$.rule"
