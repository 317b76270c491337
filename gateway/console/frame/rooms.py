"""The rooms of the console, found by lying there: each is a folder with what it needs."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from gateway import console

FRAME = "frame"


def rooms(part: str) -> Iterator[tuple[str, Any]]:
    """Name and module ``part`` of each room that has one."""
    for room in pkgutil.iter_modules(console.__path__):
        folder = f"{console.__path__[0]}/{room.name}"
        if room.name != FRAME and any(each.name == part for each in pkgutil.iter_modules([folder])):
            yield room.name, import_module(f"{console.__name__}.{room.name}.{part}")
