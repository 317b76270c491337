"""Which tasks are still to be done."""

from typing import Any

from services.tasks.task.task import FINAL


def open_tasks(district: str, unit: str) -> dict[str, Any]:
    """The filter of a unit's tasks that are not settled for good."""
    return {"district": district, "units": unit, "state": {"$ne": FINAL}}
