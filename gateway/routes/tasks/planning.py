"""Campaigns, and the decomposition of the standard into duties."""

from contracts.orders import tasks as orders
from gateway.routes.row import LARGE, download, get, post, preview, upload
from gateway.routes.tasks.roles import OFFICES

OF_CAMPAIGN = "/campaigns/{campaign}/decompositions"

ROWS = (
    post("/campaigns", orders.OpenCampaign, "启动年度创建", "city_office", status=201),
    get("/campaigns", orders.Campaigns, "年度创建"),
    post(OF_CAMPAIGN, orders.Decompose, "下达任务分解表", *OFFICES, status=202, size=LARGE),
    upload(f"{OF_CAMPAIGN}/table", orders.DecomposeTable, "导入任务分解表", *OFFICES, status=202),
    preview(
        f"{OF_CAMPAIGN}/table/preview", orders.PreviewDecomposition, "预览任务分解表", *OFFICES
    ),
    post(
        f"{OF_CAMPAIGN}/roles",
        orders.DecomposeByRoles,
        "按职责角色分解",
        *OFFICES,
        status=202,
        size=LARGE,
    ),
    preview(
        f"{OF_CAMPAIGN}/roles/preview",
        orders.PreviewByRoles,
        "预览按职责角色分解",
        *OFFICES,
        size=LARGE,
    ),
    download(f"{OF_CAMPAIGN}/{{district}}/sheet", orders.DecompositionSheet, "导出任务分解表"),
    post(
        "/tasks/{task}/divide",
        orders.DivideTask,
        "分解到下级单位",
        *OFFICES,
        "unit",
        status=202,
        size=LARGE,
    ),
)
