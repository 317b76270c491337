"""Standards and their rules."""

from contracts.orders import scoring as orders
from gateway.routes.row import get, post

ROWS = (
    post("/standards", orders.ImportStandard, "导入考评标准", "city_office", status=201),
    get("/standards/{version}", orders.StandardOf, "一版考评标准"),
    post("/standards/{version}/publish", orders.PublishStandard, "发布考评标准", "city_office"),
    get("/rules/schema", orders.RuleSchema, "评分规则的格式"),
)
