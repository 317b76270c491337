"""Forms made from the standard: one XForm for each item that wants photos. Pure.

Districts and tasks are choices in files beside the form, so that a form changes with its item and
not with every task.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError

from contracts.captions import CAPTIONS, PHOTO_KINDS

Json = dict[str, Any]

PREFIX = "tongxin-"
MODES = {"photo": "camera", "picture": "gallery"}
"""Questions that hold a picture, and how it was taken: 拍照 and 补录 are two."""
NOW = "once(format-date-time(now(), '%Y年%n月%e日 %H:%M'))"
DISTRICTS, TASKS = "districts.csv", "tasks.csv"
CACHED = 500
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (2.2), however they are written."""


class Inconvertible(Exception):
    """An item whose words make no form."""


class Form(NamedTuple):
    """``hash``: MD5 of the XForm, as OpenRosa wants it; ``version``: of its content too."""

    item: str
    title: str
    version: str
    xml: bytes

    @property
    def id(self) -> str:
        return PREFIX + self.item

    @property
    def hash(self) -> str:
        return md5(self.xml)


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def item_of(form_id: str) -> str:
    """The item's code, or an empty text for a form that is none of ours."""
    return form_id.removeprefix(PREFIX) if form_id.startswith(PREFIX) else ""


def wants_photos(item: Json) -> bool:
    return any(one["kind"] in PHOTO_KINDS for one in item["evidence"])


def survey(title: str, hint: str) -> list[dict[str, str]]:
    """The rows of the form, in the words of XLSForm."""
    rows = [
        {"type": "start", "name": "start"},
        {"type": "note", "name": "wanted", "label": hint},
        _row(f"select_one_from_file {DISTRICTS}", "district", "县区"),
        _row(f"select_one_from_file {TASKS}", "task", "任务", choice_filter="district=${district}"),
        _row("text", "caption_time", CAPTIONS["time"], calculation=NOW),
    ]
    rows += [_row("text", f"caption_{n}", label) for n, label in CAPTIONS.items() if n != "time"]
    for name, label, more in (
        ("photo", "拍照", {"appearance": "new"}),
        ("picture", "补录（从相册选）", {}),
    ):
        rows.append({"type": "begin_repeat", "name": f"{name}s", "label": label})
        # Bytes are never re-encoded: no max-pixels.
        rows.append({"type": "image", "name": name, "label": label, **more})
        rows.append({"type": "end_repeat"})
    return rows


def _row(kind: str, name: str, label: str, **more: str) -> dict[str, str]:
    return {"type": kind, "name": name, "label": label, "required": "yes", **more}


def form_of(item: Json) -> Form:
    """Raises: Inconvertible, ImportError."""
    wanted = "；".join(one["text"] for one in item["evidence"] if one["kind"] in PHOTO_KINDS)
    title = _plain(item["title"])
    return _made(item["code"], title, _plain(wanted) or title)


@lru_cache(CACHED)
def _made(code: str, title: str, hint: str) -> Form:
    # Slow to import, and few processes need it.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    rows = survey(title, hint)
    version = hashlib.sha256(repr((title, rows)).encode()).hexdigest()[:12]
    settings = {"form_title": f"{code} {title}", "form_id": PREFIX + code}
    try:
        made = convert(
            xlsform={"survey": rows, "settings": [settings | {"version": version}]},
            validate=False,
            pretty_print=False,
        )
        return Form(code, settings["form_title"], version, made.xform.encode())
    except (PyXFormError, ExpatError, ValueError) as fault:
        raise Inconvertible(f"{code}: {fault}") from fault


def writable(text: str) -> str:
    """As far as XML can hold it."""
    return NOT_XML.sub(" ", text)


def _plain(text: str) -> str:
    """``${`` would be a reference to a question; a text of blanks is none to pyxform."""
    return writable(text).replace("${", "$ {").strip()


def choices(rows: Iterable[tuple[str, ...]], header: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
