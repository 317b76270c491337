"""How a task comes to a unit: assigned singly or by the table, accepted, objected to, ruled."""

from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from contracts.clock import day_of, end_of_day
from contracts.orders.tasks import Accept, Assign, Object, Rule
from contracts.refusals import Invalid
from contracts.tasks import ObjectionRuled, TaskAccepted, TaskAssigned, TaskObjected, TaskPlanned
from contracts.words import ORIGIN_NAMES, Origin
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.history.entry import noted
from services.tasks.life.extending import rescheduled, term_of
from services.tasks.organisation.duty import Directory, faults_of_charge, faults_of_due
from services.tasks.planning.plan import Plan
from services.tasks.refusals import ObjectionSettled, OwnWork, SecondLead
from services.tasks.task.task import Objection, Task

MAX_OBJECTIONS = 20
"""Objections kept; each is ruled before the next."""


def assign(task: Task | None, order: Assign, given: Knowing[Plan]) -> Change[Task]:
    """A single task outside the table.

    Raises: DistrictNotInCampaign, Invalid (``extra.faults`` names every field), SecondLead.
    """
    plan = given.found
    plan.campaign.must_include(order.district)
    term = term_of(order, day_of(given.now), plan.calendar)
    _must_be_sound(order, plan, term.due)
    if task is not None:
        raise SecondLead(task.item, task.lead)
    if order.origin == "item" and order.item and order.item in plan.taken:
        raise SecondLead(order.item, plan.taken[order.item])
    why = _ground(order.origin, order.source)
    new = alike(
        Task,
        order,
        **plan.campaign.header(),
        item=order.item or "",
        units=(order.lead, *order.cooperating),
        due=term.due,
        deadline=None if order.standing else end_of_day(term.due),
        history=noted((), given, "assigned", why=why, unit=order.lead),
        words=term.words,
        provisional=term.provisional,
        counted_from=term.counted_from,
        counted_days=term.counted_days,
    )
    return Change(new, (_assigned(new, given),))


def plan_task(task: Task | None, fact: TaskPlanned, given: Given) -> Change[Task] | None:
    """A row of the table, an instance or a part becomes a task, once."""
    if task is not None:
        return None
    new = alike(
        Task,
        fact,
        district=fact.district or given.heard.district,
        note="",
        units=(fact.lead, *fact.cooperating),
        deadline=None if fact.standing else end_of_day(fact.due),
        history=noted((), given, "assigned", by=fact.by, why=_origin_of(fact), unit=fact.lead),
    )
    return Change(new, (_assigned(new, given),))


def _origin_of(fact: TaskPlanned) -> str:
    if fact.ground:
        return fact.ground
    if fact.origin == "decision":
        return "会议议定事项"
    return "军地需求" if fact.origin == "need" else fact.source or f"{fact.year}年任务分解表"


def accept(task: Task, order: Accept, given: Given) -> Change[Task]:
    """Raises: NotFound, NotTheLead, WrongState."""
    task.must_be_led_by(given.by, given.key)
    task.must_be("assigned", act="接受")
    fact = TaskAccepted(**task.scored_header(given), by=given.by.account)
    return Change(task.noted(given, "accepted", state="accepted"), (fact,))


def object_(task: Task, order: Object, given: Given) -> Change[Task]:
    """A unit says in writing that a task is not its duty; once, for a ruling is to be followed.

    Raises: NotFound, NotTheLead, WrongState, ObjectionSettled.
    """
    task.must_be_led_by(given.by, given.key)
    task.must_be("assigned", act="提出异议")
    if task.objections and task.objections[-1].upheld is False:
        raise ObjectionSettled(task.objections[-1].ruling)
    by = given.by.account
    objection = Objection(unit=task.lead, by=by, reason=order.reason)
    new = replace(
        task.noted(given, "objected", state="objected", why=order.reason),
        objections=(*task.objections, objection)[-MAX_OBJECTIONS:],
    )
    fact = TaskObjected(
        task=given.key,
        item=task.scored,
        title=task.title,
        lead=task.lead,
        by=by,
        reason=order.reason,
    )
    return Change(new, (fact,))


def rule(task: Task, order: Rule, given: Knowing[Directory]) -> Change[Task]:
    """Upheld: the task moves to another lead and its named person; else back to who objected.

    The new lead may get another day.
    Raises: WrongState, OwnWork, Invalid (the new lead, person or day).
    """
    task.must_be("objected", act="裁定")
    if given.by.unit == task.lead or given.by.account == task.objections[-1].by:
        raise OwnWork
    move = _move(task, order, given.found)
    last = task.objections[-1]
    ruled = replace(last, upheld=order.upheld, ruling=order.reason)
    step = task.noted(
        given,
        "upheld" if order.upheld else "dismissed",
        state="assigned",
        why=order.reason,
        unit=move.lead,
        was=task.lead if order.upheld else "",
        became=move.lead if order.upheld else "",
    )
    new = replace(
        step,
        objections=(*task.objections[:-1], ruled),
        lead=move.lead,
        person=move.person,
        cooperating=move.cooperating,
        units=(move.lead, *move.cooperating),
    )
    if order.due is None or order.due == task.due:
        return Change(new, (_ruled(new, order, last.unit, given),))
    moved, fact = rescheduled(new, order.due, order.reason, given)
    return Change(moved, (_ruled(moved, order, last.unit, given), fact))


@dataclass(frozen=True, slots=True)
class _Move:
    lead: str
    person: str
    cooperating: tuple[str, ...]


def _move(task: Task, order: Rule, directory: Directory) -> _Move:
    if not order.upheld:
        if order.lead is not None or order.person is not None:
            raise Invalid("裁定异议不成立时任务退回原单位，不能另指牵头单位。", field="lead")
        if order.due is not None:
            raise Invalid("裁定异议不成立时不能另定期限，请由该单位申请延期。", field="due")
        return _Move(task.lead, task.person, task.cooperating)
    if order.lead is None or order.lead == task.lead:
        raise Invalid("裁定异议成立须指定另一个牵头单位。", field="lead")
    if order.person is None:
        raise Invalid("裁定异议成立须指定新牵头单位的责任人。", field="person")
    cooperating = tuple(unit for unit in task.cooperating if unit != order.lead)
    for field, detail in faults_of_charge(order.lead, order.person, (), directory):
        raise Invalid(f"{detail}。", field=field)
    return _Move(order.lead, order.person, cooperating)


def _ground(origin: Origin, source: str) -> str:
    """What the task comes from, as the history says it; empty where nothing was named."""
    ground = "依据" if origin == "item" else ORIGIN_NAMES[origin]
    return f"{ground} {source}" if source else ""


def _must_be_sound(order: Assign, plan: Plan, due: date) -> None:
    faults = []
    if order.origin == "finding" and not order.source:
        faults.append(("source", "来源为督查问题的任务须写明问题编号"))
    if order.origin == "finding" and order.source and not plan.source_stands:
        faults.append(("source", f"本区没有编号为 {order.source} 的问题"))
    if order.item is None and order.origin == "item":
        faults.append(("item", "来源为考评项的任务须写明考评项"))
    if order.item is not None and plan.standard.item(order.item) is None:
        faults.append(("item", f"考评标准中没有 {order.item} 这一项"))
    faults += faults_of_charge(order.lead, order.person, order.cooperating, plan.directory)
    faults += faults_of_due(due, plan.campaign.year)
    if faults:
        named = [{"field": field, "detail": detail} for field, detail in faults]
        raise Invalid(f"{'；'.join(d for _, d in faults)}。", field=faults[0][0], faults=named)


def _assigned(task: Task, given: Given) -> TaskAssigned:
    return TaskAssigned(
        **task.scored_header(given),
        cooperating=task.cooperating,
        due=task.due,
        origin=task.origin,
        parent=task.parent,
        standing=task.standing,
        about=task.item,
    )


def _ruled(task: Task, order: Rule, objector: str, given: Given) -> ObjectionRuled:
    return ObjectionRuled(
        **task.scored_header(given),
        upheld=order.upheld,
        reason=order.reason,
        objector=objector,
        due=task.due,
    )
