"""Which refusals may answer an order or a question: read from the code that answers it.

A refusal counts where the code of a decision, of what it looks up and of what these call names it.
Methods are known by their names alone, so that a refusal of another class's method may be listed
too: what is listed may be answered, what is not listed is not.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from contracts.refusals import Refusal
from kit.reader import Reader
from kit.service import Service
from kit.table import Command, Query

OURS = ("services.", "contracts.", "kit.")
COMMON = frozenset({"get", "find", "all", "many", "show", "page", "count", "items", "values"})
"""Names of methods that dictionaries have too; of ours only the reader's are meant."""


def refusing(services: list[type[Service]]) -> dict[str, dict[str, int]]:
    """``service.method`` → code → status."""
    told: dict[str, dict[str, int]] = {}
    for service in services:
        methods = _methods(service.name)
        for command in service.of(Command).values():
            reaction = command.reaction
            roots = (reaction.decide, reaction.gather, reaction.at)
            told[f"{service.name}.{command.name}"] = _codes(roots, methods)
        for query in service.of(Query).values():
            told[f"{service.name}.{query.name}"] = _codes((query.answer, query.aside), methods)
    return dict(sorted(told.items()))


def _codes(roots: tuple[Any, ...], methods: dict[str, list[FunctionType]]) -> dict[str, int]:
    found: dict[str, int] = {}
    waiting = [root for root in roots if root is not None]
    seen: set[Any] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, type) and issubclass(one, Refusal):
            found[one.code] = one.status
        elif isinstance(one, FunctionType) and one.__module__.startswith(OURS):
            waiting += _named(one, methods)
    return dict(sorted(found.items()))


def _named(function: FunctionType, methods: dict[str, list[FunctionType]]) -> Iterator[Any]:
    """All that a function names: of its module, of modules that it names, of objects."""
    names = set(_names(function.__code__))
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    for name in names:
        there = function.__globals__.get(name)
        if isinstance(there, ModuleType):
            yield from (getattr(there, other, None) for other in names)
        elif isinstance(there, FunctionType | type):
            yield there
        else:
            yield from methods.get(name, ())


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _names(const)


@cache
def _methods(service: str) -> dict[str, list[FunctionType]]:
    """Method's name → those of that name in the service's classes, and the reader's."""
    package = importlib.import_module(f"services.{service}")
    names = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    classes: set[type] = {Reader}
    for name in names:
        if name.rpartition(".")[2] not in ("replay", "__main__") and "process" not in name:
            module = importlib.import_module(name)
            classes |= {
                c for c in vars(module).values() if isinstance(c, type) and c.__module__ == name
            }
    found: dict[str, list[FunctionType]] = {}
    for one in classes:
        for name, method in vars(one).items():
            plain: Callable[..., Any] = getattr(method, "fget", None) or getattr(
                method, "__func__", method
            )
            if isinstance(plain, FunctionType) and (one is Reader or name not in COMMON):
                found.setdefault(name, []).append(plain)
    return found
