"""For saved views."""

from typing import Any

from contracts.orders.tasks import SaveView
from kit.change import Given
from kit.reader import Reader
from services.tasks.store import VIEWS


def for_save_view(reader: Reader, state: Any, order: SaveView, given: Given) -> int:
    """How many views the caller keeps."""
    return reader.count(VIEWS, {"owner": given.by.account, "dropped": False})
