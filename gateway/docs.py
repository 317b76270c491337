"""/docs: Swagger UI from our own files, and the static files of the console."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "console" / "static"
VENDOR = STATIC / "vendor"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Swagger UI writes style attributes; nothing else of the strict policy is given up."""

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Tongxin API</title>
<link rel="icon" href="/static/mark.svg">
<link rel="stylesheet" href="/static/vendor/swagger-ui.css">
</head><body><div id="swagger-ui"></div>
<script src="/static/vendor/swagger-ui-bundle.js"></script>
<script src="/static/docs.js"></script>
</body></html>
"""
MISSING = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>Tongxin API</title></head>
<body><p>The viewer's files are not built: run <code>gateway/console/build.sh</code>.
The description itself is at <a href="/openapi.json">/openapi.json</a>.</p></body></html>
"""


async def page(request: Request) -> Response:
    built = (VENDOR / "swagger-ui-bundle.js").is_file()
    return HTMLResponse(PAGE if built else MISSING, headers={"Content-Security-Policy": CSP})


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
    app.mount("/static", Files(directory=STATIC), name="static")
