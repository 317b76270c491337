"""The province's spot check (省级抽查): at least a third of the items, drawn from a published seed.

Anybody can draw again with the seed and must get the same items: they are ordered by the SHA-256 of
``seed|year|district|item`` and the first ones are taken. Nothing of this machine enters the draw.
"""

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256

AT_LEAST = Fraction(1, 3)
"""Gansu's mid-term method of 2013: the province spot-checks at least one third."""


def share_of(text: str) -> Fraction | None:
    """``1/3`` as a fraction, None where it is no share between a third and the whole."""
    above, _, below = text.partition("/")
    if not (above.isdecimal() and below.isdecimal() and int(below)):
        return None
    share = Fraction(int(above), int(below))
    return share if AT_LEAST <= share <= 1 else None


def drawn(
    seed: str, year: int, district: str, items: Iterable[str], share: Fraction
) -> tuple[str, ...]:
    """The items drawn, rounded up to a whole item, in the order given."""
    every = tuple(items)
    wanted = -(-len(every) * share.numerator // share.denominator)
    ranked = sorted(every, key=lambda item: (_lot(seed, year, district, item), item))
    chosen = frozenset(ranked[:wanted])
    return tuple(item for item in every if item in chosen)


def _lot(seed: str, year: int, district: str, item: str) -> str:
    return sha256(f"{seed}|{year}|{district}|{item}".encode()).hexdigest()
