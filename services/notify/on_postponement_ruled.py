"""The unit and the district office learn which day stands."""

from contracts.tasks import PostponementRuled
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: PostponementRuled) -> Audience:
    return contacts(fact.unit), OFFICE
