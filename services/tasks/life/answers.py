"""Questions about tasks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from contracts.clock import day_of
from contracts.orders.tasks import (
    Reviews,
    TaskHistoryOf,
    TaskOf,
    Tasks,
)
from contracts.refusals import Invalid, absent
from contracts.words import TASK_STATE_NAMES, Level
from kit.reader import Reader
from services.tasks.answers.filters import between, like
from services.tasks.answers.sight import Answer, asked, brief, own_unit, units_filter
from services.tasks.dates.workdays import working_days_left
from services.tasks.holidays.looks import calendar_of
from services.tasks.life.looks import lead_of_whole, makers_for, parts_of, wanted_captions
from services.tasks.life.store import DRAFTS
from services.tasks.organisation.looks import sentences_of
from services.tasks.registers.register import register_id
from services.tasks.registers.store import REGISTERS
from services.tasks.task.store import SEALED, TASKS
from services.tasks.task.task import CONFIRMED, Task

WAITING: dict[Level, Answer] = {
    "district": {"state": "submitted"},
    "city": {"state": CONFIRMED["district"], "parent": ""},
    "province": {"state": CONFIRMED["city"], "parent": ""},
}
"""What a level looks at next; a part is final with its one mark."""
ME = "me"
MAX_LED = 1000
MAX_SEALED_SHOWN = 200
"""Pieces of evidence listed with a task."""


def task_of(reader: Reader, ask: TaskOf) -> Answer:
    """The task with the evidence sealed for it, the id of its register, or "", and its parts.

    ``draft`` is for the lead unit alone; ``parts`` counts those that the caller may see;
    ``working_days_left`` as in a list.
    Raises: NotFound.
    """
    task, shown = _seen(reader, ask.task), reader.show(TASKS, ask.task)
    sealed = reader.all(
        SEALED, {"district": task.district, "tasks": ask.task}, limit=MAX_SEALED_SHOWN
    )
    makers = makers_for(reader, task)
    evidence = [
        {
            "id": id,
            "by": one.by,
            "media_type": one.media_type,
            "mode": one.mode,
            "captured_at": one.captured_at,
            "supersedes": one.supersedes,
        }
        for id, one in sealed
        if one.unit in makers
    ]
    return {
        **_counted(reader, [shown])[0],
        "sealed": evidence,
        "register": _register(reader, task),
        "captions": wanted_captions(reader, task),
        "draft": _draft(reader, task, ask.task),
        **_parts(reader, task, ask.task),
    }


def tasks(reader: Reader, ask: Tasks) -> Answer:
    """A page of tasks, without their histories. Raises: Invalid (no such state).

    Who belongs to a unit sees what concerns it, and every part of a task that it leads.
    ``working_days_left`` until the day due: 0 on it, None once it has passed, a year ahead, and
    for a standing task.
    """
    whole = reader.find(TASKS, ask.parent) if ask.parent else None
    own = own_unit(reader.caller)
    if whole is not None and whole.lead == own:
        own = None
    filters = {
        # Some servers look for the first alone that has an index: the rarest stand in front.
        "parent": ask.parent,
        "source": ask.source,
        "person": _account(reader, ask.person),
        **units_filter("units", ask.unit, own),
        "item": ask.item,
        "state": _state(ask),
        "due": between(ask.due_from, ask.due_to),
        "district": ask.district,
        "year": ask.year,
        "overdue": ask.overdue,
        "priority": _priority(ask.priority),
        "origin": ask.origin,
        "title": like(ask.text),
    }
    by = ("priority", -1) if ask.by == "priority" else ("due", 1)
    page = brief(reader.page(TASKS, asked(filters), ask, by=by))
    return {**page, "items": _counted(reader, page["items"])}


def _account(reader: Reader, person: str | None) -> str | None:
    """``me`` is whoever asks."""
    return reader.caller.account if person == ME and reader.caller else person


def _counted(reader: Reader, items: Iterable[Answer]) -> list[Answer]:
    """Each task with the working days that it has left."""
    calendar, today = calendar_of(reader), day_of(datetime.now(UTC))
    left: dict[str, int | None] = {}
    told = []
    for item in items:
        due = str(item["due"])
        if due not in left:
            left[due] = working_days_left(today, date.fromisoformat(due), calendar)
        told.append({**item, "working_days_left": None if item.get("standing") else left[due]})
    return told


def reviews(reader: Reader, ask: Reviews) -> Answer:
    """A page of tasks, as of ``tasks``: what ``confirm`` would take from this caller now."""
    own = own_unit(reader.caller)
    filters: Answer = {}
    if own is not None:
        led = reader.all(TASKS, {"units": own, "lead": own, "parent": ""}, limit=MAX_LED)
        wanted = {"parent": {"$in": [id for id, _ in led]}, "state": "submitted"}
        filters = {**wanted, "units": {"$ne": own}}
    elif reader.caller is not None:
        filters = WAITING[reader.caller.level]
    filters = asked({**filters, "district": ask.district})
    page = brief(reader.page(TASKS, filters, ask, by=("due", 1)))
    return {**page, "items": _counted(reader, page["items"])}


def _state(ask: Tasks) -> Any:
    """Of a level, tasks that it was the last to confirm, if the state asked for allows for that."""
    state = _task_state(ask.state)
    if ask.level is None:
        return state
    wanted = CONFIRMED[ask.level]
    return wanted if ask.state in (None, "confirmed", wanted) else {"$in": []}


def task_history_of(reader: Reader, ask: TaskHistoryOf) -> Answer:
    """{"sentences": [{"at", "what", "text"}]}, oldest first. Raises: NotFound."""
    task = _seen(reader, ask.task)
    return sentences_of(reader, task.district, task.history, ask.lang, "task")


def _seen(reader: Reader, id: str) -> Task:
    """The task, if it concerns the caller's unit or is a part of one that the unit leads.

    Raises: NotFound.
    """
    task = reader.get(TASKS, id)
    unit = own_unit(reader.caller)
    if unit is None or unit in task.units:
        return task
    if unit and unit == lead_of_whole(reader, task):
        return task
    raise absent(id)


def _parts(reader: Reader, task: Task, id: str) -> Answer:
    """{"parts": {total, done, overdue}, "children": [...]} by due date."""
    unit = own_unit(reader.caller)
    seen = [
        (part_id, part)
        for part_id, part in parts_of(reader, task.district, id)
        if unit is None or unit == task.lead or unit in part.units
    ]
    children = [
        {
            "id": part_id,
            "title": part.title,
            "period": part.period,
            "lead": part.lead,
            "person": part.person,
            "due": part.due,
            "state": part.state,
            "overdue": part.overdue,
            "done": part.final,
        }
        for part_id, part in seen
    ]
    counts = {
        "total": len(seen),
        "done": sum(part.final for _, part in seen),
        "overdue": sum(part.overdue for _, part in seen),
    }
    return {"parts": counts, "children": children}


def _draft(reader: Reader, task: Task, id: str) -> Answer | None:
    if own_unit(reader.caller) != task.lead:
        return None
    draft = reader.find(DRAFTS, id)
    if draft is None or not draft.concerns(task):
        return None
    shown: Answer = msgspec.to_builtins(draft)
    return shown


def _register(reader: Reader, task: Task) -> str:
    if not task.scored:
        return ""
    id = register_id(task.year, task.district, task.item)
    return id if reader.find(REGISTERS, id) else ""


def _priority(priority: str | None) -> Any:
    """A task from before there were priorities is an ordinary one."""
    return {"$in": [priority, None]} if priority == "ordinary" else priority


def _task_state(state: str | None) -> Any:
    """A state, or "confirmed" for those of every level. Raises: Invalid."""
    if state == "confirmed":
        return {"$in": list(CONFIRMED.values())}
    if state is not None and state not in TASK_STATE_NAMES:
        raise Invalid(
            f"状态须为 {'、'.join((*TASK_STATE_NAMES, 'confirmed'))} 之一。", field="state"
        )
    return state
