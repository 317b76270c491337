"""Counts what a service asks of its database: by the driver's own word, and never by the clock."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

READS = ("find", "aggregate", "count", "distinct", "getMore")
WRITES = ("insert", "update", "delete", "findAndModify")


class RoundTrips(CommandListener):
    """Commands by their names; for ``event_listeners`` of a client."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def started(self, event: CommandStartedEvent) -> None:
        self._seen[event.command_name] += 1

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """Those of the block, once it has ended."""
        before, during = self._seen.copy(), Counter[str]()
        yield during
        during.update(self._seen - before)
