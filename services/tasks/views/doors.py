"""Saved views of lists."""

from contracts.orders import tasks as orders
from kit.table import Table, command, query
from services.tasks.views import answers, looks
from services.tasks.views.store import VIEWS
from services.tasks.views.view import drop_view, save_view

TABLE: Table = (
    command(
        orders.SaveView,
        VIEWS,
        save_view,
        at=looks.of_view,
        creates=True,
        gather=looks.for_save_view,
    ),
    command(orders.DropView, VIEWS, drop_view, at="view"),
    query(orders.Views, answers.views),
)
