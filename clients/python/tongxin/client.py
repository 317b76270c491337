"""The client: one account at one instance."""

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tongxin import files, problems
from tongxin.shapes import Evidence, Page, Task

SOON = timedelta(minutes=2)
"""Before its end a token is renewed."""
LONGEST_WAIT = 30.0
"""Seconds that one Retry-After may ask for."""
PAUSE = 0.5
MOST_PAGES = 1000
MOST_ROUNDS = 500
"""Of addresses for the parts of one file."""
ENDED = ("REJECTED", "QUARANTINED", "EXPIRED")


class Tongxin:
    """``url``: of the instance, without a path. ``language``: of refusals, ``zh`` or ``en``.

    What is away or busy (429, 503, a conflict with Retry-After, a lost connection) is asked again
    for ``patience`` seconds; an order keeps its key, so that it is done once.
    """

    def __init__(
        self, url: str, *, language: str = "zh", timeout: float = 30, patience: float = 60
    ) -> None:
        headers = {"Accept-Language": language}
        base = url.rstrip("/") + "/api/v1"
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout)
        self._store = httpx.Client(timeout=timeout)
        self._patience = patience
        self._until: datetime | None = None
        self.behind: float | None = None
        """Seconds by which the server's clock was ahead of this one at the last answer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()
        self._store.close()

    def sign_in(self, account: str, password: str, code: str = "") -> dict[str, Any]:
        """Who one is. ``code``: of the second factor. Raises: NotSignedIn, Away."""
        told = self._post("/token", {"account": account, "password": password, "code": code})
        return self._signed_in(told)

    def get(self, path: str, **query: Any) -> Any:
        """Any question. Raises: TongxinError."""
        self._stay_signed_in()
        given = {name: value for name, value in query.items() if value is not None}
        return self._send("GET", path, params=given).json()

    def page(self, path: str, **query: Any) -> Page:
        """One page of a list. Raises: TongxinError."""
        told: Page = self.get(path, **query)
        return told

    def each(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every thing of a list, page after page. Raises: TongxinError."""
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = self.page(path, **query, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def tasks(self, **filters: Any) -> Iterator[Task]:
        """Tasks that the caller sees; ``person="me"``: one's own."""
        for one in self.each("/tasks", **filters):
            task: Task = one  # type: ignore[assignment]
            yield task

    def give(
        self, path: str, body: dict[str, Any] | None = None, *, key: str = "", seen: int = 0
    ) -> Any:
        """Any order. ``key``: the same for every repeat of the same act, also after a restart;
        without one each call is an act of its own. ``seen``: the version that was looked at.

        Raises: TongxinError; ChangedSince where ``seen`` is no longer the version.
        """
        self._stay_signed_in()
        return self._post(path, body or {}, key=key, seen=seen)

    def wait_for(self, task: str, evidence: str, wait: float = 60) -> None:
        """Until the task has heard that a piece of its evidence is sealed. Raises: TimeoutError."""
        end = time.monotonic() + wait
        while all(one["id"] != evidence for one in self.get(f"/tasks/{task}")["sealed"]):
            if time.monotonic() > end:
                raise TimeoutError(f"{task} does not know {evidence} after {wait:g} s")
            time.sleep(PAUSE)

    def hand_in(
        self,
        task: str,
        *,
        measures: dict[str, Any] | None = None,
        evidence: tuple[str, ...] = (),
        note: str = "",
        key: str = "",
    ) -> Any:
        """Hand in a task's result; its measures' names are those of the item's ``inputs``."""
        body = {"measures": measures or {}, "evidence": list(evidence), "note": note}
        return self.give(f"/tasks/{task}/submit", body, key=key)

    def upload(
        self,
        file: str | Path,
        *,
        district: str,
        title: str,
        evidence: str = "",
        wait: float = 120,
        **more: Any,
    ) -> Evidence:
        """Upload a file and wait until it is sealed. ``evidence``: its id, the same for every
        repeat; ``more``: further fields of its declaration (``tasks``, ``items``, ``caption`` …).

        Raises: Rejected, TimeoutError, TongxinError; httpx.TransportError (the store stays away).
        """
        path, id = Path(file), evidence or files.new_id()
        told = {"mode": "file", **files.manifest(path), **more}
        told |= {"evidence": id, "district": district, "title": title}
        self.give("/evidence", told, key=f"declare-{id}")
        end = time.monotonic() + self._patience
        for _ in range(MOST_ROUNDS):
            ticket = self.give(f"/evidence/{id}/open")
            if ticket["state"] != "OPEN":
                break
            try:
                self._send_bytes(path, ticket)
            except httpx.TransportError:
                if time.monotonic() + PAUSE > end:
                    raise
                time.sleep(PAUSE)
                continue  # asked anew, it says which parts are missing
            end = time.monotonic() + self._patience
            seen = self.give(f"/evidence/{id}/uploaded")
            if seen["state"] != "OPEN":
                break
        return self._sealed(id, wait)

    def receipt(self, evidence: str) -> str:
        """The signed receipt of a piece that is sealed or rejected, for ``receipts.checked``.

        Raises: Conflict (its check has not ended), TongxinError.
        """
        told: str = self.get(f"/evidence/{evidence}/receipt")["receipt"]
        return told

    def fetch(self, path: str, file: Path, size: int) -> None:
        """A file of ``size`` bytes that the instance sends by ranges, after what ``file`` holds of
        it. Raises: TongxinError, httpx.TransportError (it breaks off for longer than patience)."""
        end = time.monotonic() + self._patience
        while (held := file.stat().st_size if file.exists() else 0) < size:
            self._stay_signed_in()
            try:
                self._fetched(path, file, held, size)
                end = time.monotonic() + self._patience
            except httpx.TransportError:
                if file.exists() and file.stat().st_size > held:
                    end = time.monotonic() + self._patience
                if time.monotonic() + PAUSE > end:
                    raise
                time.sleep(PAUSE)

    def _fetched(self, path: str, file: Path, held: int, size: int) -> None:
        headers = {"Range": f"bytes={held}-{size - 1}", "Accept-Encoding": "identity"}
        with (
            self._http.stream("GET", path, headers=headers) as answer,
            file.open("ab") as opened,
        ):
            if answer.status_code != 206:
                answer.read()
                raise problems.of(answer)
            for block in answer.iter_bytes():
                opened.write(block)

    def receipt_keys(self) -> dict[str, Any]:
        """The instance's public keys (JWKS); no account is needed. Raises: TongxinError."""
        told: dict[str, Any] = self._send("GET", "/receipt-keys").json()
        return told

    def _sealed(self, id: str, wait: float) -> Evidence:
        end = time.monotonic() + wait
        while True:
            piece: Evidence = self.get(f"/evidence/{id}")
            if piece["state"] == "SEALED":
                return piece
            if piece["state"] in ENDED:
                told = {"code": piece["code"], "detail": piece.get("reason", "")}
                raise problems.Rejected(422, {**told, "evidence": id})
            if time.monotonic() > end:
                raise TimeoutError(f"{id} is {piece['state']} after {wait:g} s")
            time.sleep(PAUSE)

    def _send_bytes(self, path: Path, ticket: dict[str, Any]) -> None:
        """To the addresses of a ticket, with exactly the headers that it names."""
        whole = {"url": ticket.get("url"), "headers": ticket.get("headers"), "number": 1}
        whole["size"] = ticket.get("size")
        for part in ticket.get("parts") or ([whole] if whole["url"] else []):
            content = b"".join(files.blocks(path, (part["number"] - 1) * files.PART, part["size"]))
            answer = self._store.put(part["url"], content=content, headers=part["headers"])
            # 412: an earlier try of the same bytes was taken, and its answer lost.
            if not answer.is_success and answer.status_code != 412:
                raise problems.Away(answer.status_code, {"code": "store", "detail": answer.text})

    def _stay_signed_in(self) -> None:
        if self._until and self._until - datetime.now(UTC) < SOON:
            self._signed_in(self._post("/token/renew", {}))

    def _signed_in(self, told: dict[str, Any]) -> dict[str, Any]:
        self._http.headers["Authorization"] = f"Bearer {told['token']}"
        until = datetime.fromisoformat(told["expires_at"])
        self._until = None if told["expires_at"] == told["renewable_until"] else until
        me: dict[str, Any] = told["me"]
        return me

    def _post(self, path: str, body: dict[str, Any], *, key: str = "", seen: int = 0) -> Any:
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        if seen:
            headers["If-Match"] = f'"{seen}"'
        return self._send("POST", path, json=body, headers=headers).json()

    def _send(self, verb: str, path: str, **how: Any) -> httpx.Response:
        end = time.monotonic() + self._patience
        while True:
            answer = self._tried(verb, path, end, **how)
            if answer is not None and answer.is_success:
                return answer
            wait = PAUSE if answer is None else _wait(answer)
            if answer is not None and (wait is None or time.monotonic() + wait > end):
                raise problems.of(answer)
            time.sleep(wait or PAUSE)

    def _tried(self, verb: str, path: str, end: float, **how: Any) -> httpx.Response | None:
        """None where the connection was lost and there is time for another."""
        try:
            answer = self._http.request(verb, path, **how)
        except httpx.TransportError:
            if time.monotonic() + PAUSE > end:
                raise
            return None
        if said := answer.headers.get("Date"):
            self.behind = (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
        return answer


def _wait(answer: httpx.Response) -> float | None:
    """Seconds until it may be asked again, at most LONGEST_WAIT; None: no use."""
    said = answer.headers.get("Retry-After", "")
    if answer.status_code not in (409, 429, 503) or not said.isdecimal():
        return None
    return float(said) if float(said) <= LONGEST_WAIT else None
