"""A file on its way: its id, its hashes, its parts."""

import hashlib
import mimetypes
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PART = 5 * 1024 * 1024
"""Bytes of every part but the last."""
WHOLE = 8 * 1024 * 1024
"""Bytes up to which a file goes up in one PUT."""
BLOCK = 1024 * 1024


def new_id() -> str:
    """A UUIDv7 (RFC 9562): the time in milliseconds, and chance."""
    value = (int(time.time() * 1000) & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    text = f"{value & ~(0b11 << 62) | 0b10 << 62:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def manifest(path: Path) -> dict[str, Any]:
    """Name, size, type and hashes; those of the parts where it goes up in parts."""
    size = path.stat().st_size
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    found: dict[str, Any] = {"filename": path.name, "size": size, "media_type": kind}
    found["sha256"] = _hash(path, 0, size)
    if size > WHOLE:
        found["part_sha256"] = [_hash(path, at, PART) for at in range(0, size, PART)]
    return found


def _hash(path: Path, start: int, length: int) -> str:
    digest = hashlib.sha256()
    for block in blocks(path, start, length):
        digest.update(block)
    return digest.hexdigest()


def blocks(path: Path, start: int, length: int) -> Iterator[bytes]:
    """The bytes of a stretch of the file, so that none is ever whole in memory."""
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            length -= len(block)
            yield block
