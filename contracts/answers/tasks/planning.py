"""What is answered about campaigns and their decomposition."""

from datetime import date

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Charged, answers, lists
from contracts.answers.tables import Account, Note, TableQuestion
from contracts.orders import tasks as orders


@lists(orders.Campaigns)
class Campaign(Answer, frozen=True, kw_only=True):
    """A year's campaign, of the whole city."""

    id: str
    version: int
    year: int
    name: str
    standard: str
    districts: tuple[str, ...]
    district: str


class DutyChange(Answer, frozen=True, kw_only=True):
    """What a table says otherwise than the one before."""

    item: str
    field: str
    before: str
    after: str


class DutyDiff(Answer, frozen=True, kw_only=True):
    """Items that are new, changed, or no longer there."""

    added: tuple[str, ...]
    changed: tuple[DutyChange, ...]
    vanished: tuple[str, ...]


@answers(orders.DecomposeTable, orders.DecomposeByRoles)
class Decomposed(Charged, frozen=True, kw_only=True):
    """The tasks planned, and what differs from the table before."""

    planned: int | UnsetType = UNSET
    diff: DutyDiff | UnsetType = UNSET


class Charge(Answer, frozen=True, kw_only=True):
    """Who must do an item by when."""

    item: str
    lead: str
    person: str
    cooperating: tuple[str, ...]
    due: date | None


class PlannedInstance(Answer, frozen=True, kw_only=True):
    """One period of a repeating duty."""

    n: int
    period: str
    due: date


class TableRow(Charge, frozen=True, kw_only=True):
    """A row of a table that was read; ``words``: the deadline as written. ``people``: role of the
    column → name."""

    words: str
    standing: bool
    instances: tuple[PlannedInstance, ...]
    category: str
    number: str
    text: str
    points: str
    rule: str
    people: dict[str, str]
    sheet: str
    row: int
    provisional: int
    counted_from: date | None
    counted_days: int


@answers(orders.DecompositionOf)
class Decomposition(Answer, frozen=True, kw_only=True):
    """As its tasks stand: ``duties`` are all, ``rows`` those that a table brought."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    duties: tuple[Charge, ...]
    rows: tuple[TableRow, ...]
    answers: dict[str, str]


class NamedPerson(Answer, frozen=True, kw_only=True):
    """A person whom a column names; ``account`` where the lead unit has one of that name."""

    role: str
    name: str
    account: str


class PreviewedInstance(Answer, frozen=True, kw_only=True):
    """One period of a repeating duty, as it would be planned."""

    period: str
    due: date


class PreviewedDuty(Answer, frozen=True, kw_only=True):
    """A row as the duty that it will be."""

    item: str
    title: str
    sheet: str
    row: int
    lead: str
    lead_name: str
    person: str
    person_name: str
    cooperating: tuple[str, ...]
    cooperating_names: tuple[str, ...]
    due: date
    words: str
    standing: bool
    instances: tuple[PreviewedInstance, ...]
    people: tuple[NamedPerson, ...]


@answers(orders.PreviewDecomposition, orders.PreviewByRoles)
class DecompositionPreview(Answer, frozen=True, kw_only=True):
    """What will be made, what cannot be read, what is asked, what changes. ``missing``: items that
    no row is for; ``unserved``: names that no unit is known by; ``units``: how many there are."""

    sha256: str
    shape: str
    duties: tuple[PreviewedDuty, ...]
    faults: tuple[Note, ...]
    total_faults: int
    questions: tuple[TableQuestion, ...]
    open: int
    date_missing: tuple[Note, ...]
    skipped: tuple[Note, ...]
    notes: tuple[Note, ...]
    beside: tuple[str, ...]
    missing: tuple[str, ...]
    unserved: tuple[str, ...]
    account: Account
    diff: DutyDiff
    units: int
