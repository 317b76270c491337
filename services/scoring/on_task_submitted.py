"""The unit's own measures are its self-assessment (自评)."""

from contracts.tasks import TaskSubmitted
from kit.change import Given
from services.scoring.domain.facts import Marked, Score, mark
from services.scoring.rescoring import rescored


def _mark(score: Score, fact: TaskSubmitted, given: Given) -> Score:
    version = given.event.version if given.event else 0
    marked = Marked(
        task=fact.task,
        version=version,
        measures=fact.measures,
        evidence=fact.evidence,
        by=fact.by,
    )
    return mark(score, "self", marked)


decide = rescored(_mark)
