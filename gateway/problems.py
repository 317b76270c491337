"""Every "no" of the API: one table of stable codes, one shape (RFC 9457, problem+json)."""

import math
from http import HTTPStatus
from typing import Any, NamedTuple

import msgspec
from starlette.responses import Response

from contracts.refusals import RETRY_AFTER
from gateway.trace import trace_id

MEDIA_TYPE = "application/problem+json"
STANDARD = frozenset({"type", "title", "status", "detail", "code", "field", "trace_id"})
OURS = STANDARD | {"headers"}
"""Names that a service's further members cannot take."""
SAME_KEY = "操作可能已经完成；请用同一个 Idempotency-Key 重发，不会重复办理。"


class Kind(NamedTuple):
    status: int
    title: str
    detail: str


TABLE: dict[str, Kind] = {
    "malformed-request": Kind(400, "请求无法读懂", "请求体不是一个 JSON 对象。"),
    "idempotency-key-missing": Kind(
        400, "缺少幂等键", "每个 POST 都须带 Idempotency-Key 请求头，重发同一操作时用同一个值。"
    ),
    "idempotency-key-invalid": Kind(
        400, "幂等键不合要求", "Idempotency-Key 须为 1 至 120 个可见的 ASCII 字符。"
    ),
    "if-match-invalid": Kind(
        400, "版本号不合要求", 'If-Match 须为读取时 ETag 给出的版本，形如 "7"。'
    ),
    "host-invalid": Kind(400, "地址不合要求", "请求须带一个 Host 请求头，且只带一个。"),
    "cross-site": Kind(403, "请求来源不符", "此表单不是从本站打开的，请回到本站重新提交。"),
    "not-signed-in": Kind(401, "尚未登录", "请在 Authorization 请求头中带上登录令牌。"),
    "token-invalid": Kind(401, "登录令牌无效", "请重新登录。"),
    "token-expired": Kind(401, "登录已过期", "请重新登录，已填写的内容仍然有效。"),
    "bad-credentials": Kind(401, "账号或密码不对", "请核对账号和密码后再试。"),
    "second-factor-needed": Kind(401, "还须动态码", "此账号登录时还须填写手机上的动态码。"),
    "second-factor-wrong": Kind(
        401, "动态码不对", "请填写手机上现在的六位动态码，每个只能用一次；手机不在时用备用码。"
    ),
    "insecure-transport": Kind(403, "须用 https", "登录须用 https 打开本站；明文 http 只限本机。"),
    "forbidden": Kind(403, "没有此项权限", "您的岗位不能办理此事。"),
    "not-found": Kind(404, "没有找到", "没有这个对象，或者它不在您的管辖范围内。"),
    "method-not-allowed": Kind(405, "不支持此方法", "此地址不支持这个 HTTP 方法。"),
    "request-timeout": Kind(408, "请求传输超时", "请求没有在限定时间内传完，请重发。"),
    "refused": Kind(409, "不能办理", "当前状态下不能办理此事。"),
    "account-exists": Kind(409, "账号已存在", "此账号已经开通，请换一个账号名。"),
    "version-conflict": Kind(409, "数据已被他人更新", "请重新打开后再办理。"),
    "link-invalid": Kind(
        410, "链接已失效", "链接已用过、已过期或已另发新的，请向发给您的人再要一个。"
    ),
    "scan-over": Kind(410, "二维码已失效", "二维码只能用一次，两分钟内有效，请在电脑上重新打开。"),
    "scan-refused": Kind(409, "没有登录", "手机上没有同意，或者账号已停用、已退出，请重新登录。"),
    "too-large": Kind(413, "请求体过大", "请求体超过了上限。"),
    "url-too-long": Kind(414, "地址过长", "请求的地址超过了上限。"),
    "unsupported-media-type": Kind(415, "不支持的内容类型", "请求体须为 application/json。"),
    "host-unknown": Kind(421, "不是本站的地址", "请用本站公布的地址访问。"),
    "invalid": Kind(422, "内容不合要求", "请按所指字段更正。"),
    "unknown-field": Kind(422, "有不认识的字段", "请去掉所指字段。"),
    "classified-matter": Kind(
        422, "疑似涉密内容", "疑似涉密内容，不得进入本系统，请按保密规定处理。"
    ),
    "may-be-classified": Kind(
        422,
        "须确认是否涉密",
        "所填文字含有“秘密”等字样。不涉密的，请双拥办在“不涉密用语”登记后重新提交；涉密的不得进入本系统。",
    ),
    "not-a-table": Kind(
        422, "不是表格文件", "文件里没有可读的表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再提交。"
    ),
    "table-old-format": Kind(
        422, "表格格式过旧", "这份旧格式（.xls 或 .et）的表格读不出来，请另存为 .xlsx 后再提交。"
    ),
    "table-macro": Kind(
        422, "表格含有宏", "表格含有宏或嵌入的程序，请另存为不含宏的 .xlsx 后再提交。"
    ),
    "table-encrypted": Kind(422, "表格已加密", "表格设有打开密码，请去掉密码后再提交。"),
    "table-links": Kind(
        422, "表格引用了外部文件", "表格引用了别的文件或数据源，请断开链接、粘贴为数值后再提交。"
    ),
    "table-bomb": Kind(
        422, "表格无法在限定内读完", "表格展开后过大或读取超时，请只保留需要的表和行后再提交。"
    ),
    "table-too-large": Kind(422, "表格过大", "表格的行、列或字数超过上限，请拆分后再提交。"),
    "export-too-large": Kind(422, "导出行数过多", "请缩小查询范围后再导出。"),
    "idempotency-key-reused": Kind(422, "幂等键已用于别的请求", "不同的操作须用不同的幂等键。"),
    "headers-too-large": Kind(431, "请求头过大", "请求头的个数或长度超过了上限。"),
    "account-locked": Kind(429, "登录失败次数过多", "此账号暂时不能登录。"),
    "too-many-sign-ins": Kind(429, "登录失败次数过多", "从此网络地址暂时不能登录。"),
    "too-often": Kind(429, "提交过于频繁", "从此网络地址提交得较多，请过一小时再试。"),
    "too-many-streams": Kind(429, "实时连接过多", "请关闭不用的页面后再试。"),
    "too-many-connections": Kind(503, "连接过多", "同时打开的连接较多，请稍后再试。"),
    "busy": Kind(503, "表格处理繁忙", "同时处理的表格较多，请稍后再试。"),
    "internal": Kind(500, "系统内部出错", "操作没有完成；请凭追踪号联系运维人员。"),
    "service-absent": Kind(503, "所需服务未启动", "办理此事的服务没有运行，请稍后再试。"),
    "broker-unavailable": Kind(503, "消息服务暂不可用", "请稍后再试。"),
    "database-unavailable": Kind(503, "数据库暂不可用", "请稍后再试。"),
    "unavailable": Kind(503, "暂不可用", "所需的后台服务暂不可用，请稍后再试。"),
    "method-not-found": Kind(503, "服务版本不符", "办理此事的服务版本较旧，正在更新，请稍后再试。"),
    "deadline-passed": Kind(504, "办理超时", "没有在限定时间内得到结果。"),
}
BY_STATUS = {400: "请求无法读懂", 403: "没有此项权限", 404: "没有找到", 409: "不能办理"}
WAITS = frozenset({429, 503})
"""Refusals that another time may not meet."""


class Problem(Exception):
    """A refusal on its way to the client.

    ``code`` is stable. ``status`` and ``title`` come from TABLE unless the code is a service's own.
    ``extra`` holds further JSON members; ``headers`` further HTTP headers.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        field: str = "",
        status: int = 0,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        kind = TABLE.get(code)
        super().__init__(code)
        self.code = code
        self.status = (kind.status if kind else status) or 500
        self.title = kind.title if kind else BY_STATUS.get(self.status, "不能办理")
        self.detail = detail or (kind.detail if kind else "")
        self.field = field
        self.headers = headers or {}
        self.extra = extra

    def document(self) -> dict[str, Any]:
        return {
            **self.extra,
            "type": f"urn:tongxin:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "field": self.field,
            "trace_id": trace_id(),
        }

    def further_headers(self) -> dict[str, str]:
        """Those of its kind, and its own."""
        headers = dict(self.headers)
        wait = self.extra.get("retry_after", RETRY_AFTER if self.status in WAITS else None)
        if isinstance(wait, int | float):
            headers.setdefault("Retry-After", str(max(1, math.ceil(wait))))
        if self.status == 401:
            headers.setdefault("WWW-Authenticate", "Bearer")
        return headers

    def response(self) -> Response:
        body = msgspec.json.encode(self.document())
        return Response(body, self.status, self.further_headers(), media_type=MEDIA_TYPE)

    def raw(self) -> bytes:
        """A whole HTTP/1.1 answer, for a connection that is closed after it."""
        response = self.response()
        head = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}".encode()]
        head += [name + b": " + value for name, value in response.raw_headers]
        head += [
            b"connection: close",
            b"cache-control: no-store",
            b"x-content-type-options: nosniff",
        ]
        return b"\r\n".join([*head, b"", bytes(response.body)])


def from_service(error: dict[str, Any]) -> Problem:
    """A service's error reply (nameko's format plus code, status, detail, field, extra).

    What a service did not mean to say (no code, or a fault of its own) is told as "internal", so
    that no exception text leaves the house.
    """
    code, status = error.get("code"), error.get("status")
    extra = error.get("extra")
    if not isinstance(code, str) or not isinstance(status, int) or not 400 <= status <= 599:
        return Problem("internal")
    if code == "internal" or (status >= 500 and code not in TABLE):
        return Problem("internal")
    members = extra if isinstance(extra, dict) else {}
    return Problem(
        code,
        "" if code == "method-not-found" else str(error.get("detail") or ""),
        field=str(error.get("field") or ""),
        status=status,
        **{k: v for k, v in members.items() if k not in OURS},
    )
