"""What must not enter in any text: marks of classified matter, and numbers that name a person.

Source: the secrecy mark of official documents is grade ★ term (秘密★1年, 机密★, 绝密★长期);
works for internal use carry 内部资料 with a number. The words alone are refused too: a false alarm
costs a new title, a miss costs far more. Only 秘密 within a plain phrase about keeping secrets
(保守国家秘密, 商业秘密) is no mark.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from contracts.refusals import Refusal

MARKS = re.compile(r"(?<!国家)(?<!商业)(?<!工作)秘密|秘密[★☆]|机密|绝密|内部资料\D{0,12}\d")
# Spaces, and characters without width, with which a mark could be pulled apart.
GAPS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff·._\-]+")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])|(?<!\d)\d{15}(?!\d)")
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
PERSONAL_GAPS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-]+")


class ClassifiedMatter(Refusal):
    """Text that carries a mark; ``field`` names where, and nothing repeats the text."""

    code = "classified-matter"
    status = 422

    def __init__(self, field: str) -> None:
        super().__init__("疑似涉密内容，不得进入本系统，请按保密规定处理。", field=field)


def is_marked(text: str) -> bool:
    """Whether a text carries a mark of classified matter."""
    if text.isascii():
        return False
    return MARKS.search(GAPS.sub("", unicodedata.normalize("NFKC", text))) is not None


def personal(text: str) -> str:
    """``identity`` or ``telephone`` where the text holds a full number, else empty."""
    plain = PERSONAL_GAPS.sub("", unicodedata.normalize("NFKC", text))
    if IDENTITY.search(plain):
        return "identity"
    return "telephone" if TELEPHONE.search(plain) else ""


def marked_field(order: Any) -> str:
    """The path (``$.rows[3].label``) of the first text that carries a mark, or empty."""
    return next((path for path, text in texts(order) if is_marked(text)), "")


def texts(value: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Every text of an order with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Struct):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.encode_name}")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            # A name may carry the mark itself: it must not stand in the path.
            yield from texts(str(name), f"{path}.*")
            yield from texts(part, f"{path}.*")
    elif isinstance(value, tuple | list):
        for at, part in enumerate(value):
            yield from texts(part, f"{path}[{at}]")
