"""A submission as it was filled in. Pure."""

import hashlib
import re
import uuid
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from contracts.captions import CAPTIONS
from gateway.openrosa.forms import MODES, item_of
from gateway.problems import Problem

MAX_XML = 256 * 1024
"""Bytes."""
MOST_PHOTOS = 20
INSTANCE = re.compile(r"[A-Za-z0-9:._-]{8,100}")
NAME = re.compile(r"[^/\\\x00-\x1f\x7f]{1,150}")
LONGEST = 200
"""Characters of a caption."""


class Photo(NamedTuple):
    name: str
    mode: str


class Submission(NamedTuple):
    """``start``: when it was begun, by the device's clock; None where it does not say."""

    id: str
    item: str
    district: str
    task: str
    caption: dict[str, str]
    photos: tuple[Photo, ...]
    start: datetime | None


def read(raw: bytes) -> Submission:
    """Raises: Problem invalid, with what is wrong in words."""
    if len(raw) > MAX_XML:
        raise wrong(f"表单内容超过 {MAX_XML // 1024} KiB")
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise wrong("表单内容不是合法的 XML") from None
    form = root.get("id", "")
    item = item_of(form)
    if not item:
        raise wrong(f"没有这张表单：{form[:80]}")
    id = _text(root, "instanceID")
    if not INSTANCE.fullmatch(id):
        raise wrong("表单缺少 instanceID")
    return Submission(
        id=id,
        item=item,
        district=_needed(root, "district", "县区"),
        task=_needed(root, "task", "任务"),
        caption=_caption(root),
        photos=_photos(root),
        start=_moment(_text(root, "start")),
    )


def wrong(text: str, field: str = "") -> Problem:
    return Problem("invalid", text, field=field)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(root: Element, name: str) -> str:
    found = next((one for one in root.iter() if _local(one) == name), None)
    return (found.text or "").strip() if found is not None else ""


def _needed(root: Element, name: str, label: str) -> str:
    text = _text(root, name)
    if not text:
        raise wrong(f"没有选择{label}", f"$.{name}")
    return text


def _caption(root: Element) -> dict[str, str]:
    found = {name: _text(root, f"caption_{name}") for name in CAPTIONS}
    for name, text in found.items():
        if len(text) > LONGEST:
            raise wrong(f"{CAPTIONS[name]}超过 {LONGEST} 字", f"$.caption.{name}")
    if missing := [CAPTIONS[name] for name, text in found.items() if not text]:
        raise wrong(f"照片说明没有填全：{'、'.join(missing)}", "$.caption")
    return found


def _photos(root: Element) -> tuple[Photo, ...]:
    found = [
        Photo((one.text or "").strip(), MODES[_local(one)])
        for one in root.iter()
        if _local(one) in MODES and (one.text or "").strip()
    ]
    if not found:
        raise wrong("没有照片")
    if len(found) > MOST_PHOTOS:
        raise wrong(f"一次最多 {MOST_PHOTOS} 张照片")
    if len({one.name for one in found}) < len(found) or not all(
        NAME.fullmatch(one.name) for one in found
    ):
        raise wrong("照片的文件名重复或不合规")
    return tuple(found)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def evidence_of(submission: str, name: str) -> str:
    """The id of a photo: the same for every repeat; a UUIDv7 in its shape (RFC 9562 §5.8 lets its
    bits be anything; its time is none here, which nothing reads)."""
    digest = hashlib.sha256(f"openrosa\0{submission}\0{name}".encode()).digest()
    value = int.from_bytes(digest[:16])
    value = value & ~(0xF << 76) | 7 << 76
    return str(uuid.UUID(int=value & ~(0b11 << 62) | 0b10 << 62))
