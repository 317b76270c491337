"""Hand-over of half-done work: to a colleague, one task or all that a person has open, or to the

unit that followed the lead unit (机构调整).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.tasks import HandOver, HandOverAll
from contracts.refusals import Invalid
from contracts.tasks import HandoverOrdered, TaskHandedOver, UnitSucceeded
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.organisation.duty import Directory, faults_of_charge
from services.tasks.refusals import TooLarge
from services.tasks.task.task import Task

MAX_HANDED_OVER = 500
"""Tasks of one order: the most aggregates that one event may touch."""
MAX_FORMER = 20
MAX_INHERITED = 20


class Handover(Struct, frozen=True, kw_only=True):
    """An order that passes all open tasks of a person to a colleague in ``unit``."""

    district: str
    unit: str
    from_person: str
    to_person: str
    reason: str
    by: str
    at: datetime
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """``persons``: the successor's account -> unit, empty if not appointed to one here. ``tasks``:
    ids of the tasks that are open, led by that unit and charged to the other person.
    """

    persons: Mapping[str, str]
    tasks: tuple[str, ...]


def hand_over(task: Task, order: HandOver, given: Knowing[Directory]) -> Change[Task] | None:
    """Another person of the lead unit is charged with the task; the draft stays with the task.

    By the lead unit itself or an office.
    Raises: NotFound, NotTheLead, WrongState, Invalid (the person).
    """
    if not given.by.has("city_office", "district_office"):
        task.must_be_led_by(given.by, given.key)
    task.must_not_be_final("移交")
    directory = given.found
    for _, detail in faults_of_charge(task.lead, order.person, (), directory):
        raise Invalid(f"{detail}。", field="person")
    if order.person == task.person:
        return None
    return _handed_over(task, order.person, order.reason, given.by.account, given)


def hand_over_all(_: Handover | None, order: HandOverAll, given: Knowing[Open]) -> Change[Handover]:
    """Each task then changes by itself when it hears of the order.

    By an office, or by a contact of that unit. The answer lists the tasks.
    Raises: Invalid (a person, another unit's among them; nothing open), TooLarge.
    """
    found = given.found
    unit = _unit_of(order, found, given)
    if not found.tasks:
        raise Invalid(
            f"{order.from_person} 在该单位没有未办结的任务，无须移交。", field="from_person"
        )
    if len(found.tasks) > MAX_HANDED_OVER:
        raise TooLarge(f"一次最多移交{MAX_HANDED_OVER}项任务。", field="from_person")
    by, tasks = given.by.account, found.tasks
    new = alike(Handover, order, unit=unit, by=by, at=given.now, tasks=tasks)
    fact = alike(HandoverOrdered, new, handover=given.key)
    return Change(new, (fact,), {"tasks": list(tasks)})


def follow_order(task: Task, fact: HandoverOrdered, given: Given) -> Change[Task] | None:
    """A task named in the order passes on, unless it moved or was settled in the meantime."""
    if (task.lead, task.person) != (fact.unit, fact.from_person) or task.final:
        return None
    return _handed_over(task, fact.to_person, fact.reason, fact.by, given)


def pass_to_successor(task: Task, fact: UnitSucceeded, given: Given) -> Change[Task] | None:
    """An open task passes to the unit that followed one of its units, and its draft with it."""
    if fact.unit not in task.units or task.final:
        return None
    moved = _succeeded(task, fact, given)
    if task.lead != fact.unit:
        return Change(moved)
    return Change(moved, (handed_from(task, moved, fact.reason, fact.by, given),))


def _succeeded(task: Task, fact: UnitSucceeded, given: Given) -> Task:
    units = dict.fromkeys(fact.successor if unit == fact.unit else unit for unit in task.units)
    lead = fact.successor if task.lead == fact.unit else task.lead
    cooperating = tuple(unit for unit in units if unit != lead)
    noted = task.noted(
        given,
        "succeeded",
        by=fact.by,
        why=f"{fact.reason}（{fact.document}）",
        unit=fact.successor,
        was=fact.unit,
        became=fact.successor,
    )
    new = replace(noted, lead=lead, cooperating=cooperating, units=(lead, *cooperating))
    if lead == task.lead:
        return new
    former = tuple(dict.fromkeys((*task.former, task.person)))[-MAX_FORMER:]
    inherited = (*task.inherited, task.lead)[-MAX_INHERITED:]
    return replace(new, person=fact.person, former=former, inherited=inherited)


def _unit_of(order: HandOverAll, found: Open, given: Given) -> str:
    unit = found.persons.get(order.to_person, "")
    office = given.by.has("city_office", "district_office")
    if not unit or not (office or unit == given.by.unit):
        raise Invalid(
            f"接手人 {order.to_person} 未任命，或不是可以移交的单位的人员。", field="to_person"
        )
    if order.from_person == order.to_person:
        raise Invalid("移交人与接手人不能是同一人。", field="to_person")
    return unit


def _handed_over(task: Task, person: str, reason: str, by: str, given: Given) -> Change[Task]:
    former = tuple(dict.fromkeys((*task.former, task.person)))[-MAX_FORMER:]
    noted = task.noted(given, "handed-over", by=by, why=reason, was=task.person, became=person)
    new = replace(noted, person=person, former=former)
    return Change(new, (handed_from(task, new, reason, by, given),))


def handed_from(old: Task, new: Task, reason: str, by: str, given: Given) -> TaskHandedOver:
    return TaskHandedOver(
        **new.scored_header(given),
        from_lead=old.lead,
        from_person=old.person,
        reason=reason,
        by=by,
        due=new.due,
    )
