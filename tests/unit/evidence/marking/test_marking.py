"""Red frames, and one file for several items."""

from typing import Any

import pytest

from contracts.evidence import EvidenceSealed
from contracts.orders.evidence import LinkPiece, MarkPassage, UnmarkPassage
from contracts.refusals import Invalid, NotFound
from services.evidence.marking.links import MAX_LINKS, link
from services.evidence.marking.marks import MAX_MARKS, mark, unmark
from services.evidence.piece import custody
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Facts, Verdict
from services.evidence.refusals import NotSealed, TooManyLinks, TooManyMarks
from tests.unit.evidence.support import LIN, MA, NOW, OFFICE, declared, given, kept, later, words

BOX: dict[str, Any] = {"evidence": "e-1", "x": 0.1, "y": 0.2, "width": 0.3, "height": 0.123456}


def sealed(**more: Any) -> Piece:
    verdict = Verdict(code="ok", facts=Facts(pages=3))
    about = {"state": "SEALED", "verdict": verdict, "sealed_until": later(days=9)}
    return declared().but(**about | more)


def marked(times: int = 1) -> Piece:
    state = sealed()
    for _ in range(times):
        state = mark(state, MarkPassage(**BOX), given("e-1")).state
    return state


def test_a_frame_says_who_drew_it_when_and_where_and_stands_in_the_custody():
    change = mark(sealed(), MarkPassage(**BOX, page=3, note="落款"), given("e-1"))
    (frame,) = kept(change.state).marks
    assert (frame.number, frame.page, frame.note, frame.by, frame.at) == (1, 3, "落款", "lin", NOW)
    assert (frame.x, frame.y, frame.width, frame.height) == (0.1, 0.2, 0.3, 0.1235)
    assert change.answer == {"number": 1}
    assert words(change.state)[-1] == "marked"
    assert custody.first_broken(change.state.custody) is None
    assert change.events == ()


@pytest.mark.parametrize("wrong", [{"page": 4}, {"x": 0.8}, {"y": 0.9}])
def test_a_frame_lies_on_its_page(wrong: dict[str, Any]):
    with pytest.raises(Invalid) as no:
        mark(sealed(), MarkPassage(**BOX | wrong), given("e-1"))
    assert no.value.field == f"$.{next(iter(wrong))}"


def test_a_picture_has_one_page():
    photo = sealed(verdict=Verdict(code="ok"))
    assert mark(photo, MarkPassage(**BOX), given("e-1")).state.marks
    with pytest.raises(Invalid):
        mark(photo, MarkPassage(**BOX, page=2), given("e-1"))


def test_only_what_is_sealed_is_framed_and_only_by_who_sees_it():
    with pytest.raises(NotSealed):
        mark(declared(), MarkPassage(**BOX), given("e-1"))
    with pytest.raises(NotFound):
        mark(sealed(), MarkPassage(**BOX), given("e-1", by=MA))


def test_a_number_is_never_given_again():
    state = unmark(marked(2), UnmarkPassage(evidence="e-1", number=2), given("e-1")).state
    assert [one.number for one in state.marks] == [1]
    state = unmark(state, UnmarkPassage(evidence="e-1", number=1), given("e-1")).state
    assert mark(state, MarkPassage(**BOX), given("e-1")).answer == {"number": 3}


def test_a_frame_is_taken_away_by_its_maker_or_an_office():
    other = LIN.__class__(**{**_said(LIN), "account": "wu"})
    with pytest.raises(NotFound):
        unmark(marked(), UnmarkPassage(evidence="e-1", number=1), given("e-1", by=other))
    with pytest.raises(NotFound):
        unmark(marked(), UnmarkPassage(evidence="e-1", number=7), given("e-1"))
    gone = unmark(marked(), UnmarkPassage(evidence="e-1", number=1), given("e-1", by=OFFICE)).state
    assert (gone.marks, words(gone)[-1]) == ((), "unmarked")


def test_frames_are_bounded():
    with pytest.raises(TooManyMarks):
        mark(marked(MAX_MARKS), MarkPassage(**BOX), given("e-1"))


LINK = LinkPiece(evidence="e-1", item="B04", task="t-4", reason="同一次活动")


def test_a_linked_piece_is_told_anew_with_all_that_it_serves():
    change = link(sealed(), LINK, given("e-1"))
    assert change
    (fact,) = change.events
    assert isinstance(fact, EvidenceSealed)
    assert (fact.items, fact.tasks) == (("A01", "B04"), ("task-1", "t-4"))
    (known,) = kept(change.state).links
    assert (known.item, known.why, known.by, known.at) == ("B04", "同一次活动", "lin", NOW)
    assert change.state.manifest == sealed().manifest.__class__(**_said(change.state.manifest))
    assert words(change.state)[-1] == "linked"


def test_what_it_serves_already_is_not_linked_again():
    change = link(sealed(), LINK, given("e-1"))
    assert change
    assert link(change.state, LINK, given("e-1")) is None
    assert (
        link(sealed(), LinkPiece(evidence="e-1", item="A01", reason="再用"), given("e-1")) is None
    )


def test_a_link_is_of_ones_own_sealed_piece_and_links_are_bounded():
    with pytest.raises(NotFound):
        link(sealed(), LINK, given("e-1", by=MA))
    with pytest.raises(NotSealed):
        link(declared(), LINK, given("e-1"))
    change = link(sealed(), LINK, given("e-1"))
    assert change
    full = change.state.but(links=change.state.links * MAX_LINKS)
    with pytest.raises(TooManyLinks):
        link(full, LinkPiece(evidence="e-1", item="C01", reason="再用"), given("e-1"))


def _said(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
