"""All open tasks of a person pass to a colleague, each by itself."""

from services.tasks.domain.working.handing import follow_order as follow

__all__ = ["follow"]
