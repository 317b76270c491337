"""The rule algebra: a rule is a small tree of operators over named inputs, as data.

Each file here is one operator or a small family of them; they are found by looking into the folder.
``node.py`` says what an operator is. Where to look for what the trade says:

- parts · all · k of n → grade: ``parts``, ``award``, ``how_many`` under ``bands``
- quota, down or up, per unit, within a quota: ``quota``, ``shortfall``
- ratio, bands, steps: ``share`` under ``linear``, ``bands`` or ``steps``
- per occurrence by type, highest once: ``occurrences``; ladder: ``ladder``
- best of, either/or: ``choice``; improvement on last year, mean over years: ``years``
- two-way around a base: ``two_way``; a share of the whole: ``scale``; floor and cap: ``limit``
- a weight instead of points: ``weighted``
- zero if, gate, not applicable: ``gates``
- a veto is proposed by a condition (``services/scoring/vetoes/grounds.py``): ``happened``
- a marker's range, a recorded rank: ``marker``
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Union

import msgspec

from contracts.schema import published
from services.scoring.rules.node import Condition, Example, Node, Number, Points


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(__path__, __name__ + "."):
        yield import_module(found.name)


def _operators(base: type[Node]) -> tuple[type[Node], ...]:
    """Every operator below ``base``; a class with a leading underscore is only a shared part."""
    below = [each for child in base.__subclasses__() for each in (child, *_operators(child))]
    return tuple(sorted({each for each in below if each.__name__[0] != "_"}, key=_tag))


def _tag(operator: type[Node]) -> str:
    return str(operator.__struct_config__.tag)


MODULES = tuple(_modules())
EXAMPLES: tuple[Example, ...] = tuple(
    example for module in MODULES for example in getattr(module, "EXAMPLES", ())
)
OPERATORS: dict[str, type[Node]] = {
    _tag(each): each for base in (Points, Number, Condition) for each in _operators(base)
}

if TYPE_CHECKING:
    EveryNumber, EveryCondition, EveryPoints = Number, Condition, Points
else:
    EveryNumber = Union[_operators(Number)]  # noqa: UP007
    EveryCondition = Union[_operators(Condition)]  # noqa: UP007
    EveryPoints = Union[_operators(Points)]  # noqa: UP007


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a rule tree: any operator that gives points."""
    found: dict[str, Any] = published(msgspec.json.schema(EveryPoints))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def decode(data: bytes | str) -> Points:
    """A rule from JSON. Raises msgspec.ValidationError that names the path at fault."""
    return msgspec.json.decode(data, type=EveryPoints)


def decode_condition(data: bytes | str) -> Condition:
    """A veto's condition from JSON. Raises msgspec.ValidationError that names the path at fault."""
    return msgspec.json.decode(data, type=EveryCondition)


def encode(rule: Node) -> bytes:
    return msgspec.json.encode(rule, order="sorted")
