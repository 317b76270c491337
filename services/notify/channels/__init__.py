"""Ways to reach a person, beside the inbox, which is the delivery itself.

A channel is a module of this folder: to be here registers it, under its file's name, which stands
in the keys of its deliveries. To add one, copy ``mail.py`` and fill in what ``Channel`` names.
"""

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from prometheus_client import Counter

from services.notify.delivery import INBOX, Delivery
from services.notify.directory import Person


class Undelivered(Exception):
    """The message was not handed over; ``permanent``: another try would end the same."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Channel(Protocol):
    """``TRIES``: tries by their ``outcome``."""

    TRIES: Counter

    def delays(self) -> tuple[int, ...]:
        """Seconds before each further try; after the last it has failed."""

    def reaches(self, person: Person) -> bool:
        """Whether it is set up here, and the person has an address for it."""

    def deliver(self, key: str, delivery: Delivery, person: Person | None) -> None:
        """Hand the delivery ``key`` over, to the address that the directory has now (None: the
        person is not in it), so that a corrected one is used. Raises: Undelivered.
        """


CHANNELS: dict[str, Channel] = {
    found.name: cast(Channel, import_module(f"{__name__}.{found.name}"))
    for found in pkgutil.iter_modules(__path__)
}


def channels_to(person: Person) -> list[str]:
    return [INBOX, *(name for name, channel in CHANNELS.items() if channel.reaches(person))]
