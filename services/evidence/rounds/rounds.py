"""Where each round stands. One document, so that one replica walks at a time, a bounded stretch
with each look, and another goes on from where it stopped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import CHINA
from contracts.envelope import Fact
from contracts.words import CITY_WIDE
from kit.change import Change, Given, Knowing

THE_ROUNDS = "rounds"
"""The id of the one document."""
NIGHT = 2
"""The hour of the city's day at which a round begins that looks at everything."""
AGAIN = timedelta(hours=1)
"""After a stretch that could not be walked."""
EVERY = {
    "pieces": timedelta(days=1),
    "objects": timedelta(days=1),
    "uploads": timedelta(days=1),
    "bundles": timedelta(hours=1),
    "stamps": timedelta(hours=1),
}
"""The rounds, and how often each begins."""


class Round(Struct, frozen=True, kw_only=True):
    """``cursor``: where it goes on, empty at its begin. ``number``: of the round under way, or of
    the next. ``finished``: when one last came to its end. ``fault``: why it stands still. ``mark``:
    how far all rounds together have come: of bundles and stamps, a head's number."""

    due: datetime
    cursor: str = ""
    number: int = 1
    finished: datetime | None = None
    fault: str = ""
    mark: int = 0


class Rounds(Struct, frozen=True, kw_only=True):
    rounds: dict[str, Round]
    district: str = CITY_WIDE

    @property
    def due(self) -> datetime:
        return min(one.due for one in self.rounds.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one look walked. ``cursor``: where the next goes on, empty at the end of the round."""

    of: str
    cursor: str = ""
    events: tuple[Fact, ...] = ()
    fault: str = ""
    mark: int = 0


def the_rounds(_fact: Any, _given: Given, _reader: Any) -> str:
    return THE_ROUNDS


def plant(state: Rounds | None, _fact: Any, given: Given) -> Change[Rounds] | None:
    """All of them; a new kind where an older version of this program knew it not."""
    known = state.rounds if state else {}
    new = {name: Round(due=given.now) for name in EVERY if name not in known}
    return Change(Rounds(rounds=known | new)) if new else None


def next_of(state: Rounds) -> str:
    """Whose turn it is."""
    return min(state.rounds, key=lambda name: state.rounds[name].due)


def go_on(state: Rounds, _due: None, given: Knowing[Stretch]) -> Change[Rounds]:
    """At once again where the round has not come to its end."""
    walked, now = given.found, given.now
    before = state.rounds[walked.of]
    if walked.fault:
        after = replace(before, due=now + AGAIN, fault=walked.fault)
    elif walked.cursor:
        after = replace(before, due=now, cursor=walked.cursor, fault="", mark=walked.mark)
    else:
        due, number = begins(walked.of, now), before.number + 1
        after = Round(due=due, number=number, finished=now, mark=walked.mark)
    return Change(replace(state, rounds=state.rounds | {walked.of: after}), walked.events)


def begins(name: str, now: datetime) -> datetime:
    """When the next round of this kind begins: what is daily, at night."""
    later = now + EVERY.get(name, timedelta(days=1))
    if EVERY.get(name) != timedelta(days=1):
        return later
    night = later.astimezone(CHINA).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night.astimezone(now.tzinfo)
