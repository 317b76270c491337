"""The district office learns that a unit asks for a later day."""

from contracts.tasks import PostponementAsked
from services.notify.domain.audience import OFFICE, Audience


def tells(fact: PostponementAsked) -> Audience:
    return (OFFICE,)
