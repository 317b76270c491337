"""Which inspections and findings exist for a caller, as filters for whatever lists them.

The same rule as ``domain/supervision/sight.py``; a list or search without it shows a covert visit
before it is published.
"""

from typing import Any

from contracts.caller import Caller
from services.tasks.domain.supervision.sight import office_knows
from services.tasks.queries.sight import Answer, own_unit


def findings_in_sight(caller: Caller | None) -> Answer:
    """A filter: empty, or ``{"$and": [...]}``; who belongs to a unit sees that unit's."""
    if caller is None or office_knows(caller, "city"):
        return {}
    seen: Answer = {"state.state": {"$ne": "held"}}
    own = own_unit(caller)
    if own is not None:
        seen["state.unit"] = own
    return _any([seen, *_of_their_own(caller)])


def inspections_in_sight(caller: Caller | None) -> Answer:
    """A filter: empty, or ``{"$and": [...]}``; a unit sees what was announced or published."""
    if caller is None or office_knows(caller, "city"):
        return {}
    own = own_unit(caller)
    if own is None:
        seen = [{"state.kind": {"$ne": "covert"}}, {"state.published": {"$ne": None}}]
    else:
        here = {"$or": [{"state.units": []}, {"state.units": own}]}
        seen = [
            {"state.announced": True, **here},
            {"state.published": {"$ne": None}, **here},
        ]
    return _any([*seen, *_of_their_own(caller)])


def _of_their_own(caller: Caller) -> list[Answer]:
    """What the caller inspects, or the caller's office planned."""
    ways: list[Answer] = []
    if caller.has("inspector"):
        ways.append({"state.inspectors": caller.account})
    if office_knows(caller, "district"):
        ways.append({"state.level": "district"})
    return ways


def _any(ways: list[Answer]) -> dict[str, Any]:
    return {"$and": [{"$or": ways}]}
