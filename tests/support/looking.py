"""What a system asks its documents for, once each kind, and what a server reads for it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pymongo.database import Database
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

Document = dict[str, Any]
ALL = 100_000
"""Documents of one answer."""


class Look(NamedTuple):
    """What was looked for in a collection, whatever is done with it then."""

    database: str
    collection: str
    filter: Document

    @property
    def kind(self) -> str:
        return f"{self.collection}: {', '.join(_words(self.filter))}"


def _words(filter: Mapping[str, Any]) -> Iterator[str]:
    for name, value in filter.items():
        if isinstance(value, list):
            inner = " | ".join(sorted({" & ".join(_words(one)) for one in value}))
            yield f"{name} ({inner})"
        elif isinstance(value, dict) and value and all(one.startswith("$") for one in value):
            yield f"{name} {'+'.join(sorted(value))}"
        else:
            yield name


class Asked(CommandListener):
    """``looks``: the first of each kind; for ``event_listeners`` of a client."""

    def __init__(self) -> None:
        self.looks: dict[tuple[str, str], Look] = {}

    def started(self, event: CommandStartedEvent) -> None:
        command, name = event.command, event.command_name
        if name not in ("find", "aggregate", "count", "update", "delete", "findAndModify"):
            return
        for filter in _filters(name, command):
            look = Look(event.database_name, command[name], dict(filter))
            self.looks.setdefault((look.database, look.kind), look)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


def _filters(name: str, command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    match name:
        case "find":
            yield command.get("filter", {})
        case "aggregate":
            first = command["pipeline"][0] if command["pipeline"] else {}
            yield first.get("$match", {})
        case "update" | "delete":
            yield from (one["q"] for one in command[f"{name}s"])
        case _:
            yield command.get("query", {})


class Effort(NamedTuple):
    """``read``: documents that the server read; ``found``: those of them that were looked for."""

    read: int
    found: int


def effort(database: Database[Document], look: Look) -> Effort:
    """Of the whole answer, however little of it is taken: not every server stops at a limit."""
    command: Document = {"find": look.collection, "filter": look.filter, "projection": {"_id": 1}}
    answer = database.command(command | {"batchSize": ALL})
    if "examined" in answer:
        return Effort(answer["examined"], len(answer["cursor"]["firstBatch"]))
    told = database.command("explain", command, verbosity="executionStats")["executionStats"]
    return Effort(told["totalDocsExamined"], told["nReturned"])
