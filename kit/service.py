"""A service: its tables, found by what its doors are. Pure declarations."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from kit.aggregate import Aggregate
from kit.table import Command, Door, Hearing, Query, Table, Ticking
from kit.topology import Handler

D = TypeVar("D", Command, Query, Hearing, Ticking)


class Service:
    """One deployable process.

    ``doors``: those of all its tables by name. ``checks``: what readiness asks for besides broker
    and database; each raises where it fails.
    Raises: ValueError where two doors have one name; the second would hide the first.
    """

    name: ClassVar[str]
    tables: ClassVar[tuple[Table, ...]]
    checks: ClassVar[Mapping[str, Callable[[], None]]] = {}
    doors: ClassVar[dict[str, Door]]

    def __init_subclass__(cls) -> None:
        found: dict[str, Door] = {}
        for door in (door for table in cls.tables for door in table):
            if door.name in found:
                raise ValueError(f"{cls.name}.{door.name} is wired twice")
            found[door.name] = door
        cls.doors = dict(sorted(found.items()))

    @classmethod
    def of(cls, kind: type[D]) -> dict[str, D]:
        """Its doors of one kind, by name."""
        return {name: door for name, door in cls.doors.items() if isinstance(door, kind)}

    @classmethod
    def handlers(cls) -> list[Handler]:
        """The queues that it needs."""
        return [Handler(cls.name, name, one.fact.type) for name, one in cls.of(Hearing).items()]

    @classmethod
    def aggregates(cls) -> list[Aggregate[Any]]:
        return [
            *(one.reaction.aggregate for one in cls.of(Command).values()),
            *(each.aggregate for one in cls.of(Hearing).values() for each in one.reactions),
            *(one.aggregate for one in cls.of(Ticking).values()),
        ]

    @classmethod
    def worked_aside(cls) -> list[str]:
        """The modules of what may run aside: orders, decisions, and answers of questions."""
        found = {one.ask.__module__ for one in cls.of(Query).values()}
        found |= {one.aside.__module__ for one in cls.of(Query).values() if one.aside}
        for one in cls.of(Command).values():
            found |= {one.order.__module__, one.reaction.decide.__module__}
        return sorted(found)


def find(target: str) -> type[Service]:
    """The service named ``module:Class``. Raises: ImportError, AttributeError."""
    module, _, name = target.partition(":")
    found: type[Service] = getattr(importlib.import_module(module), name)
    return found
