"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import Literal, TypeVar

T = TypeVar("T")
POLL = 0.05  # seconds


def eventually(
    check: Callable[..., T | Literal[False] | None], within: float = 30, poll: float = POLL
) -> T:
    """Call `check` until it gives something true, and give that back.

    An exception means "not yet" (an assertion too); the last one is in the failure's message.

    Args:
        within: seconds after which waiting is a failure.
        poll: seconds between two calls.
    """
    end = time.monotonic() + within
    while True:
        try:
            value, error = check(), None
        except Exception as caught:  # noqa: BLE001  whatever a half-ready system answers
            value, error = None, caught
        if value:
            return value
        if time.monotonic() > end:
            reason = f"{type(error).__name__}: {error}" if error else f"it gave {value!r}"
            raise AssertionError(f"not within {within:g} s; last time {reason}") from error
        time.sleep(poll)


def consistently(check: Callable[[], object], during: float, poll: float = POLL) -> None:
    """Fail as soon as `check` gives something false or raises within `during` seconds."""
    end = time.monotonic() + during
    while time.monotonic() < end:
        value = check()
        assert value, f"it gave {value!r}"
        time.sleep(poll)
