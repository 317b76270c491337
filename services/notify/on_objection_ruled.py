"""Who leads the task now, and who objected, learn how the objection was ruled."""

from contracts.tasks import ObjectionRuled
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: ObjectionRuled) -> Audience:
    return contacts(fact.lead), Named(fact.person), contacts(fact.objector)
