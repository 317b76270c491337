"""Questions about tasks."""

from typing import Any

from contracts.orders.tasks import TaskOf, Tasks
from contracts.refusals import Invalid, NotFound
from kit.reader import Reader
from services.tasks.domain.registers.register import register_id
from services.tasks.domain.working.task import CONFIRMED, TASK_STATES
from services.tasks.queries.sight import Answer, brief, given, own_unit, units_filter
from services.tasks.store import REGISTERS, SEALED, TASKS

MAX_SEALED_SHOWN = 200
"""Pieces of evidence listed with a task."""


def task_of(reader: Reader, ask: TaskOf) -> Answer:
    """The task with the evidence sealed for it and the id of its register, or "".

    Raises: NotFound.
    """
    task = reader.show(TASKS, ask.task)
    unit = own_unit(reader.caller)
    if unit is not None and unit not in task["units"]:
        raise NotFound("没有找到这项任务。")
    sealed = reader.all(
        SEALED, {"district": task["district"], "tasks": ask.task}, limit=MAX_SEALED_SHOWN
    )
    shown = [
        {
            "id": id,
            "by": one.by,
            "media_type": one.media_type,
            "mode": one.mode,
            "captured_at": one.captured_at,
        }
        for id, one in sealed
    ]
    return {**task, "sealed": shown, "register": _register(reader, task)}


def tasks(reader: Reader, ask: Tasks) -> Answer:
    """A page of tasks by due date, without their histories. Raises: Invalid (no such state)."""
    filters = {
        "district": ask.district,
        "state": _task_state(ask.state),
        "item": ask.item,
        "year": ask.year,
        "overdue": ask.overdue,
        **units_filter("units", ask.unit, own_unit(reader.caller)),
    }
    return brief(reader.page(TASKS, given(filters), ask, by=("due", 1)))


def _register(reader: Reader, task: Answer) -> str:
    if task["origin"] != "item":
        return ""
    id = register_id(task["year"], task["district"], task["item"])
    return id if reader.find(REGISTERS, id) else ""


def _task_state(state: str | None) -> Any:
    """A state, or "confirmed" for those of every level. Raises: Invalid."""
    if state == "confirmed":
        return {"$in": list(CONFIRMED.values())}
    if state is not None and state not in TASK_STATES:
        raise Invalid(f"状态须为 {'、'.join((*TASK_STATES, 'confirmed'))} 之一。", field="state")
    return state
