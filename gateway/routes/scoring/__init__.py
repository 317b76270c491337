"""The standard and every score: /api/v1 doors to the scoring service, room by room."""

from gateway.routes.scoring import scores, standards, vetoes

ROWS = (
    *standards.ROWS,
    *scores.ROWS,
    *vetoes.ROWS,
)
