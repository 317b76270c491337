"""The district office learns that an inspection was published; units hear of their own findings."""

from contracts.tasks import InspectionPublished
from services.notify.domain.audience import OFFICE, Audience


def tells(fact: InspectionPublished) -> Audience:
    return (OFFICE,)
