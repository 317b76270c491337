"""A server that takes what robots and webhooks are sent, and checks it as the real ones do."""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "SECc0ffee"
FRESH_SECONDS = 3600


def digest(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


class Robots:
    """Listens on loopback. ``taken``: (protocol, body) of what was accepted.

    Attributes:
        status: answered instead of accepting, where not 200.
        body: answered with 200 instead of the protocol's own yes, where not None.
        silent: seconds before the answer; ``drips``: the answer comes without an end.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status, self.silent, self.drips = 200, 0.0, False
        self.body: bytes | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._ended = threading.Event()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Robots":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if self.status != 200:
            return self.status, b""
        if self.body is not None:
            return 200, self.body
        protocol = urlsplit(path).path.strip("/")
        said = json.loads(raw)
        fault = getattr(self, f"_{protocol}")(said, raw, path, headers)
        if not fault:
            self.taken.append((protocol, said))
            self.headers.append(headers)
        code = "code" if protocol == "feishu" else "errcode"
        if protocol == "webhook":
            return (401 if fault else 204), b""
        return 200, json.dumps({code: 310000 if fault else 0, "errmsg": fault or "ok"}).encode()

    def _wecom(self, said: Any, raw: bytes, path: str, headers: dict[str, str]) -> str:
        if parse_qs(urlsplit(path).query).get("key") != ["k-1"]:
            return "invalid webhook url"
        content = said["markdown"]["content"] if said["msgtype"] == "markdown" else ""
        return "" if 0 < len(content.encode()) <= 4096 else "content size out of limit"

    def _dingtalk(self, said: Any, raw: bytes, path: str, headers: dict[str, str]) -> str:
        asked = parse_qs(urlsplit(path).query)
        at = asked.get("timestamp", ["0"])[0]
        sign = base64.b64encode(digest(SECRET, f"{at}\n{SECRET}")).decode()
        if asked.get("access_token") != ["a-1"] or asked.get("sign") != [sign]:
            return "sign not match"
        if abs(time.time() - int(at) / 1000) > FRESH_SECONDS:
            return "invalid timestamp"
        known = said["msgtype"] == "markdown" and said["markdown"].keys() == {"title", "text"}
        return "" if known else "unknown msgtype"

    def _feishu(self, said: Any, raw: bytes, path: str, headers: dict[str, str]) -> str:
        at = said.get("timestamp", "0")
        sign = base64.b64encode(digest(f"{at}\n{SECRET}", "")).decode()
        if said.get("sign") != sign or abs(time.time() - int(at)) > FRESH_SECONDS:
            return "sign match fail or timestamp is not within one hour from current time"
        return "" if said["msg_type"] == "post" else "Bad Request"

    def _webhook(self, said: Any, raw: bytes, path: str, headers: dict[str, str]) -> str:
        at = headers["x-tongxin-timestamp"]
        sign = digest(SECRET, f"{at}.{raw.decode()}").hex()
        fresh = abs(time.time() - int(at)) <= FRESH_SECONDS
        return "" if fresh and headers["x-tongxin-signature"] == f"v1={sign}" else "no"

    def _handler(outer) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with suppress(OSError):
                    self._answer(b"")

            def do_POST(self) -> None:
                with suppress(OSError):  # who asked has gone
                    self._answer(self.rfile.read(int(self.headers["content-length"])))

            def _answer(self, raw: bytes) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer._ended.wait(outer.silent)
                status, body = outer.answer(self.path, raw, headers)
                self.send_response(status)
                if outer.drips:
                    self.end_headers()
                    while not outer._ended.wait(0.05):
                        self.wfile.write(b" ")
                        self.wfile.flush()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
