"""Classified matter must not enter: names and captions that carry its marks are refused.

Source: the secrecy mark of official documents is grade ★ term (秘密★1年, 机密★, 绝密★长期);
works for internal use carry 内部资料 with a number. The words alone are refused too: a false alarm
costs a new title, a miss costs far more.
"""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from services.evidence.domain.model import Manifest

MARKS = re.compile(r"秘密|机密|绝密|内部资料\D{0,12}\d")
# Spaces, and characters without width, with which a mark could be pulled apart.
GAPS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff·._\-]+")


def marked_field(manifest: Manifest) -> str:
    """The path of the first field that carries a mark, or an empty text; never its content."""
    return next((path for path, text in _texts(manifest) if is_marked(text)), "")


def is_marked(text: str) -> bool:
    return MARKS.search(GAPS.sub("", unicodedata.normalize("NFKC", text))) is not None


def _texts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield "$.filename", manifest.filename
    yield "$.title", manifest.title
    for name, text in msgspec.structs.asdict(manifest.caption).items():
        yield f"$.caption.{name}", text
