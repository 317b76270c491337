"""Meetings by the one that they follow, and needs by the task that meets them."""

from kit.aggregate import Aggregate, Index
from services.tasks.meetings.meeting import Meeting
from services.tasks.meetings.need import Need

MEETINGS = Aggregate(
    "meetings",
    Meeting,
    indexes=(
        Index("state.on", of_tenant=True),
        Index("state.follows"),
        Index("state.units", "state.on"),
    ),
)
NEEDS = Aggregate(
    "needs",
    Need,
    indexes=(
        Index("state.at", of_tenant=True),
        Index("state.units", "state.at"),
        Index("state.state", "state.at"),
        Index("state.task"),
    ),
)
