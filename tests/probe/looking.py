"""What tests look at: the probe's counters, parked messages, its handlers' notes, refusals."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.calling import CallFailed
from tests.support.stack import Stack
from tests.support.waiting import eventually


def times(stack: Stack, key: str, service: str = "probe") -> int:
    """How many distinct inputs had their effect on a counter."""
    document = stack.mongo(service).counters.find_one({"_id": key})
    return document["state"]["times"] if document else 0


def parked(
    stack: Stack, id: str, handler: str = "probe.on_thing_happened", within: float = 20
) -> dict[str, Any]:
    """The parked message of this id, once it is there."""

    def found() -> dict[str, Any] | None:
        waiting = stack.api.peek(f"{handler}.parked")
        return next((m for m in waiting if m["properties"].get("message_id") == id), None)

    return eventually(found, within)


def attempts(note: Path) -> list[str]:
    """The process id of each attempt that a handler has noted."""
    return note.read_text().split() if note.exists() else []


def refused(call: Any, *args: Any, **how: Any) -> CallFailed:
    """The error with which a call ends; fails where it does not."""
    with pytest.raises(CallFailed) as caught:
        call(*args, **how)
    return caught.value
