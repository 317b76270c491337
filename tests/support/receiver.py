"""A program of the city's that is told of events, and fails in every way that one can."""

import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import pytest

BETWEEN_DRIPS = 0.05
STATUS = {"/fails": 500, "/moved": 302, "/gone": 410, "/busy": 429, "/refuses": 400}


class Told(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


class Receiver:
    """On loopback. What comes to which path is answered as the path says; ``told`` has all of it.

    ``at_once``: the most requests that were open to a path together. ``mended``: all is taken.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.told: list[Told] = []
        self.at_once: Counter[str] = Counter()
        self.mended = False
        self._open: Counter[str] = Counter()
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def at(self, path: str) -> list[Told]:
        return [one for one in self.told if one.path == path]

    def _handler(outer) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.told.append(Told(f"GET {self.path}", {}, b""))
                self.answer(200)

            def do_POST(self) -> None:
                with suppress(OSError):
                    body = self.rfile.read(int(self.headers["content-length"]))
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    with outer._lock:
                        outer.told.append(Told(self.path, headers, body))
                        outer._open[self.path] += 1
                        outer.at_once |= outer._open
                    try:
                        self.respond()
                    finally:
                        with outer._lock:
                            outer._open[self.path] -= 1

            def respond(self) -> None:
                match "" if outer.mended else self.path:
                    case "/silent":
                        outer._ended.wait(30)
                    case "/drips":
                        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                        while not outer._ended.wait(BETWEEN_DRIPS):
                            self.wfile.write(b"x")
                            self.wfile.flush()
                    case "/endless":
                        self.send_response(200)
                        self.end_headers()
                        while not outer._ended.is_set():
                            self.wfile.write(b"x" * 65536)
                    case "/continues":
                        while not outer._ended.is_set():
                            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 2000)
                    case "/closes":
                        self.close_connection = True
                    case path:
                        self.answer(STATUS.get(path, 204))

            def answer(self, status: int) -> None:
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                if status == 429:
                    self.send_header("Retry-After", "3600")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        yield made
