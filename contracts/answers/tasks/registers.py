"""What is answered about registers (台账), the calendar of duties, and what is demanded."""

from datetime import date
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.answers.tables import Account, Note, TableQuestion
from contracts.answers.tasks.history import HistoryEntry
from contracts.orders import tasks as orders
from contracts.words import TaskState


class Demand(Answer, frozen=True, kw_only=True):
    """Material that a unit was asked for; ``repeated``: it had been asked for before."""

    demand: str
    item: str
    what: str
    reason: str
    due: date
    repeated: bool


class UnitBurden(Answer, frozen=True, kw_only=True):
    """Demands made, met, avoided, repeated, and what is still open."""

    unit: str
    made: int
    met: int
    avoided: int
    repeated: int
    open: tuple[Demand, ...]


class MonthlyDemands(Answer, frozen=True, kw_only=True):
    """Demands by the day on which they were made, in China; ``met``, ``repeated``: of those."""

    made: int
    met: int
    repeated: int


class BurdenMonth(Answer, frozen=True, kw_only=True):
    """A month of the calendar year, and the same of the year before."""

    month: int
    now: MonthlyDemands
    before: MonthlyDemands


class DatedDemand(Demand, frozen=True, kw_only=True):
    """``on``: the day on which it was made; ``met``: whether it was answered."""

    unit: str
    on: date
    met: bool


@answers(orders.BurdenOf)
class Burden(Answer, frozen=True, kw_only=True):
    """By unit, never by person. ``units``: of the assessment year; ``months``: all twelve;
    ``listed``: of the month that was asked for, and of none where none was."""

    units: tuple[UnitBurden, ...]
    months: tuple[BurdenMonth, ...]
    listed: tuple[DatedDemand, ...]


class HeldProof(Answer, frozen=True, kw_only=True):
    """What is there already; ``captured_at`` is empty where it is not known."""

    evidence: str
    path: str
    captured_at: str


class OpenDemand(Answer, frozen=True, kw_only=True):
    """What the unit was asked for already, and has not brought."""

    demand: str
    what: str
    due: date


@answers(orders.DemandMaterial)
class Demanded(Changed, frozen=True, kw_only=True):
    """The ``demand`` that was made; or it was ``stopped``, because the material is ``held``, or
    asked for by other ``demands``: ``code`` and ``detail`` say which."""

    stopped: bool
    demand: str | UnsetType = UNSET
    code: Literal["already-held", "already-demanded"] | UnsetType = UNSET
    detail: str | UnsetType = UNSET
    held: tuple[HeldProof, ...] | UnsetType = UNSET
    demands: tuple[OpenDemand, ...] | UnsetType = UNSET


class CalendarLine(Answer, frozen=True, kw_only=True):
    """What recurs and is due."""

    task: str
    parent: str
    item: str
    title: str
    period: str
    due: date
    lead: str
    person: str
    state: TaskState
    overdue: bool


@answers(orders.CalendarOf)
class Calendar(Answer, frozen=True, kw_only=True):
    """By day."""

    items: tuple[CalendarLine, ...]


@answers(orders.PlanCalendar)
class CalendarPlanned(Changed, frozen=True, kw_only=True):
    """Tasks planned; items without a task; days that had passed; occasions without a known date.
    Without all of these where there was nothing to plan."""

    tasks: tuple[str, ...] | UnsetType = UNSET
    without: tuple[str, ...] | UnsetType = UNSET
    passed: tuple[str, ...] | UnsetType = UNSET
    undated: tuple[str, ...] | UnsetType = UNSET


@answers(orders.ImportRows)
class RowsImported(Changed, frozen=True, kw_only=True):
    """How many rows are new, changed, and the same as before; without these where nothing was to
    be changed."""

    added: int | UnsetType = UNSET
    changed: int | UnsetType = UNSET
    same: int | UnsetType = UNSET
    notes: tuple[Note, ...] | UnsetType = UNSET


class ItemWithRegister(Answer, frozen=True, kw_only=True):
    """An item that is counted from a register; ``register`` is empty until one is opened."""

    item: str
    title: str
    category: str
    register: str


@answers(orders.ItemsWithRegister)
class ItemsWithRegister(Answer, frozen=True, kw_only=True):
    """In the order of the standard."""

    items: tuple[ItemWithRegister, ...]


class LackingRow(Answer, frozen=True, kw_only=True):
    """A row without evidence."""

    key: str
    label: str
    kind: str


class LackingPlace(Answer, frozen=True, kw_only=True):
    """What is missing at one place."""

    place: str
    rows: int
    missing: int
    lacking: tuple[LackingRow, ...]


class LackingUnit(Answer, frozen=True, kw_only=True):
    """What is missing of one unit."""

    unit: str
    name: str
    rows: int
    missing: int
    places: tuple[LackingPlace, ...]


@answers(orders.MissingOf)
class Missing(Answer, frozen=True, kw_only=True):
    """What has no evidence yet, by unit and place; a unit sees its own."""

    register: str
    title: str
    item: str
    year: int
    rows: int
    missing: int
    units: tuple[LackingUnit, ...]


class NewRow(Answer, frozen=True, kw_only=True):
    """A row of a register as a table says it; ``unit_name`` is its unit's."""

    key: str
    label: str
    unit: str
    place: str
    kind: str
    on: date | None
    who: str
    note: str
    withdrawn: str
    unit_name: str


class FieldChange(Answer, frozen=True, kw_only=True):
    """One field of a row, as it was and as it would be; ``name`` is its heading."""

    field: str
    name: str
    was: str
    now: str


class RowChange(Answer, frozen=True, kw_only=True):
    """What a table says otherwise of one row."""

    key: str
    changes: tuple[FieldChange, ...]


@answers(orders.PreviewRows)
class RowsPreview(Answer, frozen=True, kw_only=True):
    """What an import would add and change; ``absent``: rows that the table does not name."""

    added: tuple[NewRow, ...]
    changed: tuple[RowChange, ...]
    same: int
    absent: tuple[str, ...]
    total: int
    faults: tuple[Note, ...]
    notes: tuple[Note, ...]
    questions: tuple[TableQuestion, ...]
    open: int
    account: Account


class RegisterRow(Answer, frozen=True, kw_only=True):
    """A row; ``evidence`` is what proves it, ``withdrawn`` why it no longer counts."""

    key: str
    label: str
    unit: str
    place: str
    kind: str
    on: date | None
    who: str
    note: str
    withdrawn: str
    state: str
    done: bool
    evidence: tuple[str, ...]


@lists(orders.Registers)
class RegisterLine(Answer, frozen=True, kw_only=True):
    """A register, counted; for a unit, as far as it has rows in it."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    item: str
    title: str
    measure: str
    done: int
    total: int


@answers(orders.RegisterOf)
class Register(RegisterLine, frozen=True, kw_only=True):
    """A register with its rows; ``history`` is not for units."""

    standard: str
    rows: tuple[RegisterRow, ...]
    pictures: bool
    history: tuple[HistoryEntry, ...] | UnsetType = UNSET
