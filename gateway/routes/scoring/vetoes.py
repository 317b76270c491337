"""Vetoes (一票否决)."""

from contracts.orders import scoring as orders
from gateway.routes.row import post

ROWS = (
    post("/vetoes", orders.RaiseVeto, "提出一票否决", "city_office", "reviewer", status=201),
    post("/vetoes/{veto}/clear", orders.ClearVeto, "解除一票否决", "city_office"),
)
