"""A file is kept: copied, hashed and on the disk before anybody is told so."""

import errno
import hashlib
import json
import mimetypes
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from tongxin import files

from tongxin_field.queue import Kept, Queue, settle_folder

MARGIN = 16 * 1024 * 1024
"""Bytes of the disk that a capture leaves free, for the records themselves."""
MOST_BYTES = 2 * 1024 * 1024 * 1024
"""Of one file; the server takes no more."""
TYPES = {".heic": "image/heic", ".heif": "image/heif", ".webp": "image/webp"}
"""What Python's own table of 3.11 does not know."""


class NoRoom(Exception):
    """The disk is full; nothing of the file was kept."""


def keep(queue: Queue, file: str | Path, about: dict[str, Any]) -> Kept:
    """Copy a file into the queue; it is safe once this returns.

    ``about``: further fields of its declaration (``title``, ``mode``, ``tasks``, ``items``,
    ``caption``, ``captured_at`` …). Its id and hash are made here and never again. The same content
    for the same purpose is kept once: the answer is then the earlier record.

    Raises: NoRoom; OSError (the file cannot be read); ValueError (empty, too large, a time without
    its zone).
    """
    path, id = Path(file), files.new_id()
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise ValueError(f"文件是空的，或超过 2 GiB：{path.name}")
    _must_have_a_zone(about.get("captured_at"))
    if shutil.disk_usage(queue.files).free < size + MARGIN:
        raise NoRoom(f"磁盘空间不足，没有保存：{path.name}")
    with queue.among("adding"):
        copy = queue.path_of(id)
        try:
            told = _copied(path, copy) | about
        except OSError as error:
            copy.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NoRoom(f"磁盘已满，没有保存：{path.name}") from error
            raise
        kept = queue.add(id, _same(told), told)
        if kept.id != id:
            copy.unlink()
    return kept


def _copied(source: Path, copy: Path) -> dict[str, Any]:
    """Copy and hash in one reading, so that the hash is of what is kept and of nothing else."""
    whole, part = hashlib.sha256(), hashlib.sha256()
    parts: list[str] = []
    size = 0
    with source.open("rb") as reader, copy.open("xb") as writer:
        while block := reader.read(files.BLOCK):  # a part is five blocks
            writer.write(block)
            whole.update(block)
            part.update(block)
            size += len(block)
            if size % files.PART == 0:
                parts.append(part.hexdigest())
                part = hashlib.sha256()
        writer.flush()
        os.fsync(writer.fileno())
    settle_folder(copy.parent)
    if size % files.PART:
        parts.append(part.hexdigest())
    changed = datetime.fromtimestamp(source.stat().st_mtime).astimezone()
    kind = TYPES.get(source.suffix.lower()) or mimetypes.guess_type(source.name)[0]
    return {
        "filename": source.name,
        "size": size,
        "sha256": whole.hexdigest(),
        "media_type": kind or "application/octet-stream",
        "captured_at": changed.isoformat(timespec="milliseconds"),
        **({"part_sha256": parts} if size > files.WHOLE else {}),
    }


def _must_have_a_zone(moment: str | None) -> None:
    """Raises: ValueError."""
    if moment and datetime.fromisoformat(moment).tzinfo is None:
        raise ValueError("拍摄时间须带时区，如 2026-05-04T10:05:00+08:00")


PURPOSE = ("sha256", "district", "tasks", "items", "register", "row")


def _same(told: dict[str, Any]) -> str:
    purpose = {name: told.get(name) or None for name in PURPOSE}
    return hashlib.sha256(json.dumps(purpose, sort_keys=True).encode()).hexdigest()
