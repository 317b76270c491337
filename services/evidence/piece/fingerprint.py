"""What a picture looks like in 64 bits: two of the same picture differ in few of them, whatever was
done to size, quality or brightness. Pure.

Bit n is the sign of a low frequency (DCT-II) of the picture's luminance, squeezed to a square. A
sign, and not a comparison with a median: then a picture that was turned or mirrored has the same
bits in other places, some of them flipped, and its eight positions follow from one fingerprint.
"""

import math
from collections.abc import Sequence
from operator import mul
from statistics import median

SIDE = 32
"""Pixels of a side of the square."""

BITS = 64
ALIKE = 8
"""Bits in which two fingerprints of one picture may differ (docs/evidence.md: what it catches)."""

PLAIN = 30.0
"""Below this median strength (grey levels × pixels) of its frequencies a picture is a wall, a sky
or a lens cap: its bits are noise, and would be those of any other."""

HIGHEST = 10
TERMS = [
    (across, total - across)
    for total in range(1, HIGHEST + 1)
    for across in range(total + 1)
    if (across, total - across) != (HIGHEST // 2, HIGHEST // 2)
]
"""The 64 lowest pairs of frequencies, but for the mean: turned, none leaves the set."""

_COSINES = [
    [math.cos(math.pi * frequency * (2 * at + 1) / (2 * SIDE)) for at in range(SIDE)]
    for frequency in range(HIGHEST + 1)
]
_PLACE = {term: bit for bit, term in enumerate(TERMS)}
_SIDEWAYS = sum(1 << bit for bit, (across, _) in enumerate(TERMS) if across % 2)
_UPWARDS = sum(1 << bit for bit, (_, down) in enumerate(TERMS) if down % 2)


def fingerprint(grey: Sequence[int]) -> str:
    """16 hex digits; "" of a picture too plain to be told from others.

    ``grey``: SIDE rows of SIDE levels, 0 to 255.
    """
    strengths = _strengths(grey)
    if median(map(abs, strengths)) < PLAIN:
        return ""
    return written(sum(1 << bit for bit, strength in enumerate(strengths) if strength > 0))


def _strengths(grey: Sequence[int]) -> list[float]:
    rows = [grey[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(mul, wave, row)) for row in rows] for wave in _COSINES]
    return [sum(map(mul, _COSINES[down], across[right])) for right, down in TERMS]


def written(bits: int) -> str:
    return f"{bits:0{BITS // 4}x}"


def turns(bits: int) -> tuple[int, ...]:
    """The fingerprint of the picture in each of its eight positions, its own in front."""
    flipped = (0, _SIDEWAYS, _UPWARDS, _SIDEWAYS ^ _UPWARDS)
    return tuple(one ^ flip for one in (bits, _transposed(bits)) for flip in flipped)


def _transposed(bits: int) -> int:
    return sum(
        1 << bit for bit, (across, down) in enumerate(TERMS) if bits >> _PLACE[down, across] & 1
    )


def distance(one: int, other: int) -> int:
    """Bits that differ, in the position in which fewest do."""
    return min((turned ^ other).bit_count() for turned in turns(one))
