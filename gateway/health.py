"""/health/live, /health/ready, /metrics: for the supervisor and Prometheus.

The public address has /health/live alone: what is counted, and what is away, is not the public's.
"""

import asyncio
import time
from collections.abc import Awaitable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway import database
from gateway.amqp import BROKER_FAULTS
from gateway.parts import Parts, parts
from gateway.watch import Watch
from kit.readiness import LIVE, OK, readiness

FRESH_SECONDS = 1.0
"""A finding is shared this long, so that asking often costs nothing."""


class Health:
    def __init__(self, made: Parts) -> None:
        self._made = made
        self._lock = asyncio.Lock()
        self._found: dict[str, str] = {}
        self._until = 0.0

    async def findings(self) -> dict[str, str]:
        """OK or the fault: of the broker, of the database, of the first account."""
        async with self._lock:
            if time.monotonic() >= self._until:
                broker, held = await asyncio.gather(
                    _fault(self._made.rpc.ping()), _fault(database.ping(self._made.database))
                )
                accounts = OK if self._made.prepared.is_set() else "the first account is not made"
                self._found = {"broker": broker, "database": held, "accounts": accounts}
                self._until = time.monotonic() + FRESH_SECONDS
            return self._found


async def _fault(check: Awaitable[None]) -> str:
    try:
        await check
    except (*BROKER_FAULTS, PyMongoError, TimeoutError) as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return OK


async def live(request: Request) -> Response:
    return JSONResponse(LIVE)


async def ready(request: Request) -> Response:
    state = request.app.state
    made = hasattr(state, "health")
    checks = await state.health.findings() if made else {}
    code, body = readiness(checks, stopping=made and parts(request).closing.is_set())
    return JSONResponse(body, code)


async def metrics(request: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def install(app: Starlette) -> None:
    app.add_route("/health/live", live, ["GET"])


def application(public: Starlette) -> Starlette:
    """The health address's own application, over the same parts as ``public``."""
    app = Starlette()
    app.router.redirect_slashes = False
    app.state = public.state
    app.add_middleware(Watch)
    install(app)
    for path, endpoint in (("/health/ready", ready), ("/metrics", metrics)):
        app.add_route(path, endpoint, ["GET"])
    return app
