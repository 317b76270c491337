"""Around every request: trace, security headers, metrics, one log line, no unhandled exception."""

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.discreet import LABEL, is_discreet
from gateway import languages, metrics, trace
from gateway.problems import Problem
from kit import logs

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""Sent with every answer that does not set its own."""
HSTS = (b"strict-transport-security", b"max-age=31536000")
MOUNTED = ("/static/", "/field/app/")
"""Folders of files: one label each."""
QUIET = ("/health", "/metrics", "/field/here", *MOUNTED)
"""What is asked for all the time: told where it fails."""

log = logs.get(__name__)


def _internal(scope: Scope) -> ASGIApp:
    return Problem("internal").response()


class Watch:
    """ASGI middleware; must be the outermost. ``told``: what answers to a request that failed."""

    def __init__(self, app: ASGIApp, told: Callable[[Scope], ASGIApp] = _internal) -> None:
        self.app = app
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = time.monotonic()
        id = trace.begin(_header(scope, b"traceparent"))
        languages.begin(_header(scope, b"accept-language"))
        logs.clear()
        logs.bind(trace=id)
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _dress(scope, message["headers"], id)
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except Exception:
            log.exception("request failed", path=scope["path"])
            if not status:
                await self._told(scope)(scope, receive, dressed)
        finally:
            _tell(scope, status, time.monotonic() - started)


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


def _dress(scope: Scope, headers: list[tuple[bytes, bytes]], id: str) -> list[tuple[bytes, bytes]]:
    has = {name.lower() for name, _ in headers}
    more = [(name, value) for name, value in HEADERS if name not in has]
    if scope["scheme"] == "https":
        more.append(HSTS)
    return [*headers, *more, (b"x-trace-id", id.encode())]


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route, method = _route(scope), metrics.method(scope["method"])
    if is_discreet(route):
        route, method = LABEL, metrics.ANY
    metrics.REQUESTS.labels(route, method, f"{status // 100}xx").inc()
    if not route.endswith("/feed"):
        metrics.SECONDS.labels(route, method).observe(seconds)
    if route.startswith(QUIET) and status < 500:
        return
    log.info(
        "request",
        district=scope.get("state", {}).get("district", ""),
        route=route,
        method=method,
        status=status,
        milliseconds=round(seconds * 1000),
    )


def _route(scope: Scope) -> str:
    """The template, so that the label is bounded."""
    route = getattr(scope.get("route"), "path", "")
    if not route:
        route = next((f"{each}*" for each in MOUNTED if scope["path"].startswith(each)), "")
    return route or "unmatched"
