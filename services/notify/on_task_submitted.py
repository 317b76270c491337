"""The district's reviewers learn that a result waits for them."""

from contracts.tasks import TaskSubmitted
from services.notify.domain.audience import REVIEWERS, Audience


def tells(_: TaskSubmitted) -> Audience:
    return (REVIEWERS,)
