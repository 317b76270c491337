"""Rows that follow on each other, each sealed with a key over all that it says and the seal before.

Who can write the database but has no key can alter, remove or move no row without its being seen;
only that the newest are cut off is not, which is why each row's number and seal are logged too.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

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


def faults(
    key: bytes, documents: Iterable[dict[str, Any]], now: datetime, head: tuple[int, str] | None
) -> Iterator[str]:
    """What is wrong with the rows, in their order; each names its row.

    ``head``: number and seal of a row that is known to have been written.
    """
    newest, last, noted = 0, "", ""
    for document in documents:
        number = int(document["_id"])
        yield from _gap(newest, number, document.get("earlier"), now)
        try:
            row = read(document)
            right = hmac.compare_digest(seal(key, row), row.seal)
        except (KeyError, TypeError, AttributeError, ValueError):
            yield f"row {number} cannot be read"
        else:
            if not right:
                yield f"row {number} was altered"
            if number == newest + 1 and row.before != last:
                yield f"row {number} does not follow row {newest}"
        newest, last = number, str(document.get("seal"))
        if head and number == head[0]:
            noted = last
    if head and newest < head[0]:
        yield f"rows {newest + 1} to {head[0]} were removed from the end"
    elif head and noted != head[1]:
        yield f"row {head[0]} is not the one that was noted"


def _gap(newest: int, number: int, earlier: Any, now: datetime) -> Iterator[str]:
    """Rows before the first that is left may be gone once their time was over."""
    over = not newest and isinstance(earlier, datetime) and earlier <= now
    if number > newest + 1 and not over:
        yield f"rows {newest + 1} to {number - 1} were removed"
