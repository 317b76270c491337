"""Accountability (问责): recorded as decided, on a unit, with its reply."""

from datetime import date
from typing import Any

from contracts.orders.tasks import RecordAccountability, ReplyAccountability
from contracts.tasks import AccountabilityRecorded, AccountabilityReplied
from services.tasks.supervision.accountability import Accountability, Grounds, record, reply
from tests.unit.tasks.cast import CAMPAIGN, LI, QIAN, SUN, given, refused

GROUNDS = Grounds(
    campaign=CAMPAIGN,
    units=frozenset({"publicity"}),
    findings=frozenset({"f-1"}),
    tasks=frozenset({"t-1"}),
)
REPLY = ReplyAccountability(accountability="a-1", text="已作出书面检查", evidence=("e-1",))


def decision(**changes: Any) -> RecordAccountability:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "unit": "publicity",
        "ground": "两次被通报仍未整改",
        "measures": ("written_review", "criticism"),
        "decision": "责令书面检查，予以通报批评",
        "decided_by": "区双拥工作领导小组",
        "document": "甘双办〔2026〕7号",
        "on": date(2026, 5, 6),
        "findings": ("f-1",),
        "tasks": ("t-1",),
    }
    return RecordAccountability(**{**usual, **changes})


def recorded() -> Accountability:
    return record(None, decision(), given(QIAN, GROUNDS)).state


def test_a_decision_is_recorded_as_it_was_taken() -> None:
    change = record(None, decision(), given(QIAN, GROUNDS, key="a-1"))
    (fact,) = change.events
    assert isinstance(fact, AccountabilityRecorded)
    assert (fact.unit, fact.measures, fact.document) == (
        "publicity",
        ("written_review", "criticism"),
        "甘双办〔2026〕7号",
    )
    assert change.state.replied is False


def test_it_rests_on_what_exists_and_is_of_the_unit() -> None:
    for field, changes in (
        ("unit", {"unit": "nobody"}),
        ("findings[1]", {"findings": ("f-1", "f-2")}),
        ("tasks[0]", {"tasks": ("t-2",)}),
        ("on", {"on": date(2026, 5, 7)}),
        ("reply_by", {"reply_by": date(2026, 5, 5)}),
    ):
        with refused("invalid", field):
            record(None, decision(**changes), given(QIAN, GROUNDS))
    with refused("district-not-in-campaign"):
        record(None, decision(district="shandan"), given(QIAN, GROUNDS))


def test_no_person_can_be_named_as_the_one_held_to_account() -> None:
    names = set(RecordAccountability.__struct_fields__) | set(Accountability.__struct_fields__)
    assert not names & {"person", "persons", "account", "responsible", "name"}


def test_the_unit_replies_once_with_sealed_evidence() -> None:
    with refused("evidence-not-sealed"):
        reply(recorded(), REPLY, given(SUN, frozenset()))
    change = reply(recorded(), REPLY, given(SUN, frozenset({"e-1"}), key="a-1"))
    (fact,) = change.events
    assert isinstance(fact, AccountabilityReplied) and fact.reply == "已作出书面检查"
    assert change.state.replied
    with refused("wrong-state"):
        reply(change.state, REPLY, given(SUN, frozenset({"e-1"})))


def test_another_unit_finds_no_record_to_reply_to() -> None:
    with refused("not-found"):
        reply(recorded(), REPLY, given(LI, frozenset({"e-1"})))
