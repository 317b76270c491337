"""A service's wiring table: the first page that a newcomer reads.

class Tasks:
    name = "tasks"
    assign = command(orders.Assign, TASKS, decisions.assign, at=NEW, creates=True)
    on_evidence_sealed = hears(evidence.EvidenceSealed, to(TASKS, attach, at=tasks_of))
    overdue = due(TASKS, decisions.fall_overdue)
    task_of = query(orders.TaskOf, queries.task_of)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from contracts.envelope import Fact
from contracts.words import Role
from kit.aggregate import Aggregate
from kit.change import Decide, Given
from kit.entrypoints import CommandDoor, DueDoor, EventDoor, QueryDoor
from kit.machine import Gather
from kit.reader import Reader
from kit.topology import Handler

NEW: Final = "(new)"
"""``at``: the id is derived from the caller and the idempotency key."""

MAX_KEYS = 500
"""The most aggregates that one event may touch."""

At = str | Callable[[Any, Given, Reader], str | Iterable[str]]


@dataclass(frozen=True)
class Reaction:
    """What an event does to one kind of aggregate."""

    aggregate: Aggregate[Any]
    decide: Decide
    at: At
    gather: Gather | None = None
    creates: bool = False
    fresh: bool = False

    def keys(self, input: Any, given: Given, reader: Reader) -> list[str]:
        """The ids of the aggregates to handle. Raises: ValueError beyond MAX_KEYS."""
        found = (
            getattr(input, self.at) if isinstance(self.at, str) else self.at(input, given, reader)
        )
        keys = [found] if isinstance(found, str) else list(found)
        if len(keys) > MAX_KEYS:
            raise ValueError(f"one event would touch {len(keys)} aggregates")
        return [key for key in dict.fromkeys(keys) if key]


@dataclass(frozen=True)
class Command:
    order: type[msgspec.Struct]
    reaction: Reaction
    roles: tuple[Role, ...]
    aside: bool = False

    @property
    def new(self) -> bool:
        return self.reaction.at == NEW


@dataclass(frozen=True)
class Query:
    ask: type[msgspec.Struct]
    answer: Callable[[Reader, Any], Any]
    roles: tuple[Role, ...]
    aside: Callable[[Any, Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Hearing:
    fact: type[Fact]
    reactions: tuple[Reaction, ...]


@dataclass(frozen=True)
class Ticking:
    aggregate: Aggregate[Any]
    decide: Decide
    gather: Gather | None
    lease: float


def to(
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    at: At,
    gather: Gather | None = None,
    creates: bool = False,
    fresh: bool = False,
) -> Reaction:
    """``at``: a field of the fact, or a callable that gives one id or several (or none).

    ``creates``: the aggregate may be absent. ``fresh``: each event makes one of its own.
    """
    return Reaction(aggregate, decide, at, gather, creates or fresh, fresh)


def command(
    order: type[msgspec.Struct],
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    at: At,
    roles: Sequence[Role] = (),
    gather: Gather | None = None,
    creates: bool = False,
    aside: bool = False,
) -> Any:
    """A command under the attribute's name; without ``roles`` every role may give it.

    ``aside``: it is opened and decided in another process even where it is small, because its cost
    does not follow from its size (``kit/aside.py``). ``at`` and ``gather`` run here, and see the
    order without the sheets of its workbooks.
    """
    reaction = Reaction(aggregate, decide, at, gather, creates, fresh=at == NEW)
    return _door(CommandDoor(Command(order, reaction, tuple(roles), aside)))


def query(
    ask: type[msgspec.Struct],
    answer: Callable[[Reader, Any], Any],
    *,
    roles: Sequence[Role] = (),
    aside: Callable[[Any, Any], dict[str, Any]] | None = None,
) -> Any:
    """A question under the attribute's name; it changes nothing.

    ``aside``: a pure function of the question and of what ``answer`` found, which makes the answer
    of it in another process (``kit/aside.py``).
    """
    return _door(QueryDoor(Query(ask, answer, tuple(roles), aside)))


def hears(fact: type[Fact], *reactions: Reaction) -> Any:
    """An event heard, on a queue of its own: ``<service>.<attribute>``.

    Raises: ValueError for two reactions on one kind of aggregate; they would share one mark, and
    the second would count as done.
    """
    if len({reaction.aggregate.collection for reaction in reactions}) < len(reactions):
        raise ValueError(f"{fact.type}: one reaction for each kind of aggregate")
    return _door(EventDoor(Hearing(fact, reactions)))


def due(
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    gather: Gather | None = None,
    lease: float = 60,
) -> Any:
    """Aggregates whose due has come. ``lease``: seconds that a ``gather`` with I/O may take."""
    return _door(DueDoor(Ticking(aggregate, decide, gather, lease)))


def _door(entrypoint: Any) -> Any:
    """nameko finds entrypoints on functions."""

    def enter(_service: Any, run: Callable[[], None]) -> None:
        run()

    setattr(enter, ENTRYPOINT_EXTENSIONS_ATTR, {entrypoint})
    return enter


def doors(service: type) -> dict[str, Any]:
    """The entrypoints of a service by attribute name, those of its base tables among them.

    Raises: ValueError where two tables use one name; the second would hide the first.
    """
    found: dict[str, Any] = {}
    for table in service.__mro__:
        for name, attribute in vars(table).items():
            for entrypoint in getattr(attribute, ENTRYPOINT_EXTENSIONS_ATTR, ()):
                if name in found:
                    raise ValueError(f"{service.__name__}.{name} is wired twice")
                found[name] = entrypoint
    return dict(sorted(found.items()))


def handlers_of(service: Any) -> list[Handler]:
    """The queues that a service's wiring needs."""
    return [
        Handler(service.name, name, door.spec.fact.type)
        for name, door in doors(service).items()
        if isinstance(door, EventDoor)
    ]


def aggregates_of(service: Any) -> list[Aggregate[Any]]:
    found: list[Aggregate[Any]] = []
    for door in doors(service).values():
        spec = door.spec
        if isinstance(spec, Command):
            found.append(spec.reaction.aggregate)
        elif isinstance(spec, Hearing):
            found.extend(reaction.aggregate for reaction in spec.reactions)
        elif isinstance(spec, Ticking):
            found.append(spec.aggregate)
    return found


def worked_aside(service: Any) -> list[str]:
    """The modules of what may run aside: orders and decisions of a wiring table."""
    found: set[str] = set()
    for door in doors(service).values():
        spec = door.spec
        if isinstance(spec, Command):
            found |= {spec.order.__module__, spec.reaction.decide.__module__}
        elif isinstance(spec, Query):
            found.add(spec.ask.__module__)
            found |= {spec.aside.__module__} if spec.aside else set()
    return sorted(found)
