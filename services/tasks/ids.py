"""Which aggregate an order is about, where a natural id must be put together."""

from contracts.orders.tasks import (
    SaveView,
)
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.lists.view import view_id


def of_view(order: SaveView, given: Given, reader: Reader) -> str:
    return view_id(given.by.account, order.list, order.name)
