"""Which inspections and findings concern a caller of a unit, as filters for whatever lists them.

What is a secret the reader keeps from all but its confidants (``domain/supervision/sight.py``).
"""

from typing import Any

from contracts.caller import Caller
from services.tasks.answers.sight import Answer, own_unit


def findings_in_sight(caller: Caller | None) -> Answer:
    """A filter: empty, or ``{"$and": [...]}``; who belongs to a unit sees that unit's."""
    own = own_unit(caller)
    return {} if own is None else _any([{"state.unit": own}, *_inspected_by(caller)])


def inspections_in_sight(caller: Caller | None) -> Answer:
    """A filter: empty, or ``{"$and": [...]}``; a unit sees what was announced or published."""
    own = own_unit(caller)
    if own is None:
        return {}
    here: Answer = {"$or": [{"state.units": []}, {"state.units": own}]}
    told = [{"state.announced": True, **here}, {"state.published": {"$ne": None}, **here}]
    return _any([*told, *_inspected_by(caller)])


def _inspected_by(caller: Caller | None) -> list[Answer]:
    if caller is None or not caller.has("inspector"):
        return []
    return [{"state.inspectors": caller.account}]


def _any(ways: list[Answer]) -> dict[str, Any]:
    return {"$and": [{"$or": ways}]}
