"""Scores of items and districts, and the league."""

from contracts.orders import scoring as orders
from gateway.routes.row import get

ROWS = (
    get("/scores/{district}/{year}/{item}", orders.ItemScoreOf, "一项得分及其说明"),
    get("/scores/{district}/{year}", orders.DistrictScoreOf, "区县得分"),
    get("/league", orders.League, "区县排名"),
)
