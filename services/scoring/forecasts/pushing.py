"""What to push next (下一步抓什么): items by points still attainable, days left and effort.

    priority = attainable × 7 ÷ (effort × (days left + 7)), in thousandths

``attainable``: what the total would gain if everything of the item were done; what only an appeal
can give back is not in it. ``effort``: the pieces of work that are missing (rows, parts, times,
claims, a review), at least 1. A week is added to the days left, so that what is due today counts
twice as much as what is due in a week, and not without end. What is overdue counts as due today;
what has no day, or is standing (长期), as due on the last day of the assessment year.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from contracts.words import Level
from services.scoring.exact import points as in_points
from services.scoring.exact import thousandths, written
from services.scoring.facts.state import Duty, DutyState
from services.scoring.forecasts.reach import Missing, missing, reach, told_faults
from services.scoring.scores.item import ItemScore
from services.scoring.scores.position import Position
from services.scoring.scores.totals import Total
from services.scoring.standards.standard import Item, ItemKind

WEEK = 7

GROUPS: dict[ItemKind, str] = {
    "hard": "硬件上少失分",
    "soft": "软件上不失分",
    "feature": "特色多加分",
}
"""As the trade splits the work."""

STATES: dict[DutyState, str] = {
    "assigned": "任务已下达，尚未认领",
    "accepted": "任务已认领，尚未提交",
    "returned": "任务已退回，待重新提交",
    "submitted": "已提交，待区评",
    "confirmed-district": "区评已认定，待市评",
    "confirmed-city": "市评已认定，待省评",
    "confirmed-province": "省评已认定",
}
ONLY_BY_APPEAL = "整改不退分，只有申诉成立才能挽回"


class Push(Struct, frozen=True, kw_only=True):
    """One item. Points in thousandths. ``lost``: deducted by faults, not to be won back by work.

    ``lead``: the unit of its task, empty without one; ``lead_role`` as the standard has it.
    ``days_left``: negative where it is overdue, None without a day.
    """

    item: str
    title: str
    category: str
    points: int
    score: int
    attainable: int
    lost: int
    recoverable: bool
    missing: tuple[Missing, ...]
    effort: int
    priority: int
    lead: str
    lead_role: str
    task: str
    state: str
    due: date | None
    days_left: int | None
    reason: str


class Group(Struct, frozen=True, kw_only=True):
    """``attainable``: of all its items together; of bonuses no more than the cap leaves."""

    kind: ItemKind
    title: str
    attainable: int
    items: tuple[Push, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """``bonus_room``: what the cap over all bonus items still leaves."""

    today: date
    total: int
    bonus_room: int
    groups: tuple[Group, ...]


class _Now(NamedTuple):
    """What every item is compared with."""

    position: Position
    today: date
    scores: dict[str, ItemScore]
    whole: Total


def plan_of(position: Position, today: date) -> Plan:
    """Items with points to win, and items whose points are lost; never one that has them all."""
    scores = position.scores()
    now = _Now(position, today, scores, position.total(scores))
    pushes = [(item.kind, _push(now, item)) for item in position.around.standard.items]
    room = max(0, now.whole.bonus_cap - now.whole.bonus)
    groups = (_group(kind, (p for k, p in pushes if p and k == kind), room) for kind in GROUPS)
    return Plan(today=today, total=now.whole.score, bonus_room=room, groups=tuple(groups))


class Plans:
    """The last plan of each district, year and level: a plan is worked out once for what it follows
    from, and never given for anything else."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._last: dict[tuple[str, int, Level], tuple[Position, date, Plan]] = {}

    def of(self, position: Position, today: date) -> Plan:
        key = (position.district, position.year, position.level)
        last = self._last.pop(key, None)
        if last is None or last[:2] != (position, today):
            last = (position, today, plan_of(position, today))
        self._last[key] = last
        while len(self._last) > self._most:
            del self._last[next(iter(self._last))]
        return last[2]


def _group(kind: ItemKind, pushes: Iterable[Push], room: int) -> Group:
    items = sorted(pushes, key=lambda push: (-push.priority, -push.attainable, push.item))
    together = sum(push.attainable for push in items)
    if kind == "feature":
        together = min(together, room)
    return Group(kind=kind, title=GROUPS[kind], attainable=together, items=tuple(items))


def priority(attainable: int, effort: int, days_left: int) -> int:
    """``attainable`` in thousandths, ``effort`` ≥ 1, ``days_left`` ≥ 0; see the top of the file."""
    return thousandths(Fraction(attainable * WEEK, 1000 * effort * (days_left + WEEK)))


def _push(now: _Now, item: Item) -> Push | None:
    record, score = now.position.record(item.code), now.scores[item.code].score
    if score >= item.points:
        return None
    aim = reach(now.position, item)
    attainable = _gain(now, item, aim.best)
    faults = told_faults(record, now.position.measures(item.code))
    lost = item.points - aim.best.score if faults and not item.bonus else 0
    if not attainable and not lost:
        return None
    duty = record.duty or Duty(task="")
    due = None if duty.standing else duty.due
    work = tuple(missing(now.position, item, aim, attainable)) if attainable else ()
    effort = max(1, sum(each.amount for each in work))
    days = (_due(now, due) - now.today).days
    return Push(
        item=item.code,
        title=item.title,
        category=item.category,
        points=item.points,
        score=score,
        attainable=attainable,
        lost=lost,
        recoverable=attainable > 0,
        missing=work,
        effort=effort,
        priority=priority(attainable, effort, max(0, days)),
        lead=duty.lead,
        lead_role=item.lead,
        task=duty.task,
        state=duty.state if duty.task else "",
        due=due,
        days_left=days if due else None,
        reason=_reason(attainable, work, duty, days if due else None)
        + _losses(lost, faults, attainable),
    )


def _gain(now: _Now, item: Item, best: ItemScore) -> int:
    """What the total gains; of a bonus item what the caps leave of it."""
    if not item.bonus:
        return best.score - now.scores[item.code].score
    after = now.position.total({**now.scores, item.code: best})
    return max(0, after.score - now.whole.score)


def _due(now: _Now, due: date | None) -> date:
    return due or now.position.around.standard.period(now.position.year).last


def _reason(attainable: int, work: Iterable[Missing], duty: Duty, days: int | None) -> str:
    if not attainable:
        return ""
    parts = ["、".join(each.text for each in work)]
    parts.append(STATES[duty.state] if duty.task else "尚未分解为任务")
    parts.append("长期任务" if duty.standing else _left(days))
    told = "；".join(part for part in parts if part)
    return f"还可得 {written(in_points(attainable))} 分：{told}。"


def _left(days: int | None) -> str:
    """The day itself stands beside it, counted as the calendar of working days has it."""
    if days is None:
        return "未定期限"
    return "已逾期" if days < 0 else ""


def _losses(lost: int, faults: int, attainable: int) -> str:
    if not lost:
        return ""
    begin = "另有" if attainable else "已扣"
    return f"{begin} {written(in_points(lost))} 分因 {faults} 个问题扣除，{ONLY_BY_APPEAL}。"
