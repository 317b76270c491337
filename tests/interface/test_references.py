"""A reference inside a command is asked for the same right as the thing itself.

Each line ASKED of tests/support/references.py, to the running service: a thing of another unit, of
another district or of the city is refused in the very words that an absent one gets, and nothing
changes. The caller is of district ganzhou; a unit's orders are given by its contact.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary
from contracts.words import Role
from kit.aggregate import Aggregate
from services.tasks.meetings.store import MEETINGS, NEEDS
from services.tasks.organisation import store as organisation_store
from services.tasks.organisation.store import DISTRICTS, PERSONS
from services.tasks.planning.standard import Standard
from services.tasks.planning.store import CAMPAIGNS, STANDARDS
from services.tasks.registers.store import REGISTERS
from services.tasks.supervision.store import ACCOUNTABILITIES, FINDINGS, INSPECTIONS
from services.tasks.task.store import SEALED, TASKS
from tests.support.calling import CallFailed, Calls
from tests.support.minimal import minimal
from tests.support.references import REFERENCES
from tests.support.stack import Stack

SERVICES = ("services.tasks.service:Tasks",)
HERE, ELSEWHERE = "ganzhou", "linze"
DUE = date(2026, 12, 31)
ON = date(2026, 5, 6)
WHY = "依据充分"
NOW_SAID = "2026-05-06T08:00:00Z"


def person(account: str, role: Role, district: str = HERE, unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


QIAN = person("qian", "district_office")
SUN = person("sun", "unit", unit="publicity")
ZHENG = person("zheng", "inspector")
PEOPLE = (
    *(QIAN, SUN, ZHENG),
    person("yang", "unit", unit="publicity"),
    person("lidan", "unit", unit="education"),
    person("zou", "inspector"),
    person("han", "unit", ELSEWHERE, "farm"),
    person("jian", "inspector", ELSEWHERE),
    person("chief", "city_office", "*"),
)
UNITS = (
    *((HERE, "publicity"), (HERE, "education"), (HERE, "village"), (HERE, "camp")),
    *((ELSEWHERE, "farm"), (ELSEWHERE, "barracks")),
)


Thing = tuple[Aggregate[Any], str, Any]
"""(aggregate, id, state)."""


def things() -> list[Thing]:
    """A small city: what is here, another unit's, and elsewhere."""
    return [*_city(), *_tasks(), *_evidence(), *_supervision(), *_meetings()]


def _city() -> Iterator[Thing]:
    items = [minimal(ItemSummary, code=code, evidence=()) for code in ("A01", "A02")]
    campaign = {"year": 2026, "standard": "v1", "districts": (HERE, ELSEWHERE), "district": "*"}
    yield STANDARDS, "v1", minimal(Standard, version="v1", items=items)
    yield CAMPAIGNS, "c-2026", minimal(CAMPAIGNS.state, **campaign)
    for id in (HERE, ELSEWHERE):
        yield DISTRICTS, id, minimal(DISTRICTS.state, district=id)
    for where, unit in UNITS:
        yield organisation_store.UNITS, f"{where}.{unit}", _unit(where, unit)
    for one in PEOPLE:
        yield PERSONS, one.account, _person(one)


def _tasks() -> Iterator[Thing]:
    def task(id: str, district: str, lead: str, **about: Any) -> Thing:
        usual = {"units": (lead,), "due": str(DUE), "campaign": "c-2026", "year": 2026}
        about = {**usual, "person": "sun", **about}
        return TASKS, id, minimal(TASKS.state, district=district, lead=lead, **about)

    yield task("t-own", HERE, "publicity", state="accepted")
    yield task("t-objected", HERE, "education", state="objected", objections=[_objection()])
    yield task("t-other", HERE, "education", state="accepted", person="lidan")
    handed_in: dict[str, Any] = {
        "by": "sun",
        "unit": "publicity",
        "evidence": ["e-own"],
        "at": NOW_SAID,
    }
    handed_in |= {"measures": {}, "note": "", "late": False}
    yield task("t-handed", HERE, "publicity", state="submitted", submission=handed_in)
    yield task("t-far", ELSEWHERE, "farm", state="accepted", person="han")
    yield REGISTERS, "r-own", _of(REGISTERS, rows=[_row()], photos={})


def _evidence() -> Iterator[Thing]:
    def sealed(id: str, unit: str, by: str, district: str = HERE, **more: Any) -> Thing:
        about = {"evidence": id, "unit": unit, "by": by, "tasks": ("t-own",), **more}
        return SEALED, id, minimal(SEALED.state, district=district, **about)

    yield sealed("e-other", "education", "lidan")
    yield sealed("e-covert", "", "zou", known_to=("zou", "@city"))
    yield sealed("e-far", "farm", "han", ELSEWHERE)


def _supervision() -> Iterator[Thing]:
    def finding(id: str, district: str, unit: str, state: str) -> Thing:
        about = {"year": 2026, "standard": "v1", "item": "A01", "evidence": (), "inspection": "i"}
        about |= {"known": datetime.now(UTC).isoformat(), "rectify_by": str(DUE)}
        made = minimal(FINDINGS.state, district=district, unit=unit, state=state, **about)
        return FINDINGS, id, made

    yield finding("f-own", HERE, "publicity", "ordered")
    yield finding("f-closed", HERE, "publicity", "closed")
    yield finding("f-other", HERE, "education", "ordered")
    yield finding("f-held", HERE, "publicity", "held")
    yield finding("f-far", ELSEWHERE, "farm", "ordered")
    yield ACCOUNTABILITIES, "a-own", _of(ACCOUNTABILITIES, unit="publicity")
    for id, where, kind in (
        ("i-own", HERE, "routine"),
        ("i-covert", HERE, "covert"),
        ("i-far", ELSEWHERE, "routine"),
    ):
        yield INSPECTIONS, id, _of(INSPECTIONS, where, kind=kind, on=str(ON))


def _meetings() -> Iterator[Thing]:
    yield NEEDS, "n-own", _need(HERE, "confirmed")
    yield NEEDS, "n-far", _need(ELSEWHERE, "confirmed")
    for id, where in (("m-own", HERE), ("m-far", ELSEWHERE), ("m-city", "*")):
        yield MEETINGS, id, _of(MEETINGS, where, on=str(ON), follows="")


def _of(aggregate: Aggregate[Any], district: str = HERE, **about: Any) -> Any:
    about = {"campaign": "c-2026", "year": 2026, "standard": "v1", "by": "chief"} | about
    return minimal(aggregate.state, district=district, **about)


def _unit(district: str, code: str) -> Any:
    parent = "publicity" if code == "village" else ""
    kind = "garrison" if code in ("camp", "barracks") else "department"
    about = {"unit": code, "name": code, "kind": kind, "parent": parent}
    return minimal(organisation_store.UNITS.state, district=district, **about)


def _person(one: Caller) -> Any:
    about = {"account": one.account, "roles": one.roles, "unit": one.unit}
    return minimal(PERSONS.state, district=one.district, **about)


def _need(district: str, state: str) -> Any:
    about = {"state": state, "side": "army", "unit": "camp", "toward": "publicity"}
    return _of(NEEDS, district, wanted_by=None, units=(), **about)


def _objection() -> dict[str, str]:
    return {"unit": "education", "by": "lidan", "reason": WHY}


def _row() -> dict[str, str]:
    return {"key": "p-1", "label": "广场", "unit": "publicity"}


@dataclass(frozen=True)
class Case:
    """``order`` of a reference; ``absent``: one that nothing has; ``foreign``: of others."""

    line: str
    by: Caller
    order: Callable[..., Any]
    absent: str
    foreign: tuple[str, ...]


def loosely(**fields: Any) -> dict[str, Any]:
    return fields


def charge(name: str, ref: str) -> dict[str, Any]:
    usual: dict[str, Any] = {"lead": "publicity", "person": "sun", "cooperating": ()}
    return usual | {name: (ref,) if name == "cooperating" else ref}


def assign(ref: str, name: str) -> orders.Assign:
    given = charge(name, ref) if name != "source" else charge("lead", "publicity")
    given |= {"origin": "finding", "source": ref} if name == "source" else {"origin": "instruction"}
    return orders.Assign(district=HERE, campaign="c-2026", title="任务", due=DUE, **given)


def decision(ref: str, name: str) -> orders.Decision:
    given = charge(name, ref) if name in ("lead", "person", "cooperating") else {name: ref}
    usual: dict[str, Any] = {"number": 9, "text": "办理事项", "due": DUE}
    return orders.Decision(**usual | charge("lead", "publicity") | given)


def record(ref: str, name: str) -> orders.RecordMeeting:
    about: dict[str, Any] = (
        {"follows": ref} if name == "follows" else {"decisions": (decision(ref, name),)}
    )
    return orders.RecordMeeting(
        district=HERE, campaign="c-2026", kind="office", title="例会", on=ON, **about
    )


def account(**about: Any) -> orders.RecordAccountability:
    usual: dict[str, Any] = {
        "unit": "publicity",
        "ground": WHY,
        "measures": ("talk",),
        "decision": WHY,
    }
    usual |= {"decided_by": "领导小组", "document": "1号", "on": ON}
    return orders.RecordAccountability(district=HERE, campaign="c-2026", **usual | about)


def rectify(ref: str, name: str) -> orders.Rectify:
    value: dict[str, Any] = {name: ref if name == "responsible" else (ref,)}
    return orders.Rectify(finding="f-own", note=WHY, **value)


def raised(**about: Any) -> orders.RaiseFinding:
    usual: dict[str, Any] = {
        "inspection": "i-own",
        "item": "A01",
        "unit": "publicity",
        "kind": "found",
    }
    return orders.RaiseFinding(**usual | {"fault": "破损"} | about)


NOBODY, NOTHING = "nobody", "x-none"
UNIT: tuple[str, ...] = ("farm",)
STAFF: tuple[str, ...] = ("lidan", "han", "chief")
EVIDENCE: tuple[str, ...] = ("e-other", "e-far", "e-covert")
Charged = Literal["lead", "person", "cooperating"]
STRANGERS = {"lead": UNIT, "person": STAFF, "cooperating": UNIT}

CASES = [
    *(
        case
        for name, foreign in STRANGERS.items()
        for case in (
            Case(f"tasks.assign.{name}", QIAN, lambda ref, n=name: assign(ref, n), NOBODY, foreign),
            Case(
                f"tasks.accept_need.{name}",
                QIAN,
                lambda ref, n=name: orders.AcceptNeed(need="n-own", due=DUE, **charge(n, ref)),
                NOBODY,
                foreign,
            ),
            Case(
                f"tasks.decompose.duties.{name}",
                QIAN,
                lambda ref, n=name: orders.Decompose(
                    campaign="c-2026",
                    district=HERE,
                    due=DUE,
                    duties=(orders.Duty(item="A02", **charge(n, ref)),),
                ),
                NOBODY,
                foreign,
            ),
        )
    ),
    *(
        case
        for name, foreign in {**STRANGERS, "district": (ELSEWHERE,), "need": ("n-far",)}.items()
        for case in (
            Case(
                f"tasks.record_meeting.decisions.{name}",
                QIAN,
                lambda ref, n=name: record(ref, n),
                NOBODY,
                foreign,
            ),
            Case(
                f"tasks.correct_meeting.decisions.{name}",
                QIAN,
                lambda ref, n=name: orders.CorrectMeeting(
                    meeting="m-own", reason=WHY, decisions=(decision(ref, n),)
                ),
                NOBODY,
                foreign,
            ),
        )
    ),
    Case(
        "tasks.record_meeting.follows",
        QIAN,
        lambda ref: record(ref, "follows"),
        NOTHING,
        ("m-far", "m-city"),
    ),
    Case(
        "tasks.assign.source", QIAN, lambda ref: assign(ref, "source"), NOTHING, ("f-far", "f-held")
    ),
    *(
        Case(
            f"tasks.rule.{name}",
            QIAN,
            lambda ref, n=name: orders.Rule(
                task="t-objected",
                upheld=True,
                reason=WHY,
                **loosely(lead="publicity", person="sun") | {n: ref},
            ),
            NOBODY,
            STRANGERS[name],
        )
        for name in ("lead", "person")
    ),
    Case(
        "tasks.hand_over.person",
        SUN,
        lambda ref: orders.HandOver(task="t-own", person=ref, reason=WHY),
        NOBODY,
        STAFF,
    ),
    Case(
        "tasks.hand_over_all.to_person",
        SUN,
        lambda ref: orders.HandOverAll(district=HERE, from_person="sun", to_person=ref, reason=WHY),
        NOBODY,
        STAFF,
    ),
    Case(
        "tasks.hand_over_all.from_person",
        SUN,
        lambda ref: orders.HandOverAll(
            district=HERE, from_person=ref, to_person="yang", reason=WHY
        ),
        NOBODY,
        STAFF,
    ),
    Case(
        "tasks.divide_task.shares.unit",
        SUN,
        lambda ref: orders.DivideTask(task="t-own", due=DUE, shares=(orders.Share(unit=ref),)),
        NOBODY,
        ("farm", "education"),
    ),
    Case(
        "tasks.divide_task.shares.person",
        SUN,
        lambda ref: orders.DivideTask(
            task="t-own", due=DUE, shares=(orders.Share(unit="village", person=ref),)
        ),
        NOBODY,
        STAFF,
    ),
    Case(
        "tasks.add_rows.rows.unit",
        QIAN,
        lambda ref: orders.AddRows(
            register="r-own", rows=(orders.Row(key="p-9", label="站", unit=ref),)
        ),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.amend_row.unit",
        QIAN,
        lambda ref: orders.AmendRow(register="r-own", key="p-1", reason=WHY, unit=ref),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.complain.unit",
        QIAN,
        lambda ref: orders.Complain(
            district=HERE, kind="complaint", target="unit", unit=ref, text="重复要材料"
        ),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.issue_paper.unit",
        QIAN,
        lambda ref: minimal(
            orders.IssuePaper, district=HERE, kind="notice", unit=ref, sha256="0" * 64
        ),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.demand_material.unit",
        QIAN,
        lambda ref: orders.DemandMaterial(
            district=HERE, year=2026, unit=ref, item="A01", what="材料", reason=WHY, due=DUE
        ),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.appoint_person.unit",
        QIAN,
        lambda ref: orders.AppointPerson(
            account="new", name="新", roles=("unit",), district=HERE, unit=ref
        ),
        NOBODY,
        UNIT,
    ),
    Case(
        "tasks.register_unit.parent",
        QIAN,
        lambda ref: orders.RegisterUnit(
            district=HERE, unit="new", name="新", kind="community", parent=ref
        ),
        NOBODY,
        UNIT,
    ),
    *(
        Case(
            f"tasks.succeed_unit.{name}",
            QIAN,
            lambda ref, n=name: orders.SucceedUnit(
                district=HERE,
                successor="publicity",
                on=ON,
                document="1号",
                reason=WHY,
                **loosely(units=("education",), person="sun")
                | {n: (ref,) if n == "units" else ref},
            ),
            NOBODY,
            UNIT if name == "units" else STAFF,
        )
        for name in ("units", "person")
    ),
    Case(
        "tasks.raise_need.toward",
        SUN,
        lambda ref: orders.RaiseNeed(district=HERE, campaign="c-2026", title="需求", toward=ref),
        NOBODY,
        ("barracks",),
    ),
    *(
        Case(
            f"tasks.plan_inspection.{name}",
            ZHENG,
            lambda ref, n=name: orders.PlanInspection(
                district=HERE,
                campaign="c-2026",
                kind="routine",
                title="检查",
                on=ON,
                **loosely(**{n: (ref,)}),
            ),
            NOBODY,
            foreign,
        )
        for name, foreign in {"inspectors": ("jian", "lidan"), "units": UNIT}.items()
    ),
    Case(
        "tasks.raise_finding.inspection",
        ZHENG,
        lambda ref: raised(inspection=ref),
        NOTHING,
        ("i-far", "i-covert"),
    ),
    Case("tasks.raise_finding.unit", ZHENG, lambda ref: raised(unit=ref), NOBODY, UNIT),
    Case(
        "tasks.raise_finding.evidence",
        ZHENG,
        lambda ref: raised(evidence=(ref,)),
        NOTHING,
        ("e-far", "e-covert"),
    ),
    Case("tasks.record_accountability.unit", QIAN, lambda ref: account(unit=ref), NOBODY, UNIT),
    Case(
        "tasks.record_accountability.findings",
        QIAN,
        lambda ref: account(findings=(ref,)),
        NOTHING,
        ("f-far", "f-other", "f-held"),
    ),
    Case(
        "tasks.record_accountability.tasks",
        QIAN,
        lambda ref: account(tasks=(ref,)),
        NOTHING,
        ("t-far", "t-other"),
    ),
    *(
        Case(
            f"tasks.rectify.{name}",
            SUN,
            lambda ref, n=name: rectify(ref, n),
            NOBODY if name == "responsible" else NOTHING,
            STAFF if name == "responsible" else EVIDENCE,
        )
        for name in ("evidence", "before", "after")
    ),
    Case(
        "tasks.appeal.evidence",
        SUN,
        lambda ref: orders.Appeal(finding="f-own", reason=WHY, evidence=(ref,)),
        NOTHING,
        EVIDENCE,
    ),
    Case(
        "tasks.look_back.evidence",
        QIAN,
        lambda ref: orders.LookBack(finding="f-closed", holds=True, reason=WHY, evidence=(ref,)),
        NOTHING,
        ("e-far", "e-covert"),
    ),
    Case(
        "tasks.reply_accountability.evidence",
        SUN,
        lambda ref: orders.ReplyAccountability(accountability="a-own", text=WHY, evidence=(ref,)),
        NOTHING,
        EVIDENCE,
    ),
    Case(
        "tasks.submit.evidence",
        SUN,
        lambda ref: orders.Submit(task="t-own", measures={}, evidence=(ref,)),
        NOTHING,
        EVIDENCE,
    ),
    Case(
        "tasks.judge_piece.evidence",
        person("wang", "reviewer"),
        lambda ref: orders.JudgePiece(task="t-handed", evidence=ref, accepted=True),
        NOTHING,
        EVIDENCE,
    ),
    Case(
        "tasks.rectify.responsible",
        SUN,
        lambda ref: orders.Rectify(finding="f-own", note=WHY, evidence=("e-own",), responsible=ref),
        NOBODY,
        STAFF,
    ),
]


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="600").wait_ready()
    database = stack.mongo("tasks")
    own = ("e-own", {"evidence": "e-own", "unit": "publicity", "by": "sun", "tasks": ("t-own",)})
    mine = (SEALED, own[0], minimal(SEALED.state, district=HERE, **own[1]))
    for aggregate, id, state in (*things(), mine):
        document = {"_id": id, "district": state.district, "version": 1}
        more = {"state": aggregate.dump(state), "outbox": [], "marks": []}
        database[aggregate.collection].insert_one(document | more)
    return Calls(stack, "tasks")


def everything(stack: Stack) -> dict[str, Any]:
    database = stack.mongo("tasks")
    return {
        f"{name}/{document['_id']}": document
        for name in sorted(database.list_collection_names())
        for document in database[name].find()
    }


def refusal(calls: Calls, case: Case, ref: str) -> str:
    """All that it says, without the reference itself and what is new with each call."""
    with pytest.raises(CallFailed) as no:
        calls.command(case.order(ref), caller=case.by)
    said = {
        name: no.value.error.get(name) for name in ("code", "status", "detail", "field", "extra")
    }
    return repr(said).replace(ref, "<it>")


def test_every_line_that_is_asked_for_is_tried() -> None:
    asked = {line for line, rule in REFERENCES.items() if rule == "ASKED"}
    assert sorted(asked - {case.line for case in CASES}) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.line)
def test_what_is_anothers_is_refused_as_what_is_not_there(
    stack: Stack, calls: Calls, case: Case
) -> None:
    before = everything(stack)
    absent = refusal(calls, case, case.absent)
    assert "<it>" in absent or case.line.rpartition(".")[2] in absent, absent
    for ref in case.foreign:
        assert refusal(calls, case, ref) == absent
    assert everything(stack) == before
