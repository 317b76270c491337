"""From the outbox to the broker. The database is the record; the broker may be away.

What a change saved is offered here and leaves at once; a sweep finds what was left behind by a
crash, a broker that was away, or an overflow. Any number of relays may run: an event sent twice is
known by its id.
"""

import random
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
from eventlet.event import Event

from contracts.envelope import CONTENT_TYPE
from kit import config, crashing, logs, metrics
from kit.aggregate import Aggregate
from kit.errors import Unavailable, Unpublished
from kit.machine import utc_now
from kit.publisher import Outgoing, Publisher
from kit.signing import FACT, SIGNATURE, sign
from kit.store import Pending, Store
from kit.topology import events

log = logs.get(__name__)

MEMORY = 5000
"""Events held in memory on their way; beyond it they wait in the database for the sweep."""

SWEEPS = 12
"""One of so many sweeps, about, looks into every collection: for what another process that is gone
has left. The others look where this one has written; the first looks everywhere, and again.
"""

LEFT_BEHIND = 2
"""Seconds after which an outbox entry counts as left behind."""

CLOCKS_APART = 10
"""Seconds. Who wrote further ahead had a clock that was set back since, and is not at it still."""

EVER = datetime(9999, 1, 1, tzinfo=UTC)

SWEEP_LIMIT = 500
"""Aggregates that one sweep of a collection reads."""

STOP_SECONDS = 2

TAKE_OUT_SECONDS = 0.2
"""What the broker has confirmed stays in its outbox for so long, until it is taken out together
with what follows it: nobody waits for that. Of a process that ends meanwhile it is sent once more.
"""

Entry = tuple[str, str, Pending]
"""(collection, aggregate id, event)."""


class Relay:
    def __init__(self, service: str, store: Store, publisher: Publisher) -> None:
        self.service = service
        self._store = store
        self._publisher = publisher
        self._waiting: deque[Entry] = deque()
        self._sending: list[Entry] = []
        self._sent: list[Entry] = []
        """Confirmed, and to be taken out of the outboxes."""
        self._taking: list[Entry] = []
        self._wake = Event()
        self._ended = Event()
        self._others = 0.0
        """When to look again for what others have left; of the monotonic clock."""
        self.stopping = False
        self._all_sent = False

    def offer(self, aggregate: Aggregate[Any], id: str, entries: list[Pending]) -> None:
        """Never blocks: too much, and the sweep takes it from the database."""
        if len(self._waiting) + len(entries) <= MEMORY:
            self._waiting.extend((aggregate.collection, id, entry) for entry in entries)
            self._rouse()

    def _rouse(self) -> None:
        if not self._wake.ready():
            self._wake.send()

    def run(self) -> None:
        """Publish what is offered; belongs in a managed thread."""
        while not self.stopping or self._waiting:
            if not self._waiting:
                with eventlet.Timeout(1, False):
                    self._wake.wait()
                self._wake = Event() if self._wake.ready() else self._wake
                continue
            size = min(len(self._waiting), config.OUTBOX_BATCH())
            self._sending = [self._waiting.popleft() for _ in range(size)]
            try:
                self._sent += self._publish(self._sending)
            except Unpublished as fault:
                # Saved already; the sweep will find it.
                log.warning("outbox entries wait", entries=size, fault=str(fault))
                self._waiting.clear()
            except Exception:
                log.exception("relay failed")
            self._sending = []
        self._all_sent = True

    def clear(self) -> None:
        """Take out what was sent, a write for all of a moment; belongs in a managed thread."""
        while not self._all_sent:
            eventlet.sleep(TAKE_OUT_SECONDS)
            self._take_out()
        self._take_out()
        self._ended.send()

    def _take_out(self) -> None:
        """What cannot be taken out now is left to the sweep, which sends it once more."""
        self._taking, self._sent = self._sent, []
        if self._taking:
            crashing.point("published")
        try:
            self._pull(self._taking)
        except Unavailable as fault:
            log.warning("sent outbox entries stay", entries=len(self._taking), fault=str(fault))
        except Exception:
            log.exception("relay failed")
        self._taking = []

    def stop(self) -> None:
        """Let go what was offered, for at most STOP_SECONDS."""
        self.stopping = True
        self._rouse()
        with eventlet.Timeout(STOP_SECONDS, False):
            self._ended.wait()

    def sweep(self) -> None:
        """Publish what was left behind, for ever, a batch at a time; belongs in a thread."""
        while not self.stopping:
            more = False
            try:
                more = self._sweep_once()
            except (Unpublished, Unavailable) as fault:
                log.warning("outbox sweep: away", fault=str(fault))
            except Exception:
                log.exception("outbox sweep failed")
            if not more:
                eventlet.sleep(config.OUTBOX_SWEEP_SECONDS())

    def _sweep_once(self) -> bool:
        """Whether there may be more."""
        now = utc_now()
        everywhere = time.monotonic() >= self._others
        before = now - timedelta(seconds=LEFT_BEHIND)
        only = None if everywhere else tuple(self._store.told)
        found = [
            (aggregate.collection, id, entry)
            for aggregate, id, entries in self._store.leftovers(
                EVER if everywhere else before, SWEEP_LIMIT, only
            )
            if _is_left(entries, before, now)
            for entry in entries
        ]
        self._note(everywhere, before, {collection for collection, _, _ in found})
        under_way = [*self._taking, *self._sent, *self._sending, *self._waiting]
        known = {entry.id for _, _, entry in under_way}
        left = [one for one in found if one[2].id not in known]
        self._measure([*left, *under_way], now)
        size = config.OUTBOX_BATCH()
        gone = sum(self._send(left[n : n + size]) for n in range(0, len(left), size))
        if left:
            log.info("outbox swept", entries=gone, refused=len(left) - gone)
        # What the broker refuses stays: it must not be tried again without a pause.
        return gone > 0 and len(found) >= SWEEP_LIMIT

    def _note(self, everywhere: bool, before: datetime, left: set[str]) -> None:
        """Look again where something is left, or was written too lately to tell."""
        told = self._store.told
        for collection in [*told]:
            if told[collection] < before and collection not in left:
                del told[collection]
        if not self._others:  # what ended just before this process began may be too young yet
            told.update({aggregate.collection: utc_now() for aggregate in self._store.aggregates})
        for collection in left:
            told.setdefault(collection, before)
        if everywhere:
            pause = config.OUTBOX_SWEEP_SECONDS() * SWEEPS * random.uniform(0.8, 1.2)
            self._others = time.monotonic() + pause

    def _measure(self, left: list[Entry], now: datetime) -> None:
        oldest = min((entry.at for _, _, entry in left), default=now)
        metrics.OUTBOX_ENTRIES.labels(self.service).set(len(left))
        metrics.OUTBOX_OLDEST.labels(self.service).set(max(0, (now - oldest).total_seconds()))

    def _send(self, batch: list[Entry]) -> int:
        """Publish, and take out what the broker has confirmed; how many that were.

        Raises: Unpublished, Unavailable.
        """
        sent = self._publish(batch)
        self._pull(sent)
        return len(sent)

    def _publish(self, batch: list[Entry]) -> list[Entry]:
        """Those that the broker has confirmed. Raises: Unpublished."""
        messages = [_outgoing(self.service, entry) for _, _, entry in batch]
        try:
            faults = self._publisher.publish(messages)
        except Unpublished:
            metrics.PUBLISHED.labels(self.service, "unconfirmed").inc(len(batch))
            raise
        for fault in faults:
            metrics.PUBLISHED.labels(self.service, "refused" if fault else "confirmed").inc()
        return [entry for entry, fault in zip(batch, faults, strict=True) if not fault]

    def _pull(self, sent: list[Entry]) -> None:
        """Raises: Unavailable."""
        by_aggregate: dict[tuple[str, str], list[str]] = {}
        for collection, id, entry in sent:
            by_aggregate.setdefault((collection, id), []).append(entry.id)
        self._store.pull(by_aggregate)


def _is_left(entries: list[Pending], before: datetime, now: datetime) -> bool:
    """Whether nobody is at them any more, as far as a clock can tell."""
    ahead = now + timedelta(seconds=CLOCKS_APART)
    return any(entry.at <= before or entry.at > ahead for entry in entries)


def _outgoing(service: str, entry: Pending) -> Outgoing:
    return Outgoing(
        exchange=events(service),
        routing_key=entry.type,
        body=entry.body,
        id=entry.id,
        content_type=CONTENT_TYPE,
        headers={SIGNATURE: sign(FACT, entry.body)},
        type=entry.type,
    )
