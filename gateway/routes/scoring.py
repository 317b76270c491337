"""The standard and every score: /api/v1 doors to the scoring service."""

from contracts.orders import scoring as orders
from gateway.routes.row import get, post

ROWS = (
    post("/standards", orders.ImportStandard, "导入考评标准", "city_office", status=201),
    get("/standards/{version}", orders.StandardOf, "一版考评标准"),
    post("/standards/{version}/publish", orders.PublishStandard, "发布考评标准", "city_office"),
    get("/scores/{district}/{year}/{item}", orders.ItemScoreOf, "一项得分及其说明"),
    get("/scores/{district}/{year}", orders.DistrictScoreOf, "区县得分"),
    get("/league", orders.League, "区县排名"),
    post("/vetoes", orders.RaiseVeto, "提出一票否决", "city_office", "reviewer", status=201),
    post("/vetoes/{veto}/clear", orders.ClearVeto, "解除一票否决", "city_office"),
    get("/rules/schema", orders.RuleSchema, "评分规则的格式"),
)
