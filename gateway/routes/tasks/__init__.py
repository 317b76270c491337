"""Who must do what by when: /api/v1 doors to the tasks service, room by room."""

from gateway.routes.tasks import (
    lists,
    meetings,
    organisation,
    planning,
    registers,
    supervision,
    working,
)

ROWS = (
    *organisation.ROWS,
    *planning.ROWS,
    *working.ROWS,
    *registers.ROWS,
    *meetings.ROWS,
    *supervision.ROWS,
    *lists.ROWS,
)
