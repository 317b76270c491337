"""A version of the standard (考评标准): typed, checked whole, hashed, never edited afterwards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from contracts.measures import ItemInput
from contracts.sheets import MAX_CELL
from contracts.words import ItemCode, Slug, Title, Version
from services.scoring import evaluate
from services.scoring.exact import points as in_points
from services.scoring.exact import written
from services.scoring.names import INCIDENTS
from services.scoring.rules.gates import NotApplicable
from services.scoring.rules.node import AnyCondition, AnyPoints, Period
from services.scoring.standards import persons

BASE_POINTS = 100_000
"""Points of all base items together, in thousandths, unless the standard has its own base."""
MAX_BASE = 10_000_000
MAX_ITEMS = 500
MAX_POINTS = 100_000

Side = Literal["civil", "military", "joint"]
ItemKind = Literal["hard", "soft", "feature"]
EvidenceKind = Literal["DOC", "MIN", "PIC", "VCH", "MED", "SIGN", "LED", "SUR", "EXT", "CERT"]


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of proof that the item asks for, in the standard's own words."""

    kind: EvidenceKind
    text: Annotated[str, Meta(max_length=200)] = ""


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the standard. ``points`` in thousandths; ``rule_text`` as imported."""

    code: ItemCode
    category: Title
    title: Title
    gloss: Annotated[str, Meta(max_length=200)] = ""
    points: Annotated[int, Meta(gt=0, le=MAX_POINTS)]
    side: Side
    kind: ItemKind
    rule: AnyPoints
    rule_text: Annotated[str, Meta(max_length=MAX_CELL)] = ""
    inputs: Annotated[tuple[ItemInput, ...], Meta(max_length=40)]
    evidence: Annotated[tuple[Evidence, ...], Meta(max_length=20)]
    register: Annotated[str, Meta(max_length=100)] = ""
    """Name of the list (台账) that the ratio or count comes from; empty: handed in."""
    lead: Title
    cooperating: Annotated[tuple[Title, ...], Meta(max_length=60)]
    source: Annotated[str, Meta(max_length=40)] = ""
    weight: Annotated[int, Meta(ge=0, le=MAX_POINTS)] = 0
    """In thousandths, where the table gives a weight (权重): then it is also the ``points``."""

    @property
    def bonus(self) -> bool:
        return self.kind == "feature"


class Veto(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ground (一票否决) outside the points. ``when`` proposes it; an office raises it.

    ``section``: the category that falls to 0.
    """

    topic: Slug
    title: Title
    when: AnyCondition
    effect: Literal["ineligible", "last", "section"] = "ineligible"
    section: Annotated[str, Meta(max_length=200)] = ""


class Standard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``bonus_cap``, ``base_points`` and ``headings`` in thousandths; ``once_across``: bonus items
    that share their honours; ``answers``: what was decided where the prose is silent, by question
    id; ``headings``: the totals that the table states for its categories."""

    version: Version
    name: Title
    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=MAX_ITEMS)]
    vetoes: Annotated[tuple[Veto, ...], Meta(max_length=40)]
    bonus_cap: Annotated[int, Meta(ge=0, le=MAX_POINTS)]
    once_across: Annotated[tuple[ItemCode, ...], Meta(max_length=40)] = ()
    year_starts: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-01\Z")] = "01-01"
    """First day of an assessment year, month and day; it is named after its first day."""
    answers: Annotated[dict[str, str], Meta(max_length=1000)] = {}
    base_points: Annotated[int, Meta(gt=0, le=MAX_BASE)] = BASE_POINTS
    headings: Annotated[dict[Title, int], Meta(max_length=MAX_ITEMS)] = {}

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def period(self, year: int) -> Period:
        month = int(self.year_starts[:2])
        following = date(year + 1, month, 1)
        return Period(first=date(year, month, 1), last=following - timedelta(days=1))


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``row`` counts from 1 as in a spreadsheet; 0 is the whole table. ``column`` is the field's
    name, or the column's letters where ``sheet`` is set and the cell belongs to no field."""

    row: int
    column: str
    code: str
    text: str
    value: str = ""
    sheet: str = ""


def encode(standard: Standard) -> bytes:
    """Canonical JSON: sorted keys, no blanks.

    A field that came later is left out where it says nothing, so that the fingerprints of
    standards published before it stay.
    """
    raw = msgspec.to_builtins(standard)
    if standard.base_points == BASE_POINTS:
        del raw["base_points"]
    if not standard.headings:
        del raw["headings"]
    for item in raw["items"]:
        if not item["weight"]:
            del item["weight"]
    return msgspec.json.encode(raw, order="sorted")


def decode(data: bytes | str) -> Standard:
    """Raises msgspec.ValidationError that names the path at fault."""
    return msgspec.json.decode(data, type=Standard)


def fingerprint(standard: Standard) -> str:
    """SHA-256 of the canonical JSON, in hex: equal standards, and only those, have equal ones."""
    return sha256(encode(standard)).hexdigest()


def faults(standard: Standard, rows: Sequence[int] = ()) -> tuple[Fault, ...]:
    """Everything that the types alone do not say; ``rows`` are the items' rows, else 1, 2, …"""
    numbered = list(zip(rows or range(1, len(standard.items) + 1), standard.items, strict=True))
    return (
        *item_faults(numbered),
        *_heading_faults(standard),
        *_base_fault(standard),
        *_reference_faults(standard, numbered),
    )


def item_faults(numbered: Sequence[tuple[int, Item]]) -> Iterator[Fault]:
    """Faults of single items, and codes that stand twice."""
    times = Counter(item.code for _, item in numbered)
    for row, item in numbered:
        if times[item.code] > 1:
            yield Fault(row=row, column="code", code="duplicate", text="项号重复", value=item.code)
        for path, text in evaluate.faults(item.rule, item.points):
            yield Fault(row=row, column="rule", code="rule", text=text, value=path)
        refused = persons.refusal(f"{item.title} {item.rule_text}")
        if refused:
            yield Fault(
                row=row, column="rule", code=refused.code, text=refused.reason, value=refused.words
            )


def _heading_faults(standard: Standard) -> Iterator[Fault]:
    """A category's items against the total that its heading states; a bonus heading may state the
    cap instead."""
    for category, stated in standard.headings.items():
        items = [item for item in standard.items if item.category == category]
        together = sum(item.points for item in items)
        capped = all(item.bonus for item in items) and stated == standard.bonus_cap
        if items and together != stated and not capped:
            shown, wanted = written(in_points(together)), written(in_points(stated))
            text = f"类别“{category}”各项合计 {shown} 分，标题写明 {wanted} 分"
            yield Fault(row=0, column="category", code="heading-sum", text=text, value=shown)


def _base_fault(standard: Standard) -> Iterator[Fault]:
    together = sum(item.points for item in standard.items if not item.bonus)
    if together != standard.base_points:
        shown, wanted = written(in_points(together)), written(in_points(standard.base_points))
        text = (
            f"基本项合计 {shown} 分，应为 {wanted} 分；"
            f"标准的总分若不是 {wanted} 分，"
            "请在“版本”表写明“基本项合计”（答复 standard.base_points）"
        )
        yield Fault(row=0, column="points", code="base-sum", text=text, value=shown)


def _reference_faults(standard: Standard, numbered: Sequence[tuple[int, Item]]) -> Iterator[Fault]:
    """Codes and categories that something names but the table does not have."""
    bonus = {item.code for item in standard.items if item.bonus}
    for code in standard.once_across:
        if code not in bonus:
            yield Fault(row=0, column="code", code="unknown-item", text="不是加分项", value=code)
    for row, item in numbered:
        to = item.rule.to if isinstance(item.rule, NotApplicable) else ()
        for code in to:
            if code == item.code or standard.item(code) is None:
                text = "不适用时移入的项不存在"
                yield Fault(row=row, column="rule", code="unknown-item", text=text, value=code)
    yield from _unread(standard)
    categories = {item.category for item in standard.items}
    for veto in standard.vetoes:
        if veto.effect == "section" and veto.section not in categories:
            text = "一票否决所指的类别不存在"
            yield Fault(row=0, column="category", code="unknown", text=text, value=veto.section)


def _unread(standard: Standard) -> Iterator[Fault]:
    """What a veto's condition reads and nothing gives; see ``vetoes/grounds``."""
    given = {INCIDENTS, *(f"{i.code}.{each.name}" for i in standard.items for each in i.inputs)}
    for veto in standard.vetoes:
        for need in evaluate.needs(veto.when):
            if need.name not in given:
                text = (
                    f"一票否决“{veto.title}”的条件读取“{need.name}”，没有这一数据；"
                    "可用 incidents（问题类别、已提出的否决事项）或“项号.数据名”，如 A05.done"
                )
                yield Fault(row=0, column="rule", code="unknown-input", text=text, value=need.name)
