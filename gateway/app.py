"""The application: routes, error table, and what runs beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from contracts.product import VERSION
from gateway import docs, health, parts, routes, settings
from gateway.audit.telling import tell_refusal
from gateway.compress import Compress
from gateway.console.frame import render, session
from gateway.console.install import install as install_console
from gateway.document import document as whole
from gateway.dossiers.binding import Binder
from gateway.entrance import Entrance
from gateway.field import pages as field
from gateway.health import Health
from gateway.openrosa import doors as openrosa
from gateway.problems import Problem
from gateway.watch import Watch
from gateway.watchdog import Watchdog
from kit import logs

BY_STATUS = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
}

log = logs.get(__name__)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.parts = parts.make()
    app.state.health = Health(app.state.parts)
    watchdog = Watchdog(settings.WATCHDOG_SECONDS())
    watchdog.start()
    try:
        async with parts.running(app.state.parts, dossiers=_binder(app.state.parts).run()):
            yield
    finally:
        watchdog.stop()


def _binder(made: parts.Parts) -> Binder:
    font = Path(settings.DOSSIER_FONT())
    return Binder(made.rpc, made.shelf, made.originals, made.people, made.city, font)


def build() -> Starlette:
    """The whole application; it connects to nothing before it is started."""
    described = settings.DOCS() == "on"
    app = Starlette(lifespan=_lifespan)
    app.router.redirect_slashes = False  # it would repeat the Host that the client sent
    app.state.paths = {}
    app.add_middleware(Compress)
    app.add_middleware(session.Renewal)
    app.add_middleware(Entrance, hosts=(*settings.HOSTS(), settings.HTTP_ADDRESS()[0]))
    app.add_middleware(Watch, told=_failed)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(PyMongoError, _database)
    routes.install(app)
    health.install(app)
    docs.install(app, described=described)
    openrosa.install(app)
    install_console(app)
    field.install(app)
    if described:
        app.add_route("/openapi.json", _document, ["GET"])
    return app


def document(app: Starlette) -> dict[str, Any]:
    return whole(app.state.paths, routes.bodies(), VERSION)


async def _document(request: Request) -> Response:
    state = request.app.state
    if not hasattr(state, "document"):
        state.document = document(request.app)  # dear, and always the same
    return JSONResponse(state.document)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    try:
        await tell_refusal(request, error)
    except PyMongoError as fault:
        return await _database(request, fault)
    return error.response()


async def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself."""
    assert isinstance(error, HTTPException)
    code = BY_STATUS.get(error.status_code, "internal")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = _allowed(request, headers.get("Allow", ""))
    if error.status_code == 405 and request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    detail = "没有这个地址。" if error.status_code == 404 else ""
    problem = Problem(code, detail, headers=headers)
    if _is_console(request) or _is_read_by_people(request):
        return await render.lost(request, problem)
    return problem.response()


def _failed(scope: Scope) -> Response:
    """Of a request that failed as nobody foresaw."""
    request, problem = Request(scope), Problem("internal")
    if _is_console(request):
        return render.fault(request, problem)
    return problem.response()


def _is_console(request: Request) -> bool:
    return request.url.path.startswith("/console")


def _is_read_by_people(request: Request) -> bool:
    """Whether a browser opened the address, where no program calls."""
    elsewhere = not request.url.path.startswith(("/api/", "/static/", "/health/", "/metrics"))
    return elsewhere and "text/html" in request.headers.get("accept", "")


def _allowed(request: Request, named: str) -> str:
    """Every verb of this path; the framework has ``named`` those of its first route alone."""
    verbs = {"OPTIONS", *filter(None, named.split(", "))}
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            verbs |= getattr(route, "methods", None) or set()
    return ", ".join(sorted(verbs | {"HEAD"} if "GET" in verbs else verbs))


async def _database(request: Request, error: Exception) -> Response:
    log.error("the database is away", error=str(error)[:300])
    return Problem("database-unavailable").response()
