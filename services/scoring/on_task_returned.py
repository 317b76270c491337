"""A return voids the marks given so far."""

from contracts.tasks import TaskReturned
from kit.change import Given
from services.scoring.domain.facts import Score, take_back
from services.scoring.rescoring import rescored


def _take_back(score: Score, fact: TaskReturned, given: Given) -> Score:
    return take_back(score, fact.task, given.event.version if given.event else 0)


decide = rescored(_take_back)
