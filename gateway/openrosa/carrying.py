"""A photo's way: spooled and hashed, declared, put into the store, and looked for there.

The bytes pass through here, because Collect knows no presigned addresses; never whole in memory.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any, BinaryIO, NamedTuple

import httpx
from starlette.datastructures import UploadFile
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.evidence import (
    PART_SIZE,
    SINGLE_PUT,
    Caption,
    Declare,
    EvidenceOf,
    Open,
    Uploaded,
)
from gateway.asking import Json, find, give
from gateway.openrosa.instance import Photo, Submission, evidence_of, wrong
from gateway.problems import Problem

MAX_PHOTO = 30 * 1024 * 1024
"""Bytes; larger ones go by the field page, which needs no place here."""
BLOCK = 256 * 1024
STORE_SECONDS = 60.0
MOST_ROUNDS, MOST_FAILED = 30, 3
TAKEN = (409, 412)
"""The same bytes came by another post, or are coming."""
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDED = frozenset({"STORED", "CHECKING", "SEALED", "REJECTED", "QUARANTINED", "DISPOSED"})
"""States in which its bytes are there."""


class Spooled(NamedTuple):
    """A picture that has come whole."""

    photo: Photo
    file: BinaryIO
    size: int
    sha256: str
    parts: tuple[str, ...]
    media_type: str


async def spooled(photo: Photo, upload: UploadFile) -> Spooled:
    """Raises: Problem invalid, too-large."""
    size = upload.size or 0
    if not size:
        raise wrong(f"照片是空的：{photo.name}")
    if size > MAX_PHOTO:
        raise Problem("too-large", f"照片超过 {MAX_PHOTO // 1024**2} MiB：{photo.name}")
    return await asyncio.to_thread(_hashed, photo, upload.file, size)


def _hashed(photo: Photo, file: BinaryIO, size: int) -> Spooled:
    file.seek(0)
    head = file.read(8)
    kind = next((kind for start, kind in KINDS.items() if head.startswith(start)), "")
    if not kind:
        raise wrong(f"不是 JPEG 或 PNG 照片：{photo.name}")
    whole, parts = hashlib.sha256(), []
    for start in range(0, size, PART_SIZE):
        part = hashlib.sha256()
        for block in _blocks(file, start, PART_SIZE):
            whole.update(block)
            part.update(block)
        parts.append(part.hexdigest())
    listed = tuple(parts) if size > SINGLE_PUT else ()
    return Spooled(photo, file, size, whole.hexdigest(), listed, kind)


def _blocks(file: BinaryIO, start: int, length: int) -> Any:
    file.seek(start)
    while length > 0 and (block := file.read(min(BLOCK, length))):
        length -= len(block)
        yield block


def declaration(about: Submission, title: str, one: Spooled) -> Declare:
    return Declare(
        evidence=evidence_of(about.id, one.photo.name),
        district=about.district,
        filename=one.photo.name,
        size=one.size,
        sha256=one.sha256,
        media_type=one.media_type,
        title=title,
        mode=one.photo.mode,  # type: ignore[arg-type]
        captured_at=about.start,
        caption=Caption(**about.caption),
        tasks=(about.task,),
        items=(about.item,),
        part_sha256=one.parts,
    )


async def carry(
    request: Request, caller: Caller, store: httpx.AsyncClient, order: Declare, one: Spooled
) -> None:
    """Until the service itself has seen all bytes. A repeat does what is left.

    Raises: Problem, the service's own among them; unavailable.
    """
    id = order.evidence
    once = request.state.once
    state = (await give(request, caller, "evidence", order, f"declare-{id}-{once}"))["state"]
    failed = 0
    for number in range(MOST_ROUNDS):
        key = f"{id}-{once}-{number}"
        if state == "OPEN" or number:
            uploaded = Uploaded(evidence=id)
            state = (await give(request, caller, "evidence", uploaded, f"up-{key}"))["state"]
        if state in ENDED:
            return
        ticket = await give(request, caller, "evidence", Open(evidence=id), f"open-{key}")
        state = ticket["state"]
        for piece in _pieces(ticket):
            failed += not await _put(store, one.file, piece)
        if failed >= MOST_FAILED:
            break
    raise away()


def away() -> Problem:
    return Problem("unavailable", "文件存储暂不可用，请稍后再发送；已收到的照片不会重复。")


def _pieces(ticket: Json) -> list[Json]:
    if "url" in ticket:
        return [{"number": 1, **ticket}]
    found: list[Json] = ticket.get("parts", [])
    return found


async def _put(store: httpx.AsyncClient, file: BinaryIO, piece: Json) -> bool:
    """Whether it is there. Raises: Problem unavailable."""
    headers = {**piece["headers"], "content-length": str(piece["size"])}
    start = (piece["number"] - 1) * PART_SIZE
    content = _sent(file, start, piece["size"])
    try:
        answer = await store.put(piece["url"], content=content, headers=headers)
    except httpx.TransportError:
        raise away() from None
    return answer.is_success or answer.status_code in TAKEN


async def _sent(file: BinaryIO, start: int, length: int) -> AsyncIterator[bytes]:
    while length > 0:
        block = await asyncio.to_thread(_read, file, start, min(BLOCK, length))
        if not block:
            return
        start, length = start + len(block), length - len(block)
        yield block


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


async def is_there(request: Request, caller: Caller, about: Submission, photo: Photo) -> bool:
    """Whether a photo of an earlier post has arrived."""
    asked = EvidenceOf(evidence=evidence_of(about.id, photo.name))
    found = await find(request, caller, "evidence", asked)
    return found is not None and found["state"] in ENDED and found.get("by") == caller.account
