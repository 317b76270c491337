"""The scoring service: its wiring table is put together from rooms."""

from services.scoring.wiring.forecasts import Forecasts
from services.scoring.wiring.scores import Scores
from services.scoring.wiring.snapshots import Snapshots
from services.scoring.wiring.standards import Standards
from services.scoring.wiring.vetoes import Vetoes


class Scoring(Standards, Scores, Forecasts, Snapshots, Vetoes):
    """The standard, and what every fact is worth under it."""

    name = "scoring"
