"""Text messages (短信) by the template of a provider, over HTTP with a signature.

``POST`` of JSON (``personal.text_message``) with ``X-App-Key``, ``X-Timestamp`` (seconds) and
``X-Signature`` (``robots.signature``: HMAC-SHA256 of moment, full stop and body). A provider of
another shape stands behind a small bridge of the city's. No number is logged, or kept with a
message.
"""

import time

from kit.settings import Setting
from services.notify import personal, robots, settings
from services.notify.delivery import Delivery, Undelivered
from services.notify.directory import Person
from services.notify.over_http import Outgoing, link_of, no_groups, post, tries
from services.notify.posting import Manner

MANNER = Manner(carries=("urgent",), brief=True)
URL = Setting(
    "TONGXIN_SMS_URL", settings.http_url, default="", example="https://sms.example.gov.cn/send"
)
"""Without it nobody is sent a text message."""

KEY = Setting("TONGXIN_SMS_KEY", settings.word, default="", example="app-key")
SECRET = Setting("TONGXIN_SMS_SECRET", settings.word, default="", example="secret", secret=True)
SIGN = Setting("TONGXIN_SMS_SIGN", settings.word, default="", example="金城市双拥办")
"""The signature (签名) that the provider has admitted, shown before each message."""

TEMPLATES = Setting(
    "TONGXIN_SMS_TEMPLATES",
    settings.templates,
    default="",
    example="urgent=SMS_1001 slip_issued=SMS_1002",
)
"""Templates by kind of message or by how it presses: what has none is not sent."""

PARAMETERS = Setting("TONGXIN_SMS_PARAMETERS", settings.parameters, default="title")
"""Which of title, severity, path and link the templates take."""

REFUSED = Setting(
    "TONGXIN_SMS_REFUSED",
    settings.words,
    default="isv.MOBILE_NUMBER_ILLEGAL,MOBILE_NUMBER_ILLEGAL",
)
"""Codes of the provider after which another try would end the same: a number that is none."""
FINE = ("0", "OK")
TRIES = tries("sms")

groups, delays = no_groups, settings.POST_RETRY_DELAYS


def reaches(person: Person) -> bool:
    return personal.is_mobile(person.telephone) and bool(URL())


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """Raises: Undelivered."""
    if person is None or not personal.is_mobile(person.telephone):
        raise Undelivered("收件人没有登记手机号", permanent=True)
    template = personal.template_for(TEMPLATES(), delivery)
    if not (URL() and template):
        raise Undelivered("没有设置此类消息的短信模板", permanent=True)
    filled = personal.parameters(PARAMETERS(), delivery, link_of(delivery))
    body = personal.text_message(key, person.telephone, template, SIGN(), filled)
    at = str(int(time.time()))
    headers = {
        "X-App-Key": KEY(),
        "X-Timestamp": at,
        "X-Signature": robots.signature(SECRET(), at, body),
    }
    code = str(personal.answered(post(Outgoing(URL(), body, headers))).get("code", "no code"))[:60]
    if code not in FINE:
        whom = personal.masked(person.telephone)
        raise Undelivered(f"{whom}: {code}", permanent=code in REFUSED())
