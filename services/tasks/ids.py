"""Which aggregate an order is about, where a natural id must be put together."""

from contracts.orders.tasks import (
    Assign,
    SaveView,
)
from kit.change import Given
from kit.ids import derived_id
from kit.reader import Reader
from services.tasks.domain.lists.view import view_id
from services.tasks.planning.store import CAMPAIGNS
from services.tasks.task.task import task_id


def of_task(order: Assign, given: Given, reader: Reader) -> str:
    """An item's one task has a natural id, so that a second lead meets it. Raises: NotFound."""
    if order.origin != "item" or order.item is None:
        return derived_id("tasks", given.cause)
    campaign = reader.get(CAMPAIGNS, order.campaign)
    return task_id(campaign.year, order.district, order.item)


def of_view(order: SaveView, given: Given, reader: Reader) -> str:
    return view_id(given.by.account, order.list, order.name)
