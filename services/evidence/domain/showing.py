"""A finding is known: the photos that it names are no secret, and the unit may see its fault."""

from contracts.tasks import FindingRaised
from kit.change import Change, Given
from services.evidence.domain.model import Evidence

MAX_SHOWN_TO = 60


def show(evidence: Evidence, fact: FindingRaised, given: Given) -> Change[Evidence] | None:
    """Only evidence of the finding's own district."""
    if given.event is None or given.event.district != evidence.district:
        return None
    shown_to = tuple(dict.fromkeys((*evidence.shown_to, fact.unit)))[:MAX_SHOWN_TO]
    shown = evidence.but(reserved=False, shown_to=shown_to)
    return Change(shown) if shown != evidence else None
