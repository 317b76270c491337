"""The public API as a script uses it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

SECONDS = 30
"""Longest wait for one answer."""

POLL_SECONDS = 0.1
BUSY_TRIES = 20
"""How often a 409 with Retry-After or a 503 is asked again, with the same Idempotency-Key."""


class Refused(Exception):
    """A problem document (RFC 9457)."""

    def __init__(self, problem: dict[str, Any], status: int) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')} {problem}"[:900])
        self.code = problem.get("code", "")
        self.status = status
        self.problem = problem


class Api:
    """Requests as one account. ``run`` makes Idempotency-Keys: the same story, the same keys."""

    def __init__(self, url: str, run: str, token: str = "") -> None:
        self.url = url.rstrip("/")
        self._run = run
        self.token = token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=SECONDS)

    def close(self) -> None:
        self._http.close()

    def sign_in(self, account: str, password: str) -> "Api":
        answer = self._send(
            "POST",
            "/token",
            json={"account": account, "password": password},
            headers={"Idempotency-Key": f"token-{time.time_ns()}"},
        )
        return Api(self.url, self._run, answer["token"])

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Raises: Refused."""
        return self._send("GET", path, params={k: v for k, v in query.items() if v is not None})

    def post(self, step: str, path: str, **body: Any) -> dict[str, Any]:
        """``step`` names this act in the story and makes its key. Raises: Refused."""
        key = f"{self._run}:{step.strip()}".replace(" ", "-")
        return self._send("POST", path, json=body, headers={"Idempotency-Key": key})

    def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """A question too long for an address. Raises: Refused."""
        return self._send("POST", path, json=body)

    def upload(
        self, step: str, path: str, file: tuple[str, bytes], **fields: str
    ) -> dict[str, Any]:
        """A table (name, bytes) with further form fields. Raises: Refused."""
        key = f"{self._run}:{step.strip()}".replace(" ", "-")
        return self._send(
            "POST",
            path,
            data=fields,
            files={"file": (*file, "application/octet-stream")},
            headers={"Idempotency-Key": key},
        )

    def file(self, path: str, **query: Any) -> bytes:
        """A file that the city hands out. Raises: Refused."""
        return self._answer("GET", path, params=query).content

    def stream(
        self, path: str, headers: dict[str, str], silence: float
    ) -> AbstractContextManager[httpx.Response]:
        """An answer that goes on; ``silence``: seconds without a word after which it broke off."""
        return self._http.stream("GET", path, headers=headers, timeout=silence)

    def _send(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._answer(method, path, **how).json()
        return found

    def _answer(self, method: str, path: str, **how: Any) -> httpx.Response:
        for left in range(BUSY_TRIES, -1, -1):
            answer = self._http.request(method, path, **how)
            again = answer.headers.get("Retry-After")
            if again is None or answer.status_code not in (409, 429, 503) or not left:
                break
            time.sleep(min(float(again), 5))
        if answer.is_success:
            return answer
        try:
            problem = answer.json()
        except ValueError:
            problem = {"code": "not-json", "detail": answer.text[:300]}
        raise Refused(problem, answer.status_code)

    def everything(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All pages."""
        items: list[dict[str, Any]] = []
        cursor: str | None = None
        for _ in range(100):
            page = self.get(path, limit=200, cursor=cursor, **query)
            items.extend(page["items"])
            cursor = page["next"]
            if not cursor:
                break
        return items


def unless(codes: tuple[str, ...], act: Callable[[], T]) -> T | None:
    """What the act answers, or None where it was refused with one of these codes.

    Raises: Refused.
    """
    try:
        return act()
    except Refused as refusal:
        if refusal.code in codes:
            return None
        raise


def eventually(what: str, check: Callable[[], T], seconds: float = 60) -> T:
    """Ask until the answer is true: events take a moment. Raises: TimeoutError."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(POLL_SECONDS)
