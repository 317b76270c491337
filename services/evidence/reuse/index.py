"""What this process knows of the fingerprints in the database, which alone is the record.

They are read once after the start, in the background, and from then on what was sealed since
before each question: a process that was killed has nothing to mend, and no two can differ for
longer than the database is away.
"""

import threading
from collections.abc import Iterator
from datetime import datetime

from kit import logs, offload
from kit.errors import Unavailable
from kit.reader import Reader
from services.evidence import metrics
from services.evidence.piece.fingerprint import ALIKE
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving.tree import DAWN, OVERLAP
from services.evidence.reuse.fingerprints import Array, Fingerprints, near

BATCH = 10_000
FIELDS = ("sealed_at", "verdict.facts.fingerprint")

log = logs.get(__name__)


class Index:
    """``_known``: all that was sealed before ``_until``; what was sealed later is read each time,
    since a seal may come to be written so long after its time."""

    def __init__(self) -> None:
        self._known = Fingerprints()
        self._until: datetime | None = None
        self._reading = threading.Lock()
        self._growing = threading.Lock()

    def near(self, reader: Reader, fingerprint: str, now: datetime) -> dict[str, int] | None:
        """The fingerprints of sealed pictures that are alike → in how many bits they differ; None
        until all were read. Raises: Unavailable."""
        if self._until is None:
            self._begin(reader, now)
            return None
        with self._growing:
            arrays = self._grown(reader, self._until, now)
        found = offload.run(near, arrays, int(fingerprint, 16), ALIKE)
        return {f"{one:016x}": bits for one, bits in found.items()}

    def _begin(self, reader: Reader, now: datetime) -> None:
        """Read all, unless that is under way. Nobody waits for it, and readiness does not."""
        if self._reading.acquire(blocking=False):
            threading.Thread(target=self._read, args=(reader, now), daemon=True).start()

    def _read(self, reader: Reader, now: datetime) -> None:
        try:
            self.read(reader, now)
        except Unavailable as fault:
            log.warning("fingerprints not read", fault=str(fault))
        finally:
            self._reading.release()

    def read(self, reader: Reader, now: datetime) -> None:
        """All of them, anew. Raises: Unavailable."""
        known, until = Fingerprints(), now - OVERLAP
        batch: list[int] = []
        for at, one in _sealed_since(reader, DAWN):
            if at < until:
                batch.append(one)
            if len(batch) == BATCH:
                known.add(batch)
                batch.clear()
        known.add(batch)
        self._known, self._until = known, until
        log.info("fingerprints read", count=len(known))

    def _grown(self, reader: Reader, since: datetime, now: datetime) -> list[Array]:
        until = max(now - OVERLAP, since)
        old, fresh = [], Fingerprints()
        for at, one in _sealed_since(reader, since):
            if at < until:
                old.append(one)
            else:
                fresh.add([one])
        self._known.add(old)
        self._until = until
        metrics.FINGERPRINTS.set(len(self._known) + len(fresh))
        return [self._known.all(), fresh.all()]


def _sealed_since(reader: Reader, since: datetime) -> Iterator[tuple[datetime, int]]:
    for at, fingerprint in reader.each(EVIDENCE, {"sealed_at": {"$gte": since}}, FIELDS):
        if fingerprint:
            yield at, int(fingerprint, 16)


INDEX = Index()
