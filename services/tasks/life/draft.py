"""A half-done result, kept for the lead unit alone and apart from the task, so that no list,

export or question about tasks can show it. Its id is the task's: it goes where the task goes.
"""

from datetime import datetime

from msgspec import Struct

from contracts.measures import Measures
from contracts.orders.tasks import SaveDraft
from kit.change import Change, Knowing
from services.tasks.life.review import must_be_sound
from services.tasks.task.task import Task


class Draft(Struct, frozen=True, kw_only=True):
    """``unit``: the lead unit that saved it. ``evidence`` need not be sealed yet."""

    district: str
    unit: str
    by: str
    at: datetime
    measures: Measures
    evidence: tuple[str, ...]
    note: str

    def concerns(self, task: Task) -> bool:
        """Whether it is still to be handed in by that task's lead unit."""
        if self.unit not in (task.lead, *task.inherited) or task.state not in (
            "accepted",
            "returned",
        ):
            return False
        return task.submission is None or self.at > task.submission.at


def save_draft(draft: Draft | None, order: SaveDraft, given: Knowing[Task]) -> Change[Draft]:
    """The last one saved stands.

    Raises: NotFound, NotTheLead, WrongState, Invalid (a measure), TooLarge.
    """
    task = given.found
    task.must_be_led_by(given.by, given.key)
    task.must_be("accepted", "returned", act="保存草稿")
    must_be_sound(order.measures)
    new = Draft(
        district=task.district,
        unit=task.lead,
        by=given.by.account,
        at=given.now,
        measures=order.measures,
        evidence=tuple(dict.fromkeys(order.evidence)),
        note=order.note,
    )
    return Change(new)
