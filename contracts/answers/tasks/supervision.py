"""What is answered about inspections, findings, slips and accountability."""

from datetime import date, datetime

from contracts.answers.base import Answer, answers, lists
from contracts.answers.tasks.history import HistoryEntry
from contracts.orders import tasks as orders
from contracts.places import Position
from contracts.words import FindingState, InspectionKind, Level, SlipColour


class Response(Answer, frozen=True, kw_only=True):
    """A unit's reply to being held to account."""

    by: str
    at: datetime
    text: str
    evidence: tuple[str, ...]


@lists(orders.Accountabilities)
class AccountabilityLine(Answer, frozen=True, kw_only=True):
    """A record of accountability (问责); ``measures_in_words``: the same in Chinese."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    unit: str
    ground: str
    measures: tuple[str, ...]
    decision: str
    decided_by: str
    document: str
    on: date
    by: str
    findings: tuple[str, ...]
    tasks: tuple[str, ...]
    reply_by: date | None
    replied: bool
    reply: Response | None
    measures_in_words: tuple[str, ...]


@answers(orders.AccountabilityOf)
class Accountability(AccountabilityLine, frozen=True, kw_only=True):
    """A record with its history."""

    history: tuple[HistoryEntry, ...]


class SlipRules(Answer, frozen=True, kw_only=True):
    """When a slip is due: days before the day ordered (null: none), and after it."""

    blue_before: int | None
    orange_after: int
    red_after: int
    appeal_days: int


class Slip(Answer, frozen=True, kw_only=True):
    """A slip (督办单) with its number."""

    number: str
    colour: SlipColour
    due: date
    issued: datetime
    withdrawn: bool


class Rectification(Answer, frozen=True, kw_only=True):
    """What the unit did, with its evidence before and after."""

    by: str
    at: datetime
    note: str
    evidence: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    measure: str
    result: str
    responsible: str


class Delay(Answer, frozen=True, kw_only=True):
    """A later day that the unit asks for."""

    by: str
    rectify_by: date
    reason: str


class Plea(Answer, frozen=True, kw_only=True):
    """An appeal; ``upheld`` is null until it is ruled."""

    by: str
    reason: str
    upheld: bool | None
    ruling: str
    evidence: tuple[str, ...]


class Naming(Answer, frozen=True, kw_only=True):
    """A bulletin that named the fault."""

    bulletin: str
    on: date
    by: str


@lists(orders.Findings)
class FindingLine(Answer, frozen=True, kw_only=True):
    """A fault that was found. ``known``: when its unit could first see it; ``called``: the colour
    of slip that its clock asked for last."""

    id: str
    version: int
    district: str
    inspection: str
    year: int
    standard: str
    item: str
    unit: str
    kind: str
    fault: str
    on: date
    evidence: tuple[str, ...]
    by: str
    rectify_by: date | None
    deadline: datetime | None
    state: FindingState
    place: str
    position: Position | None
    level: Level
    inspectors: tuple[str, ...]
    rules: SlipRules
    known: datetime | None
    ordered: datetime | None
    called: SlipColour | None
    slips: tuple[Slip, ...]
    overdue: bool
    in_time: bool | None
    reply: Rectification | None
    delay: Delay | None
    appeal: Plea | None
    named: tuple[Naming, ...]
    look: datetime | None


@answers(orders.FindingOf)
class Finding(FindingLine, frozen=True, kw_only=True):
    """A finding with its history; ``appeal_until``: the last day for an appeal, or null."""

    history: tuple[HistoryEntry, ...]
    appeal_until: date | None


class FoundFault(Answer, frozen=True, kw_only=True):
    """A finding of an inspection."""

    id: str
    item: str
    unit: str
    kind: str
    fault: str
    place: str
    state: FindingState
    colour: SlipColour | None
    overdue: bool
    rectify_by: date | None
    evidence: tuple[str, ...]


class FindingCounts(Answer, frozen=True, kw_only=True):
    """How many, by state and by colour of slip."""

    findings: int
    states: dict[FindingState, int]
    colours: dict[SlipColour, int]
    overdue: int


@lists(orders.Inspections)
class InspectionLine(Answer, frozen=True, kw_only=True):
    """An inspection; ``published``: the day, null before."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    standard: str
    kind: InspectionKind
    title: str
    on: date
    by: str
    announced: bool
    inspectors: tuple[str, ...]
    units: tuple[str, ...]
    level: Level
    published: date | None
    published_by: str


@answers(orders.InspectionOf)
class Inspection(InspectionLine, frozen=True, kw_only=True):
    """An inspection with the findings that the caller may see."""

    findings: tuple[FoundFault, ...]
    counts: FindingCounts


@answers(orders.SlipBookOf)
class SlipBook(Answer, frozen=True, kw_only=True):
    """``last``: the last slip number of the district's year; ``sign``: what its numbers begin with,
    empty before the first."""

    id: str
    district: str
    year: int
    last: int
    rules: SlipRules
    sign: str


@lists(orders.Slips)
class SlipLine(Answer, frozen=True, kw_only=True):
    """A finding with a slip; ``number`` is empty for the moment before it has one."""

    id: str
    finding: str
    district: str
    year: int
    standard: str
    unit: str
    item: str
    fault: str
    place: str
    rules: SlipRules
    number: str
    colour: SlipColour
    due: date | None
    state: FindingState
    overdue: bool
    slips: tuple[Slip, ...]
