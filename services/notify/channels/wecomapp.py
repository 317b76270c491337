"""WeCom (企业微信): an application's message to one person, by the ``userid`` of their account."""

import time
from urllib.parse import urlencode

from kit.settings import Setting
from services.notify import personal, settings
from services.notify.delivery import Delivery, Undelivered
from services.notify.directory import Person
from services.notify.over_http import Outgoing, link_of, no_groups, post, tries
from services.notify.posting import Manner

MANNER = Manner(carries=("important", "urgent"), brief=True)
APP = Setting(
    "TONGXIN_WECOM_APP",
    settings.wecom_app,
    default="",
    example="ww0123456789|1000002|secret",
    secret=True,
)
"""Organisation, application and its secret; without it nobody is told by it."""

API = Setting("TONGXIN_WECOM_API", settings.http_url, default="https://qyapi.weixin.qq.com")
TOKEN_OVER = frozenset({40014, 42001})
"""The token is not, or no longer, good: another is asked for, once."""
NOT_A_USER = frozenset({40003, 60111, 81013})
MARGIN = 300
"""Seconds before its end at which a token is asked for anew."""
TRIES = tries("wecomapp")

groups, delays = no_groups, settings.POST_RETRY_DELAYS
_tokens: dict[settings.WecomApp, tuple[str, float]] = {}


def reaches(person: Person) -> bool:
    return bool(person.wecom) and APP() is not None


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """Raises: Undelivered."""
    app = APP()
    if app is None or person is None or not person.wecom:
        raise Undelivered("收件人没有登记企业微信账号", permanent=True)
    body = personal.card(delivery, person.wecom, app.agent, link_of(delivery))
    code, whom = _sent(app, body)
    if code in TOKEN_OVER:
        _tokens.pop(app, None)
        code, whom = _sent(app, body)
    if code or whom:
        fault = f"errcode {code}" if code else "invaliduser"
        raise Undelivered(fault, permanent=code in NOT_A_USER or bool(whom))


def _sent(app: settings.WecomApp, body: bytes) -> tuple[object, str]:
    """The error's code, 0 for none, and whom WeCom does not know."""
    asked = urlencode({"access_token": _token(app)})
    answer = post(Outgoing(f"{API()}/cgi-bin/message/send?{asked}", body, {}))
    said = personal.answered(answer)
    return said.get("errcode", "missing"), str(said.get("invaliduser") or "")


def _token(app: settings.WecomApp) -> str:
    """Kept until shortly before its end. Raises: Undelivered."""
    held, until = _tokens.get(app, ("", 0.0))
    if time.time() < until:
        return held
    asked = urlencode({"corpid": app.organisation, "corpsecret": app.secret})
    said = personal.answered(post(Outgoing(f"{API()}/cgi-bin/gettoken?{asked}", None, {}, "GET")))
    token, lasts = said.get("access_token"), said.get("expires_in")
    if said.get("errcode", 0) != 0 or not isinstance(token, str) or not isinstance(lasts, int):
        raise Undelivered(f"gettoken: errcode {said.get('errcode', 'missing')}", permanent=False)
    _tokens[app] = token, time.time() + lasts - MARGIN
    return token
