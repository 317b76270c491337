"""A score that explains itself: lines that add up, and what each was read from."""

from datetime import date, datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer
from contracts.measures import MeasureKind, Source


class Signal(Answer, frozen=True, kw_only=True):
    """Something that a person must know of a score beside its figure."""

    matter: str
    text: str


class ClaimLine(Answer, frozen=True, kw_only=True):
    """One priced occurrence, before caps."""

    ref: str
    kind: str
    exact: str
    at: date | UnsetType = UNSET


class Reading(Answer, frozen=True, kw_only=True):
    """A number or a condition as found. ``value``: exact number, 是, 否, or empty (no fact)."""

    op: str
    label: str
    text: str
    value: str
    inputs: tuple[str, ...] | UnsetType = UNSET
    of: tuple["Reading", ...] | UnsetType = UNSET
    signals: tuple[Signal, ...] | UnsetType = UNSET


class ScoreLine(Answer, frozen=True, kw_only=True):
    """Points; with ``children`` exactly their sum. ``aside``: shown, not added."""

    op: str
    label: str
    text: str
    exact: str
    thousandths: int
    inputs: tuple[str, ...] | UnsetType = UNSET
    children: tuple["ScoreLine", ...] | UnsetType = UNSET
    readings: tuple[Reading, ...] | UnsetType = UNSET
    aside: tuple["ScoreLine", ...] | UnsetType = UNSET
    signals: tuple[Signal, ...] | UnsetType = UNSET
    claims: tuple[ClaimLine, ...] | UnsetType = UNSET


class RuleStep(Answer, frozen=True, kw_only=True):
    """A part of a rule, said in Chinese; ``path`` is where it stands in the tree."""

    path: str
    depth: int
    op: str
    sort: str
    name: str
    text: str


class WantedEvidence(Answer, frozen=True, kw_only=True):
    """What an item wants as proof."""

    kind: str
    text: str


class Input(Answer, frozen=True, kw_only=True):
    """A fact that a rule reads: the name under which ``measures`` hold it, and what it must be.
    ``kinds``: of occurrences, each kind and what it is called."""

    name: str
    label: str
    measure: MeasureKind
    kinds: dict[str, str]
    source: Source


class VetoStep(Answer, frozen=True, kw_only=True):
    """A veto was raised or cleared."""

    what: Literal["raised", "cleared"]
    by: str
    at: datetime
    reason: str
