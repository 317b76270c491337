"""Which view is saved, and what that must know."""

from typing import Any

from contracts.orders.tasks import SaveView
from kit.change import Given
from kit.reader import Reader
from services.tasks.views.store import VIEWS
from services.tasks.views.view import view_id


def for_save_view(reader: Reader, state: Any, order: SaveView, given: Given) -> int:
    """How many views the caller keeps."""
    return reader.count(VIEWS, {"owner": given.by.account, "dropped": False})


def of_view(order: SaveView, given: Given, reader: Reader) -> str:
    return view_id(given.by.account, order.list, order.name)
