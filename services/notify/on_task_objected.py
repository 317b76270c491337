"""The district office learns that a unit calls a task not its duty."""

from contracts.tasks import TaskObjected
from services.notify.domain.audience import OFFICE, Audience


def tells(_: TaskObjected) -> Audience:
    return (OFFICE,)
