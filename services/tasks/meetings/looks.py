"""For meetings and needs."""

from collections.abc import Iterable
from typing import Any

from contracts.orders.tasks import (
    AcceptNeed,
    ConfirmMet,
    CorrectMeeting,
    Decision,
    RaiseNeed,
    RecordMeeting,
)
from contracts.tasks import DecisionCorrected, ObjectionRuled, TaskHandedOver
from kit.change import Given
from kit.reader import Reader
from services.tasks.dates.workdays import BUILT_IN, Workdays
from services.tasks.holidays.looks import calendar_of
from services.tasks.meetings.meeting import Assembly, Meeting
from services.tasks.meetings.need import Need, Parties
from services.tasks.meetings.store import MEETINGS, NEEDS
from services.tasks.organisation.duty import Directory
from services.tasks.organisation.looks import directories_of, directory_of
from services.tasks.organisation.store import UNITS
from services.tasks.organisation.unit import unit_id
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.store import CAMPAIGNS
from services.tasks.task.store import TASKS
from services.tasks.task.task import Task


def for_record_meeting(reader: Reader, state: Any, order: RecordMeeting, given: Given) -> Assembly:
    """Raises: NotFound (campaign, or the meeting before)."""
    campaign = reader.get(CAMPAIGNS, order.campaign)
    before = reader.get(MEETINGS, order.follows) if order.follows else None
    return Assembly(
        campaign=campaign,
        directories=_directories(reader, campaign, order.district, order.decisions),
        before=before,
        tasks=tasks_of(reader, (one.task for one in before.decisions)) if before else {},
        needs=_needs(reader, order.decisions),
        followed=order.follows is not None and is_followed(reader, order.follows),
        calendar=_calendar(reader, order.decisions),
    )


def for_correct_meeting(
    reader: Reader, state: Meeting, order: CorrectMeeting, given: Given
) -> Assembly:
    campaign = reader.get(CAMPAIGNS, state.campaign)
    return Assembly(
        campaign=campaign,
        directories=_directories(reader, campaign, state.district, order.decisions),
        needs=_needs(reader, order.decisions),
        followed=is_followed(reader, given.key),
        calendar=_calendar(reader, order.decisions),
    )


def for_decision_corrected(
    reader: Reader, state: Task | None, fact: DecisionCorrected, given: Given
) -> str:
    """The wording in the record now, or empty."""
    meeting = reader.find(MEETINGS, fact.meeting)
    decisions = meeting.decisions if meeting else ()
    return next((one.text for one in decisions if one.number == fact.number), "")


def for_raise_need(reader: Reader, state: Any, order: RaiseNeed, given: Given) -> Parties:
    """Raises: NotFound (no such campaign)."""
    mine, other = (unit_id(order.district, unit or "") for unit in (given.by.unit, order.toward))
    found = reader.many(UNITS, {mine, other})
    there = {id: unit for id, unit in found.items() if not unit.closed}
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return Parties(campaign=campaign, unit=there.get(mine), toward=there.get(other))


def for_accept_need(reader: Reader, state: Need, order: AcceptNeed, given: Given) -> Directory:
    return directory_of(reader, state.district, (order.person,))


def for_confirm_met(reader: Reader, state: Need, order: ConfirmMet, given: Given) -> Task | None:
    return reader.find(TASKS, state.task) if state.task else None


def of_moved(fact: ObjectionRuled | TaskHandedOver, given: Given, reader: Reader) -> list[str]:
    """The needs that the task meets: who leads it now answers for them."""
    here = {"district": given.heard.district, "task": fact.task}
    return [id for id, _ in reader.all(NEEDS, here, limit=10)]


def for_task_moved(
    reader: Reader, state: Need, fact: ObjectionRuled | TaskHandedOver, given: Given
) -> Task | None:
    return reader.find(TASKS, fact.task)


def tasks_of(reader: Reader, ids: Iterable[str]) -> dict[str, Task]:
    return reader.many(TASKS, {id for id in ids if id})


def is_followed(reader: Reader, meeting: str) -> bool:
    return reader.count(MEETINGS, {"follows": meeting}) > 0


def _directories(
    reader: Reader, campaign: Campaign, district: str, decisions: tuple[Decision, ...]
) -> dict[str, Directory]:
    """Of each district of the campaign that is charged."""
    persons: dict[str, set[str]] = {}
    for decision in decisions:
        persons.setdefault(decision.district or district, set()).add(decision.person)
    persons = {place: persons[place] for place in persons if place in campaign.districts}
    return directories_of(reader, persons)


def _calendar(reader: Reader, decisions: tuple[Decision, ...]) -> Workdays:
    """Of working days, where a decision counts them."""
    return calendar_of(reader) if any(one.working_days for one in decisions) else BUILT_IN


def _needs(reader: Reader, decisions: tuple[Decision, ...]) -> dict[str, Need]:
    return reader.many(NEEDS, {one.need for one in decisions if one.need})
