"""The service's documents: aggregates with their outbox and marks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.errors import BulkWriteError, DuplicateKeyError

from contracts.envelope import Envelope, encode
from contracts.product import TENANT
from kit.aggregate import Aggregate
from kit.database import Connection, Document
from kit.outage import duplicates
from kit.tenants import tenant_of


@dataclass(frozen=True, slots=True)
class Pending:
    """One outbox entry: an event that is true but not yet published."""

    id: str
    type: str
    body: bytes
    at: datetime


@dataclass(slots=True)
class Loaded:
    """An aggregate as read; ``version`` 0 and no ``state`` before it exists."""

    id: str
    version: int = 0
    state: Any = None
    marks: list[Document] = field(default_factory=list)
    due: datetime | None = None

    def mark(self, cause: str) -> Document | None:
        return next((mark for mark in self.marks if mark["k"] == cause), None)


@dataclass(frozen=True, slots=True)
class Write:
    """What becomes of an aggregate: all of it in one document write."""

    state: Any
    outbox: list[Pending]
    mark: Document | None
    now: datetime
    answer: Document
    shared: bool = False


MOST_KNOWN = 500
"""Unchanging states that a process holds in memory."""


class Store(Connection):
    """All reads and writes of one service. ``aggregates`` are those that its wiring names.

    Raises: Unavailable in every method.
    """

    def __init__(
        self,
        url: str,
        aggregates: Sequence[Aggregate[Any]],
        *,
        pool: int,
        mark_days: int,
    ) -> None:
        super().__init__(url, aggregates, pool=pool)
        self._mark_days = timedelta(days=mark_days)
        self._known: dict[tuple[str, str], Any] = {}
        self.told: dict[str, datetime] = {}
        """Collections that were given events to publish, and when last; whatever came of it."""

    # -- aggregates ------------------------------------------------------------------------

    def load(self, aggregate: Aggregate[Any], id: str) -> Loaded:
        with self.watched():
            self._make_indexes()
            document = self.database[aggregate.collection].find_one({"_id": id}, {"outbox": 0})
        return Loaded(id) if document is None else _loaded(aggregate, document)

    def state(self, aggregate: Aggregate[Any], id: str) -> Any:
        """The state alone, None where there is none."""
        key = (aggregate.collection, id)
        if key in self._known:
            return self._known[key]
        state = self.load(aggregate, id).state
        if aggregate.unchanging and state is not None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = state
        return state

    def insert(self, aggregate: Aggregate[Any], writes: Mapping[str, Write]) -> dict[str, Loaded]:
        """Make many by one write, each whole or not at all. Gives those whose id was taken, as they
        are; without a state where another holds a unique value of theirs. What is shared and
        there already is not among them.
        """
        if not writes:
            return {}
        collection = self.database[aggregate.collection]
        documents = [
            {"_id": id, **self._fields(aggregate, Loaded(id), write), "outbox": _entries(write)}
            for id, write in writes.items()
        ]
        with self.watched(), self._telling(aggregate):
            self._make_indexes()
            try:
                collection.insert_many(documents, ordered=False)
                return {}
            except BulkWriteError as fault:
                ids = (documents[n]["_id"] for n in duplicates(fault))
                taken = [id for id in ids if not writes[id].shared]
            if not taken:
                return {}
            found = collection.find({"_id": {"$in": taken}}, {"outbox": 0})
            return {id: Loaded(id) for id in taken} | {
                document["_id"]: _loaded(aggregate, document) for document in found
            }

    def save(self, aggregate: Aggregate[Any], loaded: Loaded, write: Write) -> bool:
        """Write state, events and mark in one document write.

        Returns whether this writer won: False where another has inserted the id, holds a unique
        value, or has moved the version on.
        """
        fields, entries = self._fields(aggregate, loaded, write), _entries(write)
        collection = self.database[aggregate.collection]
        with self.watched(), self._telling(aggregate):
            try:
                self._make_indexes()
                if loaded.version == 0:
                    collection.insert_one({"_id": loaded.id, **fields, "outbox": entries})
                    return True
                update: Document = {"$set": fields}
                if gone := [name for name in ("due", "confidants") if name not in fields]:
                    update["$unset"] = dict.fromkeys(gone, "")
                if entries:
                    update["$push"] = {"outbox": {"$each": entries}}
                only = _while(loaded.id, version=loaded.version)
                return collection.update_one(only, update).modified_count == 1
            except DuplicateKeyError:
                return False

    @contextmanager
    def _telling(self, aggregate: Aggregate[Any]) -> Iterator[None]:
        try:
            yield
        finally:  # a write that failed may have come to be
            self.told[aggregate.collection] = datetime.now(UTC)

    def _fields(self, aggregate: Aggregate[Any], loaded: Loaded, write: Write) -> Document:
        """The document without its id and outbox."""
        due, confidants = aggregate.due(write.state), aggregate.confidants(write.state)
        return {
            TENANT: tenant_of(write.state),
            "version": loaded.version + 1,
            "state": aggregate.dump(write.state),
            "marks": self._marks(aggregate, loaded.marks, write.mark, write.now),
            **({} if due is None else {"due": due}),
            **({} if confidants is None else {"confidants": list(confidants.names)}),
        }

    def _marks(
        self,
        aggregate: Aggregate[Any],
        marks: list[Document],
        mark: Document | None,
        now: datetime,
    ) -> list[Document]:
        oldest = now - self._mark_days
        kept = [m for m in marks if m["at"] >= oldest]
        new = [*kept, mark] if mark else kept
        return new if aggregate.most_marks is None else new[-aggregate.most_marks :]

    # -- outbox ----------------------------------------------------------------------------

    def pull(self, sent: Mapping[tuple[str, str], Sequence[str]]) -> None:
        """Take published entries out, by one write of each collection:
        {(collection, aggregate id): [entry ids]}.
        """
        by_collection: dict[str, tuple[list[str], list[str]]] = {}
        for (collection, id), entries in sent.items():
            ids, gone = by_collection.setdefault(collection, ([], []))
            ids.append(id)
            gone += entries
        with self.watched():
            for collection, (ids, gone) in by_collection.items():
                taken: Document = {"$pull": {"outbox": {"id": {"$in": gone}}}}
                self.database[collection].update_many({"_id": {"$in": ids}}, taken)

    def leftovers(
        self, before: datetime, limit: int, only: Collection[str] | None = None
    ) -> Iterator[tuple[Aggregate[Any], str, list[Pending]]]:
        """Aggregates with outbox entries older than ``before``, oldest first; ``only`` of these
        collections, if any are named.
        """
        with self.watched():
            for aggregate in self.aggregates:
                if only is not None and aggregate.collection not in only:
                    continue
                found = (
                    self.database[aggregate.collection]
                    .find({"outbox.at": {"$lte": before}}, {"outbox": 1})
                    .sort("outbox.at", 1)
                    .limit(limit)
                )
                for document in found:
                    yield aggregate, document["_id"], [Pending(**e) for e in document["outbox"]]

    # -- due -------------------------------------------------------------------------------

    def due(self, aggregate: Aggregate[Any], now: datetime, limit: int) -> list[str]:
        with self.watched():
            self._make_indexes()
            found = (
                self.database[aggregate.collection]
                .find({"due": {"$lte": now}}, {"_id": 1})
                .sort("due", 1)
                .limit(limit)
            )
            return [document["_id"] for document in found]

    def postpone(self, aggregate: Aggregate[Any], loaded: Loaded, until: datetime) -> bool:
        """Claim a due aggregate: only one replica wins, and it is looked at again at ``until``."""
        only = _while(loaded.id, version=loaded.version, due=loaded.due)
        with self.watched():
            update = {"$set": {"due": until}}
            result = self.database[aggregate.collection].update_one(only, update)
        if result.modified_count == 1:
            loaded.due = until
            return True
        return False

    def put_off(self, aggregate: Aggregate[Any], id: str, now: datetime, until: datetime) -> None:
        with self.watched():
            self.database[aggregate.collection].update_one(
                {"_id": id, "due": {"$lte": now}}, {"$set": {"due": until}}
            )


def _while(id: str, **fields: Any) -> Document:
    """The document, as long as its fields are so.

    Some servers look through every index for a bare value beside an ``_id``, and for this through
    none; with one value it asks the same.
    """
    return {"_id": id, **{name: {"$all": [value]} for name, value in fields.items()}}


def _loaded(aggregate: Aggregate[Any], document: Document) -> Loaded:
    return Loaded(
        document["_id"],
        document["version"],
        aggregate.load(document["state"]),
        document.get("marks", []),
        document.get("due"),
    )


def _entries(write: Write) -> list[Document]:
    return [{"id": e.id, "type": e.type, "body": e.body, "at": e.at} for e in write.outbox]


def pending(envelope: Envelope) -> Pending:
    return Pending(envelope.id, envelope.type, encode(envelope), envelope.time)
