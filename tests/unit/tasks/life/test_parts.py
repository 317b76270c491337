"""A part of a task: a village's share or an instance; who reviews it, and how it rolls up."""

from datetime import timedelta

from msgspec.structs import replace

from contracts.measures import Measure, Quantity
from contracts.orders.tasks import Confirm, Return, Submit
from contracts.tasks import ResultConfirmed, TaskReturned, TaskSubmitted
from services.tasks.life.review import Handing, Reviewing, confirm, give_back, submit
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    CHEN,
    COUNT,
    FENG,
    LI,
    NOW,
    SUN,
    WANG,
    ZHOU,
    accepted,
    caller,
    given,
    refused,
    submitted,
)

OK = Confirm(task="t-1.village")
TOWNSHIP = Reviewing(parent_lead="township")
MORE: dict[str, Measure] = {"count": Quantity(value="5")}
TOWN = caller("ding", "unit", unit="township")
"""A contact of the township that leads the whole; publicity stands for its village."""


def part() -> Task:
    """A part led by publicity with transport, handed in; the township leads the whole."""
    return replace(submitted(), parent="t-1")


def test_the_unit_that_leads_the_whole_confirms_its_parts_with_one_mark() -> None:
    change = confirm(part(), OK, given(TOWN, TOWNSHIP))
    assert (change.state.state, change.state.final) == ("confirmed-self", True)
    fact = change.events[0]
    assert isinstance(fact, ResultConfirmed)
    assert (fact.level, fact.final, fact.item) == ("self", True, ""), "a part is never scored"
    for again, found in ((TOWN, "township"), (WANG, "township"), (FENG, "township")):
        with refused("level-out-of-turn"):
            confirm(change.state, OK, given(again, Reviewing(parent_lead=found)))


def test_it_amends_with_a_reason_and_returns_with_one() -> None:
    with refused("reason-missing"):
        confirm(part(), Confirm(task="t", measures=MORE), given(TOWN, TOWNSHIP))
    amended = confirm(
        part(),
        Confirm(task="t", measures=MORE, reason="漏报两次"),
        given(TOWN, TOWNSHIP),
    ).state
    assert (amended.marks[0].amended, amended.marks[0].level) == (True, "self")
    back = give_back(part(), Return(task="t", reason="照片不清"), given(TOWN, TOWNSHIP))
    fact = back.events[0]
    assert isinstance(fact, TaskReturned) and (fact.level, fact.item) == ("self", "")
    assert back.state.state == "returned"


def test_the_district_may_review_a_part_and_is_final_too() -> None:
    task = confirm(part(), OK, given(WANG, TOWNSHIP)).state
    assert (task.state, task.final) == ("confirmed-district", True)
    with refused("level-out-of-turn"):
        confirm(task, OK, given(FENG, TOWNSHIP))


def test_city_and_province_do_not_review_parts() -> None:
    for by in (FENG, CHEN):
        with refused("level-out-of-turn"):
            confirm(part(), OK, given(by, TOWNSHIP))


def test_nobody_confirms_their_own_part() -> None:
    """The unit leads both the whole and the part: then it is the district's."""
    own = (SUN, caller("hu", "unit", unit="publicity"))
    for by in own:
        with refused("own-work"):
            confirm(part(), OK, given(by, Reviewing(parent_lead="publicity")))
    with refused("own-work"):
        confirm(part(), OK, given(ZHOU, TOWNSHIP))
    with refused("own-work"):
        confirm(
            part(),
            OK,
            given(caller("sun", "unit", unit="township"), TOWNSHIP),
        )
    assert confirm(part(), OK, given(WANG, Reviewing(parent_lead="publicity"))).state.final


def test_a_unit_that_does_not_lead_the_whole_does_not_know_the_part() -> None:
    with refused("not-found"):
        confirm(part(), OK, given(LI, TOWNSHIP))
    with refused("not-found"):
        confirm(part(), OK, given(caller("lost", "unit"), Reviewing(parent_lead="")))


def test_a_contact_reviews_no_whole_task() -> None:
    with refused("not-found"):
        confirm(submitted(), Confirm(task="t-1"), given(TOWN, Reviewing(parent_lead="")))
    with refused("own-work"):
        confirm(submitted(), Confirm(task="t-1"), given(ZHOU, Reviewing(parent_lead="")))


def test_a_reviewer_who_belongs_to_the_leading_unit_speaks_for_it() -> None:
    both = replace(TOWN, roles=("unit", "reviewer"))
    assert confirm(part(), OK, given(both, TOWNSHIP)).state.state == "confirmed-self"


def test_the_whole_is_handed_in_with_a_warning_that_names_the_open_parts() -> None:
    handing = Handing(sealed=frozenset(), unconfirmed=("t-1.a", "t-1.b"))
    change = submit(accepted(), Submit(task="t-1", measures=COUNT), given(SUN, handing))
    assert change.answer is not None
    assert change.answer["unconfirmed"] == ["t-1.a", "t-1.b"]
    assert "2项子任务尚未确认" in change.answer["warning"]
    done = submit(
        accepted(), Submit(task="t-1", measures=COUNT), given(SUN, Handing(sealed=frozenset()))
    )
    assert done.answer is None


def test_the_unit_of_the_whole_is_told_of_a_part_handed_in() -> None:
    task = replace(accepted(), parent="t-1")
    handing = Handing(sealed=frozenset(), parent_lead="township")
    fact = submit(task, Submit(task="t", measures=COUNT), given(SUN, handing)).events[0]
    assert isinstance(fact, TaskSubmitted) and fact.parent_lead == "township"


def test_a_returned_part_is_handed_in_and_reviewed_again() -> None:
    back = give_back(part(), Return(task="t", reason="照片不清"), given(TOWN, TOWNSHIP)).state
    again = submit(
        back,
        Submit(task="t", measures=MORE),
        given(SUN, Handing(sealed=frozenset()), now=NOW + timedelta(days=1)),
    ).state
    assert confirm(again, OK, given(TOWN, TOWNSHIP)).state.final
