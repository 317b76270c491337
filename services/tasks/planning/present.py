"""A decomposition as its tasks stand today: after rulings, handings over and other days."""

from collections.abc import Mapping

from msgspec.structs import replace

from services.tasks.planning.row import Row
from services.tasks.task.task import Task


def as_charged(rows: Mapping[str, Row], tasks: Mapping[str, Task]) -> dict[str, Row]:
    """``tasks`` by item; a row whose task has not come to be yet stands as it was ruled."""
    return {item: _present(row, tasks.get(item)) for item, row in rows.items()}


def _present(row: Row, task: Task | None) -> Row:
    """The words of a day that was moved are gone; those of a period (每季度, 长期) still hold."""
    if task is None:
        return row
    holds = row.due == task.due or row.standing or bool(row.instances)
    return replace(
        row,
        lead=task.lead,
        person=task.person,
        cooperating=task.cooperating,
        due=task.due,
        words=row.words if holds else "",
    )
