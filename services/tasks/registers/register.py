"""A register (台账): rows that sealed evidence marks as done; they give an item its figures."""

import re
from collections.abc import Iterator, Mapping
from typing import Unpack

from msgspec import Struct
from msgspec.structs import replace

from contracts.evidence import EvidenceSealed
from contracts.measures import Quantity, Ratio
from contracts.orders.tasks import AddRows, OpenRegister, Row, RowState
from contracts.refusals import Invalid
from contracts.scoring import ItemSummary
from contracts.tasks import RegisterChanged, RegisterCounted
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.history.entry import Details, Entry, What, noted
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.standard import Standard
from services.tasks.refusals import AlreadyExists, Fault, FaultyRows, TooLarge
from services.tasks.sheets.privacy import masked, tidy

ROW_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MAX_ROWS = 2000
MAX_PHOTOS = 2 * MAX_ROWS
"""Row keys with evidence, rows that are not in the register yet among them."""
MAX_NAMED = 10
"""Items that a refusal names."""
MAX_EVIDENCE = 20
"""Pieces of evidence kept for a row: the newest."""


class RegisterRow(Row, frozen=True, kw_only=True):
    """A row as it is kept. ``withdrawn``: why it no longer counts, or empty."""

    withdrawn: str = ""


class Marker(Struct, frozen=True, kw_only=True):
    """Whose rows a piece of evidence may mark: those of the units of who made it (the unit, and
    what followed it); ``every``: of whoever has the whole register in hand.
    """

    units: tuple[str, ...] = ()
    every: bool = False

    def may_mark(self, unit: str) -> bool:
        return self.every or unit in self.units


class Early(Marker, frozen=True, kw_only=True):
    """Sealed evidence whose row is not there yet."""

    evidence: str


class Register(Struct, frozen=True, kw_only=True):
    """Its id is ``r-<year>-<district>-<item>``.

    ``photos``: row key -> its sealed evidence, the newest last (one id as it was first stored).
    Evidence may be sealed before its row is added; it waits in ``early`` and counts from then on,
    if it may mark that row. ``measure``: the figure that the register gives. ``pictures``: whether
    only pictures of a phone mark a row as done. ``answers``: to what tables left open, so that the
    next one does not ask again.
    """

    district: str
    campaign: str
    year: int
    standard: str
    item: str
    title: str
    rows: tuple[RegisterRow, ...] = ()
    photos: dict[str, tuple[str, ...] | str] = {}
    early: dict[str, tuple[Early, ...]] = {}
    measure: str = "ratio"
    pictures: bool = True
    answers: dict[str, str] = {}
    history: tuple[Entry, ...] = ()

    @property
    def standing(self) -> tuple[RegisterRow, ...]:
        """The rows that count."""
        return tuple(row for row in self.rows if not row.withdrawn)

    @property
    def counted(self) -> Ratio:
        standing = self.standing
        done = sum(row.key in self.photos for row in standing)
        return Ratio(numerator=done, denominator=len(standing))

    @property
    def measured(self) -> Ratio | Quantity:
        """What a submission takes from this register: a ratio, or the number of rows done."""
        counted = self.counted
        return Quantity(value=str(counted.numerator)) if self.measure == "count" else counted

    def proof(self, key: str) -> tuple[str, ...]:
        """The sealed evidence of a row."""
        held = self.photos.get(key, ())
        return (held,) if isinstance(held, str) else held

    def state_of(self, row: RegisterRow) -> RowState:
        if row.withdrawn:
            return "withdrawn"
        return "done" if row.key in self.photos else "open"

    def by_key(self) -> Mapping[str, RegisterRow]:
        return {row.key: row for row in self.rows}

    def noted(
        self, given: Given, what: What, rows: tuple[RegisterRow, ...], **details: Unpack[Details]
    ) -> "Register":
        """This register with other rows and the step remembered."""
        new = replace(self, rows=rows, history=noted(self.history, given, what, **details))
        return new.settled() if new.early else new

    def settled(self) -> "Register":
        """What waited for rows that are there now marks them, or is let go."""
        photos, early = dict(self.photos), dict(self.early)
        for row in self.rows:
            waited = early.pop(row.key, ())
            proof = [one.evidence for one in waited if one.may_mark(row.unit)]
            if proof:
                photos[row.key] = tuple(sorted({*self.proof(row.key), *proof}))[-MAX_EVIDENCE:]
        return replace(self, photos=photos, early=early)


def register_id(year: int, district: str, item: str) -> str:
    return f"r-{year}-{district}-{item}"


def open_register(
    register: Register | None, order: OpenRegister, given: Knowing[tuple[Campaign, Standard]]
) -> Change[Register]:
    """Raises: DistrictNotInCampaign, Invalid (item unknown or without register), AlreadyExists."""
    campaign, standard = given.found
    campaign.must_include(order.district)
    item = standard.item(order.item)
    if item is None:
        raise _unfit(f"考评标准中没有 {order.item} 这一项", standard)
    if not item.register:
        raise _unfit(f"考评项 {order.item} 的数字不来自台账，无需建立", standard)
    if register is not None:
        raise AlreadyExists(f"考评项 {order.item} 的台账已建立，请直接添加行。", field="item")
    new = alike(
        Register,
        order,
        **campaign.header(),
        measure=item.measure or "ratio",
        pictures=only_pictures(item),
    )
    return Change(new, (_told(new, given),))


def _unfit(why: str, standard: Standard) -> Invalid:
    """``extra.options``: the items that want a register."""
    items = [one for one in standard.items if one.register]
    named = "、".join(f"{one.code} {one.title}" for one in items[:MAX_NAMED])
    more = f"等{len(items)}项" if len(items) > MAX_NAMED else ""
    told = f"{why}。须建台账的考评项：{named or '无'}{more}。"
    options = [{"value": one.code, "label": one.title} for one in items]
    return Invalid(told, field="item", options=options)


def only_pictures(item: ItemSummary) -> bool:
    """Whether a row is proved by a picture alone, still or moving, taken or picked on a phone.

    So are sign posts (SIGN), and what asks for nothing but pictures (PIC). In every other register
    (名册, 清单, 签收) any sealed file proves a row.
    """
    kinds = {text.split(" ", 1)[0] for text in item.evidence}
    return "SIGN" in kinds or kinds == {"PIC"}


def add_rows(
    register: Register, order: AddRows, given: Knowing[frozenset[str]]
) -> Change[Register]:
    """Add all rows or none. ``given.found``: the district's units.

    Raises: TooLarge, FaultyRows (every fault with its row and field).
    """
    must_have_room(register, len(order.rows))
    faults = list(_faults(register, order, given.found))
    if faults:
        raise FaultyRows("rows", faults)
    lines = tuple(row_of(row) for row in order.rows)
    rows = (*register.rows, *lines)
    return changed(register, register.noted(given, "added", rows, why=f"{len(lines)}行"), given)


def attach_photo(
    register: Register | None, fact: EvidenceSealed, given: Knowing[Marker]
) -> Change[Register] | None:
    """Sealed evidence marks the row that it shows, in whatever order it comes.

    Of sign posts only a picture taken or picked on a phone counts; and only evidence of the
    register's own district, on rows that are its maker's to mark.
    """
    if register is None or given.heard.district != register.district:
        return None
    if register.pictures and not _is_picture(fact):
        return None
    row, marker = register.by_key().get(fact.row), given.found
    if row is None:
        return _wait(register, fact, marker)
    if not marker.may_mark(row.unit):
        return None
    held = register.proof(fact.row)
    kept = tuple(sorted({*held, fact.evidence}))[-MAX_EVIDENCE:]
    if kept == held:
        return None
    return changed(register, replace(register, photos={**register.photos, fact.row: kept}), given)


def _wait(register: Register, fact: EvidenceSealed, marker: Marker) -> Change[Register] | None:
    """The row may come yet. Nothing is told: no count moves, and nobody sees it."""
    held = register.early.get(fact.row, ())
    full = not held and len(register.early) + len(register.photos) >= MAX_PHOTOS
    known = any(one.evidence == fact.evidence for one in held)
    if not ROW_KEY.fullmatch(fact.row) or full or known:
        return None
    new = Early(evidence=fact.evidence, units=marker.units, every=marker.every)
    early = {**register.early, fact.row: (*held, new)[-MAX_EVIDENCE:]}
    return Change(replace(register, early=early))


def changed(register: Register, new: Register, given: Given) -> Change[Register]:
    """The change, with the fact of the new count, or that something else is another."""
    counted = new.counted
    if counted == register.counted:
        return Change(new, (_told(new, given),))
    fact = RegisterCounted(
        register=given.key,
        year=new.year,
        standard=new.standard,
        item=new.item,
        done=counted.numerator,
        rows=counted.denominator,
    )
    return Change(new, (fact,))


def _told(register: Register, given: Given) -> RegisterChanged:
    return RegisterChanged(
        register=given.key,
        year=register.year,
        item=register.item,
        title=register.title,
        by=given.caller.account if given.caller else "",
    )


def row_of(row: Row) -> RegisterRow:
    """The row as it is kept: persons masked, texts tidy."""
    return RegisterRow(
        key=row.key,
        label=tidy(row.label),
        unit=row.unit,
        place=tidy(row.place),
        kind=tidy(row.kind),
        on=row.on,
        who=masked(row.who),
        note=tidy(row.note),
    )


def must_have_room(register: Register, more: int) -> None:
    """Raises: TooLarge."""
    total = len(register.rows) + more
    if total > MAX_ROWS:
        raise TooLarge(f"一本台账最多{MAX_ROWS}行，加入后将有{total}行。", field="rows")


def _is_picture(fact: EvidenceSealed) -> bool:
    return fact.mode in ("camera", "gallery") and fact.media_type.startswith(("image/", "video/"))


def _faults(register: Register, order: AddRows, units: frozenset[str]) -> Iterator[Fault]:
    seen = {row.key for row in register.rows}
    for at, row in enumerate(order.rows):
        if row.key in seen:
            yield Fault(at, "key", f"编号 {row.key} 重复")
        seen.add(row.key)
        if row.unit not in units:
            yield Fault(at, "unit", f"单位 {row.unit} 不是本区单位")
