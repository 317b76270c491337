"""Which facts count at a level, and where each of them comes from.

The facts and their sources are put together in one place, so that the explanation names exactly
what the figure was worked out from.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from contracts.measures import KINDS, MAX_ENTRIES, Entry, Measure, Quantity, Ratio, Tally
from contracts.words import Level
from services.scoring.facts.state import Counted, FindingKept, Marked, Score
from services.scoring.names import FAULTS, FOUND, LATE, RATIO, TWICE
from services.scoring.rules.occurrences import MODIFIER
from services.scoring.standards.standard import Item

SourceKind = Literal["task", "register", "finding", "organisation", "carried"]
"""``carried``: the city's mark of an item that the province did not draw for its spot check."""

BULLETINS = 2
"""Bulletins that must name a fault before the third step applies (the rules: named twice)."""


class Source(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fact that counted. ``feeds``: the inputs of the rule that it gives.

    ``id`` and ``version`` are those of the task, register or finding; of the organisation, the
    district. ``occurrences``: the entries of a finding in the deduction list.
    """

    kind: SourceKind
    id: str
    feeds: tuple[str, ...]
    version: int = 0
    level: str = ""
    by: str = ""
    at: datetime | None = None
    why: str = ""
    evidence: tuple[str, ...] = ()
    occurrences: tuple[str, ...] = ()
    unit: str = ""
    fault: str = ""
    done: int | None = None
    rows: int | None = None
    link: str = ""


class _Counting(NamedTuple):
    facts: dict[str, Measure]
    sources: tuple[Source, ...]


def facts_at(
    score: Score,
    item: Item,
    level: Level,
    organisation: Mapping[str, int],
    *,
    drawn: bool = True,
) -> dict[str, Measure]:
    """The facts that count at a level.

    ``organisation``: counts of units by kind, for inputs whose source is the organisation. At the
    self level the register speaks for itself; above it, the measure that was confirmed counts.
    ``drawn``: false where the province's spot check left the item out: the city's mark stands.
    """
    return _counting(score, item, level, organisation, drawn).facts


def known(facts: Mapping[str, Measure], item: Item) -> frozenset[str]:
    """The inputs for which there is a fact: one that the rule can read, and that somebody gave.
    How many units a district has is no fact of an item.
    """
    return frozenset(
        wanted.name
        for wanted in item.inputs
        if wanted.source != "organisation"
        and isinstance(facts.get(wanted.name), KINDS[wanted.measure])
    )


def sources_at(
    score: Score,
    item: Item,
    level: Level,
    organisation: Mapping[str, int],
    *,
    drawn: bool = True,
) -> tuple[Source, ...]:
    """Every fact that counts at a level, with its ids; none that does not."""
    return _counting(score, item, level, organisation, drawn).sources


def spoken(score: Score, level: Level, drawn: bool = True) -> tuple[Level, Marked | None]:
    """The level whose mark speaks at ``level``, and the mark if it counts."""
    speaks: Level = "city" if level == "province" and not drawn else level
    held = score.levels.get(speaks)
    return speaks, held if held is not None and held.counts else None


class _Speaking(NamedTuple):
    """Who gave what. ``rows``: inputs that a ratio filled; ``placed``: by the organisation."""

    marked: Marked | None
    speaks: Level
    register: Counted | None
    rows: tuple[str, ...]
    placed: tuple[str, ...]
    findings: list[tuple[str, tuple[Entry, ...]]]


def _counting(
    score: Score, item: Item, level: Level, organisation: Mapping[str, int], drawn: bool
) -> _Counting:
    speaks, marked = spoken(score, level, drawn)
    facts: dict[str, Measure] = dict(marked.measures) if marked else {}
    register = score.register if level == "self" and item.register else None
    if register is not None:
        facts[RATIO] = Ratio(numerator=register.done, denominator=register.rows)
    rows = _count_rows(facts, item)
    placed = _place_organisation(facts, item, organisation)
    findings = _occurrences(score, item)
    _place_findings(facts, findings)
    who = _Speaking(marked, speaks, register, rows, placed, findings)
    return _Counting(facts, tuple(_sources(score, level, who, _read(facts, item))))


def _read(facts: Mapping[str, Measure], item: Item) -> frozenset[str]:
    """The inputs of the rule for which there is a fact."""
    return frozenset(wanted.name for wanted in item.inputs if wanted.name in facts)


def _sources(score: Score, level: Level, who: _Speaking, read: frozenset[str]) -> Iterator[Source]:
    from_register = frozenset(who.rows or (RATIO,)) if who.register else frozenset()
    if who.marked is not None:
        feeds = (_given(who.marked, who) - from_register - frozenset(who.placed)) & read
        if feeds:
            yield _of_task(who.marked, who.speaks, level, tuple(sorted(feeds)))
    if who.register is not None and from_register & read:
        yield _of_register(who.register, level, tuple(sorted(from_register & read)))
    for id, entries in who.findings:
        yield _of_finding(score, id, entries)
    if who.placed:
        yield Source(kind="organisation", id=score.district, feeds=who.placed)


def _given(marked: Marked, who: _Speaking) -> frozenset[str]:
    """What a mark hands in: its measures, and the inputs that its ratio fills."""
    given = {*marked.measures, *(who.rows if RATIO in marked.measures else ())}
    if who.findings and not isinstance(marked.measures.get(FAULTS), Tally):
        given.discard(FAULTS)
    return frozenset(given)


def _place_findings(
    facts: dict[str, Measure], findings: list[tuple[str, tuple[Entry, ...]]]
) -> None:
    if findings:
        claimed = facts.get(FAULTS)
        own = claimed.entries if isinstance(claimed, Tally) else ()
        entries = tuple(entry for _, several in findings for entry in several)
        facts[FAULTS] = Tally(entries=(*own, *entries)[:MAX_ENTRIES])


def _of_register(register: Counted, level: Level, feeds: tuple[str, ...]) -> Source:
    return Source(
        kind="register",
        id=register.register,
        version=register.version,
        at=register.at,
        level=level,
        feeds=feeds,
        done=register.done,
        rows=register.rows,
        link=f"/registers/{register.register}",
    )


def _of_task(marked: Marked, speaks: Level, level: Level, feeds: tuple[str, ...]) -> Source:
    return Source(
        kind="task" if speaks == level else "carried",
        id=marked.task,
        version=marked.version,
        level=speaks,
        by=marked.by,
        at=marked.at,
        why=marked.reason,
        evidence=marked.evidence,
        feeds=feeds,
    )


def _of_finding(score: Score, id: str, entries: tuple[Entry, ...]) -> Source:
    found = score.findings[id]
    return Source(
        kind="finding",
        id=id,
        at=found.at,
        evidence=found.evidence,
        feeds=(FAULTS,),
        occurrences=tuple(entry.kind for entry in entries),
        unit=found.unit,
        fault=found.fault,
    )


def _count_rows(facts: dict[str, Measure], item: Item) -> tuple[str, ...]:
    """A register hands in a ratio; a rule that counts (B06: signs put up) takes its rows done.

    The inputs that were filled so.
    """
    ratio = facts.get(RATIO)
    counts = tuple(
        wanted.name
        for wanted in item.inputs
        if wanted.source == "register" and wanted.name != RATIO
    )
    if not counts or not isinstance(ratio, Ratio):
        return ()
    for name in counts:
        facts[name] = Quantity(value=str(ratio.numerator))
    del facts[RATIO]
    return counts


def _place_organisation(
    facts: dict[str, Measure], item: Item, organisation: Mapping[str, int]
) -> tuple[str, ...]:
    placed = tuple(
        wanted.name
        for wanted in item.inputs
        if wanted.source == "organisation" and wanted.name in organisation
    )
    for name in placed:
        facts[name] = Quantity(value=str(organisation[name]))
    return placed


def _occurrences(score: Score, item: Item) -> list[tuple[str, tuple[Entry, ...]]]:
    """Findings as entries of the rule's deduction list, if it has one: (finding, its entries)."""
    wanted = next((w for w in item.inputs if w.name == FAULTS), None)
    if wanted is None:
        return []
    kinds = tuple(wanted.kinds)
    return [
        (id, tuple(_entries(id, found, kinds)))
        for id, found in sorted(score.findings.items())
        if found.kind and not found.withdrawn
    ]


def _entries(id: str, found: FindingKept, kinds: tuple[str, ...]) -> list[Entry]:
    steps = [_kind(found.kind, kinds)]
    if found.late and LATE in kinds:
        steps.append(LATE)
    if found.named >= BULLETINS and TWICE in kinds:
        steps.append(TWICE)
    return [Entry(kind=step, ref=id, at=found.on, note=found.fault[:200]) for step in steps]


def _kind(kind: str, kinds: tuple[str, ...]) -> str:
    """The rule's own word for a finding (个人访+重复 has its modifier behind it); an inspector's
    other word counts as the first step."""
    if kind.partition(MODIFIER)[0] in kinds or not kinds:
        return kind
    return FOUND if FOUND in kinds else kinds[0]
