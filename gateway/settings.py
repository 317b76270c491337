"""The gateway's settings: every limit of size, count and time has a name, a default, a unit."""

import os
import re
from urllib.parse import urlsplit

from gateway import boundary, passwords
from gateway.city.provider import is_private
from kit.settings import Parser, Setting, address, choice, integer, note, seconds, text, url

MIB = 1024 * 1024
ADMIN = "admin"
"""The first account."""
ORIGIN = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")


def at_least(length: int) -> Parser[str]:
    def parse(raw: str) -> str:
        if len(raw) < length:
            raise ValueError(f"is shorter than {length} characters")
        return raw

    return parse


def good_password(raw: str) -> str:
    fault = passwords.fault(raw, (ADMIN, CITY()))
    if fault:
        raise ValueError(f"is no good password: {fault}")
    return raw


def origin(raw: str) -> str:
    """Scheme, host and port of an address, as a content policy names them; "" for none."""
    if not raw:
        return ""
    parts = urlsplit(url("http", "https")(raw))
    if not ORIGIN.fullmatch(parts.netloc):
        raise ValueError("has a host that no content policy can name")
    return f"{parts.scheme}://{parts.netloc}"


def issuer(raw: str) -> str:
    if raw and not is_private(url("https", "http")(raw)):
        raise ValueError("is neither https nor on this machine")
    return raw


def optional_address(raw: str) -> tuple[str, int] | None:
    return address(raw) if raw else None


def readable_file(raw: str) -> str:
    """The path of a file that is there; or none."""
    if raw and not os.access(raw, os.R_OK):
        raise ValueError("is no file that this process can read")
    return raw


def database_url(raw: str) -> str:
    if not urlsplit(url("mongodb", "mongodb+srv")(raw)).path.strip("/"):
        raise ValueError("names no database in its path")
    return raw


def hosts(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def addresses(raw: str) -> dict[str, str]:
    found = {}
    for part in hosts(raw):
        name, _, at = part.partition("=")
        if not (name and at):
            raise ValueError("is no list of name=host:port")
        host, port = address(at)
        found[name] = f"{host}:{port}"
    return found


HTTP_ADDRESS = Setting(
    "TONGXIN_HTTP_ADDRESS", address, default="127.0.0.1:8080", example="0.0.0.0:8080"
)
HEALTH_ADDRESS = Setting(
    "TONGXIN_HEALTH_ADDRESS", address, default="127.0.0.1:9100", example="0.0.0.0:9100"
)
"""Of /health/ready and /metrics, which the public address has not."""

TLS_ADDRESS = Setting("TONGXIN_TLS_ADDRESS", optional_address, default="", example="0.0.0.0:8443")
"""Of the same by TLS, where no proxy with TLS stands in front of the gateway; or none."""

TLS_CERTIFICATE = Setting(
    "TONGXIN_TLS_CERTIFICATE", readable_file, default="", example="/tls/site.crt"
)
TLS_KEY = Setting("TONGXIN_TLS_KEY", readable_file, default="", example="/tls/site.key")
"""PEM files: the site's certificate with those above it, and its key; read at the start."""

HEALTH_OF = Setting(
    "TONGXIN_HEALTH_OF", addresses, default="", example="tasks=tasks:9100,scoring=scoring:9100"
)
"""Health addresses of the services, for the page of operations; each by its name."""

HOSTS = Setting("TONGXIN_HOSTS", hosts, default="", example="tongxin.example.gov.cn")
"""The names, without port, by which people reach the public address. The loopback's names and the
address that a connection was made to always count among them."""

DOCS = Setting("TONGXIN_DOCS", choice("on", "off"), default="off", example="on")
"""Whether the public address has /docs and /openapi.json."""

AMQP_URL = Setting(
    "TONGXIN_AMQP_URL",
    url("amqp", "amqps"),
    example="amqp://gateway:secret@127.0.0.1:5672/tongxin",
    secret=True,
)
MONGO_URL = Setting(
    "TONGXIN_MONGO_URL",
    database_url,
    example="mongodb://gateway:secret@127.0.0.1:27017/tongxin_gateway",
    secret=True,
)
S3_PUBLIC_URL = Setting(
    "TONGXIN_S3_PUBLIC_URL", origin, default="", example="https://files.example.org"
)
"""The object store as browsers reach it: pages may show pictures from it, and send files to it."""

S3_URL = Setting("TONGXIN_S3_URL", origin, default="", example="http://127.0.0.1:8333")
"""The same as the gateway reaches it, for what a telephone's app sends through it (OpenRosa);
empty: by the public address."""

BOUNDARY = Setting(
    "TONGXIN_BOUNDARY", boundary.read, default="", example="/etc/tongxin/boundary.geojson"
)
"""A file with the city's boundary (GeoJSON, WGS 84) under the plan of registers; or none."""

DOSSIER_FONT = Setting(
    "TONGXIN_DOSSIER_FONT",
    text,
    default="/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    example="/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
"""A TrueType font with Chinese signs that may be embedded, for the printed parts of dossiers."""

TOKEN_SECRET = Setting(
    "TONGXIN_TOKEN_SECRET", at_least(32), example="(openssl rand -hex 32)", secret=True
)
"""Signs login tokens and form tokens; the same for every replica."""

ADMIN_PASSWORD = Setting(
    "TONGXIN_ADMIN_PASSWORD",
    good_password,
    example="(8 to 128 characters, not easily guessed)",
    secret=True,
)
"""Password of the account ``admin``, used only when that account does not exist yet."""

CITY = Setting("TONGXIN_CITY", text, example="金城市")
"""The city's name, on every page."""

HELP = Setting("TONGXIN_HELP", note, default="", example="市双拥办 0931-1234567")
"""Whom a page tells people to ask when something does not work; "" says nothing."""

FILING = Setting("TONGXIN_FILING", note, default="", example="甘ICP备12345678号-1")
"""The site's filing number (备案号), at the foot of every page."""

TRUSTED_PROXIES = Setting(
    "TONGXIN_TRUSTED_PROXIES", hosts, default="127.0.0.1", example="10.0.0.2,10.0.0.3"
)
"""Addresses whose X-Forwarded-Proto and X-Forwarded-For are believed."""

RPC_SECONDS = Setting("TONGXIN_RPC_SECONDS", seconds(0.1, 60), default=10, unit="s")
"""Deadline of a call to a service."""

MAX_BODY = Setting("TONGXIN_MAX_BODY", integer(1024, 16 * MIB), default=MIB, unit="bytes")
"""Of a request without a table; most orders have a smaller limit of their own."""

BODY_SECONDS = Setting("TONGXIN_BODY_SECONDS", seconds(0.5, 300), default=30, unit="s")
"""How long a request's body may take to arrive."""

MAX_CONNECTIONS = Setting(
    "TONGXIN_MAX_CONNECTIONS", integer(10, 100_000), default=2000, unit="connections"
)
MAX_CONNECTIONS_EACH = Setting(
    "TONGXIN_MAX_CONNECTIONS_EACH", integer(1, 100_000), default=500, unit="connections"
)
"""Of one address, or of one /64 network of IPv6; trusted proxies are exempt."""

HEAD_SECONDS = Setting("TONGXIN_HEAD_SECONDS", seconds(0.5, 60), default=10, unit="s")
"""How long a request's headers may take to arrive."""

MAX_HEAD = Setting("TONGXIN_MAX_HEAD", integer(4096, 256 * 1024), default=32_768, unit="bytes")
MAX_HEADERS = Setting("TONGXIN_MAX_HEADERS", integer(20, 1000), default=100, unit="headers")
WATCHDOG_SECONDS = Setting("TONGXIN_WATCHDOG_SECONDS", integer(2, 600), default=20, unit="s")
"""How long the event loop may stand still before the process ends."""

TOKEN_SECONDS = Setting("TONGXIN_TOKEN_SECONDS", integer(1, 43_200), default=1800, unit="s")
"""How long somebody who does nothing stays signed in; who works is renewed, for 12 h at most."""

LOCK_FAILURES = Setting("TONGXIN_LOCK_FAILURES", integer(1, 100), default=5, unit="failures")
"""Wrong tries at one name from one source, or from a known device, that cost nothing."""

SOURCE_FAILURES = Setting(
    "TONGXIN_SOURCE_FAILURES", integer(1, 100_000), default=30, unit="failures"
)
"""Wrong tries from one source at any names that cost nothing."""

NAME_FAILURES = Setting("TONGXIN_NAME_FAILURES", integer(1, 100_000), default=20, unit="failures")
"""Wrong tries at one name from anywhere that cost nothing; three times as many for who has not
failed at it yet, and no limit for a known device."""

LOCK_SECONDS = Setting("TONGXIN_LOCK_SECONDS", integer(1, 86_400), default=900, unit="s")
"""The longest wait after wrong tries; the first is of 15 s."""

LINK_HOURS = Setting("TONGXIN_LINK_HOURS", integer(1, 336), default=72, unit="h")
"""How long the one-time link of an invitation or a reset holds."""

SECOND_FACTOR = Setting(
    "TONGXIN_SECOND_FACTOR", choice("offered", "demanded"), default="offered", example="demanded"
)
"""Demanded: administrators and operations have no role before they have enrolled one."""

OIDC_ISSUER = Setting(
    "TONGXIN_OIDC_ISSUER", issuer, default="", example="https://sso.example.gov.cn"
)
"""The city's own sign-in, by OpenID Connect, as it calls itself; or none."""

OIDC_CLIENT = Setting("TONGXIN_OIDC_CLIENT", note, default="", example="tongxin")
OIDC_SECRET = Setting("TONGXIN_OIDC_SECRET", note, default="", example="(its secret)", secret=True)
OIDC_NAME = Setting("TONGXIN_OIDC_NAME", note, default="统一身份认证")
"""What people call it."""

OIDC_CLAIM = Setting(
    "TONGXIN_OIDC_CLAIM", choice("none", "email", "phone_number"), default="none", example="email"
)
"""By which claim, where the provider has seen it proved, an account without an identity finds its
person the first time. None: an administrator enters each identity."""

OIDC_ENOUGH = Setting("TONGXIN_OIDC_ENOUGH", hosts, default="", example="mfa,otp")
"""Values of its ``amr`` or ``acr`` that stand for a second factor."""

OIDC_SECONDS = Setting("TONGXIN_OIDC_SECONDS", seconds(0.2, 30), default=5, unit="s")
"""The longest wait for an answer of the provider."""

AUDIT_DAYS = Setting("TONGXIN_AUDIT_DAYS", integer(180, 3650), default=365, unit="days")
"""How long a row of the audit log is kept; the law on network security wants six months."""

FEED_DAYS = Setting("TONGXIN_FEED_DAYS", integer(1, 90), default=7, unit="days")
FEED_BACKLOG = Setting("TONGXIN_FEED_BACKLOG", integer(10, 100_000), default=1000, unit="events")
"""The most events that a resumed stream repeats; beyond it the client is told to reload."""

FEED_STREAMS = Setting("TONGXIN_FEED_STREAMS", integer(1, 100_000), default=1000, unit="streams")
FEED_STREAMS_EACH = Setting("TONGXIN_FEED_STREAMS_EACH", integer(1, 100), default=6, unit="streams")
"""Open streams of one account."""

FEED_BEAT_SECONDS = Setting("TONGXIN_FEED_BEAT_SECONDS", seconds(0.1, 60), default=15, unit="s")
STOP_SECONDS = Setting("TONGXIN_STOP_SECONDS", integer(1, 60), default=8, unit="s")
"""How long running requests may take after SIGTERM."""

MAX_TABLE = Setting("TONGXIN_MAX_TABLE", integer(1024, 64 * MIB), default=8 * MIB, unit="bytes")
"""The largest file with a table that is taken."""

TABLE_SECONDS = Setting("TONGXIN_TABLE_SECONDS", integer(1, 300), default=20, unit="s")
TABLE_MEMORY = Setting(
    "TONGXIN_TABLE_MEMORY", integer(256 * MIB, 8192 * MIB), default=768 * MIB, unit="bytes"
)
"""Address space of the process that reads or writes one table."""

TABLE_UNPACKED = Setting(
    "TONGXIN_TABLE_UNPACKED", integer(MIB, 2048 * MIB), default=200 * MIB, unit="bytes"
)
TABLE_UPLOADS = Setting("TONGXIN_TABLE_UPLOADS", integer(1, 1000), default=16, unit="requests")
"""Tables received at once; each may hold TONGXIN_MAX_TABLE in memory."""

TABLES_AT_ONCE = Setting("TONGXIN_TABLES_AT_ONCE", integer(1, 100), default=2, unit="processes")
"""Processes that read a table or write one answer's."""

EXPORTS_AT_ONCE = Setting("TONGXIN_EXPORTS_AT_ONCE", integer(1, 100), default=2, unit="processes")

MAX_EXPORT = Setting("TONGXIN_MAX_EXPORT", integer(1, 1_000_000), default=100_000, unit="rows")
EXPORT_SECONDS = Setting("TONGXIN_EXPORT_SECONDS", seconds(1, 3600), default=300, unit="s")
