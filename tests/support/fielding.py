"""What the field library is tried with: files, a sender to a real gateway, and what arrived."""

from pathlib import Path
from typing import Any

import httpx
from tongxin import NotSignedIn, Tongxin
from tongxin_field import Queue, Sender

from infra.demo.files import pdf
from tests.console.working import HERE
from tests.support.accounts import PASSWORD
from tests.support.stack import Stack


def shot(tmp_path: Path, name: str, size: int = 0) -> Path:
    file = tmp_path / name
    file.write_bytes(pdf(name) + b"\n%" + b"x" * size + b"\n%%EOF\n")
    return file


def about(**more: Any) -> dict[str, Any]:
    return {
        "district": HERE,
        "title": "现场照片",
        "mode": "file",
        "caption": {"time": "昨天"},
        **more,
    }


def pieces_of(stack: Stack, *hashes: str) -> list[dict[str, Any]]:
    found = stack.mongo("evidence").evidence.find({"state.manifest.sha256": {"$in": list(hashes)}})
    return [{"_id": each["_id"], **each["state"]} for each in found]


class Puts(httpx.BaseTransport):
    """Counts the bytes of PUTs that went out."""

    def close(self) -> None:
        self.real.close()

    def __init__(self) -> None:
        self.real, self.sent = httpx.HTTPTransport(), 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent += int(request.headers["content-length"])
        return self.real.handle_request(request)


def sender(
    queue: Queue, base: str, signing: Any = None, password: str = PASSWORD, **how: Any
) -> Any:
    def way() -> Tongxin:
        city = Tongxin(base, patience=0)
        city._http.close()
        city._http = httpx.Client(
            base_url=base + "/api/v1", transport=signing or httpx.HTTPTransport(), timeout=30
        )
        try:
            city.sign_in("wang-x", password)
        except NotSignedIn:
            city.close()
            raise
        return city

    return Sender(queue, way, **{"patience": 20, **how})
