"""The scoring service: its table is put together from rooms."""

from kit.table import Service
from services.scoring.wiring import forecasts, scores, snapshots, standards, vetoes


class Scoring(Service):
    """The standard, and what every fact is worth under it."""

    name = "scoring"
    tables = (standards.TABLE, scores.TABLE, forecasts.TABLE, snapshots.TABLE, vetoes.TABLE)
