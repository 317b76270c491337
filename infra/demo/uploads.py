"""A file on its way to being evidence: declared, sent straight to the object store, sealed."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx

from infra.demo.api import Api, eventually

PART = 5 * 1024 * 1024
IN_PARTS_ABOVE = 8 * 1024 * 1024
SECONDS = 120
FINAL = ("SEALED", "REJECTED", "QUARANTINED")


@dataclass(frozen=True)
class File:
    """What is sent, and what is said of it."""

    id: str
    district: str
    filename: str
    media_type: str
    title: str
    body: bytes
    mode: str = "file"
    more: dict[str, Any] = field(default_factory=dict)

    def manifest(self) -> dict[str, Any]:
        found = {
            "evidence": self.id,
            "district": self.district,
            "filename": self.filename,
            "media_type": self.media_type,
            "title": self.title,
            "mode": self.mode,
            "size": len(self.body),
            "sha256": hashlib.sha256(self.body).hexdigest(),
            **self.more,
        }
        if len(self.body) > IN_PARTS_ABOVE:
            found["part_sha256"] = [hashlib.sha256(part).hexdigest() for part in self.parts()]
        return found

    def parts(self) -> list[bytes]:
        return [self.body[n : n + PART] for n in range(0, len(self.body), PART)]


def declare(api: Api, file: File) -> None:
    api.post(f"declare {file.id}", "/evidence", **file.manifest())


def send(api: Api, file: File, step: str = "", only: int | None = None) -> int:
    """Send what is missing, or the first ``only`` parts of it; how many parts went."""
    ticket = api.post(f"open {file.id} {step}", f"/evidence/{file.id}/open")
    if ticket["state"] != "OPEN":
        return 0
    if ticket["method"] == "put":
        _put(ticket["url"], ticket["headers"], file.body)
        return 1
    parts = file.parts()
    wanted = ticket["parts"][:only]
    for part in wanted:
        _put(part["url"], part["headers"], parts[part["number"] - 1])
    return len(wanted)


def _put(url: str, headers: dict[str, str], body: bytes) -> None:
    answer = httpx.put(url, content=body, headers=headers, timeout=SECONDS, verify=_trusted())
    # 412: the very bytes are there already, from an earlier run of the story.
    if answer.status_code != 412:
        answer.raise_for_status()


@cache
def _trusted() -> SSLContext:
    """Read once: it takes as long as sending a photo."""
    return httpx.create_ssl_context()


def report(api: Api, file: File, step: str = "") -> str:
    """Say that all is sent; the state that the service found by looking itself."""
    answer = api.post(f"uploaded {file.id} {step}", f"/evidence/{file.id}/uploaded")
    state: str = answer["state"]
    return state


def settled(api: Api, file: File) -> dict[str, Any]:
    """Wait for the check's verdict."""

    def look() -> dict[str, Any]:
        found: dict[str, Any] = api.get(f"/evidence/{file.id}")
        return found if found["state"] in FINAL else {}

    return eventually(f"a verdict on {file.filename}", look, SECONDS)


def hand_over(api: Api, file: File) -> None:
    """All of it, without waiting for a verdict."""
    declare(api, file)
    send(api, file)
    report(api, file)


def upload(api: Api, file: File) -> dict[str, Any]:
    """All of it; the evidence as it then stands."""
    hand_over(api, file)
    return settled(api, file)
