"""What if: the figures under supposed changes, by the same functions as the real ones.

Nothing here scores by itself: a supposed change makes the same records as the event would, and
``score_at`` and ``total`` read them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, to_builtins

from contracts.orders import scoring as orders
from contracts.refusals import Invalid
from contracts.words import MARK_NAMES
from services.scoring.forecasts.reach import with_all_done
from services.scoring.forecasts.supposing import Supposed, supposed
from services.scoring.scores.item import ItemScore
from services.scoring.scores.position import Position, taken_of_each
from services.scoring.scores.totals import Total


class Figures(Struct, frozen=True, kw_only=True):
    """Thousandths."""

    total: int
    base: int
    bonus: int
    eligible: bool
    grounds: tuple[str, ...]


class CategoryMove(Struct, frozen=True, kw_only=True):
    name: str
    points: int
    old: int
    new: int


class ItemMove(Struct, frozen=True, kw_only=True):
    """``old`` and ``new``: the item's own score; ``counted_…``: what the total takes of it, after
    the bonus cap and the like. ``why``: each change that touches it, or what the total did."""

    item: str
    title: str
    points: int
    old: int
    new: int
    counted_old: int
    counted_new: int
    why: tuple[str, ...]


class Forecast(Struct, frozen=True, kw_only=True):
    """``difference`` of the totals: the sum of what the items count more or less."""

    now: Figures
    then: Figures
    difference: int
    categories: tuple[CategoryMove, ...]
    items: tuple[ItemMove, ...]
    vetoes: tuple[str, ...]
    """What the supposed changes do to vetoes."""


class Standing(NamedTuple):
    """``head``: what the answer says of where it looks."""

    head: dict[str, Any]
    position: Position


def suppose(ask: orders.WhatIf, found: Standing) -> dict[str, Any]:
    """What the question is answered; no figure at a level that has marked nothing (``marked``).

    Raises: Invalid.
    """
    shown = to_builtins(what_if(found.position, ask.changes))
    marked = found.position.marked
    return {**found.head, "marked": marked, **(shown if marked else _unfigured(shown))}


def _unfigured(shown: dict[str, Any]) -> dict[str, Any]:
    """What the changes touch and why: there is nothing to compare a figure with."""
    none = dict.fromkeys(("total", "base", "bonus", "eligible"))
    blank = dict.fromkeys(("old", "new", "counted_old", "counted_new"))
    return {
        **shown,
        "now": {**shown["now"], **none},
        "then": {**shown["then"], **none},
        "difference": None,
        "categories": [{**one, "old": None, "new": None} for one in shown["categories"]],
        "items": [{**one, **blank} for one in shown["items"]],
    }


def what_if(now: Position, changes: Iterable[orders.SupposedChange]) -> Forecast:
    """Raises: Invalid, with the change at fault (``$.changes[3].item``)."""
    then, why, vetoes = now, dict[str, list[str]](), list[str]()
    for index, change in enumerate(changes):
        path = f"$.changes[{index}]"
        if isinstance(change, orders.IfDone):
            then, item, words = _done(then, change, path)
        else:
            then, item, words = supposed(then, change, path)
        (why.setdefault(item, []) if item else vetoes).append(words)
    before, after = now.scores(), then.scores()
    old, new = now.total(before), then.total(after)
    moves = _moves(now, (before, old), (after, new), why)
    return Forecast(
        now=_figures(old),
        then=_figures(new),
        difference=new.score - old.score,
        categories=tuple(
            CategoryMove(name=a.category, points=a.points, old=a.score, new=b.score)
            for a, b in zip(old.categories, new.categories, strict=True)
        ),
        items=tuple(moves),
        vetoes=tuple(vetoes),
    )


def _done(position: Position, change: orders.IfDone, path: str) -> Supposed:
    item = position.standard.item(change.item)
    if item is None:
        raise Invalid(f"标准没有 {change.item} 这一项", field=f"{path}.item")
    words = f"本项要做的全部完成，{MARK_NAMES[position.level].zh}予以认定"
    return Supposed(with_all_done(position, item), item.code, words)


def _figures(whole: Total) -> Figures:
    return Figures(
        total=whole.score,
        base=whole.base,
        bonus=whole.bonus,
        eligible=whole.eligible,
        grounds=whole.grounds,
    )


_Side = tuple[dict[str, ItemScore], Total]


def _moves(
    position: Position, before: _Side, after: _Side, why: Mapping[str, list[str]]
) -> Iterable[ItemMove]:
    """Items that a change touches, and those that the total counts differently because of it."""
    old, new = taken_of_each(*before), taken_of_each(*after)
    told = {each.item: each.text for each in after[1].adjustments}
    for item in position.around.standard.items:
        code = item.code
        if code not in why and old[code] == new[code]:
            continue
        words = [*why.get(code, [])]
        if new[code] - after[0][code].score != old[code] - before[0][code].score:
            words.append(told.get(code, "总分不再调整本项"))
        yield ItemMove(
            item=code,
            title=item.title,
            points=item.points,
            old=before[0][code].score,
            new=after[0][code].score,
            counted_old=old[code],
            counted_new=new[code],
            why=tuple(words),
        )
