"""What a storm did, and what became of what people were told is done."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.storm.people import People
from tests.support.storm.senders import Senders
from tests.support.storm.weather import Weather


def lines(
    weather: Weather,
    people: People,
    senders: Senders,
    pieces: Mapping[str, list[dict[str, Any]]],
    custody: str,
) -> Iterator[str]:
    """``pieces``: sha256 → records of that file; ``custody``: the last words of its check."""
    blows = Counter(weather.blows)
    yield f"{sum(blows.values())} blows in {weather.lasted:.0f} s, the gateway silent for " + (
        f"{weather.silence:.0f} s at most"
    )
    for (blow, name), count in sorted(blows.items()):
        yield f"  {blow} {name}: {count}"
    of_kind = Counter(senders.kept.values())
    for kind, count in sorted(of_kind.items()):
        held = [pieces[sha256] for sha256, of in senders.kept.items() if of == kind]
        once = sum([one["state"] for one in records] == ["SEALED"] for records in held)
        yield f"files sent by {kind}: {count}, sealed once: {once}"
    yield f"files sent by people through the API: {len(people.files)}"
    done = {
        "findings": people.findings,
        "tasks accepted": people.accepted,
        "rows of the register": people.rows,
    }
    yield from (f"acknowledged {name}: {len(found)}" for name, found in done.items())
    heard = [len(listener.changes) for listener in people.listeners]
    yield f"changes heard by the live feeds: {', '.join(map(str, heard))}"
    yield f"custody: {custody}"
