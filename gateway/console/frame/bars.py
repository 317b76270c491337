"""Bars of pages: lengths on a scale from 0. Pure."""

from typing import NamedTuple


class Bar(NamedTuple):
    """A bar on a scale from 0, in SVG units."""

    x: float
    width: float


def scaled(value: int, most: int, width: float) -> float:
    return round(max(0, value) * width / most, 2) if most > 0 else 0.0
