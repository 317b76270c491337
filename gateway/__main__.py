"""``python -m gateway``: serve HTTP on TONGXIN_HTTP_ADDRESS until SIGTERM."""

import asyncio
import logging
import signal
import socket
import sys
from types import FrameType

import uvicorn

from gateway import app, settings
from kit import logs
from kit.settings import BadSetting, check_all

EXIT_BAD_SETTING = 78
"""EX_CONFIG of sysexits.h."""
QUIET = ("aio_pika", "aiormq")
"""They tell of each attempt to reconnect; we tell it once, with the address."""


class Server(uvicorn.Server):
    """Tells the open streams to end, so that a stop does not wait for them."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        made = getattr(self.config.app.state, "parts", None)  # type: ignore[union-attr]
        if made is not None:
            asyncio.get_running_loop().call_soon_threadsafe(made.closing.set)
            asyncio.get_running_loop().call_soon_threadsafe(made.feed.stop_waiting)
        super().handle_exit(sig, frame)


def listen(address: tuple[str, int]) -> socket.socket:
    """A bound socket. Raises: OSError (the address is taken or not ours)."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(address)
    return bound


def main() -> int:
    logs.configure("gateway")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        check_all()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_BAD_SETTING
    addresses = [settings.HTTP_ADDRESS(), *settings.HEALTH_ADDRESS()]
    server = Server(
        uvicorn.Config(
            app.build(),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            proxy_headers=True,
            forwarded_allow_ips=list(settings.TRUSTED_PROXIES()),
            limit_concurrency=settings.MAX_CONNECTIONS(),
            timeout_keep_alive=20,
            timeout_graceful_shutdown=settings.STOP_SECONDS(),
        )
    )
    # uvicorn raises the signal again once it has stopped; a clean stop must end with 0.
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, signal.SIG_IGN)
    server.run(sockets=[listen(one) for one in dict.fromkeys(addresses)])
    return 0 if server.started else 1


if __name__ == "__main__":
    raise SystemExit(main())
