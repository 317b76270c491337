"""Every "no" of the API: one table of stable codes, one shape (RFC 9457, problem+json)."""

import math
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import Response

from contracts.problems import kinds
from contracts.refusals import RETRY_AFTER
from contracts.sentences import in_english
from gateway import languages
from gateway.trace import trace_id

MEDIA_TYPE = "application/problem+json"
STANDARD = frozenset({"type", "title", "status", "detail", "code", "field", "trace_id"})
ORIGINAL = "detail_zh"
"""What a refusal said in Chinese, where the client prefers English and it knows no English."""
OURS = STANDARD | {"headers", "english", ORIGINAL}
"""Names that a service's further members cannot take."""
SAME_KEY = "操作可能已经完成；请用同一个 Idempotency-Key 重发，不会重复办理。"


TABLE = kinds()
BY_STATUS = {400: "malformed-request", 403: "forbidden", 404: "not-found"}
"""What a refusal is called that has no name of its own."""
PAGES = "/problems/"
OTHERWISE = frozenset({"method-not-found"})
"""Codes whose status towards clients is another than that of the service."""
WAITS = frozenset({429, 503})
"""Refusals that another time may not meet."""


class Problem(Exception):
    """A refusal on its way to the client.

    ``code`` is stable. ``title``, and ``status`` where none is given, come from TABLE.
    ``detail`` in Chinese, ``english`` the same in English; empty: as TABLE has it.
    ``extra`` holds further JSON members; ``headers`` further HTTP headers.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        field: str = "",
        status: int = 0,
        english: str = "",
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        kind = TABLE.get(code)
        super().__init__(code)
        self.code = code
        known = kind.status if kind else 500
        self.status = status if 400 <= status <= 599 else known
        self._kind = kind or TABLE[BY_STATUS.get(self.status, "refused")]
        self.title = self._kind.title.zh
        self.detail = detail or (kind.advice.zh if kind else "")
        self._english = english
        self.field = field
        self.headers = headers or {}
        self.extra = extra

    def document(self) -> dict[str, Any]:
        """In the language of the request."""
        return {
            **self.extra,
            "type": PAGES + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "field": self.field,
            "trace_id": trace_id(),
            **(self._in_english() if languages.current() == "en" else {}),
        }

    def _in_english(self) -> dict[str, Any]:
        english = self._english or in_english(self.detail)
        told: dict[str, Any] = {"title": self._kind.title.en}
        told |= {"detail": english or self._kind.advice.en}
        if isinstance(faults := self.extra.get("faults"), list | tuple):
            told["faults"] = [_fault_in_english(one) for one in faults]
        own = self.detail not in ("", self._kind.advice.zh) and not english
        return told | ({ORIGINAL: self.detail} if own else {})

    def further_headers(self) -> dict[str, str]:
        """Those of its kind, and its own."""
        headers = dict(self.headers)
        headers["Content-Language"] = languages.TAGS[languages.current()]
        headers["Vary"] = "Accept-Language"
        wait = self.extra.get("retry_after", RETRY_AFTER if self.status in WAITS else None)
        if isinstance(wait, int | float):
            headers.setdefault("Retry-After", str(max(1, math.ceil(wait))))
        if self.status == 401:
            headers.setdefault("WWW-Authenticate", "Bearer")
        return headers

    def response(self) -> Response:
        body = msgspec.json.encode(self.document())
        return Response(body, self.status, self.further_headers(), media_type=MEDIA_TYPE)

    def raw(self) -> bytes:
        """A whole HTTP/1.1 answer, for a connection that is closed after it."""
        response = self.response()
        head = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}".encode()]
        head += [name + b": " + value for name, value in response.raw_headers]
        head += [
            b"connection: close",
            b"cache-control: no-store",
            b"x-content-type-options: nosniff",
        ]
        return b"\r\n".join([*head, b"", bytes(response.body)])


def _fault_in_english(fault: Any) -> Any:
    """One of a table's, where it is told by a sentence; as it is, where that has no English."""
    if not isinstance(fault, dict) or not isinstance(said := fault.get("detail"), str):
        return fault
    return {**fault, "detail": in_english(said) or said}


def from_service(error: dict[str, Any]) -> Problem:
    """A service's error reply (nameko's format plus code, status, detail, field, extra).

    What a service did not mean to say (no code, or a fault of its own) is told as "internal", so
    that no exception text leaves the house.
    """
    code, status = error.get("code"), error.get("status")
    extra = error.get("extra")
    if not isinstance(code, str) or not isinstance(status, int) or not 400 <= status <= 599:
        return Problem("internal")
    if code == "internal" or (status >= 500 and code not in TABLE):
        return Problem("internal")
    members = extra if isinstance(extra, dict) else {}
    return Problem(
        code,
        "" if code == "method-not-found" else str(error.get("detail") or ""),
        field=str(error.get("field") or ""),
        status=0 if code in OTHERWISE else status,
        **{k: v for k, v in members.items() if k not in OURS},
    )
