"""The application: routes, error table, and what runs beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from pymongo.errors import PyMongoError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway import describe, docs, health, parts, routes
from gateway.console import pages, render
from gateway.health import Health
from gateway.problems import Problem
from gateway.watch import Watch
from kit import logs

VERSION = "0.1.0"
BY_STATUS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}

log = logs.get(__name__)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.parts = parts.make()
    app.state.health = Health(app.state.parts)
    async with parts.running(app.state.parts):
        yield


def build() -> FastAPI:
    """The whole application; it connects to nothing before it is started."""
    app = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.add_middleware(Watch)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(PyMongoError, _database)
    routes.install(app)
    health.install(app)
    docs.install(app)
    pages.install(app)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = describe.document(app, routes.bodies(), VERSION)
    return app.openapi_schema


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself."""
    assert isinstance(error, HTTPException)
    code = BY_STATUS.get(error.status_code, "internal")
    detail = "没有这个地址。" if error.status_code == 404 else ""
    problem = Problem(code, detail, headers=dict(error.headers or {}))
    if request.url.path.startswith("/console"):
        return render.fault(request, problem)
    return problem.response()


async def _database(request: Request, error: Exception) -> Response:
    log.error("the database is away", error=str(error)[:300])
    return Problem("database-unavailable").response()
