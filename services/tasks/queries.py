"""Questions. Callers of a unit see what concerns their unit; other units' things do not exist."""

from typing import Any

from contracts.caller import Caller
from contracts.orders.tasks import (
    Campaigns,
    Districts,
    FindingOf,
    Findings,
    RegisterOf,
    TaskOf,
    Tasks,
    Units,
)
from contracts.refusals import Invalid, NotFound
from kit.reader import Reader
from services.tasks.domain.decomposition import task_id
from services.tasks.domain.finding import FINDING_STATES
from services.tasks.domain.register import register_id
from services.tasks.domain.task import CONFIRMED, TASK_STATES
from services.tasks.store import (
    CAMPAIGNS,
    DISTRICTS,
    FINDINGS,
    REGISTERS,
    SEALED,
    TASKS,
    UNITS,
)

Answer = dict[str, Any]

MAX_SEALED_SHOWN = 200
"""Pieces of evidence listed with a task."""


def own_unit(caller: Caller | None) -> str | None:
    """The unit that a caller's sight ends at, "" for a worker without one; None: the district."""
    if caller is None or not (caller.unit or set(caller.roles) <= {"unit", "field"}):
        return None
    return caller.unit


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
        **_units_filter("units", ask.unit, own_unit(reader.caller)),
    }
    return _brief(reader.page(TASKS, _given(filters), ask, by=("due", 1)))


def units(reader: Reader, ask: Units) -> Answer:
    return reader.page(UNITS, _given({"district": ask.district}), ask, by=("name", 1))


def districts(reader: Reader, ask: Districts) -> Answer:
    found = reader.all(DISTRICTS, {})
    items = [{"id": id, "name": one.name} for id, one in found]
    return {"items": sorted(items, key=lambda one: one["id"])}


def campaigns(reader: Reader, ask: Campaigns) -> Answer:
    return reader.page(CAMPAIGNS, {}, ask, by=("year", -1))


def register_of(reader: Reader, ask: RegisterOf) -> Answer:
    """The register with its count; the rows say whether they are done.

    Who belongs to a unit sees its own rows, unless the unit leads the item's task.
    Raises: NotFound.
    """
    register = reader.get(REGISTERS, ask.register)
    ratio = register.counted
    mine = own_unit(reader.caller)
    if mine is not None:
        task = reader.find(TASKS, task_id(register.year, register.district, register.item))
        if task is not None and task.lead == mine:
            mine = None
    shown = reader.show(REGISTERS, ask.register)
    photos = shown.pop("photos")
    shown["rows"] = [
        {**row, "done": row["key"] in photos, "evidence": photos.get(row["key"], "")}
        for row in shown["rows"]
        if mine is None or row["unit"] == mine
    ]
    return {**shown, "done": ratio.numerator, "total": ratio.denominator}


def finding_of(reader: Reader, ask: FindingOf) -> Answer:
    """Raises: NotFound."""
    finding = reader.show(FINDINGS, ask.finding)
    unit = own_unit(reader.caller)
    if unit is not None and unit != finding["unit"]:
        raise NotFound("没有找到这个问题。")
    return finding


def findings(reader: Reader, ask: Findings) -> Answer:
    """A page of findings, newest inspection first. Raises: Invalid (no such state)."""
    if ask.state is not None and ask.state not in FINDING_STATES:
        raise Invalid(f"状态须为 {'、'.join(FINDING_STATES)} 之一。", field="state")
    filters = {
        "district": ask.district,
        "inspection": ask.inspection,
        "state": ask.state,
        **_units_filter("unit", ask.unit, own_unit(reader.caller)),
    }
    return _brief(reader.page(FINDINGS, _given(filters), ask, by=("on", -1)))


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


def _units_filter(field: str, asked: str | None, own: str | None) -> Answer:
    """Asked for and own are joined by "and"."""
    wanted = [unit for unit in (asked, own) if unit is not None]
    return {field: {"$all": wanted}} if wanted else {}


def _given(filters: Answer) -> Answer:
    return {field: value for field, value in filters.items() if value is not None}


def _brief(page: Answer) -> Answer:
    for item in page["items"]:
        item.pop("history")
    return page
