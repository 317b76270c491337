"""Not rectified in time: an escalating rule goes one step up."""

from contracts.tasks import RectificationOverdue
from kit.change import Given
from services.scoring.domain.facts import Score, fall_late
from services.scoring.rescoring import rescored


def _late(score: Score, fact: RectificationOverdue, _: Given) -> Score:
    return fall_late(score, fact.finding)


decide = rescored(_late)
