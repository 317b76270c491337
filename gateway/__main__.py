"""``python -m gateway``: serve HTTP on TONGXIN_HTTP_ADDRESS until SIGTERM.

Readiness and metrics stand on TONGXIN_HEALTH_ADDRESS alone, with connections of its own.
"""

import asyncio
import logging
import os
import resource
import signal
import socket
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from types import FrameType
from typing import Literal

import uvicorn
from starlette.applications import Starlette

from gateway import app, health, settings
from gateway.connections import Connection
from gateway.places import Limits, Places, networks
from kit import logs
from kit.settings import BadSetting, check_all

QUIET = ("aio_pika", "aiormq")
"""They tell of each attempt to reconnect; we tell it once, with the address."""
KEEP_ALIVE_SECONDS = 20
INNER_CONNECTIONS = 64
"""Of the health address: a flood of the public one takes none of them."""
OTHER_FILES = 256
"""Open files beside connections: broker, database, tables in the making."""

log = logs.get(__name__)


class Server(uvicorn.Server):
    """Tells the open streams to end, so that a stop does not wait for them."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        made = getattr(self.config.app.state, "parts", None)  # type: ignore[union-attr]
        if made is not None:
            asyncio.get_running_loop().call_soon_threadsafe(made.closing.set)
            asyncio.get_running_loop().call_soon_threadsafe(made.feed.stop_waiting)
        super().handle_exit(sig, frame)


class Beside(uvicorn.Server):
    """Beside the public server: it starts and ends with it, and leaves the signals to it."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


def listen(address: tuple[str, int]) -> socket.socket:
    """A bound socket. Raises: OSError (the address is taken or not ours)."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(address)
    return bound


def _config(
    app: Starlette, limits: Limits, lifespan: Literal["on", "off"], **more: str
) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        **more,  # type: ignore[arg-type]
        http=partial(Connection, places=Places(limits)),  # type: ignore[arg-type]
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan=lifespan,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.TRUSTED_PROXIES()),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.STOP_SECONDS(),
    )


def _limits(total: int, each: int) -> Limits:
    return Limits(
        total=total,
        each=each,
        head_seconds=settings.HEAD_SECONDS(),
        head_bytes=settings.MAX_HEAD(),
        headers=settings.MAX_HEADERS(),
        exempt=networks(settings.TRUSTED_PROXIES()),
    )


def _room(wanted: int) -> int:
    """As many connections as the system lets this process open, at most ``wanted``."""
    files = wanted + INNER_CONNECTIONS + OTHER_FILES
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < files:
        log.warning("the limit of open files is low", files=most, connections_wanted=wanted)
        files = most
    if now != resource.RLIM_INFINITY and now < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, files - INNER_CONNECTIONS - OTHER_FILES)


def _by_tls(built: Starlette, limits: Limits) -> dict[Beside, tuple[str, int]]:
    """The same pages under a certificate, where an address for them is set."""
    address = settings.TLS_ADDRESS()
    if address is None:
        return {}
    files = {"ssl_certfile": settings.TLS_CERTIFICATE(), "ssl_keyfile": settings.TLS_KEY()}
    return {Beside(_config(built, limits, "off", **files)): address}


async def _serve(public: Server, beside: dict[Beside, tuple[str, int]]) -> None:
    others = [asyncio.create_task(one.serve([listen(address)])) for one, address in beside.items()]
    try:
        await public.serve([listen(settings.HTTP_ADDRESS())])
    finally:
        for one in beside:
            one.should_exit = True
        await asyncio.gather(*others)


def _check_addresses() -> None:
    """Raises: BadSetting."""
    public, tls = settings.HTTP_ADDRESS(), settings.TLS_ADDRESS()
    if settings.HEALTH_ADDRESS() in (public, tls):
        raise BadSetting(f"{settings.HEALTH_ADDRESS.name}: is the public address")
    if tls == public:
        raise BadSetting(f"{settings.TLS_ADDRESS.name}: is that without TLS")
    if tls and not (settings.TLS_CERTIFICATE() and settings.TLS_KEY()):
        wanted = f"{settings.TLS_CERTIFICATE.name} and {settings.TLS_KEY.name}"
        raise BadSetting(f"{settings.TLS_ADDRESS.name}: needs {wanted}")


def main() -> int:
    logs.configure("gateway")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        check_all()
        _check_addresses()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    each = settings.MAX_CONNECTIONS_EACH()
    built = app.build()
    limits = _limits(_room(settings.MAX_CONNECTIONS()), each)
    public = Server(_config(built, limits, "on"))
    inner = Beside(_config(health.application(built), _limits(INNER_CONNECTIONS, each), "off"))
    beside = {inner: settings.HEALTH_ADDRESS(), **_by_tls(built, limits)}
    # uvicorn raises the signal again once it has stopped; a clean stop must end with 0.
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, signal.SIG_IGN)
    with asyncio.Runner(loop_factory=public.config.get_loop_factory()) as runner:
        runner.run(_serve(public, beside))
    return 0 if public.started else 1


if __name__ == "__main__":
    raise SystemExit(main())
