"""Rows that follow on each other, each sealed with a key over all that it says and the seal before.

Who can write the database but has no key can alter, remove or move no row without its being seen;
only that the newest are cut off is not, which is why each row's number and seal are logged too.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

SEAL = re.compile(r"[0-9a-f]{64}")
Kind = Literal["sign-in", "refusal", "rights", "export", "read"]


class Row(NamedTuple):
    """``until``: when the row may go; ``earlier``: when the one before it may."""

    number: int
    at: datetime
    until: datetime
    kind: Kind
    by: str
    about: str
    outcome: str
    detail: str
    source: str
    before: str
    earlier: datetime
    seal: str = ""


def key_of(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"audit log", "sha256")


def sealed(key: bytes, row: Row) -> Row:
    return row._replace(seal=seal(key, row))


def seal(key: bytes, row: Row) -> str:
    said = {name: _plain(value) for name, value in row._asdict().items() if name != "seal"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    """Times in whole milliseconds, as the database gives them back."""
    return int(value.timestamp() * 1000) if isinstance(value, datetime) else value


def read(document: dict[str, Any]) -> Row:
    """Raises: KeyError, TypeError where it is no row."""
    fields = {name: document[name] for name in Row._fields if name != "number"}
    return Row(number=document["_id"], **fields)


class Check:
    """Rows in their order, one after the other; each fault names its row.

    ``head``: number and seal of a row that is known to have been written.
    """

    def __init__(self, key: bytes, now: datetime, head: tuple[int, str] | None = None) -> None:
        self._key, self._now, self._head = key, now, head
        self.newest, self.seal, self.count = 0, "", 0
        self._noted = ""

    def row(self, document: dict[str, Any]) -> Iterator[str]:
        number = int(document["_id"])
        yield from _gap(self.newest, number, document.get("earlier"), self._now)
        try:
            found = read(document)
            right = hmac.compare_digest(seal(self._key, found), found.seal)
        except (KeyError, TypeError, AttributeError, ValueError):
            yield f"row {number} cannot be read"
        else:
            if not right:
                yield f"row {number} was altered"
            if number == self.newest + 1 and found.before != self.seal:
                yield f"row {number} does not follow row {self.newest}"
        self.newest, self.seal = number, str(document.get("seal"))
        self.count += 1
        if self._head and number == self._head[0]:
            self._noted = self.seal

    def end(self) -> Iterator[str]:
        """What is only known once no row follows."""
        head = self._head
        if head and self.newest < head[0]:
            yield f"rows {self.newest + 1} to {head[0]} were removed from the end"
        elif head and self._noted != head[1]:
            yield f"row {head[0]} is not the one that was noted"


def faults(
    key: bytes, documents: Iterable[dict[str, Any]], now: datetime, head: tuple[int, str] | None
) -> Iterator[str]:
    """What is wrong with the rows, in their order; see ``Check``."""
    check = Check(key, now, head)
    for document in documents:
        yield from check.row(document)
    yield from check.end()


def head(raw: str) -> tuple[int, str]:
    """NUMBER:SEAL, as somebody has noted it. Raises: ValueError."""
    number, _, noted = raw.strip().partition(":")
    if not (number.isdecimal() and len(number) < 16 and SEAL.fullmatch(noted)):
        raise ValueError("NUMBER:SEAL, as the log of the gateway has them")
    return int(number), noted


def _gap(newest: int, number: int, earlier: Any, now: datetime) -> Iterator[str]:
    """Rows before the first that is left may be gone once their time was over."""
    over = not newest and isinstance(earlier, datetime) and earlier <= now
    if number > newest + 1 and not over:
        yield f"rows {newest + 1} to {number - 1} were removed"
