"""Bonus items in the total: an honour counts once, then the cap by time of claim."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from services.scoring.exact import ZERO, thousandths, written
from services.scoring.exact import points as in_points
from services.scoring.explain import Claim, Signal
from services.scoring.rules.limit import within
from services.scoring.scores.adjustments import Adjustment, Flag
from services.scoring.scores.item import ItemScore
from services.scoring.standards.standard import Item, Standard


class _Share(NamedTuple):
    """What one claim adds to its item, in thousandths, after the item's cap."""

    at: date
    item: str
    ref: str
    thousandths: int


def bonus_adjustments(standard: Standard, scores: Mapping[str, ItemScore]) -> Iterator[Adjustment]:
    """First honours claimed twice, then the cap over all bonus items by time of claim."""
    items = [item for item in standard.items if item.bonus and item.code in scores]
    shares: list[_Share] = []
    for item in items:
        each = scores[item.code]
        dropped = _claimed_better(each, standard.once_across, scores)
        score = _score_less(item, each, dropped)
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


def _score_less(item: Item, each: ItemScore, dropped: Iterable[Claim]) -> int:
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
