"""Who asks: carried by every command, checked at the door and again in the service."""

from msgspec import Struct

from contracts.words import CITY_WIDE, DistrictId, Level, Role


class Caller(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account with its roles and its scope.

    ``district`` is ``*`` for the whole city; ``unit`` is empty for those who see the whole
    district.
    """

    account: str
    name: str
    roles: tuple[Role, ...]
    district: DistrictId
    unit: str = ""

    def sees(self, district: str) -> bool:
        """Whether a thing of that district exists for this caller (city-wide things always do)."""
        return self.district == CITY_WIDE or district in (self.district, CITY_WIDE)

    def has(self, *roles: Role) -> bool:
        return not set(roles).isdisjoint(self.roles)

    @property
    def level(self) -> Level:
        """The level at which this caller's review counts."""
        if self.has("province_reviewer"):
            return "province"
        return "city" if self.district == CITY_WIDE else "district"
