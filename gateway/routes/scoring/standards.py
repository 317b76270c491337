"""Standards and their rules."""

from contracts.orders import scoring as orders
from gateway.routes.row import LARGE, download, get, post, preview, upload

ROWS = (
    upload("/standards", orders.ImportStandard, "导入考评标准", "city_office", status=201),
    get("/standards", orders.Standards, "各版考评标准及其状态"),
    get("/standards/{version}", orders.StandardOf, "一版考评标准"),
    download("/standards/{version}/table", orders.StandardSheet, "考评标准表（原样可再导入）"),
    get("/standards/{version}/dry-run/{year}", orders.DryRun, "新版标准试算", "city_office"),
    post("/standards/{version}/publish", orders.PublishStandard, "发布考评标准", "city_office"),
    get("/rules/schema", orders.RuleSchema, "评分规则的格式"),
    get("/rules/grammar", orders.RuleGrammar, "评分规则的全部算子"),
    preview("/rules/try", orders.TryRule, "试写一条评分规则", size=LARGE),
)
