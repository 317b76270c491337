"""A service is a table: what it is told to do, asked, hears and falls due. Pure declarations.

LENDING: Table = (
    command(orders.LendBook, LOANS, lend, at=NEW),
    hears(members.MemberLeft, to(LOANS, call_in, at=looks.loans_of)),
    query(orders.Loans, answers.loans),
    due("loan_overdue", LOANS, remind),
)

class Library(Service):
    name = "library"
    tables = (LENDING, …)

Each door has a name: a command's and a question's is its order's (LendBook: lend_book), an event's
is its fact's (on_member_left), which is its queue's as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, overload

import msgspec

from contracts.envelope import Fact
from contracts.orders.base import method_of
from contracts.orders.doors import roles_of
from kit.aggregate import Aggregate
from kit.change import Change, Decide, Given, Knowing

NEW: Final = "(new)"
"""``at``: the id is derived from the caller and the idempotency key."""

MAX_KEYS = 500
"""The most aggregates that one event may touch."""

Reader = Any
"""``kit.reader.Reader``, which is made of what this module declares."""
S = TypeVar("S", bound=msgspec.Struct)
In = TypeVar("In", contravariant=True)
Known = TypeVar("Known", contravariant=True)
Found = TypeVar("Found")
Decides = Callable[[S, In, Knowing[Found]], Change[S] | None]
Gather = Callable[[Reader, S, In, Knowing[Known]], Found]
"""``gather(reader, state, input, given)``: what a decision must know, as ``given.found``."""
At = str | Callable[[In, Knowing[Known], Reader], str | Iterable[str]]


@dataclass(frozen=True)
class Reaction(Generic[In, Known]):
    """What an input does to one kind of aggregate, where the event's own ``gather`` has found what
    is ``Known``.
    """

    aggregate: Aggregate[Any]
    decide: Decide
    at: At[In, Known]
    gather: Gather[Any, In, Known, Any] | None = None
    creates: bool = False
    fresh: bool = False

    def keys(self, input: Any, given: Knowing[Any], reader: Reader) -> list[str]:
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
    name: str
    order: type[msgspec.Struct]
    reaction: Reaction[Any, Any]
    roles: tuple[str, ...]
    aside: bool = False

    @property
    def new(self) -> bool:
        return self.reaction.at == NEW


@dataclass(frozen=True)
class Query:
    name: str
    ask: type[msgspec.Struct]
    answer: Callable[[Reader, Any], Any]
    roles: tuple[str, ...]
    aside: Callable[[Any, Any], dict[str, Any]] | None = None
    noted: Reaction[Any, Any] | None = None


@dataclass(frozen=True)
class Hearing:
    name: str
    fact: type[Fact]
    reactions: tuple[Reaction[Any, Any], ...]
    gather: Callable[[Reader, Any, Given], Any] | None = None
    afterwards: Callable[[Any, Knowing[Any], Reader], None] | None = None


@dataclass(frozen=True)
class Ticking:
    name: str
    aggregate: Aggregate[Any]
    decide: Decide
    gather: Gather[Any, None, None, Any] | None
    lease: float


Door = Command | Query | Hearing | Ticking
Table = tuple[Door, ...]


@overload
def to(
    aggregate: Aggregate[S],
    decide: Decides[S, In, Known],
    *,
    at: At[In, Known],
    creates: bool = False,
    fresh: bool = False,
) -> Reaction[In, Known]: ...
@overload
def to(
    aggregate: Aggregate[S],
    decide: Decides[S, In, Found],
    *,
    at: At[In, Known],
    gather: Gather[S, In, Known, Found],
    creates: bool = False,
    fresh: bool = False,
) -> Reaction[In, Known]: ...
def to(
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    at: At[Any, Any],
    gather: Gather[Any, Any, Any, Any] | None = None,
    creates: bool = False,
    fresh: bool = False,
) -> Reaction[Any, Any]:
    """``at``: a field of the fact, or a callable that gives one id or several (or none).

    ``creates``: the aggregate may be absent. ``fresh``: each event makes its own, all in one write.
    """
    return Reaction(aggregate, decide, at, gather, creates or fresh, fresh)


@overload
def command(
    order: type[In],
    aggregate: Aggregate[S],
    decide: Decides[S, In, None],
    *,
    at: At[In, None],
    creates: bool = False,
    fresh: bool = False,
    aside: bool = False,
    name: str = "",
) -> Command: ...
@overload
def command(
    order: type[In],
    aggregate: Aggregate[S],
    decide: Decides[S, In, Found],
    *,
    at: At[In, None],
    gather: Gather[S, In, None, Found],
    creates: bool = False,
    fresh: bool = False,
    aside: bool = False,
    name: str = "",
) -> Command: ...
def command(
    order: type[Any],
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    at: At[Any, Any],
    gather: Gather[Any, Any, Any, Any] | None = None,
    creates: bool = False,
    fresh: bool = False,
    aside: bool = False,
    name: str = "",
) -> Command:
    """For the roles that its order names.

    ``creates``: the aggregate may be absent. ``fresh``: it is as a rule, so that it is written
    without being read, and read only where that shows it to be there.
    ``aside``: it is opened and decided in another process even where it is small, because its cost
    does not follow from its size (``kit/aside.py``). ``at`` and ``gather`` run here, and see the
    order without the sheets of its workbooks.
    """
    reaction = Reaction(aggregate, decide, at, gather, creates or fresh, fresh or at == NEW)
    return Command(name or method_of(order), order, reaction, roles_of(order), aside)


def query(
    ask: type[msgspec.Struct],
    answer: Callable[[Reader, Any], Any],
    *,
    aside: Callable[[Any, Any], dict[str, Any]] | None = None,
    noted: Reaction[Any, None] | None = None,
) -> Query:
    """A question; it changes nothing but, where it is ``noted``, what says that it was asked: that
    is written before the answer leaves, and without it there is none.

    ``aside``: a pure function of the question and of what ``answer`` found, which makes the answer
    of it in another process (``kit/aside.py``).
    """
    return Query(method_of(ask), ask, answer, roles_of(ask), aside, noted)


@overload
def hears(
    fact: type[In],
    *reactions: Reaction[In, None],
    afterwards: Callable[[In, Knowing[None], Reader], None] | None = None,
) -> Hearing: ...
@overload
def hears(
    fact: type[In],
    *reactions: Reaction[In, Found],
    gather: Callable[[Reader, In, Given], Found],
    afterwards: Callable[[In, Knowing[Found], Reader], None] | None = None,
) -> Hearing: ...
def hears(
    fact: type[Any],
    *reactions: Reaction[Any, Any],
    gather: Callable[[Reader, Any, Given], Any] | None = None,
    afterwards: Callable[[Any, Knowing[Any], Reader], None] | None = None,
) -> Hearing:
    """An event heard, on a queue of its own: ``<service>.on_<fact>``.

    ``gather(reader, fact, given)``: what the event as a whole must know, read once however many
    aggregates it touches; ``given.found`` of ``at``, of decisions and of ``afterwards``.
    ``afterwards(fact, given, reader)``: raises where the event must come again though every
    reaction to what is known by now was made.

    Raises: ValueError for two reactions on one kind of aggregate; they would share one mark, and
    the second would count as done.
    """
    if len({reaction.aggregate.collection for reaction in reactions}) < len(reactions):
        raise ValueError(f"{fact.type}: one reaction for each kind of aggregate")
    return Hearing(f"on_{method_of(fact)}", fact, reactions, gather, afterwards)


@overload
def due(name: str, aggregate: Aggregate[S], decide: Decides[S, None, None]) -> Ticking: ...
@overload
def due(
    name: str,
    aggregate: Aggregate[S],
    decide: Decides[S, None, Found],
    *,
    gather: Gather[S, None, None, Found],
    lease: float = 60,
) -> Ticking: ...
def due(
    name: str,
    aggregate: Aggregate[Any],
    decide: Decide,
    *,
    gather: Gather[Any, Any, Any, Any] | None = None,
    lease: float = 60,
) -> Ticking:
    """Aggregates whose due has come. ``lease``: seconds that a ``gather`` with I/O may take."""
    return Ticking(name, aggregate, decide, gather, lease)
