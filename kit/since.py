"""Two people at one thing: the second is told what the first changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from contracts.product import CHANGED_SINCE
from contracts.refusals import Forbidden, NotFound, Refusal
from kit.errors import ChangedSince
from kit.store import Loaded

MAX_SHOWN = 20
"""Changes that the refusal lists, the newest."""


@contextmanager
def must_be_unchanged(loaded: Loaded, expected: int | None) -> Iterator[None]:
    """A decision on another version than the expected does not stand, whether it was yes or no.

    Who may not know of the thing at all learns nothing of its changes: NotFound and Forbidden go
    first. Raises: ChangedSince with ``version`` (now) and ``changed`` (who, when, what).
    """
    try:
        yield
    except (NotFound, Forbidden):
        raise
    except Refusal:
        _check(loaded, expected)
        raise
    _check(loaded, expected)


def _check(loaded: Loaded, expected: int | None) -> None:
    if expected is None or expected == loaded.version:
        return
    raise ChangedSince(
        CHANGED_SINCE,
        field="If-Match",
        version=loaded.version,
        changed=_changes(loaded, expected),
    )


def _changes(loaded: Loaded, expected: int) -> list[dict[str, Any]]:
    """From the history where the thing keeps one, else from the marks of the commands."""
    count = min(max(loaded.version - expected, 0), MAX_SHOWN)
    history = getattr(loaded.state, "history", ())
    if history:
        return [msgspec.to_builtins(entry) for entry in history[-count:]] if count else []
    marks = [mark for mark in loaded.marks if mark["a"].get("version", 0) > expected]
    return [
        {"by": mark["k"].partition(":")[0], "at": mark["at"], "version": mark["a"]["version"]}
        for mark in marks[-MAX_SHOWN:]
        if ":" in mark["k"]
    ]
