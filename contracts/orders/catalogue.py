"""All orders and questions by the service that answers them."""

from contracts.orders import evidence, notify, scoring, tasks
from contracts.orders.base import Ask, Order, shapes

SHAPES: dict[str, list[type[Order] | type[Ask]]] = {
    "tasks": shapes(tasks),
    "evidence": shapes(evidence),
    "scoring": shapes(scoring),
    "notify": shapes(notify),
}
