"""Who may know of a covert inspection (明察暗访) and its findings before they are published.

Its inspectors and the city's office; the district's office only where the district planned it. For
everybody else it does not exist: in no list, count, refusal or notification.
"""

from typing import Protocol

from contracts.caller import Caller
from contracts.refusals import NotFound
from contracts.words import CITY_WIDE, Level


class Secret(Protocol):
    """``level``: who planned it, the district or the city."""

    @property
    def held(self) -> bool: ...
    @property
    def level(self) -> Level: ...
    @property
    def inspectors(self) -> tuple[str, ...]: ...


def office_knows(caller: Caller, level: Level) -> bool:
    """Whether the caller is of the office that knows what this level plans in secret."""
    if caller.unit:
        return False
    city = caller.district == CITY_WIDE and caller.has("city_office")
    return city or (level == "district" and caller.has("district_office"))


def knows(caller: Caller, thing: Secret) -> bool:
    if not thing.held:
        return True
    inspects = caller.has("inspector") and caller.account in thing.inspectors
    return inspects or office_knows(caller, thing.level)


def must_know(caller: Caller, thing: Secret, id: str) -> None:
    """Raises: NotFound."""
    if not knows(caller, thing):
        raise absent(id)


def absent(id: str) -> NotFound:
    """In the very words that the kit has for what is not there at all."""
    return NotFound(f"没有这个对象：{id}")
