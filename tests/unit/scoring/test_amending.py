"""A draft is answered and rewritten item by item, without the table that it came from."""

from typing import Any

import pytest

from contracts.orders.scoring import (
    AmendStandard,
    ImportStandard,
    ItemChange,
    PreviewStandard,
    PublishStandard,
)
from contracts.refusals import Invalid
from contracts.sheets import SheetFaulty
from services.scoring.refusals import StandardPublishedAlready
from services.scoring.standards import publishing
from services.scoring.standards.amending import amend
from services.scoring.standards.previewing import preview
from services.scoring.standards.publishing import Published
from tests.unit.scoring.test_published_standards import BODY, KNOWN, book, imported, of

UNREAD = (*BODY[:3], (*BODY[3][:4], "看情况给分", ""))


def amended(state: Published, *items: ItemChange, **answers: str) -> Published:
    said = {id.replace("_", ".", 1): answer for id, answer in answers.items()}
    order = AmendStandard(version="v1", answers=said, items=items)
    new = amend(state, order, of(KNOWN.items)).state
    assert new is not None
    return new


def asked(state: Published) -> set[str]:
    return {question.id for question in state.questions}


def item(state: Published, code: str) -> Any:
    found = state.standard.item(code)
    assert found is not None
    return found


def test_a_question_of_a_draft_is_answered_without_its_table() -> None:
    draft = imported(book(*UNREAD), {})
    assert {"B01.rule", "A01.lead"} <= asked(draft)
    later = amended(draft, B01_rule="纳入的得1分", A01_lead="区政府办")
    assert item(later, "A01").lead == "区政府办" and item(later, "B01").rule_text == "纳入的得1分"
    assert asked(later) - asked(draft) == {"B01.seen"}
    assert asked(draft) - asked(later) == {"B01.rule", "A01.lead"}


def test_an_item_that_is_renamed_keeps_what_was_answered_of_it() -> None:
    draft = imported(book(*UNREAD), {"B01.rule": "纳入的得1分", "B01.kind": "硬"})
    later = amended(draft, ItemChange(item="B01", code="C07"))
    assert item(later, "C07").kind == "hard" and item(later, "C07").rule_text == "纳入的得1分"
    assert {id for id in asked(later) if id.startswith("C07")} == {
        id.replace("B01", "C07") for id in asked(draft) if id.startswith("B01")
    }
    assert later.standard.item("B01") is None


def test_what_is_rewritten_is_the_cell_and_stands_over_an_earlier_answer() -> None:
    draft = imported(book(*BODY), {"A01.side": "地", "A01.lead": "区政府办"})
    change = ItemChange(item="A01", side="joint", points="2", title="纳入规划", lead="党委办")
    changed = item(amended(draft, change), "A01")
    said = (changed.side, changed.points, changed.title, changed.lead)
    assert said == ("joint", 2000, "纳入规划", "党委办")
    assert item(amended(amended(draft, change), B01_kind="硬"), "A01").lead == "党委办"


def test_a_rule_that_is_rewritten_is_asked_about_anew_and_nothing_else_is() -> None:
    whole = imported(book(*BODY), {"*": "default"})
    figures = {q.id: q.answer for q in imported(book(*BODY), {}).questions}
    whole = amended(
        whole,
        **{id.replace(".", "_", 1): text for id, text in figures.items() if id.endswith(".seen")},
    )
    later = amended(whole, B01_rule="看情况给分")
    assert "B01.rule" in asked(later) and item(later, "B01").rule_text == "看情况给分"
    assert item(later, "B01").lead == item(whole, "B01").lead


def test_proposals_of_a_column_are_taken_at_once() -> None:
    draft = imported(book(*BODY), {})
    order = AmendStandard(version="v1", answers={"*.lead": "default"})
    later = amend(draft, order, of(KNOWN.items)).state
    assert later and not [id for id in asked(later) if id.endswith(".lead")]


def test_a_whole_draft_may_still_be_rewritten_and_is_published() -> None:
    whole = imported(book(*BODY), {"*": "default"})
    later = amended(whole, ItemChange(item="A01", title="纳入规划"))
    published = publishing.publish(later, PublishStandard(version="v1"), of("")).state
    assert published.published
    with pytest.raises(StandardPublishedAlready):
        amended(published, ItemChange(item="A01", title="别的"))


def test_an_unknown_item_and_a_code_that_stands_twice_are_refused() -> None:
    draft = imported(book(*BODY), {})
    with pytest.raises(Invalid, match="Z99"):
        amended(draft, ItemChange(item="Z99", title="x"))
    with pytest.raises(SheetFaulty, match="项号重复"):
        amended(draft, ItemChange(item="A01", code="A02"))
    with pytest.raises(SheetFaulty, match="没有这个问题"):
        amended(draft, A01_nothing="x")


def test_a_preview_tells_items_questions_faults_and_every_row_and_changes_nothing() -> None:
    ask = PreviewStandard(version="v1", name="试", workbook=book(*UNREAD))
    told = preview(ask, (None, KNOWN.items))
    order = ImportStandard(version="v1", name="试", workbook=book(*UNREAD))
    made = publishing.import_(None, order, of(KNOWN.items)).answer
    assert made and told["open"] == made["open"] and told["account"] == made["account"]
    assert [one["code"] for one in told["items"]] == ["A01", "A02", "A03", "B01"]
    assert not told["replaces"] and not told["faults"]
    broken = book(*BODY, ("", "5", "", "1", "FIX", ""))
    told = preview(PreviewStandard(version="v1", name="试", workbook=broken), (None, KNOWN.items))
    (fault,) = told["faults"]
    assert (fault["row"], fault["column"], told["account"]["faulted"]) == (8, "C", 1)
    assert told["items"] == []


def test_a_version_that_is_published_is_not_previewed_again() -> None:
    whole = imported(book(*BODY), {"*": "default"})
    state = publishing.publish(whole, PublishStandard(version="v1"), of("")).state
    with pytest.raises(StandardPublishedAlready):
        preview(PreviewStandard(version="v1", name="试", workbook=book(*BODY)), (state, ()))
