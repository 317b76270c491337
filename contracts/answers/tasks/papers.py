"""What is answered about official papers."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.orders import tasks as orders
from contracts.orders.tasks.papers import Body
from contracts.words import PaperKind


class Voiding(Answer, frozen=True, kw_only=True):
    """Who cancelled a paper, when and why."""

    by: str
    at: datetime
    reason: str


@lists(orders.Papers)
class PaperLine(Answer, frozen=True, kw_only=True):
    """``unit``: whom it concerns, ``*`` every unit, empty none; ``sha256``: of its print."""

    id: str
    version: int | UnsetType = UNSET
    district: str
    office: str
    kind: PaperKind
    year: int
    number: str
    title: str
    unit: str
    about: str
    sha256: str
    by: str
    at: datetime
    void: bool
    voided: Voiding | None


@answers(orders.PaperOf)
class Paper(PaperLine, frozen=True, kw_only=True):
    """With what it says."""

    body: Body


@answers(orders.PaperPrint)
class Print(Answer, frozen=True, kw_only=True):
    """``print``: the bytes of the .docx, in base64."""

    id: str
    number: str
    title: str
    sha256: str
    void: bool
    print: str


@answers(orders.IssuePaper)
class Issued(Changed, frozen=True, kw_only=True):
    paper: str
    number: str
    sha256: str


@answers(orders.TakeNumber)
class Taken(Changed, frozen=True, kw_only=True):
    code: str
    year: int
    n: int


@answers(orders.CheckPaper)
class Fits(Answer, frozen=True, kw_only=True):
    """It could be issued as it stands. ``number``: the one that it would take now."""

    ok: bool
    number: str


class PaperCode(Answer, frozen=True, kw_only=True):
    """``district``: of the office whose code it is, ``*`` the city's; ``last``: the last number
    given in ``year``."""

    code: str
    district: str
    year: int
    last: int


@answers(orders.PaperCodes)
class PaperCodes(Answer, frozen=True, kw_only=True):
    """By code."""

    items: tuple[PaperCode, ...]
