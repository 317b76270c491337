"""What is answered about districts, units and persons."""

from datetime import date, datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.answers.tables import Account, Note, TableQuestion
from contracts.orders import tasks as orders
from contracts.words import Role, UnitKind


class ClearedPhrase(Answer, frozen=True, kw_only=True):
    """A phrase that looks classified and is not, and who says so."""

    district: str
    phrase: str
    reason: str
    by: str
    at: datetime


@answers(orders.ClearedPhrases)
class ClearedList(Answer, frozen=True, kw_only=True):
    """Of the caller's district and of the whole city, the newest first."""

    items: tuple[ClearedPhrase, ...]
    withdrawn: tuple[ClearedPhrase, ...]


class District(Answer, frozen=True, kw_only=True):
    """A district (县区)."""

    id: str
    name: str


@answers(orders.Districts)
class DistrictList(Answer, frozen=True, kw_only=True):
    """All districts, by id."""

    items: tuple[District, ...]


@answers(orders.ImportUnits)
class UnitsImported(Changed, frozen=True, kw_only=True):
    """How many rows there were, and how many units are new or changed; without these where the
    list changed nothing."""

    rows: int | UnsetType = UNSET
    new: int | UnsetType = UNSET
    changed: int | UnsetType = UNSET


@lists(orders.Persons)
class Person(Answer, frozen=True, kw_only=True):
    """An appointed person."""

    id: str
    version: int
    district: str
    account: str
    name: str
    roles: tuple[Role, ...]
    unit: str


class ListedUnit(Answer, frozen=True, kw_only=True):
    """A row of a list as the unit that it will be."""

    sheet: str
    row: int
    change: Literal["new", "changed", "same"]
    unit: str
    name: str
    before: str
    kind: UnitKind
    parent: str | None
    parent_name: str
    aliases: tuple[str, ...]
    serves: tuple[str, ...]


@answers(orders.PreviewUnits)
class UnitsPreview(Answer, frozen=True, kw_only=True):
    """What an import of the list would do."""

    rows: tuple[ListedUnit, ...]
    total_faults: int
    faults: tuple[Note, ...]
    notes: tuple[Note, ...]
    questions: tuple[TableQuestion, ...]
    open: int
    account: Account
    new: int
    changed: int


class FormerUnit(Answer, frozen=True, kw_only=True):
    """A unit that this one followed."""

    unit: str
    name: str
    on: date
    document: str


@lists(orders.Units)
class Unit(Answer, frozen=True, kw_only=True):
    """A unit; ``closed_on`` and ``successor`` once another has followed it."""

    id: str
    version: int
    district: str
    unit: str
    name: str
    kind: UnitKind
    parent: str | None
    aliases: tuple[str, ...]
    serves: tuple[str, ...]
    successor: str
    closed_on: date | None
    document: str
    former: tuple[FormerUnit, ...]
