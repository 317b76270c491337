"""Who may know of a covert inspection (明察暗访) and its findings before they are published.

Its inspectors and the city's office; the district's office only where the district planned it. For
everybody else it does not exist: in no list, count, refusal or notification.
"""

from typing import Protocol

from contracts.caller import Caller
from contracts.refusals import absent
from contracts.sight import CITY_OFFICE, DISTRICT_OFFICE, Confidants, told
from contracts.words import Level


class Secret(Protocol):
    """``level``: who planned it, the district or the city."""

    @property
    def held(self) -> bool: ...
    @property
    def level(self) -> Level: ...
    @property
    def inspectors(self) -> tuple[str, ...]: ...


def confidants(thing: Secret) -> Confidants | None:
    """None: everybody; it is no secret."""
    if not thing.held:
        return None
    office = DISTRICT_OFFICE if thing.level == "district" else CITY_OFFICE
    return Confidants((*thing.inspectors, office))


def knows(caller: Caller, thing: Secret) -> bool:
    return told(confidants(thing), caller)


def must_know(caller: Caller, thing: Secret, id: str) -> None:
    """Raises: NotFound."""
    if not knows(caller, thing):
        raise absent(id)
