"""A task divided among lower units: each has its part, the whole stays with its lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.clock import near
from contracts.orders.tasks import DivideTask, Share
from contracts.refusals import Invalid, absent
from contracts.tasks import TaskPlanned
from kit.change import Change, Given, Knowing
from services.tasks.refusals import Fault, FaultyRows
from services.tasks.task.task import UNSUBMITTED, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """``children``: code -> name of the lead's open lower units.

    ``persons``: account -> unit of those that may be charged; ``contacts``: unit -> its accounts
    with the role of a contact. ``parts``: units that have their part already.
    """

    children: Mapping[str, str]
    persons: Mapping[str, str]
    contacts: Mapping[str, tuple[str, ...]]
    parts: frozenset[str]


def part_id(task: str, unit: str) -> str:
    return f"{task}.{unit}"


def divide_task(task: Task, order: DivideTask, given: Knowing[Below]) -> Change[Task] | None:
    """Plan a part for each named lower unit; units that have theirs are passed over.

    By an office, or by the lead unit.
    Raises: NotFound, NotTheLead, WrongState, Invalid (a part of a part), FaultyRows.
    """
    if not given.by.has("city_office", "district_office"):
        task.must_be_led_by(given.by, given.key)
    elif not given.by.sees(task.district):
        raise absent(given.key)
    task.must_be(*sorted(UNSUBMITTED), act="分解到下级单位")
    if task.parent:
        raise Invalid("分解出的任务不能再分解。", field="task")
    below = given.found
    faults = sorted(_faults(task, order, below))
    if faults:
        raise FaultyRows("shares", faults)
    fresh = [share for share in order.shares if share.unit not in below.parts]
    if not fresh:
        return None
    parts = [_part(task, share, order, below, given) for share in fresh]
    answer = {"tasks": [part.task for part in parts]}
    return Change(task.noted(given, "divided"), tuple(parts), answer)


def _faults(task: Task, order: DivideTask, below: Below) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, share in enumerate(order.shares):
        if share.unit not in below.children:
            yield Fault(at, "unit", f"{share.unit} 不是{task.lead}的下级单位")
            continue
        if share.unit in seen:
            yield Fault(at, "unit", f"{below.children[share.unit]}重复")
        seen.add(share.unit)
        name = below.children[share.unit]
        if share.person is None and len(below.contacts.get(share.unit, ())) != 1:
            yield Fault(at, "person", f"{name}没有唯一的联系人，请写明责任人")
        if share.person is not None and below.persons.get(share.person) != share.unit:
            yield Fault(at, "person", f"责任人 {share.person} 不是{name}的人员")
        due = share.due or order.due
        if due > task.due and not task.standing:
            yield Fault(at, "due", f"期限 {due} 晚于整项任务的期限 {task.due}")
        elif not near(due, task.year):
            yield Fault(at, "due", f"期限 {due} 与{task.year}年度相差过远")


def _part(task: Task, share: Share, order: DivideTask, below: Below, given: Given) -> TaskPlanned:
    due: date = share.due or order.due
    title = share.title or f"{task.title}（{below.children[share.unit]}）"[:200]
    return TaskPlanned(
        task=part_id(given.key, share.unit),
        campaign=task.campaign,
        year=task.year,
        standard=task.standard,
        item=task.item,
        title=title,
        lead=share.unit,
        cooperating=(),
        person=share.person or below.contacts[share.unit][0],
        due=due,
        by=given.by.account,
        origin=task.origin,
        parent=given.key,
        source=task.title,
    )
