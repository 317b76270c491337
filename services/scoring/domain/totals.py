"""A district's total from its items' scores, and the league of districts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec import Struct

from services.scoring.domain.exact import ZERO, thousandths, written
from services.scoring.domain.exact import points as in_points
from services.scoring.domain.explain import Claim, Signal
from services.scoring.domain.rules.limit import within
from services.scoring.domain.scores import ItemScore
from services.scoring.domain.standard import Item, Standard, Veto

Why = Literal["moved", "double_claim", "bonus_cap", "section_veto"]


class Adjustment(Struct, frozen=True, kw_only=True):
    """What the total counts differently from an item's own score; ``thousandths`` is added."""

    item: str
    why: Why
    text: str
    thousandths: int


class Flag(Struct, frozen=True, kw_only=True):
    """Something that only the items together show: both items of a double claim carry it."""

    item: str
    signal: Signal


class CategoryTotal(Struct, frozen=True, kw_only=True):
    category: str
    bonus: bool
    points: int
    score: int


class Total(Struct, frozen=True, kw_only=True):
    """All figures in thousandths. The items' scores and the adjustments add up to ``score``.

    ``score`` = ``base`` + ``bonus``. A veto does not change it: ``eligible`` is then false and
    ``grounds`` says why. ``unscored``: items without a score, counted as 0.
    """

    score: int
    base: int
    bonus: int
    points: int
    bonus_cap: int
    eligible: bool
    grounds: tuple[str, ...]
    placed_last: bool
    categories: tuple[CategoryTotal, ...]
    adjustments: tuple[Adjustment, ...]
    unscored: tuple[str, ...]
    flags: tuple[Flag, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """``rank`` and ``score`` are None for a district without facts."""

    district: str
    rank: int | None
    score: int | None
    eligible: bool


def total(
    standard: Standard, scores: Mapping[str, ItemScore], raised: Collection[str] = ()
) -> Total:
    """``scores`` by item code; ``raised``: topics of the vetoes raised."""
    vetoes = tuple(veto for veto in standard.vetoes if veto.topic in raised)
    known = {item.code: scores[item.code] for item in standard.items if item.code in scores}
    adjustments = (
        *_moved(standard, known),
        *_bonus_adjustments(standard, known),
    )
    adjustments += tuple(_section_vetoes(vetoes, known, adjustments))
    counted = _counted(known, adjustments)
    base = sum(counted.get(item.code, 0) for item in standard.items if not item.bonus)
    bonus = sum(counted.get(item.code, 0) for item in standard.items if item.bonus)
    grounds = (
        *(f"一票否决：{veto.title}" for veto in vetoes),
        *_barred(known.values()),
    )
    return Total(
        score=base + bonus,
        base=base,
        bonus=bonus,
        points=sum(item.points for item in standard.items if not item.bonus),
        bonus_cap=standard.bonus_cap,
        eligible=not grounds,
        grounds=grounds,
        placed_last=any(veto.effect == "last" for veto in vetoes),
        categories=tuple(_categories(standard, counted)),
        adjustments=adjustments,
        unscored=tuple(item.code for item in standard.items if item.code not in scores),
        flags=double_claims(standard, known),
    )


def league(totals: Mapping[str, Total | None]) -> tuple[Place, ...]:
    """Districts by total; equal scores share a rank (1, 1, 3). Without facts (None): unranked,
    at the end. A veto that places last puts a district behind all others."""
    ranked = [(district, each) for district, each in totals.items() if each is not None]
    ranked.sort(key=lambda pair: (*_standing(pair[1]), pair[0]))
    places, before = [], 0
    for _, equals in groupby(ranked, key=lambda pair: _standing(pair[1])):
        group = list(equals)
        places += [_place(district, before + 1, each) for district, each in group]
        before += len(group)
    absent = sorted(district for district, each in totals.items() if each is None)
    return (*places, *(_place(district, None, None) for district in absent))


def _standing(each: Total) -> tuple[bool, int]:
    return each.placed_last, -each.score


def _place(district: str, rank: int | None, each: Total | None) -> Place:
    return Place(
        district=district,
        rank=rank,
        score=each.score if each else None,
        eligible=bool(each and each.eligible),
    )


def _counted(scores: Mapping[str, ItemScore], adjustments: Iterable[Adjustment]) -> dict[str, int]:
    """What each item counts in the total."""
    counted = {code: each.score for code, each in scores.items()}
    for adjustment in adjustments:
        counted[adjustment.item] += adjustment.thousandths
    return counted


def _categories(standard: Standard, counted: Mapping[str, int]) -> Iterator[CategoryTotal]:
    names = dict.fromkeys((item.category, item.bonus) for item in standard.items)
    for name, bonus in names:
        items = [i for i in standard.items if (i.category, i.bonus) == (name, bonus)]
        yield CategoryTotal(
            category=name,
            bonus=bonus,
            points=sum(item.points for item in items),
            score=sum(counted.get(item.code, 0) for item in items),
        )


def _barred(scores: Iterable[ItemScore]) -> Iterator[str]:
    for each in scores:
        for signal in each.signals:
            if signal.matter == "barred":
                yield f"{each.item} {signal.text}"


def _moved(standard: Standard, scores: Mapping[str, ItemScore]) -> Iterator[Adjustment]:
    """Points of items that do not apply: earned at the rate of the items they move to."""
    extra: dict[str, Fraction] = {}
    for each in scores.values():
        to = [scores[code] for code in each.moved_to if code in scores]
        open_to = [target for target in to if not target.moved_to]
        together = sum(target.points for target in open_to)
        for target in open_to:
            share = Fraction(each.points * target.points, together)
            extra[target.item] = extra.get(target.item, ZERO) + share
    for item in standard.items:
        if item.code in extra:
            yield _moved_into(scores[item.code], extra[item.code])


def _moved_into(each: ItemScore, extra: Fraction) -> Adjustment:
    rate = Fraction(each.exact) / in_points(each.points)
    score = thousandths(Fraction(each.exact) + rate * extra / 1000)
    text = f"移入 {written(extra / 1000)} 分，按本项得分率 {written(rate)} 计"
    return Adjustment(item=each.item, why="moved", text=text, thousandths=score - each.score)


def _section_vetoes(
    vetoes: Iterable[Veto], scores: Mapping[str, ItemScore], before: Iterable[Adjustment]
) -> Iterator[Adjustment]:
    """A category falls to 0."""
    sections = {veto.section: veto.title for veto in vetoes if veto.effect == "section"}
    for code, counted in _counted(scores, before).items():
        title = sections.get(scores[code].category)
        if title is not None and counted:
            text = f"一票否决：{title}"
            yield Adjustment(item=code, why="section_veto", text=text, thousandths=-counted)


class _Share(NamedTuple):
    """What one claim adds to its item, in thousandths, after the item's cap."""

    at: date
    item: str
    ref: str
    thousandths: int


def _bonus_adjustments(standard: Standard, scores: Mapping[str, ItemScore]) -> Iterator[Adjustment]:
    """First honours claimed twice, then the cap over all bonus items by time of claim."""
    items = [item for item in standard.items if item.bonus and item.code in scores]
    shares: list[_Share] = []
    for item in items:
        each = scores[item.code]
        dropped = _claimed_better(each, standard.once_across, scores)
        score = _without(item, each, dropped)
        if dropped:
            refs = "、".join(claim.ref for claim in dropped)
            text = f"重复申报，已在其他加分项就高计分：{refs}"
            lost = score - each.score
            yield Adjustment(item=item.code, why="double_claim", text=text, thousandths=lost)
        shares += _shares(item, [c for c in each.claims if c not in dropped], score)
    yield from _capped(standard, sorted(shares))


def _claimed_better(
    each: ItemScore, once_across: Collection[str], scores: Mapping[str, ItemScore]
) -> list[Claim]:
    """Claims whose honour counts in another item: more there, or as much in an earlier code."""
    if each.item not in once_across:
        return []
    dropped = []
    for claim in each.claims:
        here = (-Fraction(claim.exact), each.item)
        rivals = (
            (-Fraction(other.exact), code)
            for code in once_across
            if code != each.item and code in scores
            for other in scores[code].claims
            if other.ref == claim.ref
        )
        if any(rival < here for rival in rivals):
            dropped.append(claim)
    return dropped


def double_claims(standard: Standard, scores: Mapping[str, ItemScore]) -> tuple[Flag, ...]:
    """Each honour that is claimed under several items, told at every one of them."""
    claimed: dict[str, dict[str, Fraction]] = {}
    for code in standard.once_across:
        for claim in scores[code].claims if code in scores else ():
            worth = claimed.setdefault(claim.ref, {})
            worth[code] = max(worth.get(code, ZERO), Fraction(claim.exact))
    found = []
    for ref, items in claimed.items():
        counts = min(items, key=lambda code: (-items[code], code))
        others = "、".join(sorted(items))
        text = f"同一荣誉“{ref}”在 {others} 重复申报，只在 {counts} 计一次"
        if len(items) > 1:
            signal = Signal(matter="double_claim", text=text)
            found += [Flag(item=code, signal=signal) for code in sorted(items)]
    return tuple(sorted(found, key=lambda flag: flag.item))


def _without(item: Item, each: ItemScore, dropped: Iterable[Claim]) -> int:
    if not dropped:
        return each.score
    floor, cap = item.rule.limits(in_points(item.points))
    lost = sum((Fraction(claim.exact) for claim in dropped), ZERO)
    return thousandths(within(Fraction(each.uncapped) - lost, floor, cap))


def _shares(item: Item, claims: Iterable[Claim], score: int) -> Iterator[_Share]:
    """The item's score split over its claims in their order; what is left has no date."""
    so_far, exact = 0, ZERO
    for claim in sorted(claims, key=lambda each: (each.at or date.max, each.ref)):
        exact += Fraction(claim.exact)
        reached = min(score, max(0, thousandths(exact)))
        yield _Share(claim.at or date.max, item.code, claim.ref, reached - so_far)
        so_far = reached
    if score != so_far:
        yield _Share(date.max, item.code, "", score - so_far)


def _capped(standard: Standard, shares: Iterable[_Share]) -> Iterator[Adjustment]:
    room, cut = standard.bonus_cap, dict[str, int]()
    for share in shares:
        counted = min(share.thousandths, room)
        room -= counted
        cut[share.item] = cut.get(share.item, 0) + counted - share.thousandths
    cap = written(in_points(standard.bonus_cap))
    for code, lost in cut.items():
        if lost:
            text = f"加分合计不超过 {cap} 分，按申报时间先后计满为止"
            yield Adjustment(item=code, why="bonus_cap", text=text, thousandths=lost)
