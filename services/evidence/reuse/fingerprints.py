"""Fingerprints, and which of them are near one: an array that is walked from end to end.

80 MB for ten million. They are a set: to have one twice, or one of a picture that is gone, changes
no answer, for the database says which pictures have it. Pure.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.evidence.piece.fingerprint import turns

Array = NDArray[np.uint64]

FIRST_ROOM = 1024
STEP = 1 << 15
"""Fingerprints that are compared at once: what is worked on stays in the processor's cache."""


class Fingerprints:
    """Grows at its end alone, so that whoever walks it in another thread may go on."""

    def __init__(self) -> None:
        self._room: Array = np.empty(FIRST_ROOM, np.uint64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, new: Sequence[int]) -> None:
        after = self._count + len(new)
        if after > len(self._room):
            room = np.empty(max(after, 2 * len(self._room)), np.uint64)
            room[: self._count] = self.all()
            self._room = room
        self._room[self._count : after] = new
        self._count = after

    def all(self) -> Array:
        return self._room[: self._count]


def near(known: Sequence[Array], wanted: int, most: int) -> dict[int, int]:
    """Those that differ in at most ``most`` bits, in any of the eight positions → in how many."""
    found: dict[int, int] = {}
    looked_for = [np.uint64(turn) for turn in turns(wanted)]
    differing, counts = np.empty(STEP, np.uint64), np.empty(STEP, np.uint8)
    for array in known:
        for at in range(0, len(array), STEP):
            part = array[at : at + STEP]
            here = counts[: len(part)]
            for turn in looked_for:
                np.bitwise_xor(part, turn, out=differing[: len(part)])
                np.bitwise_count(differing[: len(part)], out=here)
                if here.min() > most:
                    continue
                for hit in np.flatnonzero(here <= most).tolist():
                    one, bits = int(part[hit]), int(here[hit])
                    found[one] = min(bits, found.get(one, bits))
    return found
