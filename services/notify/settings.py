"""Settings of the notify service."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from kit.settings import Setting, seconds, whole_numbers

SMTP_PORT = 25
SMTPS_PORT = 465


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
