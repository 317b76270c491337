"""Orders and questions that the notify service answers."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door, only
from contracts.roles import APPOINTERS, CITY, EVERYONE, OFFICES
from contracts.words import (
    DistrictId,
    Email,
    Id,
    Reason,
    Severity,
    Slug,
    Telephone,
    Title,
    WecomUser,
)

HourOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
"""``07:30``, China time."""
ChannelName = Annotated[str, Meta(pattern=r"^[a-z]{2,20}\Z")]
LinkToken = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}\.[A-Za-z0-9_-]{20,100}\Z")]
"""Account and secret."""
Severities = Annotated[tuple[Severity, ...], Meta(max_length=3)]
HookAddress = Annotated[str, Meta(pattern=r"^https?://[!-~]{1,500}\Z")]
"""Where a program of the city's is told of events."""
EventType = Annotated[str, Meta(pattern=r"^[a-z]{1,20}\.[a-z_]{1,60}\.v[0-9]{1,3}\Z")]
EventTypes = Annotated[tuple[EventType, ...], Meta(min_length=1, max_length=100)]
WordingLine = Annotated[str, Meta(max_length=200)]
WordingBody = Annotated[str, Meta(max_length=2000)]
"""Templates, as ``services/notify/wording/language.py`` says."""
HookDeliveryState = Literal["waiting", "delivered", "failed"]


@door("POST /inbox/{delivery}/read", "标为已读", EVERYONE)
class MarkRead(Order, frozen=True, kw_only=True):
    """One of the caller's own messages is read."""

    delivery: Id


@door("POST /inbox/{delivery}/acknowledge", "确认收到", EVERYONE)
class Acknowledge(Order, frozen=True, kw_only=True):
    """An urgent message is taken note of: the office is not told that it waits."""

    delivery: Id


@door("POST /inbox/read", "全部标为已读", EVERYONE)
class MarkAllRead(Order, frozen=True, kw_only=True):
    """All messages that came until then, ``until``, which is not later than now."""

    until: datetime


@door("GET /inbox", "收件箱", EVERYONE)
class Inbox(PageAsk, frozen=True, kw_only=True):
    """The caller's own in-app messages, newest first."""

    unread: bool = False
    severity: Severity | None = None


@door("GET /inbox/count", "未读消息数", EVERYONE)
class UnreadCount(Ask, frozen=True, kw_only=True):
    """How many messages the caller has not read."""


@door("GET /inbox/messages/{message}", "一条消息", EVERYONE)
class MessageOf(Ask, frozen=True, kw_only=True):
    """One of the caller's own messages."""

    message: Id


@door("GET /inbox/choices", "消息设置", EVERYONE)
class NoticeChoices(Ask, frozen=True, kw_only=True):
    """What comes to the caller by which channel and when, and what there is to choose from."""


@door("POST /inbox/choices", "修改消息设置", EVERYONE)
class ChooseNotices(Order, frozen=True, kw_only=True):
    """``through``: for each channel what comes by it; a channel left out keeps to the usual.

    ``digest_at``: when routine messages come together; never named: each half hour.
    ``quiet_from``, ``quiet_until``: while nothing but what is urgent is sent; equal: never quiet;
    neither: as is usual here.
    """

    through: Annotated[dict[ChannelName, Severities], Meta(max_length=10)] = {}
    digest_at: Annotated[tuple[HourOfDay, ...], Meta(max_length=6)] = ()
    quiet_from: HourOfDay | None = None
    quiet_until: HourOfDay | None = None


@door("GET /message-texts", "消息样式", CITY)
class MessageTexts(Ask, frozen=True, kw_only=True):
    """Each kind of message as it will be read, in every form, with samples for names and dates;
    which version its text has; and a digest of them."""


@door("GET /message-texts/{kind}", "一种消息的样式", CITY)
class MessageTextOf(Ask, frozen=True, kw_only=True):
    """How a kind of message is worded here, what may be filled in, and its versions."""

    kind: EventType


@door("POST /message-texts/{kind}/preview", "试看消息样式", CITY)
class PreviewWording(Ask, frozen=True, kw_only=True):
    """What a wording would look like in every channel, or every fault of it at its place."""

    kind: EventType
    subject: WordingLine
    body: WordingBody
    brief: WordingLine = ""


@door("POST /message-texts/{kind}", "修改消息样式", CITY)
class SetWording(Order, frozen=True, kw_only=True):
    """From now on this kind of message says so. ``brief``: what is said in the subject's place
    where there is room for little (group robots, WeCom, text messages); empty: the subject."""

    kind: EventType
    subject: WordingLine
    body: WordingBody
    brief: WordingLine = ""
    reason: Reason


@door("POST /message-texts/{kind}/restore", "恢复消息样式", CITY)
class RestoreWording(Order, frozen=True, kw_only=True):
    """Back to an earlier version, or with 0 to the text that came with the platform."""

    kind: EventType
    number: Annotated[int, Meta(ge=0, le=1_000_000)]
    reason: Reason


@only(APPOINTERS)
class MailLink(Order, frozen=True, kw_only=True):
    """Mail the one-time link with which the person of an account chooses a password.

    ``link``: its token, which is forgotten here once the letter is out; ``until``: it holds till
    then; ``reset``: the account has a password already. Where no mail can go out it is refused.
    """

    account: Slug
    district: DistrictId
    name: Title
    email: Email
    link: LinkToken
    until: datetime
    reset: bool = False


@only(APPOINTERS)
class ReachPerson(Order, frozen=True, kw_only=True):
    """By which telephone and WeCom user a person is told; what is left out is taken away. It is no
    fact: a number is told to the one service that uses it."""

    account: Slug
    district: DistrictId
    telephone: Telephone | None = None
    wecom: WecomUser | None = None


@door("POST /webhooks", "登记推送地址", OFFICES, status=201)
class RegisterHook(Order, frozen=True, kw_only=True):
    """Events of these types are sent to the address from now on: those of the office's district,
    of the city's office those of every one. The answer has the secret that signs them, once.
    """

    url: HookAddress
    types: EventTypes
    about: Title


@door("POST /webhooks/{hook}/change", "修改推送地址", OFFICES)
class ChangeHook(Order, frozen=True, kw_only=True):
    """All of it is said anew; the secret stays."""

    hook: Id
    url: HookAddress
    types: EventTypes
    about: Title


@door("POST /webhooks/{hook}/pause", "暂停推送", OFFICES)
class PauseHook(Order, frozen=True, kw_only=True):
    """Nothing is sent until it is resumed; events wait for three days."""

    hook: Id


@door("POST /webhooks/{hook}/resume", "恢复推送", OFFICES)
class ResumeHook(Order, frozen=True, kw_only=True):
    """What waits goes out within some minutes."""

    hook: Id


@door("POST /webhooks/{hook}/rotate", "更换推送密钥", OFFICES)
class RotateHookSecret(Order, frozen=True, kw_only=True):
    """The answer has a new secret, once; for a day each request is signed with the old one too."""

    hook: Id


@door("POST /webhooks/{hook}/remove", "删除推送地址", OFFICES)
class RemoveHook(Order, frozen=True, kw_only=True):
    """Nothing is sent there any more, and its secret is forgotten."""

    hook: Id


@door("POST /webhooks/{hook}/test", "发送测试事件", OFFICES, status=201)
class TryHook(Order, frozen=True, kw_only=True):
    """An event that says nothing is sent there, as the others are."""

    hook: Id


@door("POST /webhooks/{hook}/deliveries/{delivery}/redeliver", "重新推送一条", OFFICES)
class Redeliver(Order, frozen=True, kw_only=True):
    """One event once more, under the same id, whatever became of it."""

    hook: Id
    delivery: Id


@door("POST /webhooks/{hook}/redeliver", "重新推送失败的", OFFICES)
class RedeliverFailed(Order, frozen=True, kw_only=True):
    """All that failed of what came ``since`` then, at most 500: of more a later moment is asked."""

    hook: Id
    since: datetime


@door("GET /webhooks", "推送地址", OFFICES)
class Hooks(PageAsk, frozen=True, kw_only=True):
    """Those of the caller's office, the newest first; without their secrets."""


@door("GET /webhooks/{hook}", "一个推送地址", OFFICES)
class HookOf(Ask, frozen=True, kw_only=True):
    """One of the caller's office."""

    hook: Id


@door("GET /webhooks/{hook}/deliveries", "推送记录", OFFICES)
class HookDeliveries(PageAsk, frozen=True, kw_only=True):
    """What was sent there, and what became of it, the newest first."""

    hook: Id
    state: HookDeliveryState | None = None


@door("GET /webhook-events", "可推送的事件", OFFICES)
class HookEvents(Ask, frozen=True, kw_only=True):
    """The types of events that the caller's office may have sent, and the fields told of each."""
