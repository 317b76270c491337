"""How a shape is hung on what it answers.

    @answers(orders.TaskOf)
    class Task(Answer, frozen=True, kw_only=True): ...

    @lists(orders.Tasks, orders.Reviews)
    class TaskLine(Answer, frozen=True, kw_only=True): ...

An order that says nothing more is answered by ``Changed``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import UNSET, Struct, UnsetType, defstruct

from contracts.orders.base import Order
from contracts.orders.doors import FILES, doors_of

S = TypeVar("S")
L = TypeVar("L", bound=type[Struct])


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is told; a field that is not named here is never told."""


class Changed(Answer, frozen=True, kw_only=True):
    """What was changed, and its version now."""

    id: str
    version: int


class Charged(Changed, frozen=True, kw_only=True):
    """What was changed, and the tasks that it plans or moves; without them where all was so."""

    tasks: tuple[str, ...] | UnsetType = UNSET


_ANSWERS: dict[type, Any] = {}


def answers(*asked: type) -> Callable[[S], S]:
    """One answer of this shape. Raises: ValueError where another was named."""

    def hang(shape: S) -> S:
        for one in asked:
            _hang(one, shape)
        return shape

    return hang


def lists(*asked: type) -> Callable[[L], L]:
    """Pages, each of whose items has this shape. Raises: ValueError where another was named."""

    def hang(shape: L) -> L:
        page = page_of(shape)
        for one in asked:
            _hang(one, page)
        return shape

    return hang


PAGE = """A page; ``next`` is the cursor of the one after it, or null. ``count``: on the first page,
where it was asked for, how many there are, 1000 for as many or more; null where none can say."""


def page_of(line: type[Struct]) -> type[Struct]:
    fields: list[Any] = [
        ("items", tuple[line, ...]),  # type: ignore[valid-type]
        ("next", str | None),
        ("count", int | None | UnsetType, UNSET),
    ]
    return defstruct(
        f"{line.__name__}Page",
        fields,
        bases=(Answer,),
        namespace={"__doc__": PAGE},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _hang(asked: type, shape: Any) -> None:
    if _ANSWERS.setdefault(asked, shape) is not shape:
        raise ValueError(f"{asked.__name__} has two answers")


def answer_of(asked: type) -> Any:
    """Raises: LookupError where none is declared."""
    if asked in _ANSWERS:
        return _ANSWERS[asked]
    if issubclass(asked, Order):
        return Changed
    raise LookupError(f"what answers {asked.__name__} is declared nowhere in contracts/answers")


def is_told_as_json(asked: type) -> bool:
    """Whether any of its doors answers by data, not by a file."""
    return any(door.kind not in FILES for door in doors_of(asked))
