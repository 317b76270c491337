"""Settings of the notify service."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from kit.settings import Setting, seconds, whole_numbers
from services.notify.schedule import Hours, hours

DISTRICT = re.compile(r"[a-z][a-z0-9-]{1,39}")
SMTP_PORT = 25
SMTPS_PORT = 465
SMS_PARAMETERS = ("title", "severity", "path", "link")


class Group(NamedTuple):
    """Where a robot takes what it says; ``secret`` signs it, empty where it needs none."""

    url: str
    secret: str = ""


class WecomApp(NamedTuple):
    organisation: str
    agent: int
    secret: str


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""


def mail_server(raw: str) -> MailServer | None:
    """``smtp[s]://[user:password@]host[:port]``; empty means that no mail is sent."""
    if not raw:
        return None
    parts = urlsplit(raw)
    if parts.scheme not in ("smtp", "smtps"):
        raise ValueError("does not begin with smtp:// or smtps://")
    if not parts.hostname:
        raise ValueError("names no host")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("has a user without a password, or a password without a user")
    tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (SMTPS_PORT if tls else SMTP_PORT),
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def mail_address(raw: str) -> str:
    local, at, domain = raw.partition("@")
    if not (local and at and domain) or not raw.isascii() or not raw.isprintable() or " " in raw:
        raise ValueError("is not an address like tongxin@example.gov.cn")
    return raw


def public_url(raw: str) -> str:
    """``http[s]://host[:port][/prefix]`` without an end sign; empty: messages name no address."""
    if not raw:
        return ""
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https"):
        raise ValueError("does not begin with http:// or https://")
    if not parts.hostname or parts.username is not None:
        raise ValueError("names no host, or a user besides")
    _ = parts.port  # raises ValueError
    if parts.query or parts.fragment or not raw.isascii() or not raw.isprintable() or " " in raw:
        raise ValueError("is more than the address below which /console lies")
    return raw.rstrip("/")


def quiet_hours(raw: str) -> Hours:
    """``20:00-07:30``, China time; empty: never."""
    start, _, end = raw.partition("-")
    try:
        return hours(start, end) if raw else hours("00:00", "00:00")
    except ValueError:
        raise ValueError("is not a stretch of the day like 20:00-07:30") from None


def groups(raw: str) -> dict[str, Group]:
    """``district=address|secret …`` with blanks between, ``*`` for the city's office; a secret only
    where the robot signs.
    """
    found: dict[str, Group] = {}
    for n, part in enumerate(raw.split(), start=1):
        district, equals, where = part.partition("=")
        url, _, secret = where.partition("|")
        parts = urlsplit(url)
        if not equals or not (district == "*" or DISTRICT.fullmatch(district)):
            raise ValueError(f"group {n}: does not begin with a district and =")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"group {n}: has no address that begins with https:// or http://")
        _ = parts.port  # raises ValueError
        if district in found:
            raise ValueError(f"group {n}: {district} has one already")
        found[district] = Group(url, secret)
    return found


def signed_groups(raw: str) -> dict[str, Group]:
    found = groups(raw)
    if unsigned := [district for district, group in found.items() if not group.secret]:
        raise ValueError(f"{unsigned[0]} has no secret")
    return found


def http_url(raw: str) -> str:
    """Without an end sign; empty: none."""
    parts = urlsplit(raw)
    if raw and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("does not begin with http:// or https://, or names no host")
    _ = parts.port  # raises ValueError
    return raw.rstrip("/")


def word(raw: str) -> str:
    if not raw.isprintable():
        raise ValueError("holds signs that are not seen")
    return raw.strip()


def words(raw: str) -> frozenset[str]:
    return frozenset(part.strip() for part in raw.split(",") if part.strip())


def templates(raw: str) -> dict[str, str]:
    """``kind=template …`` with blanks between."""
    found = dict(part.partition("=")[::2] for part in raw.split())
    if bad := [kind for kind, template in found.items() if not (kind and template)]:
        raise ValueError(f"{bad[0]!r}: is no kind=template")
    return found


def parameters(raw: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in raw.split(",") if part.strip())
    if unknown := [name for name in found if name not in SMS_PARAMETERS]:
        raise ValueError(f"{unknown[0]} is none of {', '.join(SMS_PARAMETERS)}")
    return found


def wecom_app(raw: str) -> WecomApp | None:
    """``organisation|application|secret``; empty: none."""
    if not raw:
        return None
    parts = raw.split("|")
    if len(parts) != 3 or not all(parts) or not parts[1].isdecimal():
        raise ValueError("is no organisation|application|secret")
    return WecomApp(parts[0], int(parts[1]), parts[2])


def networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """``10.20.0.0/16,fd00::/8``"""
    return tuple(ip_network(part.strip()) for part in raw.split(",") if part.strip())


PUBLIC_URL = Setting(
    "TONGXIN_PUBLIC_URL", public_url, default="", example="https://tongxin.example.gov.cn"
)
"""Where people reach the console: what links in mails begin with."""

QUIET_HOURS = Setting("TONGXIN_QUIET_HOURS", quiet_hours, default="20:00-07:30")
"""While nothing but what is urgent is sent to who has not chosen other hours."""

DIGEST_SECONDS = Setting("TONGXIN_DIGEST_SECONDS", seconds(1, 86400), default=1800, unit="s")
"""Routine messages of one person go out together at each whole one of these."""

PATIENCE_SECONDS = Setting("TONGXIN_PATIENCE_SECONDS", seconds(1, 604800), default=7200, unit="s")
"""An urgent message that nobody took note of after this is told to the office."""

SMTP_URL = Setting(
    "TONGXIN_SMTP_URL",
    mail_server,
    default="",
    example="smtps://tongxin:secret@mail.example.gov.cn:465",
    secret=True,
)
"""Without it everyone is told through the inbox only."""

MAIL_FROM = Setting(
    "TONGXIN_MAIL_FROM",
    mail_address,
    default="tongxin@localhost.localdomain",
    example="tongxin@example.gov.cn",
)
SMTP_SECONDS = Setting("TONGXIN_SMTP_SECONDS", seconds(0.5, 20), default=8, unit="s")
"""The longest wait for the mail server at each step of a session."""

MAIL_RETRY_DELAYS = Setting(
    "TONGXIN_MAIL_RETRY_DELAYS", whole_numbers, default="60,300,1800,7200", unit="s"
)
"""Growing delays between the tries of a mail; after the last it has failed."""

POST_SECONDS = Setting("TONGXIN_POST_SECONDS", seconds(0.5, 60), default=8, unit="s")
"""The longest wait for a robot or a webhook at each step of an exchange."""

POST_RETRY_DELAYS = Setting(
    "TONGXIN_POST_RETRY_DELAYS", whole_numbers, default="60,300,1800,7200", unit="s"
)
"""Growing delays between the tries of what goes to a robot or a webhook."""

HOOK_NETWORKS = Setting("TONGXIN_HOOK_NETWORKS", networks, default="", example="10.20.0.0/16")
"""Networks of the city's own in which receivers may be, besides the public Internet; only there is
plain ``http`` allowed."""

HOOK_SECONDS = Setting("TONGXIN_HOOK_SECONDS", seconds(0.2, 30), default=10, unit="s")
"""How long one try may take, from asking for the address to the status."""

HOOK_RETRY_DELAYS = Setting(
    "TONGXIN_HOOK_RETRY_DELAYS",
    whole_numbers,
    default="5,300,1800,7200,18000,36000,50400,72000,72000",
    unit="s",
)
"""Growing delays between the tries of an event; after the last, three days on, it has failed."""

HOOK_PATIENCE_SECONDS = Setting(
    "TONGXIN_HOOK_PATIENCE_SECONDS", seconds(1, 2592000), default=259200, unit="s"
)
"""An address that takes nothing for so long is paused; what waits at a paused one has failed."""
