"""A district's total from its items' scores, and the league of districts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

from services.scoring.exact import ZERO, thousandths, written
from services.scoring.exact import points as in_points
from services.scoring.scores.adjustments import Adjustment, Flag
from services.scoring.scores.bonuses import bonus_adjustments, double_claims
from services.scoring.scores.item import ItemScore
from services.scoring.standards.standard import Standard, Veto


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


class Ranked(Struct, frozen=True, kw_only=True):
    """``rank`` and ``score`` are None for a district that the level has not marked."""

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
        *bonus_adjustments(standard, known),
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


def ranking(totals: Mapping[str, Total | None]) -> tuple[Ranked, ...]:
    """Districts by total; equal scores share a rank (1, 1, 3). Not marked (None): unranked,
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


def _place(district: str, rank: int | None, each: Total | None) -> Ranked:
    return Ranked(
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
