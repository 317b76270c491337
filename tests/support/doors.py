"""A gateway without anything behind it, and bytes said to it as no library would say them."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from infra.local import ports
from kit.signing import Signer
from tests.support.running import Running, command_of
from tests.support.stack import GATEWAY
from tests.support.waiting import eventually

SECRET = "a signing secret of the tests, long enough"
SIGNING = {
    "TONGXIN_SIGNING_KEY": SECRET,
    "TONGXIN_TRUSTED_KEYS": f"gateway={Signer(SECRET).public}",
}
NOBODY = "127.0.0.1:9"
"""Where nothing listens."""
TIMEOUT = 10  # seconds for one answer


@contextmanager
def bare_gateway(home: Path, **env: str) -> Iterator[Running]:
    """Its broker is away for good, and its database unless ``env`` names one: it lives, and is
    never ready. Without a database nobody counts as signed in.
    """
    public, inner = (f"127.0.0.1:{ports.choose()}" for _ in range(2))
    given = (
        GATEWAY
        | SIGNING
        | {
            "TONGXIN_AMQP_URL": f"amqp://gateway:none@{NOBODY}/none",
            "TONGXIN_MONGO_URL": f"mongodb://{NOBODY}/none?serverSelectionTimeoutMS=500",
            "TONGXIN_HTTP_ADDRESS": public,
            "TONGXIN_HEALTH_ADDRESS": inner,
        }
    )
    running = Running("gateway", home, command_of("gateway"), given | env)
    try:
        eventually(lambda: running.alive and running.live() == 200)
        eventually(lambda: say(running, get("/health/live")).status == 200)
        yield running
    finally:
        running.kill()


class Answer(NamedTuple):
    """``raw``: all that came until the other side closed."""

    raw: bytes

    @property
    def status(self) -> int:
        return int(self.raw.split(b" ", 2)[1]) if self.raw else 0

    @property
    def headers(self) -> dict[str, str]:
        lines = self.raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    def problem(self) -> dict[str, Any]:
        """Fails where it is no problem document."""
        assert self.headers.get("content-type") == "application/problem+json", self.raw[:500]
        document: dict[str, Any] = json.loads(self.body)
        assert document["status"] == self.status and document["code"] and document["title"]
        if self.status in (429, 503):
            assert int(self.headers["retry-after"]) > 0
        return document


def connect(running: Running, source: str = "") -> socket.socket:
    """``source``: the address to come from, another of the loopback's."""
    host, _, port = running.env["TONGXIN_HTTP_ADDRESS"].partition(":")
    return socket.create_connection((host, int(port)), TIMEOUT, (source, 0) if source else None)


def hear(connection: socket.socket) -> Answer:
    """All that comes until the other side closes. Raises: TimeoutError where it does not."""
    raw = bytearray()
    with connection, suppress(ConnectionResetError):  # it closed while we were still talking
        while part := connection.recv(65536):
            raw += part
    return Answer(bytes(raw))


def say(running: Running, said: bytes, source: str = "") -> Answer:
    """Its answer to these bytes, which should ask it to close afterwards."""
    connection = connect(running, source)
    with suppress(ConnectionResetError, BrokenPipeError):  # it has heard enough
        connection.sendall(said)
    return hear(connection)


def get(path: str, *headers: str, verb: str = "GET", host: str = "127.0.0.1") -> bytes:
    """A request that asks to close afterwards."""
    lines = [f"{verb} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
