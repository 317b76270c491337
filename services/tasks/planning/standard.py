"""What the tasks service keeps of a published standard."""

from collections.abc import Mapping

from msgspec import Struct

from contracts.scoring import ItemSummary, StandardPublished
from contracts.words import CITY_WIDE
from kit.change import Change, Given


class Standard(Struct, frozen=True, kw_only=True):
    """Its id is the version; a published version is never edited."""

    name: str
    items: tuple[ItemSummary, ...]
    district: str = CITY_WIDE

    def by_code(self) -> Mapping[str, ItemSummary]:
        return {item.code: item for item in self.items}

    def item(self, code: str) -> ItemSummary | None:
        return next((item for item in self.items if item.code == code), None)


def keep_standard(
    standard: Standard | None, fact: StandardPublished, given: Given
) -> Change[Standard] | None:
    if standard is not None:
        return None
    return Change(Standard(name=fact.name, items=fact.items))
