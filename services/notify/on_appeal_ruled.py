"""The unit that appealed and the district office learn how the appeal was ruled."""

from contracts.tasks import AppealRuled
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: AppealRuled) -> Audience:
    return contacts(fact.unit), OFFICE
