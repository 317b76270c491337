"""A dry run: what a version would do to a year's scores, before anybody publishes it.

Both sides are the same pure functions that score for real, over the facts held; nothing is saved.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from contracts.orders import scoring as orders
from contracts.words import LEVELS, Level
from services.scoring.exact import points as in_points
from services.scoring.exact import written
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.item import ItemScore
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item, Standard
from services.scoring.standards.summaries import in_words

MAX_ROWS = 5000
_SHOWN = 60
"""Characters of a rule's text within a reason."""


class Live(NamedTuple):
    """Where a district stands, and what surrounds its facts under the draft."""

    now: Position
    drafted: Surroundings


class Moved(Struct, frozen=True, kw_only=True):
    """One score that would move, in thousandths; None where the version has no such item."""

    district: str
    name: str
    item: str
    title: str
    level: Level
    old: int | None
    new: int | None
    why: tuple[str, ...]


class TotalMove(Struct, frozen=True, kw_only=True):
    """A district's total at a level under both versions."""

    district: str
    name: str
    level: Level
    old: int
    new: int
    old_eligible: bool
    new_eligible: bool


class Changed(Struct, frozen=True, kw_only=True):
    item: str
    title: str
    change: Literal["appears", "vanishes", "differs"]
    why: tuple[str, ...]


class DryRun(Struct, frozen=True, kw_only=True):
    """``rows`` are at most MAX_ROWS of the ``moved`` scores."""

    standard: tuple[str, ...]
    items: tuple[Changed, ...]
    totals: tuple[TotalMove, ...]
    rows: tuple[Moved, ...]
    moved: int


class Drafted(NamedTuple):
    """A draft beside the standard in force, and the districts that both are applied to."""

    now: Standard
    draft: Standard
    lives: tuple[Live, ...]


def dry_run(ask: orders.DryRun, found: Drafted) -> dict[str, Any]:
    """What the question is answered."""
    result = run(found.now, found.draft, found.lives)
    return {
        "version": found.draft.version,
        "year": ask.year,
        "standard": found.now.version,
        "changes": msgspec.to_builtins(result.standard),
        "items": msgspec.to_builtins(result.items),
        "totals": msgspec.to_builtins(result.totals),
        "rows": msgspec.to_builtins(result.rows),
        "moved": result.moved,
        "left_off": result.moved - len(result.rows),
    }


def run(old: Standard, new: Standard, lives: Sequence[Live]) -> DryRun:
    whole = tuple(_of_the_whole(old, new))
    items = tuple(_items(old, new))
    why = {each.item: each.why for each in items}
    same = _unchanged(old, new)
    known: _Known = {}
    totals: list[TotalMove] = []
    rows: list[Moved] = []
    moved = 0
    for live in lives:
        for level in LEVELS:
            before = replace(live.now, level=level)
            after = replace(before, around=live.drafted)
            was = _scores(before, known)
            now = _scores(after, known, {code: was[code] for code in same})
            found = list(_moves(before, was, now, why, whole))
            moved += len(found)
            rows += islice(found, MAX_ROWS - len(rows))
            old_total, new_total = before.total(was), after.total(now)
            totals.append(
                TotalMove(
                    district=before.district,
                    name=before.name,
                    level=level,
                    old=old_total.score,
                    new=new_total.score,
                    old_eligible=old_total.eligible,
                    new_eligible=new_total.eligible,
                )
            )
    return DryRun(standard=whole, items=items, totals=tuple(totals), rows=tuple(rows), moved=moved)


_Known = dict[tuple[str, str, tuple[tuple[str, int], ...]], ItemScore]
"""Scores of items without a fact, by version, item and organisation: the same in all districts."""


def _unchanged(old: Standard, new: Standard) -> tuple[str, ...]:
    """Items that score the same under both; a year that starts elsewhere may move any of them."""
    if old.year_starts != new.year_starts:
        return ()
    return tuple(item.code for item in new.items if old.item(item.code) == item)


def _scores(
    position: Position, known: _Known, same: Mapping[str, ItemScore] | None = None
) -> dict[str, ItemScore]:
    """``same``: scores that the other version gives too."""
    standard = position.around.standard
    organisation = tuple(sorted(position.around.organisation.items()))
    found = {}
    for item in standard.items:
        if same and item.code in same:
            found[item.code] = same[item.code]
            continue
        if item.code in position.held:
            found[item.code] = position.score(item)
            continue
        key = (standard.version, item.code, organisation)
        if key not in known:
            known[key] = position.score(item)
        found[item.code] = known[key]
    return found


def _moves(
    position: Position,
    was: Mapping[str, ItemScore],
    now: Mapping[str, ItemScore],
    why: Mapping[str, tuple[str, ...]],
    whole: tuple[str, ...],
) -> Iterator[Moved]:
    for code in (*now, *(code for code in was if code not in now)):
        old, new = was.get(code), now.get(code)
        shown = new or old
        if shown is None or (old.score if old else 0) == (new.score if new else 0):
            continue
        yield Moved(
            district=position.district,
            name=position.name,
            item=code,
            title=shown.title,
            level=position.level,
            old=old.score if old else None,
            new=new.score if new else None,
            why=why.get(code) or whole,
        )


def _items(old: Standard, new: Standard) -> Iterator[Changed]:
    for item in new.items:
        before = old.item(item.code)
        if before is None:
            told = f"新增的项，{_written(item.points)} 分"
            yield Changed(item=item.code, title=item.title, change="appears", why=(told,))
        elif before != item:
            why = tuple(_differences(before, item, old, new))
            yield Changed(item=item.code, title=item.title, change="differs", why=why)
    for item in old.items:
        if new.item(item.code) is None:
            told = f"取消的项，原为 {_written(item.points)} 分"
            yield Changed(item=item.code, title=item.title, change="vanishes", why=(told,))


def _differences(old: Item, new: Item, before: Standard, after: Standard) -> Iterator[str]:
    if old.points != new.points:
        yield f"分值由 {_written(old.points)} 分改为 {_written(new.points)} 分"
    if old.rule_text != new.rule_text:
        yield f"计分办法由“{_short(in_words(old))}”改为“{_short(in_words(new))}”"
    elif old.rule != new.rule:
        told = list(_answers(old.code, before, after))
        yield from told or ["计分规则的内容改变"]
    if old.register != new.register:
        yield f"数据来源由“{old.register or '填报'}”改为“{new.register or '填报'}”"
    if old.bonus != new.bonus:
        yield "由基本项改为加分项" if new.bonus else "由加分项改为基本项"
    if old.category != new.category:
        yield f"类别由“{old.category}”改为“{new.category}”"
    if old.title != new.title:
        yield f"考评内容由“{_short(old.title)}”改为“{_short(new.title)}”"
    if (old.lead, old.cooperating) != (new.lead, new.cooperating):
        yield "责任单位改变"
    if old.evidence != new.evidence:
        yield "佐证材料的要求改变"


def _answers(code: str, before: Standard, after: Standard) -> Iterator[str]:
    for id, answer in after.answers.items():
        was = before.answers.get(id)
        if id.startswith(f"{code}.") and was != answer:
            yield f"“{id}”的答复由“{was or '未问'}”改为“{answer}”"


def _of_the_whole(old: Standard, new: Standard) -> Iterator[str]:
    """What touches more than one item."""
    if old.year_starts != new.year_starts:
        yield f"考评年度起始日由 {old.year_starts} 改为 {new.year_starts}"
    if old.bonus_cap != new.bonus_cap:
        yield f"加分上限由 {_written(old.bonus_cap)} 分改为 {_written(new.bonus_cap)} 分"
    if old.base_points != new.base_points:
        yield f"基本项合计由 {_written(old.base_points)} 分改为 {_written(new.base_points)} 分"
    if old.once_across != new.once_across:
        was, now = "、".join(old.once_across) or "无", "、".join(new.once_across) or "无"
        yield f"同一荣誉只计一次的范围由 {was} 改为 {now}"
    if old.vetoes != new.vetoes:
        yield "一票否决事项改变"


def _written(thousandths: int) -> str:
    return written(in_points(thousandths))


def _short(text: str) -> str:
    """Within quotation marks."""
    inner = text.translate({ord("“"): "‘", ord("”"): "’"})
    return inner if len(inner) <= _SHOWN else f"{inner[:_SHOWN]}…"
