"""The evidence service's own settings. Limits that are rules of the trade stand in its rooms."""

import base64
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates

from contracts.product import NAME
from kit.settings import Setting, choice, integer, note, seconds, text, url

S3_URL = Setting("TONGXIN_S3_URL", url("http", "https"), example="http://127.0.0.1:8333")
S3_PUBLIC_URL = Setting(
    "TONGXIN_S3_PUBLIC_URL", url("http", "https"), example="https://files.example.org"
)
"""The store's address as phones and browsers reach it."""

S3_ACCESS_KEY = Setting("TONGXIN_S3_ACCESS_KEY", text, example="evidence")
S3_SECRET_KEY = Setting("TONGXIN_S3_SECRET_KEY", text, example="change-me", secret=True)
S3_BUCKET = Setting("TONGXIN_S3_BUCKET", text, default="tongxin")
S3_CONNECT_SECONDS = Setting("TONGXIN_S3_CONNECT_SECONDS", seconds(0.1, 30), default=3, unit="s")
S3_READ_SECONDS = Setting("TONGXIN_S3_READ_SECONDS", seconds(0.1, 120), default=15, unit="s")

UPLOAD_SECONDS = Setting(
    "TONGXIN_EVIDENCE_UPLOAD_SECONDS", integer(60, 3600), default=1800, unit="s"
)
"""How long an upload address is good; a slow link asks for the next batch anew."""

DOWNLOAD_SECONDS = Setting(
    "TONGXIN_EVIDENCE_DOWNLOAD_SECONDS", integer(10, 3600), default=120, unit="s"
)

RETENTION_MODE = Setting(
    "TONGXIN_EVIDENCE_RETENTION_MODE",
    choice("GOVERNANCE", "COMPLIANCE"),
    default="GOVERNANCE",
    example="COMPLIANCE",
)
"""GOVERNANCE by default: the service itself cannot delete, yet an administrator can clear a trial.
Production sets COMPLIANCE, under which nobody can, not even the store's owner."""

RETENTION_DAYS = Setting(
    "TONGXIN_EVIDENCE_RETENTION_DAYS", integer(1, 36500), default=30, example="1826", unit="days"
)

SHORTEST_SECRET = 32
KEY_BYTES = 32


def _kept(raw: str) -> str:
    """A value, or the path of a file that holds it. Raises: ValueError."""
    if not raw.startswith("/"):
        return raw
    try:
        return Path(raw).read_text().strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ValueError(f"cannot be read: {type(fault).__name__}") from fault


def proof_secret(raw: str) -> str:
    """Raises: ValueError."""
    secret = _kept(raw)
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"is shorter than {SHORTEST_SECRET} characters")
    return secret


def public_keys(raw: str) -> tuple[bytes, ...]:
    """The ``x`` of each key as its JWK says it, with blanks between. Raises: ValueError."""
    return tuple(map(_public_key, _kept(raw).split()))


def _public_key(written: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"has {written[:60]!r}, which is not {KEY_BYTES} bytes in base64url")
    return key


PROOF_KEY = Setting(
    "TONGXIN_EVIDENCE_PROOF_KEY",
    proof_secret,
    example="(openssl rand -hex 32)",
    secret=True,
)
"""The secret of the key that signs receipts and tree heads, or the path of its file."""

FORMER_PROOF_KEYS = Setting("TONGXIN_EVIDENCE_FORMER_PROOF_KEYS", public_keys, default="")
"""Public keys of before, or the path of a file: what they signed is still checked with them."""


def certificates(raw: str) -> tuple[Certificate, ...]:
    """PEM, or the path of a file with it; none where it is empty. Raises: ValueError."""
    kept = _kept(raw)
    return tuple(load_pem_x509_certificates(kept.encode())) if kept else ()


def url_or_none(raw: str) -> str:
    """Empty where there is none. Raises: ValueError."""
    return url("http", "https")(raw) if raw else ""


TSA_URL = Setting(
    "TONGXIN_EVIDENCE_TSA_URL", url_or_none, default="", example="http://tsa.example.org/tsr"
)
"""A time-stamp authority (RFC 3161): the newest tree head is shown to it every hour."""

TSA_ROOTS = Setting(
    "TONGXIN_EVIDENCE_TSA_ROOTS", certificates, default="", example="/trust/tsa.pem"
)
"""The certificates, in PEM, that the authority's own leads back to."""

ISSUER = Setting("TONGXIN_CITY", note, default=NAME, example="金城市")
"""In whose name receipts and tree heads are signed."""

PUBLIC_URL = Setting(
    "TONGXIN_PUBLIC_URL", url_or_none, default="", example="https://tongxin.example.gov.cn"
)
"""Where anybody reaches the gateway: what the code to scan on a stamped copy leads to. Without it a
copy has its code in signs alone."""

FONT = Setting(
    "TONGXIN_DOSSIER_FONT",
    text,
    default="/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    example="/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
"""A TrueType font with Chinese signs, for stamped copies; without it none is drawn."""

MAX_PIXELS = Setting(
    "TONGXIN_EVIDENCE_MAX_PIXELS",
    integer(1_000_000, 400_000_000),
    default=64_000_000,
    unit="pixels",
)
MAX_UNPACKED = Setting(
    "TONGXIN_EVIDENCE_MAX_UNPACKED", integer(2**20, 2**33), default=512 * 2**20, unit="bytes"
)
"""What the members of an office document may come to when unpacked."""

MAX_MEMBERS = Setting(
    "TONGXIN_EVIDENCE_MAX_MEMBERS", integer(10, 100_000), default=5000, unit="members"
)
MAX_PDF_OBJECTS = Setting(
    "TONGXIN_EVIDENCE_MAX_PDF_OBJECTS", integer(100, 10_000_000), default=500_000, unit="objects"
)


def clamd_address(raw: str) -> str:
    """Raises: ValueError."""
    host, _, port = raw.rpartition(":")
    if raw and not raw.startswith("/") and not (host and port.isdecimal()):
        raise ValueError("is neither host:port nor the path of a socket")
    return raw


CLAMD = Setting("TONGXIN_EVIDENCE_CLAMD", clamd_address, default="", example="clamd:3310")
"""Where clamd listens, ``host:port`` or the path of its socket; empty: no file is scanned."""

WITHOUT_SCAN = Setting("TONGXIN_EVIDENCE_WITHOUT_SCAN", choice("seal", "hold"), default="seal")
"""What becomes of a file that the scanner, where one is set, did not look into: sealed, with a
doubt; or held until it was scanned or the city's office decides."""

CLAMD_MOST = Setting(
    "TONGXIN_EVIDENCE_CLAMD_MOST", integer(2**20, 2**29), default=100 * 2**20, unit="bytes"
)
"""Not above clamd's own ``StreamMaxLength`` and ``MaxFileSize``: it reads nothing larger."""

CLAMD_SECONDS = Setting("TONGXIN_EVIDENCE_CLAMD_SECONDS", integer(1, 60), default=20, unit="s")
"""By the clock; what has not been scanned by then is told to be not scanned."""

CHECK_MEMORY = Setting(
    "TONGXIN_EVIDENCE_CHECK_MEMORY", integer(2**28, 2**34), default=2**30, unit="bytes"
)
CHECK_SECONDS = Setting("TONGXIN_EVIDENCE_CHECK_SECONDS", integer(1, 20), default=6, unit="s")
"""Processor time of one check, for a file of no size …"""

CHECK_SECONDS_PER_MIB = Setting(
    "TONGXIN_EVIDENCE_CHECK_SECONDS_PER_MIB", seconds(0, 5), default=0.25, unit="s/MiB"
)
"""… and so much more for each MiB, up to ``schedule.MOST_SECONDS``. A file that needs more is
checked once more with ``SLOW_FACTOR`` times as much, on the slow lane, and is then refused."""

CHECKS_AT_ONCE = Setting(
    "TONGXIN_EVIDENCE_CHECKS_AT_ONCE", integer(1, 64), default=2, unit="checks"
)
"""Checks that one replica runs side by side on the quick lane; one more has a place on the slow
one. Each takes a core and up to CHECK_MEMORY. No account and no unit has all of these places."""

CHECKS_PER_ACCOUNT = Setting(
    "TONGXIN_EVIDENCE_CHECKS_PER_ACCOUNT", integer(1, 64), default=2, unit="checks"
)
"""Checks of one account that are under way in all replicas; its other files wait."""

CHECKS_PER_UNIT = Setting(
    "TONGXIN_EVIDENCE_CHECKS_PER_UNIT", integer(1, 256), default=4, unit="checks"
)

DECLARED_PER_DAY = Setting(
    "TONGXIN_EVIDENCE_DECLARED_PER_DAY", integer(1, 1_000_000), default=2000, unit="files"
)
"""Declarations of one account in a day of the city: ten times what a field worker takes."""


def _unfinished(whose: str, files: int, gib: int) -> tuple[Setting[int], Setting[int]]:
    name = f"TONGXIN_EVIDENCE_{whose}_UNFINISHED"
    return (
        Setting(f"{name}_FILES", integer(1, 10_000_000), default=files, unit="files"),
        Setting(f"{name}_BYTES", integer(2**20, 2**50), default=gib * 2**30, unit="bytes"),
    )


UNFINISHED = {
    "account": _unfinished("ACCOUNT", 1_000, 50),
    "unit": _unfinished("UNIT", 4_000, 200),
    "district": _unfinished("DISTRICT", 20_000, 1_000),
}
"""Files and bytes that are declared and neither sealed nor refused nor expired: room for days out
of reach, for films of 2 GiB, and for a whole district on the eve of an inspection."""
