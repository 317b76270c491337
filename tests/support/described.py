"""What a running gateway answers, held against what it says of itself."""

import re
from functools import cache
from typing import Any

import httpx
import msgspec

from gateway.app import build
from gateway.routes.api import JSON, PREFIX


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (re.compile(re.sub(r"{\w+}", r"[^/]{1,200}", path)), verbs)
        for path, verbs in sorted(build().state.paths.items(), key=lambda one: "{" in one[0])
    ]


def must_be_described(verb: str, path: str, answer: httpx.Response) -> None:
    """Fails where data was answered that is not of the described shape."""
    if not answer.is_success or answer.headers["content-type"] != JSON:
        return
    verbs = next(verbs for known, verbs in _paths() if known.fullmatch(PREFIX + path))
    told = verbs[verb]["responses"][str(answer.status_code)]["content"][JSON]["schema"]
    try:
        msgspec.json.decode(answer.content, type=told)
    except msgspec.ValidationError as fault:
        raise AssertionError(f"{verb} {path} is not answered as described: {fault}") from None
