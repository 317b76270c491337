"""A row of a decomposition table becomes a task."""

from services.tasks.domain.working.charging import plan_task as create

__all__ = ["create"]
