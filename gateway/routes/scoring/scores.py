"""Scores of items and districts, gaps, the league, the spot check and the recomputation."""

from contracts.orders import scoring as orders
from gateway.routes.row import download, get, post

ROWS = (
    get("/scores/{district}/{year}/{item}", orders.ItemScoreOf, "一项得分及其说明"),
    get("/scores/{district}/{year}/{item}/history", orders.ScoreHistoryOf, "一项得分的来历"),
    get("/scores/{district}/{year}", orders.DistrictScoreOf, "区县得分"),
    post(
        "/scores/{district}/{year}/recompute",
        orders.Recompute,
        "按事实重新计算并逐项比对",
        "city_office",
        "operations",
    ),
    get("/years/{district}", orders.YearsOf, "区县历年得分及平均分"),
    get("/gaps", orders.GapGrid, "缺口表：考评项 × 年度"),
    download("/gaps/sheet", orders.GapSheet, "缺口表（表格）"),
    get("/league", orders.League, "区县排名"),
    post(
        "/spot-checks/{year}",
        orders.DrawSpotCheck,
        "抽取省级抽查项目",
        "province_reviewer",
        status=201,
    ),
    get("/spot-checks/{year}", orders.SpotCheckOf, "省级抽查项目"),
)
