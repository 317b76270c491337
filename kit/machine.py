"""One shape for every change: a command, an event heard and a due tick come through here.

Load one aggregate, decide purely, save state + events + mark + answer in one conditional write;
decide anew when another writer was faster; give a repeated input its first answer. The mark is the
record: of two that bring one input at the same time one writes, and the other finds its mark.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from uuid6 import uuid7

from contracts import product
from contracts.caller import Caller
from contracts.envelope import Envelope, seal
from contracts.refusals import NotFound, Refusal, absent
from contracts.sight import told
from kit import crashing
from kit.aggregate import Aggregate
from kit.change import Change, Knowing
from kit.errors import Conflict, Duplicate, KeyReused
from kit.reader import Reader
from kit.since import must_be_unchanged
from kit.store import Loaded, Pending, Store, Write, pending
from kit.table import Reaction, Ticking
from kit.tenants import tenant_of

ATTEMPTS = 10
"""Times that a change is decided anew when another writer was faster."""

PAUSE = 0.01
"""Seconds before the second attempt; doubled each time, with jitter."""

IDLE_SECONDS = 60
"""A due aggregate that had nothing to do is looked at again after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that happened, on its way to one aggregate.

    ``expected``: the version of the aggregate that it was meant for, if any. ``found``: what was
    read for all aggregates of an event at once.
    """

    value: Any
    cause: str
    caller: Caller | None = None
    event: Envelope | None = None
    traceparent: str = ""
    digest: str = ""
    expected: int | None = None
    found: Any = None
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """``what``: done, ignored or repeated."""

    what: str
    answer: dict[str, Any]


def utc_now() -> datetime:
    """UTC in whole milliseconds, as the database keeps it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class Machine:
    """``published`` is told of what was saved, so that it leaves without waiting for a sweep."""

    def __init__(
        self,
        service: str,
        store: Store,
        published: Callable[[Aggregate[Any], str, list[Pending]], None],
    ) -> None:
        self.service = service
        self.store = store
        self._published = published

    # -- the doors --------------------------------------------------------------------------

    def change(self, reaction: Reaction[Any, Any], key: str, input: Input) -> Outcome:
        """A command or an event, done once for its cause on each aggregate.

        What is ``fresh`` surely is not there yet, but for repeats: then nothing is read.
        Raises: Refusal (also KeyReused, NotFound, Duplicate), Conflict, Unavailable.
        """
        aggregate = reaction.aggregate
        loaded = Loaded(key) if reaction.fresh else self.store.load(aggregate, key)
        for attempt in range(ATTEMPTS):
            mark = loaded.mark(input.cause)
            if mark is not None:
                return Outcome("repeated", _first(mark, input.digest))
            try:
                # In here: what is not there costs as much as what the caller may not know of.
                if loaded.state is None and not reaction.creates:
                    raise absent(key)
                outcome = self._decide_and_save(reaction, loaded, input)
            except Refusal:
                # What was gathered may be newer than the state: of this very input done elsewhere.
                again = self.store.load(aggregate, key)
                if again.version == loaded.version:
                    raise
                loaded = again
                continue
            if outcome is not None:
                return outcome
            time.sleep(PAUSE * 2**attempt * random.random())
            loaded = self._reload(aggregate, loaded)
        raise Conflict(f"{aggregate.collection}/{key}: {ATTEMPTS} writers were faster")

    def spread(self, reaction: Reaction[Any, Any], keys: Sequence[str], input: Input) -> set[str]:
        """Make many that are ``fresh``, in one write; gives the words of their outcomes.

        What is there already was made by an earlier run, or goes the usual way: so a repeat makes
        what a broken write left out, and nothing twice. What is shared is left as it is.
        Raises: as ``change``.
        """
        aggregate = reaction.aggregate
        decided = {key: self._decide(reaction, Loaded(key), input) for key in keys}
        new = {key: write for key, write in decided.items() if write is not None}
        taken = self.store.insert(aggregate, new)
        made = new.keys() - taken.keys()
        for key in made:
            self._publish(aggregate, key, new[key])
        words = {"done"} if any(not new[key].shared for key in made) else set()
        for key, loaded in taken.items():
            known = loaded.mark(input.cause) is not None
            words.add("repeated" if known else self.change(reaction, key, input).what)
        return words

    def due(self, tick: Ticking, id: str) -> Outcome:
        """Let a due aggregate decide; exactly one replica does. Raises: as ``change``."""
        aggregate = tick.aggregate
        loaded = self.store.load(aggregate, id)
        now = utc_now()
        if loaded.state is None or loaded.due is None or loaded.due > now:
            return Outcome("ignored", {})
        if tick.gather is not None and not self._postpone(aggregate, loaded, tick.lease):
            return Outcome("ignored", {})
        input = Input(value=None, cause=f"due:{loaded.due.isoformat()}", marked=False)
        outcome = self._decide_and_save(tick, loaded, input)
        if outcome is not None and outcome.what == "ignored" and tick.gather is None:
            self._postpone(aggregate, loaded, IDLE_SECONDS)
        return outcome or Outcome("ignored", {})

    def put_off(self, aggregate: Aggregate[Any], id: str) -> None:
        """Look at a due aggregate again later, readable or not. Raises: Unavailable."""
        now = utc_now()
        self.store.put_off(aggregate, id, now, now + timedelta(seconds=IDLE_SECONDS))

    def _postpone(self, aggregate: Aggregate[Any], loaded: Loaded, seconds: float) -> bool:
        return self.store.postpone(aggregate, loaded, utc_now() + timedelta(seconds=seconds))

    # -- the shape ------------------------------------------------------------------------------

    def _decide_and_save(
        self, reaction: Reaction[Any, Any] | Ticking, loaded: Loaded, input: Input
    ) -> Outcome | None:
        """None when another writer was faster."""
        aggregate = reaction.aggregate
        write = self._decide(reaction, loaded, input)
        if write is None:
            return Outcome("ignored", {"id": loaded.id, "version": loaded.version})
        if not self.store.save(aggregate, loaded, write):
            return None
        self._publish(aggregate, loaded.id, write)
        return Outcome("done", write.answer)

    def _decide(
        self, reaction: Reaction[Any, Any] | Ticking, loaded: Loaded, input: Input
    ) -> Write | None:
        """What is to be written, if anything."""
        aggregate = reaction.aggregate
        self._check_scope(aggregate, loaded, input)
        with must_be_unchanged(loaded, input.expected):
            change, given = self._decided(reaction, loaded, input)
        if change is None:
            return None
        answer = {"id": loaded.id, "version": loaded.version + 1, **(change.answer or {})}
        outbox = self._sealed(aggregate, loaded, change, given, input)
        mark = None
        if input.marked:
            mark = {"k": input.cause, "at": given.now, "h": input.digest, "a": answer}
        told_now = answer | (change.once or {})
        return Write(change.state, outbox, mark, given.now, told_now, change.shared)

    def _publish(self, aggregate: Aggregate[Any], id: str, write: Write) -> None:
        if write.outbox:
            crashing.point("saved")
            self._published(aggregate, id, write.outbox)

    def _decided(
        self, reaction: Reaction[Any, Any] | Ticking, loaded: Loaded, input: Input
    ) -> tuple[Change[Any] | None, Knowing[Any]]:
        given = Knowing(
            key=loaded.id,
            now=utc_now(),
            cause=input.cause,
            caller=input.caller,
            event=input.event,
            found=input.found,
        )
        if reaction.gather is not None:
            reader = Reader(self.store, input.caller)
            found = reaction.gather(reader, loaded.state, input.value, given)
            given = replace(given, now=utc_now(), found=found)
        return reaction.decide(loaded.state, input.value, given), given

    def _sealed(
        self,
        aggregate: Aggregate[Any],
        loaded: Loaded,
        change: Change[Any],
        given: Knowing[Any],
        input: Input,
    ) -> list[Pending]:
        return [
            pending(
                seal(
                    fact,
                    id=str(uuid7()),
                    source=f"/{product.NAME}/{self.service}",
                    subject=loaded.id,
                    time=given.now,
                    version=loaded.version + 1,
                    traceparent=input.traceparent,
                    confidants=aggregate.confidants(change.state),
                    **{product.TENANT: tenant_of(change.state)},
                )
            )
            for fact in change.events
        ]

    def _reload(self, aggregate: Aggregate[Any], loaded: Loaded) -> Loaded:
        again = self.store.load(aggregate, loaded.id)
        if again.version == loaded.version:
            raise Duplicate(product.THERE_ALREADY)
        return again

    def _check_scope(self, aggregate: Aggregate[Any], loaded: Loaded, input: Input) -> None:
        """A caller of one tenant changes nothing of another's, nor what is everybody's, and nobody
        what they may not know of.
        """
        caller, state = input.caller, loaded.state
        if caller is None:
            return
        if state is not None and not told(aggregate.confidants(state), caller):
            raise absent(loaded.id)
        if tenant_of(caller) == product.EVERY_TENANT:
            return
        if state is not None and tenant_of(state) != tenant_of(caller):
            raise absent(loaded.id)
        if getattr(input.value, product.TENANT, tenant_of(caller)) != tenant_of(caller):
            raise NotFound(product.NO_TENANT, field=f"$.{product.TENANT}")


def _first(mark: dict[str, Any], digest: str) -> dict[str, Any]:
    """The first answer to this very input. Raises: KeyReused."""
    if mark["h"] != digest:
        raise KeyReused(product.KEY_REUSED, field="Idempotency-Key")
    answer: dict[str, Any] = mark["a"]
    return answer
