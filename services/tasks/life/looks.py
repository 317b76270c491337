"""What decisions on a task must know, and which tasks a fact concerns."""

from collections.abc import Mapping
from typing import Any

from contracts.measures import ItemInput
from contracts.orders.tasks import (
    Assign,
    Confirm,
    DivideTask,
    HandOver,
    HandOverAll,
    JudgePiece,
    Return,
    Rule,
    SaveDraft,
    Submit,
)
from contracts.tasks import HolidaysSet, UnitSucceeded
from kit.change import Given
from kit.ids import derived_id
from kit.reader import MAX_ALL, Reader
from services.tasks.dates.workdays import BUILT_IN, Workdays
from services.tasks.holidays.looks import calendar_of
from services.tasks.life.dividing import Below
from services.tasks.life.handing import Open
from services.tasks.life.judging import Judging
from services.tasks.life.review import Handing, Reviewing
from services.tasks.organisation.duty import Directory
from services.tasks.organisation.looks import contacts_of, directory_of, with_former
from services.tasks.organisation.store import PERSONS, UNITS
from services.tasks.organisation.succession import MAX_CHILDREN, MAX_OPEN
from services.tasks.organisation.unit import unit_id
from services.tasks.planning.looks import MAX_PERSONS, planned_leads, standard_of
from services.tasks.planning.plan import Plan
from services.tasks.planning.store import CAMPAIGNS, STANDARDS
from services.tasks.registers.register import register_id
from services.tasks.registers.store import REGISTERS
from services.tasks.supervision.store import FINDINGS
from services.tasks.task.looks import open_tasks
from services.tasks.task.sealed import Sealed
from services.tasks.task.store import SEALED, TASKS
from services.tasks.task.task import FINAL, Task, task_id

MAX_PARTS = 500
"""Parts of one task that are looked at."""
MAX_REGISTERS = 200
"""Registers in which a unit has rows."""


def for_assign(reader: Reader, state: Any, order: Assign, given: Given) -> Plan:
    campaign = reader.get(CAMPAIGNS, order.campaign)
    whole = order.origin == "item"
    return Plan(
        campaign=campaign,
        standard=standard_of(reader, campaign),
        directory=directory_of(reader, order.district, (order.person,)),
        taken=planned_leads(reader, order.campaign, order.district) if whole else {},
        source_stands=order.origin == "finding" and _is_finding(reader, order),
        calendar=calendar_of(reader) if order.within and order.within.working else BUILT_IN,
    )


def for_rule(reader: Reader, state: Task, order: Rule, given: Given) -> Directory:
    return directory_of(reader, state.district, (order.person,) if order.person else ())


def for_submit(reader: Reader, state: Task, order: Submit, given: Given) -> Handing:
    """A whole task may also be proven by what is sealed for its parts: one photo serves both."""
    parts = parts_of(reader, state.district, given.key)
    makers = {id: frozenset((*part.units, *part.inherited, state.lead)) for id, part in parts}
    makers[given.key] = makers_for(reader, state)
    register = None
    if state.scored:
        id = register_id(state.year, state.district, state.scored)
        register = reader.find(REGISTERS, id)
    sealed = _sealed_for(reader, state.district, order.evidence, makers)
    photos = {id: one.captions for id, one in sealed.items() if one.is_photo}
    wanted = wanted_captions(reader, state) if photos else ()
    return Handing(
        sealed=frozenset(sealed),
        wanted=wanted,
        captions={id: said for id, said in photos.items() if said is not None},
        counted=register.measured if register else None,
        parent_lead=lead_of_whole(reader, state),
        unconfirmed=tuple(id for id, part in parts if not part.final),
        inputs=inputs_of(reader, state) if order.measures else None,
    )


def for_review(reader: Reader, state: Task, order: Confirm | Return, given: Given) -> Reviewing:
    amends = isinstance(order, Confirm) and order.measures is not None
    confirms = isinstance(order, Confirm)
    return Reviewing(
        redone=redone(reader, state, given.key) if confirms else {},
        parent_lead=lead_of_whole(reader, state),
        inputs=inputs_of(reader, state) if amends else None,
    )


def for_judge(reader: Reader, state: Task, order: JudgePiece, given: Given) -> Judging:
    piece = reader.find(SEALED, order.evidence)
    maker = piece.by if piece and piece.district == state.district else ""
    return Judging(parent_lead=lead_of_whole(reader, state), maker=maker)


def redone(reader: Reader, task: Task, id: str) -> dict[str, str]:
    """Of the files that were returned, each with its newest redo that may prove the task."""
    if not task.sent_back:
        return {}
    named = {"district": task.district, "supersedes": {"$in": list(task.sent_back)}}
    makers = makers_for(reader, task)
    found = sorted(reader.all(SEALED, named, limit=MAX_PARTS))  # ids begin with their time
    return {one.supersedes: redo for redo, one in found if one.unit in makers and id in one.tasks}


def inputs_of(reader: Reader, task: Task) -> tuple[ItemInput, ...] | None:
    """What the rule of a task's item reads, by the standard that it was charged under."""
    standard = reader.find(STANDARDS, task.standard) if task.scored else None
    item = standard.item(task.scored) if standard else None
    return item.inputs if item else None


def wanted_captions(reader: Reader, task: Task) -> tuple[str, ...]:
    """What the task's item wants of the captions of a photo; a part's too."""
    standard = reader.find(STANDARDS, task.standard) if task.item else None
    item = standard.item(task.item) if standard else None
    return item.captions if item else ()


def for_hand_over(reader: Reader, state: Task, order: HandOver, given: Given) -> Directory:
    return directory_of(reader, state.district, (order.person,))


def for_hand_over_all(reader: Reader, state: Any, order: HandOverAll, given: Given) -> Open:
    successor = reader.find(PERSONS, order.to_person)
    if successor is None or successor.district != order.district or not successor.unit:
        return Open(persons={}, tasks=())
    filters = {
        "district": order.district,
        "person": order.from_person,
        "lead": successor.unit,
        "state": {"$ne": FINAL},
    }
    found = reader.all(TASKS, filters, limit=MAX_ALL)
    return Open(
        persons={order.to_person: successor.unit},
        tasks=tuple(sorted(id for id, task in found if not task.final)),
    )


def for_save_draft(reader: Reader, state: Any, order: SaveDraft, given: Given) -> Task:
    """Raises: NotFound."""
    return reader.get(TASKS, order.task)


def parts_of(reader: Reader, district: str, task: str) -> list[tuple[str, Task]]:
    """The parts of a task by id: instances of a repeating one, villages' shares."""
    found = reader.all(TASKS, {"district": district, "parent": task}, limit=MAX_PARTS)
    return sorted(found, key=lambda one: (one[1].due, one[0]))


def lead_of_whole(reader: Reader, task: Task) -> str:
    """The lead unit of the task that this is a part of, or empty."""
    whole = reader.find(TASKS, task.parent) if task.parent else None
    return whole.lead if whole is not None and whole.district == task.district else ""


def makers_for(reader: Reader, task: Task) -> frozenset[str]:
    """The units whose evidence may prove a task: those that it charges, that they followed, and
    the one that leads the whole.
    """
    units = (*task.units, *task.inherited, lead_of_whole(reader, task))
    return with_former(reader, task.district, units)


def _is_finding(reader: Reader, order: Assign) -> bool:
    """A covert inspection's finding is none until it is published: its task would tell of it."""
    finding = reader.find(FINDINGS, order.source) if order.source else None
    return finding is not None and finding.district == order.district and not finding.held


def _sealed_for(
    reader: Reader,
    district: str,
    evidence: tuple[str, ...],
    makers: Mapping[str, frozenset[str]],
) -> dict[str, Sealed]:
    """Those of the ids that were sealed for one of the tasks, by a unit that may prove it."""
    if not evidence:
        return {}
    return {
        id: one
        for id, one in reader.many(SEALED, evidence).items()
        if one.district == district and any(one.unit in makers.get(task, ()) for task in one.tasks)
    }


def for_divide_task(reader: Reader, state: Task, order: DivideTask, given: Given) -> Below:
    below = {"district": state.district, "parent": state.lead}
    units = [unit for _, unit in reader.all(UNITS, below) if not unit.closed]
    codes = {unit.unit: unit.name for unit in units}
    here = {"district": state.district, "unit": {"$in": sorted(codes)}}
    persons = [person for _, person in reader.all(PERSONS, here, limit=MAX_PERSONS)]
    parts = reader.all(TASKS, {"district": state.district, "parent": given.key})
    return Below(
        children=codes,
        persons={person.account: person.unit for person in persons},
        contacts={code: contacts_of(persons, code) for code in codes},
        parts=frozenset(task.lead for _, task in parts if not task.period),
    )


def for_recount(reader: Reader, state: Task, fact: HolidaysSet, given: Given) -> Workdays:
    return calendar_of(reader)


def tasks_counted(fact: HolidaysSet, given: Given, reader: Reader) -> list[str]:
    """Those whose day was counted before the year's days off were told, in every district."""
    found = reader.everywhere().all(TASKS, {"provisional": fact.year}, limit=MAX_ALL)
    return [id for id, _ in found]


def of_task(order: Assign, given: Given, reader: Reader) -> str:
    """An item's one task has a natural id, so that a second lead meets it. Raises: NotFound."""
    if order.origin != "item" or order.item is None:
        return derived_id("tasks", given.cause)
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return task_id(campaign.year, order.district, order.item)


def units_of_closed(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    """The old unit and those under it."""
    district = given.heard.district
    below = reader.all(UNITS, {"district": district, "parent": fact.unit}, limit=MAX_CHILDREN)
    return [unit_id(district, fact.unit), *(id for id, _ in below)]


def tasks_of_closed(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    found = reader.all(TASKS, open_tasks(given.heard.district, fact.unit), limit=MAX_OPEN)
    return [id for id, _ in found]


def registers_of_closed(fact: UnitSucceeded, given: Given, reader: Reader) -> list[str]:
    """Those in which the old unit has rows."""
    filters = {"district": given.heard.district, "rows.unit": fact.unit}
    return [id for id, _ in reader.all(REGISTERS, filters, limit=MAX_REGISTERS)]
