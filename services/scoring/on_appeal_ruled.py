"""An upheld appeal takes the occurrence away; the finding stays on record."""

from contracts.tasks import AppealRuled
from kit.change import Given
from services.scoring.domain.facts import Score, withdraw
from services.scoring.rescoring import rescored


def _withdraw(score: Score, fact: AppealRuled, _: Given) -> Score:
    return withdraw(score, fact.finding) if fact.upheld else score


decide = rescored(_withdraw)
