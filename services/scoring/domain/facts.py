"""What scoring knows of one item in one district and year, and what each event does to it.

Events may come late, twice or out of order: what a task says is gated by the task's version, what a
finding says is a set of flags that only ever go up.
"""

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec import Struct

from contracts.measures import Entry, Measure, Quantity, Ratio, Tally
from contracts.words import LEVELS, Level
from services.scoring.domain.rules.node import Period
from services.scoring.domain.scores import ItemScore, score_item
from services.scoring.domain.standard import Item

FAULTS = "faults"
RATIO = "ratio"
LATE = "late"
FOUND = "found"


class Marked(Struct, frozen=True, kw_only=True):
    """One level's measures, from version ``version`` of a task; without measures: taken back."""

    task: str
    version: int
    measures: dict[str, Measure] = {}
    evidence: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""
    counts: bool = True


class Counted(Struct, frozen=True, kw_only=True):
    """A register's count, from its version ``version``."""

    register: str
    version: int
    done: int
    rows: int


class Found(Struct, frozen=True, kw_only=True):
    """A finding. ``late``: not rectified in time. ``withdrawn``: an appeal was upheld."""

    kind: str = ""
    fault: str = ""
    unit: str = ""
    on: date | None = None
    evidence: tuple[str, ...] = ()
    late: bool = False
    withdrawn: bool = False


class Score(Struct, frozen=True, kw_only=True):
    """The facts of one item in one district and year, and the scores announced last."""

    district: str
    year: int
    item: str
    standard: str = ""
    levels: dict[str, Marked] = {}
    register: Counted | None = None
    findings: dict[str, Found] = {}
    announced: dict[str, int] = {}


def mark(score: Score, level: Level, marked: Marked) -> Score:
    """A level's measures; an older version of the task changes nothing."""
    held = score.levels.get(level)
    if held is not None and held.task == marked.task and held.version >= marked.version:
        return score
    return msgspec.structs.replace(score, levels={**score.levels, level: marked})


def take_back(score: Score, task: str, version: int) -> Score:
    """A return voids every level's mark that is older than it."""
    gone = Marked(task=task, version=version, counts=False)
    for level in LEVELS:
        score = mark(score, level, gone)
    return score


def count(score: Score, counted: Counted) -> Score:
    held = score.register
    if held is not None and held.version >= counted.version:
        return score
    return msgspec.structs.replace(score, register=counted)


def raise_finding(score: Score, id: str, found: Found) -> Score:
    held = score.findings.get(id, Found())
    merged = msgspec.structs.replace(
        found, late=found.late or held.late, withdrawn=found.withdrawn or held.withdrawn
    )
    return _with_finding(score, id, merged)


def fall_late(score: Score, id: str) -> Score:
    held = score.findings.get(id, Found())
    return _with_finding(score, id, msgspec.structs.replace(held, late=True))


def withdraw(score: Score, id: str) -> Score:
    held = score.findings.get(id, Found())
    return _with_finding(score, id, msgspec.structs.replace(held, withdrawn=True))


def _with_finding(score: Score, id: str, found: Found) -> Score:
    return msgspec.structs.replace(score, findings={**score.findings, id: found})


def facts_at(
    score: Score, item: Item, level: Level, organisation: Mapping[str, int]
) -> dict[str, Measure]:
    """The facts that count at a level.

    ``organisation``: counts of units by kind, for inputs whose source is the organisation. At the
    self level the register speaks for itself; above it, the measure that was confirmed counts.
    """
    marked = score.levels.get(level)
    facts: dict[str, Measure] = dict(marked.measures) if marked and marked.counts else {}
    if level == "self" and score.register is not None and item.register:
        facts[RATIO] = Ratio(numerator=score.register.done, denominator=score.register.rows)
    _count_rows(facts, item)
    for wanted in item.inputs:
        if wanted.source == "organisation" and wanted.name in organisation:
            facts[wanted.name] = Quantity(value=str(organisation[wanted.name]))
    entries = _occurrences(score, item)
    if entries:
        claimed = facts.get(FAULTS)
        own = claimed.entries if isinstance(claimed, Tally) else ()
        facts[FAULTS] = Tally(entries=(*own, *entries))
    return facts


def _count_rows(facts: dict[str, Measure], item: Item) -> None:
    """A register hands in a ratio; a rule that counts (B06: signs put up) takes its rows done."""
    ratio = facts.get(RATIO)
    for wanted in item.inputs:
        counts = wanted.source == "register" and wanted.name != RATIO
        if counts and isinstance(ratio, Ratio):
            facts[wanted.name] = Quantity(value=str(ratio.numerator))
            del facts[RATIO]


def _occurrences(score: Score, item: Item) -> tuple[Entry, ...]:
    """Findings as entries of the rule's deduction list, if it has one."""
    wanted = next((w for w in item.inputs if w.name == FAULTS), None)
    if wanted is None:
        return ()
    kinds = tuple(wanted.kinds)
    entries = []
    for id, found in sorted(score.findings.items()):
        if found.withdrawn or not found.kind:
            continue
        entries.append(
            Entry(kind=_kind(found.kind, kinds), ref=id, at=found.on, note=found.fault[:200])
        )
        if found.late and LATE in kinds:
            entries.append(Entry(kind=LATE, ref=id, at=found.on, note=found.fault[:200]))
    return tuple(entries)


def _kind(kind: str, kinds: tuple[str, ...]) -> str:
    """The rule's own word for a finding; an inspector's other word counts as the first step."""
    if kind in kinds or not kinds:
        return kind
    return FOUND if FOUND in kinds else kinds[0]


def score_at(
    score: Score, item: Item, level: Level, period: Period, organisation: Mapping[str, int]
) -> ItemScore:
    return score_item(item, facts_at(score, item, level, organisation), period)
