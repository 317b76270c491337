"""The district's reviewers learn that a result waits for them; of a part, who leads the whole."""

from contracts.tasks import TaskSubmitted
from services.notify.domain.audience import REVIEWERS, Audience, contacts


def tells(fact: TaskSubmitted) -> Audience:
    if fact.parent_lead and fact.parent_lead != fact.lead:
        return (contacts(fact.parent_lead),)
    return (REVIEWERS,)
