"""The district office learns that a unit asks for a later day."""

from contracts.tasks import ExtensionRequested
from services.notify.domain.audience import OFFICE, Audience


def tells(_: ExtensionRequested) -> Audience:
    return (OFFICE,)
