"""A duty as its table wrote it: what the plain duty (lead, person, date) does not say."""

from datetime import date

from msgspec import Struct


class Instance(Struct, frozen=True, kw_only=True):
    """One period of a repeating duty, planned as task ``<task>.<n>``."""

    n: int
    period: str
    due: date


class Row(Struct, frozen=True, kw_only=True):
    """``words``: the deadline as written. ``standing``: no end (长期); ``due`` is the yearly check.

    ``instances``: of a repeating or standing duty, those that were planned. ``people``: persons by
    the role of their column (leader, contact, records, supervisor), by name. ``provisional``,
    ``counted_from``, ``counted_days``: as of the task, where days off are not told yet.
    """

    item: str
    lead: str
    person: str
    cooperating: tuple[str, ...]
    due: date
    words: str = ""
    standing: bool = False
    instances: tuple[Instance, ...] = ()
    category: str = ""
    number: str = ""
    text: str = ""
    points: str = ""
    rule: str = ""
    people: dict[str, str] = {}
    sheet: str = ""
    row: int = 0
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0
