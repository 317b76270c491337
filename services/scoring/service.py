"""The scoring service: its wiring table is put together from rooms."""

from services.scoring.wiring.scores import Scores
from services.scoring.wiring.standards import Standards
from services.scoring.wiring.vetoes import Vetoes


class Scoring(Standards, Scores, Vetoes):
    """The standard, and what every fact is worth under it."""

    name = "scoring"
