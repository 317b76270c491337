"""Single files of a result: accepted, returned, made anew."""

from contracts.orders.tasks import Confirm, JudgePiece, Return, Submit
from contracts.tasks import PieceReturned, ResultConfirmed
from services.tasks.life.judging import MAX_JUDGED, Judging, judge_piece
from services.tasks.life.review import Handing, Reviewing, confirm, give_back, submit
from services.tasks.task.task import Task
from tests.unit.tasks.cast import COUNT, SUN, WANG, accepted, given, refused, submitted

BACK = JudgePiece(task="t-1", evidence="e-1", accepted=False, reason="看不清门牌")
GOOD = JudgePiece(task="t-1", evidence="e-1", accepted=True)
MADE_BY_LI = Judging(maker="li")


def judged(task: Task, *orders: JudgePiece) -> Task:
    for order in orders:
        change = judge_piece(task, order, given(WANG, MADE_BY_LI))
        assert change
        task = change.state
    return task


def test_a_returned_file_is_told_to_who_made_it_with_the_page_of_its_redo() -> None:
    change = judge_piece(submitted(), BACK, given(WANG, MADE_BY_LI))
    assert change
    assert change.state.state == "submitted"
    assert change.state.sent_back == ("e-1",)
    assert change.events == (
        PieceReturned(
            task="t-1",
            year=2026,
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="li",
            evidence="e-1",
            level="district",
            reason="看不清门牌",
            path="/console/tasks/t-1/redo/e-1",
        ),
    )
    assert change.state.history[-1].what == "piece-returned"


def test_where_its_maker_is_not_known_the_named_person_learns_of_it() -> None:
    change = judge_piece(submitted(), BACK, given(WANG, Judging()))
    assert change
    (fact,) = change.events
    assert isinstance(fact, PieceReturned)
    assert fact.person == submitted().person


def test_an_accepted_file_is_told_to_nobody_and_the_last_word_stands() -> None:
    task = judged(submitted(), BACK, GOOD)
    assert [one.accepted for one in task.judged] == [True]
    assert task.sent_back == ()
    change = judge_piece(submitted(), GOOD, given(WANG, MADE_BY_LI))
    assert change and change.events == ()


def test_a_file_of_another_result_is_refused_as_absent() -> None:
    with refused("not-found"):
        judge_piece(
            submitted(),
            JudgePiece(task="t-1", evidence="e-9", accepted=True),
            given(WANG, MADE_BY_LI),
        )


def test_a_file_is_not_returned_without_a_reason_nor_by_its_own_unit_nor_before_its_hour() -> None:
    with refused("reason-missing"):
        judge_piece(
            submitted(),
            JudgePiece(task="t-1", evidence="e-1", accepted=False),
            given(WANG, MADE_BY_LI),
        )
    with refused("own-work"):
        judge_piece(submitted(), BACK, given(SUN, MADE_BY_LI))
    with refused("wrong-state"):
        judge_piece(accepted(), BACK, given(WANG, MADE_BY_LI))


def test_a_result_with_a_returned_file_waits_for_the_redo_which_takes_its_place() -> None:
    task = judged(submitted(), BACK)
    with refused("redo-open", "evidence") as no:
        confirm(task, Confirm(task="t-1"), given(WANG, Reviewing()))
    assert no.value.extra["evidence"] == ["e-1"]
    change = confirm(task, Confirm(task="t-1"), given(WANG, Reviewing(redone={"e-1": "e-2"})))
    (fact,) = change.events
    assert isinstance(fact, ResultConfirmed)
    assert fact.evidence == ("e-2",)
    assert change.state.submission and change.state.submission.evidence == ("e-2",)
    assert [one.evidence for one in change.state.judged] == ["e-1"]
    assert change.state.sent_back == ()


def test_a_returned_file_does_not_come_again_unaltered() -> None:
    task = judged(submitted(), BACK)
    task = give_back(task, Return(task="t-1", reason="重做"), given(WANG, Reviewing())).state
    known = Handing(sealed=frozenset({"e-1", "e-2"}))
    with refused("piece-sent-back", "evidence[0]"):
        submit(task, Submit(task="t-1", measures=COUNT, evidence=("e-1",)), given(SUN, known))
    again = Submit(task="t-1", measures=COUNT, evidence=("e-2",))
    assert submit(task, again, given(SUN, known)).state.state == "submitted"


def test_words_on_files_are_bounded() -> None:
    assert MAX_JUDGED >= 100
