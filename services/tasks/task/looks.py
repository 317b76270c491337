"""Which tasks are still to be done."""

from typing import Any

from services.tasks.task.task import FINAL


def open_tasks(district: str, *units: str) -> dict[str, Any]:
    """The filter of the units' tasks that are not settled for good."""
    return {"district": district, "units": {"$in": list(units)}, "state": {"$ne": FINAL}}
