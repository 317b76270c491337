"""A place on the earth."""

from typing import Annotated

from msgspec import Meta, Struct

DECIMALS = 5
"""Of a degree that a finding or a lead keeps: about a metre, and no phone knows better."""


class Position(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Degrees, WGS 84: one look at the place, never a track."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]

    @property
    def is_null(self) -> bool:
        """0° N 0° E to 10 cm: what a phone without a fix says, or one that hides the place."""
        return round(self.latitude, 6) == round(self.longitude, 6) == 0


def spot(told: Position | None) -> Position | None:
    """The place of a thing that was seen, to ``DECIMALS``; None where none was told."""
    if told is None or told.is_null:
        return None
    return Position(
        latitude=round(told.latitude, DECIMALS), longitude=round(told.longitude, DECIMALS)
    )
