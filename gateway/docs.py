"""/docs: Swagger UI from our own files; /problems: what each refusal means; and static files."""

from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from contracts.problems import kinds
from gateway.problems import Problem

STATIC = Path(__file__).parent / "console" / "static"
VENDOR = STATIC / "vendor"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Swagger UI writes style attributes; nothing else of the strict policy is given up."""

FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} · Tongxin</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/mark.svg">{viewer}
<link rel="stylesheet" href="/static/docs.css">
</head><body><nav class="way" aria-label="Where else"><a href="/console" lang="zh-CN">返回同心</a>
<a href="/docs">API</a> <a href="/problems">Problems</a>
<a href="/openapi.json">openapi.json</a></nav>
{body}
</body></html>
"""
SHEET = '\n<link rel="stylesheet" href="/static/vendor/swagger-ui.css">'
VIEWER = """<main id="swagger-ui"></main>
<script src="/static/vendor/swagger-ui-bundle.js"></script>
<script src="/static/docs.js"></script>"""
MISSING = """<p>The viewer's files are not built: run <code>gateway/console/build.sh</code>.
The description itself is at <a href="/openapi.json">/openapi.json</a>.</p>"""


async def page(request: Request) -> Response:
    if (VENDOR / "swagger-ui-bundle.js").is_file():
        return _page("API", VIEWER, viewer=SHEET)
    return _told("API", MISSING)


async def problems(request: Request) -> Response:
    """Every code with what it is called."""
    rows = "".join(
        f'<tr><td><a href="/problems/{code}"><code>{code}</code></a><td>{kind.status}'
        f'<td lang="zh-CN">{escape(kind.title.zh)}<td>{escape(kind.title.en)}'
        for code, kind in sorted(kinds().items())
    )
    head = '<tr><th>Code<th>Status<th lang="zh-CN">名称<th>Title'
    return _told("Problems", f"<h1>Problems</h1><table>{head}{rows}</table>")


async def problem(request: Request) -> Response:
    """What a refusal means, in Chinese and in English. Raises: Problem not-found."""
    code = str(request.path_params["code"])
    kind = kinds().get(code)
    if kind is None:
        raise Problem("not-found")
    both = "".join(
        f'<section lang="{tag}"><h2>{escape(title)}</h2><p>{escape(advice)}</p></section>'
        for tag, title, advice in (
            ("zh-CN", kind.title.zh, kind.advice.zh),
            ("en", kind.title.en, kind.advice.en),
        )
    )
    return _told(code, f"<h1><code>{code}</code> · {kind.status}</h1>{both}")


def _told(title: str, body: str) -> Response:
    return _page(title, f'<main class="told">{body}</main>')


def _page(title: str, body: str, viewer: str = "") -> Response:
    whole = FRAME.format(title=title, body=body, viewer=viewer)
    return HTMLResponse(whole, headers={"Content-Security-Policy": CSP})


class Files(StaticFiles):
    """An hour in the browser's cache, then asked again by ETag."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def install(app: Starlette, *, described: bool) -> None:
    """``described``: with the pages that show every door."""
    if described:
        app.add_route("/docs", page, ["GET"])
    app.add_route("/problems", problems, ["GET"])
    app.add_route("/problems/{code}", problem, ["GET"])
    app.mount("/static", Files(directory=STATIC), name="static")
