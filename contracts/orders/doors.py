"""Where an order or question is reached in the public API, and who may give it.

    @door("POST /tasks/{task}/confirm", "确认成果", REVIEWERS_OF_TASKS)
    class Confirm(Order, frozen=True, kw_only=True): ...

The gateway's route, its description and the roles in the service's wiring follow from this line.
What is given otherwise than through a door of its own says ``only`` who may.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

from contracts.orders.base import Ask, Order, method_of
from contracts.roles import Roles

PLAIN, LARGE = 128 * 1024, 1024 * 1024
"""Bytes of a body: of an order as most are, of one with lists of hundreds."""
TABLE = "workbook"
"""The field of an order that a file becomes."""

Shape = type[Order] | type[Ask]
Kind = Literal["order", "ask", "upload", "preview", "download", "export", "document"]
FILES: tuple[Kind, ...] = ("download", "export", "document")
"""What is answered by a file."""
S = TypeVar("S", bound=Shape)


class Door(NamedTuple):
    """``POST``/``GET`` path → the service's method with ``shape``; no roles: every role may.

    order     changes something
    upload    the same with a table: the part ``file`` of a form becomes its field ``workbook``
    ask       a question, in the address
    preview   one with a table (or a long one), asked with a body; it changes nothing
    download  a question whose answer's ``workbook`` is handed out as a file
    export    every page of a question as one file; stands beside the question's own door
    document  the ``print`` of a question's answer as the .docx that it is; beside its own door

    ``size``: bytes of a body; of one with a table the gateway's limit holds.
    """

    verb: str
    path: str
    shape: Shape
    summary: str
    roles: Roles
    kind: Kind
    status: int = 200
    size: int = PLAIN

    @property
    def has_table(self) -> bool:
        return TABLE in self.shape.__struct_fields__

    @property
    def method(self) -> str:
        return method_of(self.shape)

    @property
    def in_path(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


_ROLES: dict[type, Roles] = {}
_DOORS: dict[type, tuple[Door, ...]] = {}


def door(
    address: str,
    summary: str,
    roles: Roles,
    *,
    kind: Kind | None = None,
    status: int = 200,
    size: int = PLAIN,
) -> Callable[[S], S]:
    """``address``: ``POST`` of an order or a preview, ``GET`` of a question.

    Raises: ValueError where the shape has another door for other roles.
    """
    verb, path = address.split()

    def hang(shape: S) -> S:
        made = Door(verb, path, shape, summary, roles, kind or _kind(verb, shape), status, size)
        _DOORS[shape] = (*doors_of(shape), made)
        return only(roles)(shape)

    return hang


def download(address: str, summary: str, roles: Roles) -> Callable[[S], S]:
    """The door of a question whose answer is a file."""
    return door(address, summary, roles, kind="download")


def export(address: str, summary: str) -> Callable[[S], S]:
    """A second door, over the question's own, for the same roles: all pages as one file."""

    def hang(shape: S) -> S:
        return door(address, summary, roles_of(shape), kind="export")(shape)

    return hang


def document(address: str, summary: str) -> Callable[[S], S]:
    """A second door, over the question's own, for the same roles: its ``print`` as a file."""

    def hang(shape: S) -> S:
        return door(address, summary, roles_of(shape), kind="document")(shape)

    return hang


def only(roles: Roles) -> Callable[[S], S]:
    """Who may give what has no door of its own. Raises: ValueError where others were named."""

    def keep(shape: S) -> S:
        if _ROLES.setdefault(shape, roles) != roles:
            raise ValueError(f"{shape.__name__} names two sets of roles")
        return shape

    return keep


def roles_of(shape: type) -> Roles:
    """Who may give it, or what it is made of. Raises: LookupError where that is said nowhere."""
    for kind in shape.__mro__:
        if kind in _ROLES:
            return _ROLES[kind]
    raise LookupError(f"{shape.__name__} does not say who may give it")


def doors_of(shape: type) -> tuple[Door, ...]:
    return _DOORS.get(shape, ())


def _kind(verb: str, shape: Shape) -> Kind:
    if issubclass(shape, Order):
        return "upload" if TABLE in shape.__struct_fields__ else "order"
    return "preview" if verb == "POST" else "ask"
