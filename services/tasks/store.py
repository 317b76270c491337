"""What the tasks service keeps, and how it is found again."""

from kit.aggregate import Aggregate, Index
from services.tasks.domain.lists.view import View
from services.tasks.domain.meetings.meeting import Meeting
from services.tasks.domain.meetings.need import Need

MEETINGS = Aggregate(
    "meetings",
    Meeting,
    indexes=(Index("state.on"), Index("state.follows"), Index("state.units", "state.on")),
)
NEEDS = Aggregate(
    "needs",
    Need,
    indexes=(Index("state.at"), Index("state.units", "state.at"), Index("state.task")),
)
VIEWS = Aggregate("views", View, indexes=(Index("state.owner"), Index("state.name")))
