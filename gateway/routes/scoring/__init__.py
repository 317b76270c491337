"""The standard and every score: /api/v1 doors to the scoring service, room by room."""

from gateway.routes.scoring import forecasts, scores, snapshots, standards, vetoes

ROWS = (
    *standards.ROWS,
    *scores.ROWS,
    *forecasts.ROWS,
    *snapshots.ROWS,
    *vetoes.ROWS,
)
