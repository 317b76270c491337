"""Questions about meetings and needs."""

from collections.abc import Iterable
from typing import Any

import msgspec

from contracts.orders.tasks import MeetingOf, Meetings, MeetingSheet, NeedOf, Needs, NeedSheet
from contracts.refusals import NotFound, absent
from contracts.words import CITY_WIDE
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked, own_unit, units_filter
from services.tasks.meetings.looks import tasks_of
from services.tasks.meetings.meeting import Meeting, Ruled, fate_of
from services.tasks.meetings.need import Need
from services.tasks.meetings.sheet import Called, sheet_of_meeting, sheet_of_needs
from services.tasks.meetings.store import MEETINGS, NEEDS
from services.tasks.organisation.looks import all_units
from services.tasks.organisation.store import PERSONS
from services.tasks.organisation.unit import unit_id
from services.tasks.task.store import TASKS
from services.tasks.task.task import Task

MAX_NEEDS = 1000
"""Needs of one year in one table."""


def meeting_of(reader: Reader, ask: MeetingOf) -> Answer:
    """The record; each decision with its task as it is now, and what became of those before.

    A district sees its own part of the city's meetings, a unit the decisions that charge it.
    Raises: NotFound.
    """
    meeting = _seen_meeting(reader, ask.meeting)
    shown = reader.show(MEETINGS, ask.meeting)
    shown.pop("units")
    if own_unit(reader.caller) is not None:
        for name in ("history", "present", "absent"):
            shown.pop(name)
    decisions = _visible(reader, meeting.decisions)
    previous = [one for one in meeting.previous if _visible(reader, (one.decision,))]
    tasks = tasks_of(reader, (one.task for one in (*decisions, *(p.decision for p in previous))))
    shown["decisions"] = [_decision(one, tasks) for one in decisions]
    shown["previous"] = [{**_decision(one.decision, tasks), "then": one.fate} for one in previous]
    return shown


def meetings(reader: Reader, ask: Meetings) -> Answer:
    """A page of meetings, the newest first; a unit sees those that charged it with something."""
    filters: dict[str, Any] = {"district": ask.district, "kind": ask.kind, "year": ask.year}
    mine = _mine(reader)
    if mine is not None:
        filters["units"] = mine
    page = reader.page(MEETINGS, asked(filters), ask, by=("on", -1))
    return {**page, "items": [_brief(reader, one) for one in page["items"]]}


def meeting_sheet(reader: Reader, ask: MeetingSheet) -> Answer:
    """{"workbook": …}. Raises: NotFound."""
    meeting = _seen_meeting(reader, ask.meeting)
    decisions = _visible(reader, meeting.decisions)
    previous = [one for one in meeting.previous if _visible(reader, (one.decision,))]
    every = [*decisions, *(one.decision for one in previous)]
    tasks = tasks_of(reader, (one.task for one in every))
    fates = {id: fate_of(task) for id, task in tasks.items()}
    called = _called(reader, {one.district for one in every}, {one.person for one in every})
    return {"workbook": sheet_of_meeting(meeting, decisions, previous, fates, called)}


def need_of(reader: Reader, ask: NeedOf) -> Answer:
    """The need with its task's state. Raises: NotFound (also where it does not concern a unit)."""
    shown = reader.show(NEEDS, ask.need)
    own = own_unit(reader.caller)
    if own is not None and own not in shown["units"]:
        raise absent(ask.need)
    return _need(reader, shown)


def needs(reader: Reader, ask: Needs) -> Answer:
    """A page of needs by day, the newest first; a unit sees those that concern it."""
    filters = {
        "district": ask.district,
        "side": ask.side,
        "state": ask.state,
        "year": ask.year,
        **units_filter("units", None, own_unit(reader.caller)),
    }
    page = reader.page(NEEDS, asked(filters), ask, by=("at", -1))
    return {**page, "items": [_need(reader, one) for one in page["items"]]}


def need_sheet(reader: Reader, ask: NeedSheet) -> Answer:
    """{"workbook": …}: both lists of a year, as far as the caller sees them. Raises: NotFound."""
    if reader.caller is not None and not reader.caller.sees(ask.district):
        raise NotFound("没有这个县区。")
    filters = {
        "district": ask.district,
        "year": ask.year,
        **units_filter("units", None, own_unit(reader.caller)),
    }
    found = [need for _, need in reader.all(NEEDS, filters, limit=MAX_NEEDS)]
    ordered: list[Need] = sorted(found, key=lambda need: (need.side, need.at))
    called = _called(reader, {ask.district}, {need.person for need in ordered if need.person})
    return {"workbook": sheet_of_needs(ask.year, ordered, called)}


def _seen_meeting(reader: Reader, id: str) -> Meeting:
    """Raises: NotFound."""
    meeting = reader.get(MEETINGS, id)
    mine = _mine(reader)
    if mine is not None and mine not in meeting.units:
        raise absent(id)
    return meeting


def _mine(reader: Reader) -> str | None:
    """``<district>.<unit>`` of a caller whose sight ends at a unit."""
    own = own_unit(reader.caller)
    if own is None or reader.caller is None:
        return None
    return unit_id(reader.caller.district, own)


def _visible(reader: Reader, decisions: Iterable[Ruled]) -> list[Ruled]:
    mine, caller = _mine(reader), reader.caller
    if mine is not None:
        return [one for one in decisions if mine in one.units]
    if caller is None or caller.district == CITY_WIDE:
        return list(decisions)
    return [one for one in decisions if one.district == caller.district]


def _brief(reader: Reader, shown: Answer) -> Answer:
    kept = ("id", "version", "district", "year", "kind", "title", "on", "follows")
    meeting = MEETINGS.load(shown)
    return {
        **{name: shown[name] for name in kept},
        "decisions": len(_visible(reader, meeting.decisions)),
    }


def _decision(one: Ruled, tasks: dict[str, Task]) -> Answer:
    """What was decided, and the task as it is now: it may have moved since."""
    task = tasks.get(one.task)
    shown: Answer = msgspec.to_builtins(one)
    if task is None:
        return {**shown, "state": "planned", "overdue": False, "fate": "open"}
    return {
        **shown,
        "lead": task.lead,
        "person": task.person,
        "due": task.due,
        "state": task.state,
        "overdue": task.overdue,
        "fate": fate_of(task),
    }


def _need(reader: Reader, shown: Answer) -> Answer:
    task = reader.find(TASKS, shown["task"]) if shown["task"] else None
    return {
        **shown,
        "task_state": task.state if task else "",
        "overdue": task.overdue if task else False,
    }


def _called(reader: Reader, districts: set[str], accounts: set[str]) -> Called:
    units = {
        unit_id(district, code): unit.name
        for district in sorted(districts)
        for code, unit in all_units(reader, district).items()
    }
    found = reader.many(PERSONS, accounts)
    return Called(units=units, persons={id: person.name for id, person in found.items()})
