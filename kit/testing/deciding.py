"""Given a state and what was looked up, when an input comes, then a change: no server, no clock."""

from datetime import UTC, datetime
from typing import Any

from contracts.caller import Caller
from contracts.envelope import Envelope
from kit.change import Change, Decide, Given

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def decided(
    decide: Decide,
    state: Any,
    input: Any,
    *,
    key: str = "it",
    now: datetime = NOON,
    by: Caller | None = None,
    event: Envelope | None = None,
    found: Any = None,
) -> Change[Any] | None:
    """``by``: who gives the command. ``found``: what its gather would find. Raises: Refusal."""
    given = Given(key=key, now=now, cause="cause", caller=by, event=event)
    return decide(state, input, given.knowing(found))
