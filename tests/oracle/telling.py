"""A true history told as the facts that the tasks service would publish: the contracts' words.

Versions rise with each aggregate's own changes: a task, a register, a finding.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from contracts import tasks
from contracts.envelope import Envelope, Fact, seal
from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from tests.oracle.history import Claimed, Deed


class Told(NamedTuple):
    fact: Fact
    envelope: Envelope


def told(
    deeds: Sequence[Deed], *, district: str, year: int, standard: str, after: Counter[str]
) -> Iterator[Told]:
    """``after``: the version of each aggregate so far; it is counted on."""
    start = datetime(year, 1, 5, 1, tzinfo=UTC)
    for deed in deeds:
        about = {"year": year, "standard": standard, "item": deed.item}
        subject, fact = _fact(deed, f"t-{year}-{district}-{deed.item}", about, after)
        after[subject] += 1
        after["*"] += 1
        envelope = seal(
            fact,
            id=f"{district}-{year}-{after['*']:06d}",
            source="/tongxin/tasks",
            subject=subject,
            time=start + timedelta(minutes=after["*"]),
            district=district,
            version=after[subject],
        )
        yield Told(fact, envelope)


def _fact(deed: Deed, task: str, about: dict[str, Any], after: Counter[str]) -> tuple[str, Fact]:
    """Subject and fact."""
    by_task: dict[str, Any] = {"task": task, "title": "某项", "lead": "tuiyi"}
    by_finding: dict[str, Any] = {"finding": deed.finding, "unit": "tuiyi"}
    given: dict[str, Any] = {"measures": measured(deed.measures), "evidence": ()}
    match deed.does:
        case "submits":
            return task, tasks.TaskSubmitted(**about, **by_task, **given, by="a")
        case "confirms":
            return task, tasks.ResultConfirmed(
                **about,
                **by_task,
                **given,
                person="p",
                level=deed.level,  # type: ignore[arg-type]
                by="r",
                amended=True,
                reason="核实",
            )
        case "returns":
            return task, tasks.TaskReturned(
                **about, **by_task, person="p", level="district", reason="材料不全"
            )
        case "counts":
            register = task.replace("t-", "r-", 1)
            return register, tasks.RegisterCounted(
                **about, register=register, done=deed.done, rows=deed.rows
            )
        case "finds":
            return deed.finding, tasks.FindingRaised(
                **about,
                **by_finding,
                inspection="i-1",
                kind="found",
                fault="台账缺页",
                on=date(about["year"], 6, 1),
                evidence=(),
            )
        case "misses":
            return deed.finding, tasks.RectificationOverdue(
                **about, **by_finding, fault="台账缺页", due=date(about["year"], 7, 1)
            )
        case "names":
            named = f"{deed.finding} in "
            after[named + deed.bulletin] = 1
            times = sum(1 for key in after if key.startswith(named))
            return deed.finding, tasks.FindingNamed(
                **about, **by_finding, bulletin=deed.bulletin, times=times
            )
        case _:
            return deed.finding, tasks.AppealRuled(
                **about, **by_finding, upheld=deed.does == "upholds", reason="核实"
            )


def measured(plain: dict[str, Any]) -> dict[str, Measure]:
    return {name: _measure(value) for name, value in plain.items()}


def _measure(value: Any) -> Measure:
    if isinstance(value, Flag | Quantity | Ratio | Tally):
        return value
    if isinstance(value, bool):
        return Flag(value=value)
    if isinstance(value, int | str):
        return Quantity(value=str(value))
    if isinstance(value, tuple):
        return Ratio(numerator=value[0], denominator=value[1])
    return Tally(entries=tuple(_entry(one) for one in value))


def _entry(one: Claimed) -> Entry:
    day = None if one.day == date.max else one.day
    return Entry(kind=one.kind, ref=one.ref, count=one.times, at=day)
