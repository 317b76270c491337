"""Tasks by whom they concern, and sealed evidence by what it may prove."""

from kit.aggregate import Aggregate, Index
from services.tasks.task.sealed import Sealed
from services.tasks.task.task import Task

TASKS = Aggregate(
    "tasks",
    Task,
    due=Task.next_due,
    indexes=(
        Index("state.units", "state.due"),
        Index("state.due", of_tenant=True),
        Index("state.state", "state.due"),
        Index("state.item", "state.due"),
        Index("state.campaign", "state.origin", "state.parent", of_tenant=True),
        Index("state.parent"),
        Index("state.person"),
        Index("state.priority"),
        Index("state.source"),
        Index("state.provisional"),
        Index("state.overdue", "state.due"),
    ),
)
SEALED = Aggregate(
    "sealed",
    Sealed,
    indexes=(Index("state.tasks"), Index("state.unit", "state.items"), Index("state.supersedes")),
    confidants=lambda sealed: sealed.confidants,
)
