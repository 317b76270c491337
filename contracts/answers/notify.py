"""What the notify service answers."""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.orders import notify as orders
from contracts.words import Severity


@answers(orders.MessageOf)
@lists(orders.Inbox)
class Message(Answer, frozen=True, kw_only=True):
    """One message; ``path`` is its page in the console."""

    id: str
    fact: str
    about: str
    about_district: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None
    severity: Severity
    path: str
    acknowledged_at: datetime | None
    delivered_at: datetime | None
    text: str


@answers(orders.UnreadCount)
class Unread(Answer, frozen=True, kw_only=True):
    """Each at most 100: who has more reads no number. ``waiting``: unread ones that ask for an act,
    and urgent ones that are not acknowledged."""

    unread: int
    waiting: int


class QuietHours(Answer, frozen=True, kw_only=True):
    """While nothing but what is urgent is sent; equal: never quiet."""

    quiet_from: str
    quiet_until: str


@answers(orders.NoticeChoices)
class Choices(Answer, frozen=True, kw_only=True):
    """``channels``: each by which the caller is reached, with what it can carry; ``usual``: what
    holds where nothing was chosen; ``known``: false where the caller has no appointment."""

    known: bool
    channels: dict[str, tuple[Severity, ...]]
    usual: QuietHours
    next_digest: datetime | UnsetType = UNSET
    through: dict[str, tuple[Severity, ...]]
    digest_at: tuple[str, ...]
    quiet_from: str | None
    quiet_until: str | None


class TextMessage(Answer, frozen=True, kw_only=True):
    """By the number of its ``template`` at the provider, with what fills it in."""

    template: str
    params: dict[str, str]


class MessageText(Answer, frozen=True, kw_only=True):
    """A kind of message as it is read; ``version``: of its text; ``sms``: null where none goes."""

    kind: str
    severity: Severity
    version: str
    subject: str
    body: str
    path: str
    mail: str
    group: str
    card: str
    sms: TextMessage | None


class Letter(Answer, frozen=True, kw_only=True):
    """A digest, as a mail."""

    subject: str
    body: str


@answers(orders.MessageTexts)
class MessageTexts(Answer, frozen=True, kw_only=True):
    """In the order of the audiences; ``digest``: of what is routine."""

    items: tuple[MessageText, ...]
    digest: Letter


class WordingField(Answer, frozen=True, kw_only=True):
    """What may be filled in. ``written``: how; ``example``: of the sample; ``kept``: must stay."""

    name: str
    written: str
    about: str
    about_en: str
    example: str
    kept: bool


class WordingFault(Answer, frozen=True, kw_only=True):
    """``field``: subject, body or brief; ``line``, ``column``: in it, from 1; ``what``: the piece
    at fault, or the limit."""

    field: str
    line: int
    column: int
    code: Literal["syntax", "form", "unknown", "bare", "missing", "long", "empty", "sample"]
    what: str
    detail: str
    detail_en: str


class WordingParts(Answer, frozen=True, kw_only=True):
    """The templates; ``text``: the version that messages made with them have in their record."""

    subject: str
    body: str
    brief: str
    text: str


class WordingVersion(WordingParts, frozen=True, kw_only=True):
    """``usual``: the text that came with the platform."""

    number: int
    usual: bool
    by: str
    at: datetime
    reason: str


@answers(orders.MessageTextOf)
class MessageTextHere(Answer, frozen=True, kw_only=True):
    """``id``: the kind; ``version``: 0 where it was never worded here; ``versions``: the newest
    first; ``usual``: the text that came with the platform; ``shown``: null where what is worded
    cannot be said any more, for ``faults``."""

    id: str
    version: int
    severity: Severity
    current: WordingParts
    usual: WordingParts
    fields: tuple[WordingField, ...]
    versions: tuple[WordingVersion, ...]
    shown: MessageText | None
    faults: tuple[WordingFault, ...]


@answers(orders.PreviewWording)
class WordingShown(Answer, frozen=True, kw_only=True):
    """``shown``: null where there are faults."""

    shown: MessageText | None
    faults: tuple[WordingFault, ...]


@answers(orders.RegisterHook, orders.RotateHookSecret)
class HookSecret(Changed, frozen=True, kw_only=True):
    """Shown here alone: empty where the same order, under its key, comes again. Whoever lost it
    changes it."""

    secret: str


@answers(orders.HookOf)
@lists(orders.Hooks)
class Hook(Answer, frozen=True, kw_only=True):
    """Where events are sent. ``state``: active or paused; ``why``: by the office (``asked``), or by
    itself; ``former_until``: till then the old secret signs too; ``gives_up_at``: it has failed
    since ``failing_since``, and is paused then."""

    id: str
    version: int
    url: str
    types: tuple[str, ...]
    about: str
    by: str
    state: str
    why: str
    made_at: datetime
    former_until: datetime | None
    failing_since: datetime | None
    gives_up_at: datetime | None
    fault: str


@lists(orders.HookDeliveries)
class HookDelivery(Answer, frozen=True, kw_only=True):
    """One event to one address; ``event``: its id, which is the ``webhook-id`` of each try;
    ``code``: the status of the last answer, 0 where none came."""

    id: str
    event: str
    type: str
    subject: str
    occurred_at: datetime
    state: str
    tries: int
    code: int
    fault: str
    tried_at: datetime | None
    next_at: datetime | None
    delivered_at: datetime | None


class HookEvent(Answer, frozen=True, kw_only=True):
    """``fields``: of its data, all that is told."""

    type: str
    fields: tuple[str, ...]


@answers(orders.HookEvents)
class HookEvents(Answer, frozen=True, kw_only=True):
    """In the order of the audiences."""

    items: tuple[HookEvent, ...]
