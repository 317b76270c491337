"""The language that a client asks for (RFC 9110, 12.5.4): Chinese, unless it prefers English."""

import re
from contextvars import ContextVar
from typing import Literal

Language = Literal["zh", "en"]
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
MOST = 200
"""Characters of the header that are read."""
RANGE = re.compile(
    r"(zh|en|\*)(?:-[a-z0-9-]{1,20})?(?:\s{0,3};\s{0,3}q=([01](?:\.[0-9]{0,3})?))?\Z"
)

_language: ContextVar[Language] = ContextVar("language", default="zh")


def begin(accepted: str) -> None:
    """``accepted``: what the request says it accepts."""
    _language.set(preferred(accepted))


def current() -> Language:
    return _language.get()


def preferred(accepted: str) -> Language:
    weights = {"zh": -1.0, "en": -1.0}
    for said in accepted[:MOST].lower().split(","):
        if found := RANGE.match(said.strip()):
            language = "zh" if found[1] == "*" else found[1]
            weights[language] = max(weights[language], float(found[2] or 1))
    return "en" if weights["en"] > max(weights["zh"], 0) else "zh"
