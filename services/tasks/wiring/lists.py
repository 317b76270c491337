"""Lists that several rooms share, and saved views of lists."""

from contracts.orders import tasks as orders
from kit.table import Table, command, query
from services.tasks import ids
from services.tasks.domain.lists.view import drop_view, save_view
from services.tasks.lookups import lists as lookups
from services.tasks.queries import lists as queries
from services.tasks.store import VIEWS

TABLE: Table = (
    command(
        orders.SaveView,
        VIEWS,
        save_view,
        at=ids.of_view,
        creates=True,
        gather=lookups.for_save_view,
    ),
    command(orders.DropView, VIEWS, drop_view, at="view"),
    query(orders.Views, queries.views),
)
