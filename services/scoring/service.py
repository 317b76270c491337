"""The scoring service: what it does is put together from the doors of its rooms."""

from kit.service import Service
from services.scoring.audits import doors as audits
from services.scoring.forecasts import doors as forecasts
from services.scoring.scores import doors as scores
from services.scoring.snapshots import doors as snapshots
from services.scoring.standards import doors as standards
from services.scoring.vetoes import doors as vetoes


class Scoring(Service):
    """The standard, and what every fact is worth under it."""

    name = "scoring"
    tables = (
        standards.TABLE,
        scores.TABLE,
        audits.TABLE,
        forecasts.TABLE,
        snapshots.TABLE,
        vetoes.TABLE,
    )
