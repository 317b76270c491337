"""Districts of the city."""

from collections.abc import Mapping

from msgspec import Struct

from contracts.orders.tasks import FoundDistrict
from contracts.tasks import DistrictFounded
from kit.change import Change, Given
from services.tasks.refusals import AlreadyExists

SUFFIXES = ("区", "县", "市", "旗")
MIN_SHORT, MAX_SIGN = 2, 11
"""Signs of a name that is shortened, and of the whole."""


class District(Struct, frozen=True, kw_only=True):
    """Its id is its slug."""

    district: str
    name: str


def sign(district: str, named: Mapping[str, str]) -> str:
    """What the numbers of a district's own books begin with: 甘泉 of 甘泉区, its whole name where
    another of the city would be called so. ``named``: the city's districts, by slug."""

    def short(name: str) -> str:
        return name[:-1] if len(name) > MIN_SHORT and name.endswith(SUFFIXES) else name

    own = named.get(district, "")
    others = {short(name) for slug, name in named.items() if slug != district}
    return (own if short(own) in others else short(own))[:MAX_SIGN]


def found_district(
    district: District | None, order: FoundDistrict, given: Given
) -> Change[District] | None:
    """Raises: AlreadyExists (under another name)."""
    if district is None:
        new = District(district=order.district, name=order.name)
        return Change(new, (DistrictFounded(district=new.district, name=new.name),))
    if district.name != order.name:
        raise AlreadyExists(
            f"区县 {order.district} 已存在，名称为“{district.name}”，请另取代号。", field="district"
        )
    return None
