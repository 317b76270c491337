"""A file is declared and goes up."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers
from contracts.orders import evidence as orders
from contracts.words import EvidenceState


@answers(orders.Declare)
class Declared(Changed, frozen=True, kw_only=True):
    """Where the piece stands. ``method``: ``put`` for one upload, ``multipart`` for parts; next:
    ``POST /evidence/{evidence}/open``."""

    state: EvidenceState
    method: str


class UploadPart(Answer, frozen=True, kw_only=True):
    """One part: PUT its bytes to ``url`` with exactly these ``headers``, and without a token."""

    number: int
    size: int
    url: str
    headers: dict[str, str]


@answers(orders.Open)
class Ticket(Changed, frozen=True, kw_only=True):
    """Where the bytes go. With ``method`` ``put``: PUT them to ``url`` with exactly these
    ``headers``; with ``multipart``: each of ``parts``, and ask again while ``missing`` is more
    than the parts given. No token is sent there. Once all bytes are sent:
    ``POST /evidence/{evidence}/uploaded``. A piece that wants no bytes has a ``state`` alone."""

    state: EvidenceState
    method: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    headers: dict[str, str] | UnsetType = UNSET
    size: int | UnsetType = UNSET
    parts: tuple[UploadPart, ...] | UnsetType = UNSET
    missing: int | UnsetType = UNSET
    expires_at: datetime | UnsetType = UNSET


@answers(orders.Uploaded)
class Seen(Changed, frozen=True, kw_only=True):
    """What the store holds: STORED, and checked next; or still OPEN with what is ``missing``, or
    the ``fault`` of bytes that were not those declared (send them again)."""

    state: EvidenceState
    missing: int | UnsetType = UNSET
    fault: str | UnsetType = UNSET
