"""All reads, limited by the caller's scope in one place."""

import base64
import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import bson
import msgspec
from bson.errors import BSONError

from contracts import product
from contracts.caller import Caller
from contracts.orders.base import MAX_COUNT, PageAsk
from contracts.refusals import Invalid, absent
from contracts.sight import names_of, told
from kit.aggregate import Aggregate, everybody
from kit.database import Document
from kit.store import Store
from kit.tenants import tenant_of

S = TypeVar("S", bound=msgspec.Struct)

MAX_ALL = 5000
"""The most documents that one read may bring into memory."""
IN_TURN = 200
"""Documents after which others have their turn."""


def nothing(ask: PageAsk) -> dict[str, Any]:
    """The page of a list on which nothing can be."""
    return {"items": [], "next": None} | ({"count": 0} if ask.count and not ask.cursor else {})


class Reader:
    """Reads for one command or question (``caller`` set) or for the service itself (None).

    Another tenant's aggregate does not exist for a caller, nor does one with confidants whom the
    caller is not among: NotFound, never Forbidden.
    Raises: Unavailable in every method.
    """

    def __init__(self, store: Store, caller: Caller | None = None) -> None:
        self._store = store
        self.caller = caller

    def everywhere(self) -> "Reader":
        """For what puts all tenants together; the caller is shown no more than its own."""
        return Reader(self._store)

    def find(self, aggregate: Aggregate[S], id: str) -> S | None:
        state = self._store.state(aggregate, id)
        if state is None or not self._visible(aggregate, state):
            return None
        found: S = state
        return found

    def get(self, aggregate: Aggregate[S], id: str) -> S:
        """Raises: NotFound."""
        state = self.find(aggregate, id)
        if state is None:
            raise absent(id)
        return state

    def show(self, aggregate: Aggregate[Any], id: str) -> Document:
        """The state as JSON-like data with ``id`` and ``version``. Raises: NotFound."""
        with self._store.watched():
            document = self._store.database[aggregate.collection].find_one(
                {"_id": id}, {"outbox": 0, "marks": 0}
            )
        if document is None or not self._visible(aggregate, aggregate.load(document["state"])):
            raise absent(id)
        return _shown(document)

    def all(
        self, aggregate: Aggregate[S], filters: Mapping[str, Any], limit: int = 1000
    ) -> list[tuple[str, S]]:
        """(id, state) of what matches. Filters name fields of the state."""
        with self._store.watched():
            found = (
                self._store.database[aggregate.collection]
                .find(self._query(aggregate, filters), {"state": 1})
                .limit(min(limit, MAX_ALL))
            )
            return [(d["_id"], aggregate.load(d["state"])) for d in _in_turn(found)]

    def many(self, aggregate: Aggregate[S], ids: Collection[str]) -> dict[str, S]:
        """Those that are there, by id, in one read."""
        if not ids:
            return {}
        query: Document = {"_id": {"$in": list(ids)}}
        with self._store.watched():
            found = self._store.database[aggregate.collection].find(query, {"state": 1})
            states = {d["_id"]: aggregate.load(d["state"]) for d in _in_turn(found)}
        return {id: state for id, state in states.items() if self._visible(aggregate, state)}

    def each(
        self, aggregate: Aggregate[Any], filters: Mapping[str, Any], fields: Collection[str]
    ) -> Iterator[tuple[Any, ...]]:
        """These fields of all that matches, one after another, however many; None where absent."""
        wanted = {"_id": 0} | {f"state.{field}": 1 for field in fields}
        paths = [field.split(".") for field in fields]
        with self._store.watched():
            found = self._store.database[aggregate.collection].find(
                self._query(aggregate, filters), wanted
            )
            for document in _in_turn(found):
                yield tuple(_at(document["state"], path) for path in paths)

    def count(self, aggregate: Aggregate[Any], filters: Mapping[str, Any]) -> int:
        with self._store.watched():
            query = self._query(aggregate, filters)
            return self._store.database[aggregate.collection].count_documents(query)

    def tally(
        self, aggregate: Aggregate[Any], filters: Mapping[str, Any], field: str
    ) -> dict[str, int]:
        """How many match, by the value of a field; of one with several, for each."""
        named = f"$state.{field}"
        steps: list[Document] = [
            {"$match": self._query(aggregate, filters)},
            {"$unwind": named},
            {"$group": {"_id": named, "count": {"$sum": 1}}},
        ]
        with self._store.watched():
            found = self._store.database[aggregate.collection].aggregate(steps)
            return {row["_id"]: row["count"] for row in found}

    def total(
        self, aggregate: Aggregate[Any], filters: Mapping[str, Any], field: str
    ) -> tuple[int, int]:
        """How many match, and the sum of a number of the state over them."""
        group = {"_id": None, "count": {"$sum": 1}, "sum": {"$sum": f"$state.{field}"}}
        with self._store.watched():
            found = self._store.database[aggregate.collection].aggregate(
                [{"$match": self._query(aggregate, filters)}, {"$group": group}]
            )
            row = next(iter(found), {"count": 0, "sum": 0})
        return row["count"], row["sum"]

    def page(
        self,
        aggregate: Aggregate[Any],
        filters: Mapping[str, Any],
        ask: PageAsk,
        by: tuple[str, int] = ("_id", 1),
    ) -> dict[str, Any]:
        """{"items": […], "next": cursor | None}, ordered by a state field and then by id; with
        ``count`` on a first page that is to tell it."""
        name, direction = by
        key = "_id" if name == "_id" else f"state.{name}"
        query = self._query(aggregate, filters)
        stretches = _after(key, direction, ask.cursor) if ask.cursor else [{}]
        order = [(key, direction)] if key == "_id" else [(key, direction), ("_id", direction)]
        found: list[Document] = []
        with self._store.watched():
            for stretch in stretches:
                if (left := ask.limit + 1 - len(found)) > 0:
                    found += (
                        self._store.database[aggregate.collection]
                        .find(_joined(query, stretch), {"outbox": 0, "marks": 0})
                        .sort(order)
                        .limit(left)
                    )
        more = len(found) > ask.limit
        items = found[: ask.limit]
        page = {
            "items": [_shown(document) for document in items],
            "next": _cursor(items[-1], name) if more else None,
        }
        if not ask.count or ask.cursor:
            return page
        return {**page, "count": self._counted(aggregate, query) if more else len(items)}

    def _counted(self, aggregate: Aggregate[Any], query: Document) -> int | None:
        """Up to MAX_COUNT; None where no index could count."""
        if _reads_texts(query):
            return None
        with self._store.watched():
            collection = self._store.database[aggregate.collection]
            return collection.count_documents(query, limit=MAX_COUNT)

    def _visible(self, aggregate: Aggregate[S], state: S) -> bool:
        caller = self.caller
        if caller is None:
            return True
        return caller.sees(tenant_of(state)) and told(aggregate.confidants(state), caller)

    def _scope(self, aggregate: Aggregate[Any]) -> Document:
        """As ``_visible``, for what is looked for; without confidants a document has no names."""
        if self.caller is None:
            return {}
        scope: Document = {}
        if (own := tenant_of(self.caller)) != product.EVERY_TENANT:
            scope[product.TENANT] = {"$in": [own, product.EVERY_TENANT]}
        if aggregate.confidants is not everybody:
            scope["confidants"] = {"$in": [None, *names_of(self.caller)]}
        return scope

    def _query(self, aggregate: Aggregate[Any], filters: Mapping[str, Any]) -> Document:
        """The caller's scope stands beside every filter, whatever the filters say."""
        named = {k if k.startswith("$") else f"state.{k}": v for k, v in filters.items()}
        if f"state.{product.TENANT}" in named:
            named[product.TENANT] = named.pop(f"state.{product.TENANT}")
        scope = self._scope(aggregate)
        if isinstance(asked := named.get(product.TENANT), str) and product.TENANT in scope:
            allowed = scope.pop(product.TENANT)["$in"]
            named[product.TENANT] = asked if asked in allowed else {"$in": []}
        return _joined(named, scope)


def _joined(one: Document, other: Document) -> Document:
    """Both at once, side by side wherever that can be said: some servers look into no index below
    an ``$and`` or ``$or``.
    """
    both = {**one, **other}
    for name in one.keys() & other.keys():
        sides = [_operators(one[name]), _operators(other[name])]
        if name.startswith("$") or sides[0].keys() & sides[1].keys():
            return {"$and": [one, other]}
        both[name] = sides[0] | sides[1]
    return both


def _operators(value: Any) -> Document:
    if isinstance(value, dict) and all(name.startswith("$") for name in value):
        return value
    return {"$eq": value}


def _reads_texts(query: Any) -> bool:
    """A text within a field is found by reading one after another."""
    if isinstance(query, list):
        return any(map(_reads_texts, query))
    return isinstance(query, dict) and ("$regex" in query or any(map(_reads_texts, query.values())))


def _at(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _in_turn(found: Iterable[Document]) -> Iterator[Document]:
    """A long read lets others be answered."""
    for n, document in enumerate(found, start=1):
        if n % IN_TURN == 0:
            time.sleep(0)
        yield document


def _shown(document: Document) -> Document:
    # A hand in the database may have taken its state away: what is left can be named, not loaded.
    state = document.get("state")
    said = state if isinstance(state, dict) else {}
    return {"id": document["_id"], "version": document.get("version", 0), **said}


def _cursor(document: Document, name: str) -> str:
    value = document["_id"] if name == "_id" else document["state"].get(name)
    if isinstance(value, datetime):
        value = {"t": value.isoformat()}
    packed = json.dumps([value, document["_id"]]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _after(key: str, direction: int, cursor: str) -> list[Document]:
    """The stretches of the order that follow a cursor, each of which an index knows.

    Raises: Invalid.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        value, id = json.loads(raw)
        if isinstance(value, dict):
            value = datetime.fromisoformat(value["t"])
        if not isinstance(id, str) or not isinstance(value, str | int | datetime | None):
            raise TypeError("not a cursor of ours")
        bson.encode({"value": value, "id": id})  # what the database could not be asked
    except (ValueError, TypeError, KeyError, OverflowError, BSONError) as fault:
        raise Invalid(product.NO_CURSOR, field="$.cursor") from fault
    beyond = "$gt" if direction > 0 else "$lt"
    if key == "_id":
        return [{"_id": {beyond: id}}]
    ties: Document = {key: value, "_id": {beyond: id}}
    # Null is before every value, and no comparison with a value matches it.
    if direction > 0:
        return [ties, {key: {"$ne": None} if value is None else {"$gt": value}}]
    return [ties] if value is None else [ties, {key: {"$lt": value}}, {key: None}]
