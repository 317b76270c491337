"""What scoring keeps of one item in one district and year: a bounded document.

Every bound below keeps the same things whatever the order in which facts arrive, so that a replay
ends with the same document.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from contracts.measures import Measure
from contracts.words import Level

MAX_TASKS = 20
"""Tasks kept for one item. The tasks service gives it one; more than these are not foreseen."""
MAX_EARLIER = 10
"""Earlier marks kept of each level, the newest."""
MAX_FINDINGS = 500
"""Findings kept for one item and year, by id; a tally holds no more entries either."""
MAX_MOVES = 100
MAX_FAULT = 200
"""Characters of a fault's words; the finding itself holds all."""
MAX_EVIDENCE = 50
"""Evidence ids kept with a finding."""

DutyState = Literal[
    "assigned",
    "accepted",
    "submitted",
    "returned",
    "confirmed-district",
    "confirmed-city",
    "confirmed-province",
]


class Marked(Struct, frozen=True, kw_only=True):
    """One level's measures, from version ``version`` of a task; ``counts`` false: taken back.

    ``at``: when the level gave it (UTC). ``amended``: not what the unit handed in.
    """

    task: str
    version: int
    measures: dict[str, Measure] = {}
    evidence: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""
    counts: bool = True
    at: datetime | None = None
    amended: bool = False


class Counted(Struct, frozen=True, kw_only=True):
    """A register's count, from its version ``version``."""

    register: str
    version: int
    done: int
    rows: int
    at: datetime | None = None


class FindingKept(Struct, frozen=True, kw_only=True):
    """A finding. ``late``: not rectified in time. ``withdrawn``: an appeal was upheld.

    ``named``: in how many bulletins its fault was named. ``version``: of the finding when raised.
    """

    kind: str = ""
    fault: str = ""
    unit: str = ""
    on: date | None = None
    evidence: tuple[str, ...] = ()
    late: bool = False
    withdrawn: bool = False
    named: int = 0
    at: datetime | None = None
    version: int = 0


class Duty(Struct, frozen=True, kw_only=True):
    """The task that an item's figures come from, as far as it is known here.

    Lead, due date and state each come from the newest version of the task that told of them.
    ``assigned_at``: when it was first assigned. ``standing``: without an end (长期).
    """

    task: str
    lead: str = ""
    due: date | None = None
    standing: bool = False
    state: DutyState = "assigned"
    assigned_at: datetime | None = None
    lead_version: int = 0
    due_version: int = 0
    state_version: int = 0


class Move(Struct, frozen=True, kw_only=True):
    """One change of the score at one level, in thousandths, and what it came from.

    ``kind``: the fact's type; ``source``: id of the task, register, finding or draw.
    """

    at: datetime
    level: Level
    was: int
    now: int
    kind: str
    source: str = ""
    by: str = ""
    why: str = ""


class Score(Struct, frozen=True, kw_only=True):
    """The facts of one item in one district and year, and the scores announced last.

    ``levels``: the mark that counts at each level. ``others``: the newest marks of further tasks at
    that level. ``earlier``: marks of a level that a newer one of the same task replaced. ``moves``
    are in the order in which facts came. ``logged``: every fact of it stands in the log.
    """

    district: str
    year: int
    item: str
    standard: str = ""
    levels: dict[str, Marked] = {}
    register: Counted | None = None
    findings: dict[str, FindingKept] = {}
    announced: dict[str, int] = {}
    others: dict[str, tuple[Marked, ...]] = {}
    earlier: dict[str, tuple[Marked, ...]] = {}
    duties: tuple[Duty, ...] = ()
    moves: tuple[Move, ...] = ()
    logged: bool = False

    @property
    def touched(self) -> bool:
        """Whether any fact that scores is known; a task that is only assigned is none."""
        return bool(self.levels or self.register or self.findings)

    @property
    def duty(self) -> Duty | None:
        """The task assigned last."""
        return max(
            self.duties, key=lambda duty: (*newest(duty.assigned_at), duty.task), default=None
        )


def newest(at: datetime | None) -> tuple[float]:
    """A sort key: an unknown time is before all others."""
    return (at.timestamp() if at else 0.0,)
