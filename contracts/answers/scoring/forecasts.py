"""What is answered about what is not yet."""

from datetime import date
from typing import Literal

from contracts.answers.base import Answer, answers
from contracts.orders import scoring as orders
from contracts.words import Level


class DistrictAt(Answer, frozen=True, kw_only=True):
    """Which district, year and level is told of."""

    district: str
    name: str
    year: int
    level: Level
    standard: str


class Gain(Answer, frozen=True, kw_only=True):
    """What so many more would gain."""

    more: int
    count: int
    score: int
    gain: int


class Stage(Answer, frozen=True, kw_only=True):
    """From how many on an item has which score."""

    count: int
    score: int


class Nearing(Answer, frozen=True, kw_only=True):
    """``of``: how many there are; of times, how many the full mark needs."""

    unit: str
    label: str
    done: int
    of: int
    steps: tuple[Gain, ...]
    bands: tuple[Stage, ...]


class Outrun(Answer, frozen=True, kw_only=True):
    """A register that moved on after the mark, and what it would give."""

    done: int
    rows: int
    score: int
    gain: int


@answers(orders.NextOf)
class NextSteps(DistrictAt, frozen=True, kw_only=True):
    """``next`` and ``moved`` are null where there is none."""

    item: str
    next: Nearing | None
    moved: Outrun | None


class MissingWork(Answer, frozen=True, kw_only=True):
    """Pieces of work of one sort."""

    unit: str
    amount: int
    text: str


class Push(Answer, frozen=True, kw_only=True):
    """An item that is worth an effort. ``lost``: deducted, and not to be won back by work."""

    item: str
    title: str
    category: str
    points: int
    score: int
    attainable: int
    lost: int
    recoverable: bool
    missing: tuple[MissingWork, ...]
    effort: int
    priority: int
    lead: str
    lead_role: str
    lead_name: str
    task: str
    state: str
    due: date | None
    days_left: int | None
    reason: str


class PushGroup(Answer, frozen=True, kw_only=True):
    """Items of one kind."""

    kind: str
    title: str
    attainable: int
    items: tuple[Push, ...]


@answers(orders.PushNext)
class PushPlan(DistrictAt, frozen=True, kw_only=True):
    """No figure and no plan at a level that has ``marked`` nothing."""

    marked: bool
    today: date
    total: int | None
    bonus_room: int | None
    groups: tuple[PushGroup, ...]


class Figures(Answer, frozen=True, kw_only=True):
    """A total; null at a level that has marked nothing."""

    total: int | None
    base: int | None
    bonus: int | None
    eligible: bool | None
    grounds: tuple[str, ...]


class CategoryMove(Answer, frozen=True, kw_only=True):
    """A category before and after."""

    name: str
    points: int
    old: int | None
    new: int | None


class ItemMove(Answer, frozen=True, kw_only=True):
    """An item before and after; ``counted_…``: what the total takes of it."""

    item: str
    title: str
    points: int
    old: int | None
    new: int | None
    counted_old: int | None
    counted_new: int | None
    why: tuple[str, ...]


@answers(orders.WhatIf)
class Forecast(DistrictAt, frozen=True, kw_only=True):
    """Figures now, and then; ``vetoes``: what the supposed changes do to them."""

    marked: bool
    now: Figures
    then: Figures
    difference: int | None
    categories: tuple[CategoryMove, ...]
    items: tuple[ItemMove, ...]
    vetoes: tuple[str, ...]


class ItemDiff(Answer, frozen=True, kw_only=True):
    """An item that two versions have differently."""

    item: str
    title: str
    change: Literal["appears", "vanishes", "differs"]
    why: tuple[str, ...]


class TotalMove(Answer, frozen=True, kw_only=True):
    """A district's total at a level under both versions."""

    district: str
    name: str
    level: Level
    old: int
    new: int
    old_eligible: bool
    new_eligible: bool


class ScoreMove(Answer, frozen=True, kw_only=True):
    """One score that would move; null where a version has no such item."""

    district: str
    name: str
    item: str
    title: str
    level: Level
    old: int | None
    new: int | None
    why: tuple[str, ...]


@answers(orders.DryRun)
class DryRunResult(Answer, frozen=True, kw_only=True):
    """What a version would do beside the standard in force; ``left_off``: rows not listed."""

    version: str
    year: int
    standard: str
    changes: tuple[str, ...]
    items: tuple[ItemDiff, ...]
    totals: tuple[TotalMove, ...]
    rows: tuple[ScoreMove, ...]
    moved: int
    left_off: int
