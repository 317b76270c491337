"""The one shape of every change: load one aggregate, decide purely, save in one write.

A decision is ``decide(state, input, given) -> Change | None``: it knows no I/O and no clock.
``None`` means "nothing to do". It refuses by raising ``contracts.refusals.Refusal``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from contracts.caller import Caller
from contracts.envelope import Envelope, Fact

S = TypeVar("S")
T = TypeVar("T")
Found = TypeVar("Found", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What every decision may know besides state and input.

    ``key``: the aggregate's id. ``now``: UTC, whole milliseconds. ``cause``: id of the input (event
    id, or account and idempotency key, or due instant). ``caller`` is set for commands, ``event``
    for events heard.
    """

    key: str
    now: datetime
    cause: str
    caller: Caller | None = None
    event: Envelope | None = None

    def knowing(self, found: T) -> "Knowing[T]":
        """The same, with what was found."""
        return Knowing(
            key=self.key,
            now=self.now,
            cause=self.cause,
            caller=self.caller,
            event=self.event,
            found=found,
        )

    @property
    def by(self) -> Caller:
        """The caller of a command."""
        if self.caller is None:
            raise LookupError("only a command has a caller")
        return self.caller

    @property
    def heard(self) -> Envelope:
        """The event."""
        if self.event is None:
            raise LookupError("only an event is heard")
        return self.event


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing(Given, Generic[Found]):
    """``found``: what the ``gather`` of its reaction, or of the event, has read for it."""

    found: Found


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """The new state, the facts that became true, and the command's answer (JSON-like).

    ``shared``: made by whoever comes first, and by nobody for the sake of its own input alone; who
    finds it there has nothing to add. It tells no facts.
    ``once``: of the answer, what is told once and kept nowhere (a secret): to a repeat, the answer
    is without it.
    """

    state: S
    events: tuple[Fact, ...] = ()
    answer: dict[str, Any] | None = None
    shared: bool = False
    once: dict[str, Any] | None = None


Decide = Callable[[Any, Any, Knowing[Any]], Change[Any] | None]
