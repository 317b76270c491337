"""What each event does to what scoring knows of one item in one district and year.

Events may come late, twice or out of order and end the same: what a task or a register says is
gated by its version, what a finding says is a set of flags that only ever go up, and where a list
is bounded it keeps the same entries whatever the order.
"""

from datetime import date, datetime

from msgspec.structs import replace

from contracts.words import LEVELS, Level
from services.scoring.facts.state import (
    MAX_EARLIER,
    MAX_EVIDENCE,
    MAX_FAULT,
    MAX_FINDINGS,
    MAX_TASKS,
    Counted,
    Duty,
    DutyState,
    FindingKept,
    Marked,
    Score,
    newest,
)


def mark(score: Score, level: Level, marked: Marked) -> Score:
    """A level's measures; an older version of the same task only joins what was before.

    Where several tasks feed one item, the newest mark that counts speaks for the level.
    """
    known = _newest_by_task(score, level)
    held = known.get(marked.task)
    if held is not None and held.version >= marked.version:
        return score if held.version == marked.version else _was_before(score, level, marked)
    if held is not None:
        score = _was_before(score, level, held)
    known[marked.task] = marked
    ranked = sorted(known.values(), key=_standing, reverse=True)[:MAX_TASKS]
    others = {k: v for k, v in score.others.items() if k != level}
    if len(ranked) > 1:
        others[level] = tuple(ranked[1:])
    return replace(score, levels={**score.levels, level: ranked[0]}, others=others)


def take_back(
    score: Score,
    task: str,
    version: int,
    *,
    reason: str = "",
    by: str = "",
    at: datetime | None = None,
) -> Score:
    """A return voids every level's mark of that task that is older than it."""
    gone = Marked(task=task, version=version, counts=False, reason=reason, by=by, at=at)
    for level in LEVELS:
        score = mark(score, level, gone)
    return score


def _newest_by_task(score: Score, level: Level) -> dict[str, Marked]:
    held = score.levels.get(level)
    known = (held, *score.others.get(level, ())) if held else ()
    return {each.task: each for each in known}


def _standing(marked: Marked) -> tuple[bool, float, int, str]:
    return (marked.counts, *newest(marked.at), marked.version, marked.task)


def _was_before(score: Score, level: Level, marked: Marked) -> Score:
    """``marked`` is no longer, or never was, the newest of its task; nothing to say of a return."""
    if not marked.counts:
        return score
    before = score.earlier.get(level, ())
    if any((each.task, each.version) == (marked.task, marked.version) for each in before):
        return score
    ranked = sorted((*before, marked), key=_age, reverse=True)[:MAX_EARLIER]
    return replace(score, earlier={**score.earlier, level: tuple(ranked)})


def _age(marked: Marked) -> tuple[float, int, str]:
    return (*newest(marked.at), marked.version, marked.task)


def count(score: Score, counted: Counted) -> Score:
    held = score.register
    if held is not None and (held.version, held.register) >= (counted.version, counted.register):
        return score
    return replace(score, register=counted)


def raise_finding(score: Score, id: str, found: FindingKept) -> Score:
    """Flags that came before it stay; of two tellings the newer version's words stand."""
    held = score.findings.get(id, FindingKept())
    if held.kind and held.version > found.version:
        return score
    merged = replace(
        found,
        fault=found.fault[:MAX_FAULT],
        evidence=found.evidence[:MAX_EVIDENCE],
        late=found.late or held.late,
        withdrawn=found.withdrawn or held.withdrawn,
        named=max(found.named, held.named),
    )
    return _with_finding(score, id, merged)


def fall_late(score: Score, id: str) -> Score:
    held = score.findings.get(id, FindingKept())
    return _with_finding(score, id, replace(held, late=True))


def withdraw(score: Score, id: str) -> Score:
    held = score.findings.get(id, FindingKept())
    return _with_finding(score, id, replace(held, withdrawn=True))


def name_in_bulletin(score: Score, id: str, times: int) -> Score:
    """``times``: how many bulletins have named the fault; from two on an escalation has its third
    step, however many more follow.
    """
    held = score.findings.get(id, FindingKept())
    return _with_finding(score, id, replace(held, named=max(held.named, times)))


def _with_finding(score: Score, id: str, found: FindingKept) -> Score:
    if score.findings.get(id) == found:
        return score
    findings = {**score.findings, id: found}
    if len(findings) > MAX_FINDINGS:
        findings = {key: findings[key] for key in sorted(findings)[:MAX_FINDINGS]}
    return replace(score, findings=findings)


def charge(
    score: Score,
    task: str,
    version: int,
    *,
    lead: str = "",
    due: date | None = None,
    state: DutyState | None = None,
    standing: bool = False,
    assigned_at: datetime | None = None,
) -> Score:
    """What a fact tells of the item's task; what it does not tell is left as it is."""
    held = next((duty for duty in score.duties if duty.task == task), Duty(task=task))
    new = held
    if lead and version >= held.lead_version:
        new = replace(new, lead=lead, lead_version=version)
    if due is not None and version >= held.due_version:
        new = replace(new, due=due, due_version=version)
    if state is not None and version >= held.state_version:
        new = replace(new, state=state, state_version=version)
    if assigned_at is not None:
        first = min(assigned_at, held.assigned_at or assigned_at)
        new = replace(new, standing=standing or held.standing, assigned_at=first)
    if new == held and new in score.duties:
        return score
    rest = [duty for duty in score.duties if duty.task != task]
    duties = sorted((*rest, new), key=lambda duty: duty.task)[:MAX_TASKS]
    return replace(score, duties=tuple(duties))


def comparable(score: Score) -> Score:
    """Its facts and figures alone; the order of arrival is no fact."""
    return replace(
        score,
        moves=(),
        logged=False,
        findings=dict(sorted(score.findings.items())),
        levels=dict(sorted(score.levels.items())),
    )
