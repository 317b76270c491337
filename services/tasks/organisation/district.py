"""Districts of the city."""

from msgspec import Struct

from contracts.orders.tasks import FoundDistrict
from contracts.tasks import DistrictFounded
from kit.change import Change, Given
from services.tasks.refusals import AlreadyExists


class District(Struct, frozen=True, kw_only=True):
    """Its id is its slug."""

    district: str
    name: str


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
