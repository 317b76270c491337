"""A finding deducts as the item's rule says."""

from contracts.tasks import FindingRaised
from kit.change import Given
from services.scoring.domain.facts import Found, Score, raise_finding
from services.scoring.rescoring import rescored


def _raise(score: Score, fact: FindingRaised, _: Given) -> Score:
    found = Found(
        kind=fact.kind, fault=fact.fault, unit=fact.unit, on=fact.on, evidence=fact.evidence
    )
    return raise_finding(score, fact.finding, found)


decide = rescored(_raise)
