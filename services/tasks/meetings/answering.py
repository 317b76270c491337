"""Who answers for a need: the office or a meeting says so, and it follows the need's task."""

from msgspec.structs import replace

from contracts.orders.tasks import AcceptNeed
from contracts.refusals import Invalid
from contracts.tasks import NeedAccepted, ObjectionRuled, TaskHandedOver, TaskPlanned
from kit.change import Change, Given, Knowing
from services.tasks.meetings.need import Need, concerned
from services.tasks.organisation.duty import Directory, faults_of_charge, faults_of_due
from services.tasks.task.task import Task


def accept_need(need: Need, order: AcceptNeed, given: Knowing[Directory]) -> Change[Need]:
    """The office names who answers for it; it becomes a task.

    Raises: WrongState, Invalid.
    """
    need.must_be("confirmed", act="列入责任清单")
    directory = given.found
    faults = [*faults_of_charge(order.lead, order.person, order.cooperating, directory)]
    faults += faults_of_due(order.due, need.year)
    for field, detail in faults:
        raise Invalid(f"{detail}。", field=field)
    planned = TaskPlanned(
        task=f"{given.key}.1",
        campaign=need.campaign,
        year=need.year,
        standard=need.standard,
        item="",
        title=need.title,
        lead=order.lead,
        cooperating=order.cooperating,
        person=order.person,
        due=order.due,
        by=given.by.account,
        origin="need",
        source=given.key,
        need=given.key,
    )
    return _accepted(need, planned, given, planned)


def take_task(need: Need | None, fact: TaskPlanned, given: Given) -> Change[Need] | None:
    """A meeting's decision answers the need; the first answer stands."""
    if need is None or need.state != "confirmed":
        return None
    return _accepted(need, fact, given)


def follow_task(
    need: Need, fact: ObjectionRuled | TaskHandedOver, given: Knowing[Task | None]
) -> Change[Need] | None:
    """Its task moved: who leads it now answers for the need. ``given.found``: the Task as it is, so
    that moves heard in any order end with the last one.
    """
    task = given.found
    if task is None or (need.lead, need.person) == (task.lead, task.person):
        return None
    units = concerned(*need.units, task.lead)
    return Change(replace(need, lead=task.lead, person=task.person, units=units))


def _accepted(need: Need, planned: TaskPlanned, given: Given, *more: TaskPlanned) -> Change[Need]:
    new = replace(
        need,
        state="accepted",
        lead=planned.lead,
        person=planned.person,
        due=planned.due,
        task=planned.task,
        units=tuple(dict.fromkeys((*need.units, planned.lead))),
    )
    fact = NeedAccepted(
        **new.header(given),
        task=planned.task,
        lead=planned.lead,
        person=planned.person,
        due=planned.due,
    )
    return Change(new, (*more, fact))
