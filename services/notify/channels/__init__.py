"""Ways to reach a person, beside the inbox, which is the delivery itself.

A channel is a module of this folder: to be here registers it, under its file's name, which stands
in the keys of its deliveries. To add one, copy ``mail.py`` and fill in what ``Channel`` names.
"""

import pkgutil
from collections.abc import Collection
from importlib import import_module
from typing import Protocol, cast

from prometheus_client import Counter

from services.notify.delivery import Delivery, Undelivered
from services.notify.directory import Person
from services.notify.posting import Manner

__all__ = ["CHANNELS", "Channel", "Undelivered", "channels_to", "groups_here"]


class Tries(Protocol):
    def labels(self, outcome: str, /) -> Counter: ...


class Channel(Protocol):
    """``TRIES``: tries by their ``outcome``; ``MANNER``: how it is used."""

    TRIES: Tries
    MANNER: Manner

    def delays(self) -> tuple[int, ...]:
        """Seconds before each further try; after the last it has failed."""

    def reaches(self, person: Person) -> bool:
        """Whether it is set up here, and the person has an address for it."""

    def groups(self) -> Collection[str]:
        """Districts (``*``: the city) whose office has a group here, which is told as one."""

    def deliver(self, key: str, delivery: Delivery, person: Person | None) -> None:
        """Hand the delivery ``key`` over, to the address that the directory has now (None: the
        person is not in it, or it is a group), so that a corrected one is used.
        Raises: Undelivered.
        """


CHANNELS: dict[str, Channel] = {
    found.name: cast(Channel, import_module(f"{__name__}.{found.name}"))
    for found in pkgutil.iter_modules(__path__)
}


def channels_to(person: Person) -> dict[str, Manner]:
    """Those that reach the person, beside the inbox."""
    return {n: channel.MANNER for n, channel in CHANNELS.items() if channel.reaches(person)}


def groups_here() -> dict[str, tuple[Manner, Collection[str]]]:
    """Those that have groups, and of which districts."""
    found = ((name, channel.MANNER, channel.groups()) for name, channel in CHANNELS.items())
    return {name: (manner, districts) for name, manner, districts in found if districts}
