"""The lead unit and its named person learn that their day stands."""

from contracts.tasks import ExtensionRefused
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: ExtensionRefused) -> Audience:
    return contacts(fact.lead), Named(fact.person)
