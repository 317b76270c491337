"""Who must do what by when: /api/v1 doors to the tasks service, room by room."""

from contracts.orders import tasks as orders
from contracts.orders.base import Ask
from contracts.words import READERS
from gateway.routes.row import Row
from gateway.routes.tasks import (
    lists,
    meetings,
    organisation,
    planning,
    registers,
    supervision,
    working,
)

OPEN = (orders.Districts, orders.Campaigns, orders.Units, orders.Views)
"""Questions that operations may ask, too: nothing of what the campaign holds."""


def _for_readers(row: Row) -> Row:
    """As the wiring says: a question that names no roles is for everybody but operations."""
    asks = issubclass(row.shape, Ask) and row.shape not in OPEN
    return row._replace(roles=READERS) if asks and not row.roles else row


DOORS = (
    *organisation.ROWS,
    *planning.ROWS,
    *working.ROWS,
    *registers.ROWS,
    *meetings.ROWS,
    *supervision.ROWS,
    *lists.ROWS,
)
ROWS = tuple(map(_for_readers, DOORS))
