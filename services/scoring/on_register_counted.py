"""The register (点位表) gives a ratio item its numbers."""

from contracts.tasks import RegisterCounted
from kit.change import Given
from services.scoring.domain.facts import Counted, Score, count
from services.scoring.rescoring import rescored


def _count(score: Score, fact: RegisterCounted, given: Given) -> Score:
    version = given.event.version if given.event else 0
    counted = Counted(register=fact.register, version=version, done=fact.done, rows=fact.rows)
    return count(score, counted)


decide = rescored(_count)
