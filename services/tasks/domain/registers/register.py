"""A register (点位表): rows that sealed photos mark as done; they give a ratio item its numbers."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from contracts.evidence import EvidenceSealed
from contracts.measures import Ratio
from contracts.orders.tasks import AddRows, OpenRegister, Row
from contracts.refusals import Invalid
from contracts.tasks import RegisterCounted
from kit.change import Change, Given
from services.tasks.domain.planning.campaign import Campaign
from services.tasks.domain.planning.standard import Standard
from services.tasks.domain.refusals import AlreadyExists, Fault, FaultyRows, TooLarge

ROW_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MAX_ROWS = 2000
MAX_PHOTOS = 2 * MAX_ROWS
"""Row keys with a photo, rows that are not in the register yet among them."""


class Register(Struct, frozen=True, kw_only=True):
    """Its id is ``r-<year>-<district>-<item>``. ``photos``: row key -> its newest sealed evidence.

    A photo may be sealed before its row is added; it counts from then on.
    """

    district: str
    campaign: str
    year: int
    standard: str
    item: str
    title: str
    rows: tuple[Row, ...] = ()
    photos: dict[str, str] = {}

    @property
    def counted(self) -> Ratio:
        done = sum(row.key in self.photos for row in self.rows)
        return Ratio(numerator=done, denominator=len(self.rows))


def register_id(year: int, district: str, item: str) -> str:
    return f"r-{year}-{district}-{item}"


def open_register(register: Register | None, order: OpenRegister, given: Given) -> Change[Register]:
    """``given.found``: (Campaign, Standard).

    Raises: DistrictNotInCampaign, Invalid (item unknown or without a register), AlreadyExists.
    """
    campaign: Campaign
    standard: Standard
    campaign, standard = given.found
    campaign.must_include(order.district)
    item = standard.item(order.item)
    if item is None:
        raise Invalid(f"考评标准中没有 {order.item} 这一项。", field="item")
    if not item.register:
        raise Invalid(f"考评项 {order.item} 的数字不来自点位表，无需建立。", field="item")
    if register is not None:
        raise AlreadyExists(f"考评项 {order.item} 的点位表已建立，请直接添加点位。", field="item")
    return Change(
        Register(
            district=order.district,
            campaign=order.campaign,
            year=campaign.year,
            standard=campaign.standard,
            item=order.item,
            title=order.title,
        )
    )


def add_rows(register: Register, order: AddRows, given: Given) -> Change[Register]:
    """Add all rows or none. ``given.found``: the district's units.

    Raises: TooLarge, FaultyRows (every fault with its row and field).
    """
    total = len(register.rows) + len(order.rows)
    if total > MAX_ROWS:
        raise TooLarge(f"一张点位表最多{MAX_ROWS}行，加入后将有{total}行。", field="rows")
    faults = list(_faults(register, order, given.found))
    if faults:
        raise FaultyRows("rows", faults)
    new = replace(register, rows=(*register.rows, *order.rows))
    return Change(new, (_counted(new, given.key),))


def attach_photo(
    register: Register | None, fact: EvidenceSealed, given: Given
) -> Change[Register] | None:
    """A sealed photo marks the row that it shows; the newest stays, in whatever order they come.

    Only a photo taken or picked on a phone counts, and only one of the register's own district.
    """
    if register is None or given.event is None or given.event.district != register.district:
        return None
    if fact.mode not in ("camera", "gallery") or not fact.media_type.startswith("image/"):
        return None
    if not ROW_KEY.fullmatch(fact.row):
        return None
    held = register.photos.get(fact.row, "")
    if held >= fact.evidence or (not held and len(register.photos) >= MAX_PHOTOS):
        return None
    new = replace(register, photos={**register.photos, fact.row: fact.evidence})
    if new.counted == register.counted:
        return Change(new)
    return Change(new, (_counted(new, given.key),))


def _faults(register: Register, order: AddRows, units: frozenset[str]) -> Iterator[Fault]:
    seen = {row.key for row in register.rows}
    for at, row in enumerate(order.rows):
        if row.key in seen:
            yield Fault(at, "key", f"点位编号 {row.key} 重复")
        seen.add(row.key)
        if row.unit not in units:
            yield Fault(at, "unit", f"单位 {row.unit} 不是本区单位")


def _counted(register: Register, id: str) -> RegisterCounted:
    ratio = register.counted
    return RegisterCounted(
        register=id,
        year=register.year,
        standard=register.standard,
        item=register.item,
        done=ratio.numerator,
        rows=ratio.denominator,
    )
