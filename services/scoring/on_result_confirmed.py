"""A level's mark, confirmed or amended."""

from contracts.tasks import ResultConfirmed
from kit.change import Given
from services.scoring.domain.facts import Marked, Score, mark
from services.scoring.rescoring import rescored


def _mark(score: Score, fact: ResultConfirmed, given: Given) -> Score:
    version = given.event.version if given.event else 0
    marked = Marked(
        task=fact.task,
        version=version,
        measures=fact.measures,
        evidence=fact.evidence,
        by=fact.by,
        reason=fact.reason,
    )
    return mark(score, fact.level, marked)


decide = rescored(_mark)
