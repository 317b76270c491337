"""What operations are promised, each held or not by what was seen. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from gateway.console.running.reading import Seen

Json = dict[str, Any]

UNCHECKED = timedelta(minutes=15)
"""How long an upload may wait for its check before somebody should look."""
OUTBOX_SECONDS = 60.0
"""As the alert OutboxStale."""
NIGHTS = timedelta(hours=26)
"""The comparison runs each night."""

Sign = Literal["ok", "red", "none"]


class Promise(NamedTuple):
    """``sign``: held, not held, or nothing can be said. ``word`` with its ``told`` says it."""

    key: str
    sign: Sign
    word: str
    told: Mapping[str, object] = MappingProxyType({})


def ready(seen: Sequence[Seen]) -> Promise:
    down = [one.name for one in seen if not one.ready]
    if not down:
        return Promise("ready", "ok", "running.ready.ok", {"count": len(seen)})
    return Promise("ready", "red", "running.ready.not", {"names": "、".join(down)})


def parked(seen: Sequence[Seen]) -> Promise:
    counts = _of(seen, "tongxin_parked_messages")
    if not counts:
        return Promise("parked", "none", "running.unknown")
    waiting = {name: int(n) for name, n in counts.items() if n}
    if not waiting:
        return Promise("parked", "ok", "running.parked.ok")
    names = "、".join(f"{name} {n}" for name, n in waiting.items())
    return Promise("parked", "red", "running.parked.not", {"names": names})


def outbox(seen: Sequence[Seen]) -> Promise:
    ages = _of(seen, "tongxin_outbox_oldest_seconds")
    if not ages:
        return Promise("outbox", "none", "running.unknown")
    oldest = round(max(ages.values()))
    sign: Sign = "red" if oldest > OUTBOX_SECONDS else "ok"
    return Promise("outbox", sign, f"running.outbox.{sign}", {"seconds": oldest})


def worded(seen: Sequence[Seen]) -> Promise:
    """Messages that went out as they come, because the city's wording could not say them."""
    counts = _of(seen, "tongxin_wordings_failed_total")
    if not counts:
        return Promise("worded", "none", "running.unknown")
    failed = int(sum(counts.values()))
    sign: Sign = "red" if failed else "ok"
    return Promise("worded", sign, f"running.worded.{sign}", {"count": failed})


def recomputed(seen: Sequence[Seen], now: datetime) -> Promise:
    """The nightly comparison of what is stored with the replay of its facts."""
    at = max(_of(seen, "tongxin_score_compared_seconds").values(), default=0.0)
    differing = sum(_of(seen, "tongxin_score_differing").values())
    if not at:
        return Promise("recomputed", "none", "running.recomputed.none")
    when = datetime.fromtimestamp(at, UTC)
    if differing:
        return Promise("recomputed", "red", "running.recomputed.not", {"count": int(differing)})
    late = now - when > NIGHTS
    sign: Sign = "red" if late else "ok"
    return Promise("recomputed", sign, f"running.recomputed.{sign}", {"at": when})


def uploads(waiting: Iterable[Json] | None, now: datetime) -> Promise:
    """``waiting``: pieces that arrived and are not checked yet; None where nobody can say."""
    if waiting is None:
        return Promise("uploads", "none", "running.unknown")
    times = [datetime.fromisoformat(one["stored_at"]) for one in waiting if one.get("stored_at")]
    late = [at for at in times if now - at > UNCHECKED]
    if late:
        values: dict[str, object] = {"count": len(late), "at": min(late)}
        return Promise("uploads", "red", "running.uploads.not", values)
    return Promise("uploads", "ok", "running.uploads.ok", {"count": len(times)})


def _of(seen: Sequence[Seen], figure: str) -> dict[str, float]:
    return {one.name: one.figures[figure] for one in seen if figure in one.figures}


class Row(NamedTuple):
    """A service and what stands in its queues; None where it does not say."""

    name: str
    ready: bool
    fault: str
    checks: list[tuple[str, str]]
    version: str
    parked: int | None
    outbox: int | None
    lost: int | None
    up: timedelta | None


def row(one: Seen, now: datetime) -> Row:
    def count(figure: str) -> int | None:
        return int(one.figures[figure]) if figure in one.figures else None

    began = one.figures.get("process_start_time_seconds")
    return Row(
        name=one.name,
        ready=one.ready,
        fault=one.fault,
        checks=[(name, fault) for name, fault in one.checks.items() if fault != "ok"],
        version=one.version,
        parked=count("tongxin_parked_messages"),
        outbox=count("tongxin_outbox_entries"),
        lost=count("tongxin_lost_total"),
        up=now - datetime.fromtimestamp(began, UTC) if began else None,
    )
