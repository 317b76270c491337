"""The connection to the service's database, and what its faults mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from contracts.product import NAME
from kit import logs
from kit.aggregate import Aggregate, never
from kit.errors import Unavailable
from kit.mongo import OPTIONS
from kit.outage import blame

Document = dict[str, Any]

PING_SECONDS = 2
PROBE = "health"

log = logs.get(__name__)


class Connection:
    """Connects at first use and makes the indexes of the aggregates then."""

    def __init__(self, url: str, aggregates: Sequence[Aggregate[Any]], *, pool: int) -> None:
        self._url = url
        self._pool = pool
        self.aggregates = tuple({a.collection: a for a in aggregates}.values())
        self._client: pymongo.MongoClient[Document] | None = None
        self._indexed = False
        self._writable = True

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raises: Unavailable where the database is away or cannot do it now; what it says of the
        question or the document itself goes on as it is.

        Where its error does not tell (a server in trouble says "internal error"), a write of our
        own does: if that succeeds, the fault is not the database's.
        """
        try:
            yield
        except PyMongoError as fault:
            of = blame(fault)
            if of == "request" or (of == "unclear" and self._writes()):
                raise
            self._writable = False
            raise Unavailable(f"database: {type(fault).__name__}: {fault}"[:500]) from fault

    def _writes(self) -> bool:
        """Whether a document of our own can be written now."""
        now = {"at": datetime.now(UTC)}
        try:
            with pymongo.timeout(PING_SECONDS):
                self.database[PROBE].replace_one({"_id": PROBE}, now, upsert=True)
        except PyMongoError as fault:
            log.warning("the database cannot write", fault=str(fault)[:300])
            return False
        return True

    @property
    def database(self) -> "pymongo.database.Database[Document]":
        if self._client is None:
            self._client = pymongo.MongoClient(
                self._url, maxPoolSize=self._pool, appname=NAME, **OPTIONS
            )
        return self._client.get_default_database()

    def ready(self) -> None:
        """Ping, make the indexes once, and write after an outage. Raises: Unavailable."""
        with self.watched(), pymongo.timeout(PING_SECONDS):
            self.database.command("ping")
        self._make_indexes()
        # A server may answer a ping and have no room for a document.
        if not self._writable and not self._writes():
            raise Unavailable("database: it answers and cannot write; its disk may be full")
        self._writable = True

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _make_indexes(self) -> None:
        if self._indexed:
            return
        with self.watched():
            for aggregate in self.aggregates:
                collection = self.database[aggregate.collection]
                # Sparse: most documents are neither due nor waiting to be published, and some
                # servers walk every null before the first date.
                collection.create_index([("outbox.at", 1)], name="unpublished", sparse=True)
                if aggregate.due is not never:
                    collection.create_index([("due", 1)], name="due_at", sparse=True)
                for index in aggregate.indexes:
                    options: Document = {"unique": index.unique}
                    if index.where:
                        options["partialFilterExpression"] = dict(index.where)
                    collection.create_index([(key, 1) for key in index.keys], **options)
        self._indexed = True
