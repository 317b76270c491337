"""The district office learns that an appeal waits for its ruling."""

from contracts.tasks import AppealRaised
from services.notify.domain.audience import OFFICE, Audience


def tells(_: AppealRaised) -> Audience:
    return (OFFICE,)
