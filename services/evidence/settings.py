"""The evidence service's own settings. Limits that are rules of the trade stand in ``domain``."""

from kit.settings import Setting, choice, integer, seconds, text, url

S3_URL = Setting("TONGXIN_S3_URL", url("http", "https"), example="http://127.0.0.1:8333")
S3_PUBLIC_URL = Setting(
    "TONGXIN_S3_PUBLIC_URL", url("http", "https"), example="https://files.example.org"
)
"""The store's address as phones and browsers reach it."""

S3_ACCESS_KEY = Setting("TONGXIN_S3_ACCESS_KEY", text, example="evidence")
S3_SECRET_KEY = Setting("TONGXIN_S3_SECRET_KEY", text, example="change-me", secret=True)
S3_BUCKET = Setting("TONGXIN_S3_BUCKET", text, default="tongxin", example="tongxin")
S3_CONNECT_SECONDS = Setting(
    "TONGXIN_S3_CONNECT_SECONDS", seconds(0.1, 30), default="3", unit="s", example="3"
)
S3_READ_SECONDS = Setting(
    "TONGXIN_S3_READ_SECONDS", seconds(0.1, 120), default="15", unit="s", example="15"
)

UPLOAD_SECONDS = Setting(
    "TONGXIN_EVIDENCE_UPLOAD_SECONDS", integer(60, 3600), default="1800", unit="s", example="1800"
)
"""How long an upload address is good; a slow link asks for the next batch anew."""

DOWNLOAD_SECONDS = Setting(
    "TONGXIN_EVIDENCE_DOWNLOAD_SECONDS", integer(10, 3600), default="120", unit="s", example="120"
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
    "TONGXIN_EVIDENCE_RETENTION_DAYS", integer(1, 36500), default="30", unit="days", example="1826"
)

MAX_PIXELS = Setting(
    "TONGXIN_EVIDENCE_MAX_PIXELS",
    integer(1_000_000, 400_000_000),
    default="64000000",
    unit="pixels",
    example="64000000",
)
MAX_UNPACKED = Setting(
    "TONGXIN_EVIDENCE_MAX_UNPACKED",
    integer(2**20, 2**33),
    default=str(512 * 2**20),
    unit="bytes",
    example="536870912",
)
"""What the members of an office document may come to when unpacked."""

MAX_MEMBERS = Setting(
    "TONGXIN_EVIDENCE_MAX_MEMBERS",
    integer(10, 100_000),
    default="5000",
    unit="members",
    example="5000",
)
MAX_PDF_OBJECTS = Setting(
    "TONGXIN_EVIDENCE_MAX_PDF_OBJECTS",
    integer(100, 10_000_000),
    default="500000",
    unit="objects",
    example="500000",
)
CHECK_MEMORY = Setting(
    "TONGXIN_EVIDENCE_CHECK_MEMORY",
    integer(2**28, 2**34),
    default=str(2**30),
    unit="bytes",
    example="1073741824",
)
CHECK_SECONDS = Setting(
    "TONGXIN_EVIDENCE_CHECK_SECONDS", integer(5, 280), default="240", unit="s", example="240"
)
"""Wall clock of one check; below the time limit of a handler and the lease of a check."""

CHECKS_AT_ONCE = Setting(
    "TONGXIN_EVIDENCE_CHECKS_AT_ONCE", integer(1, 64), default="2", unit="checks", example="2"
)
"""Checks that one replica runs side by side: each takes a core and up to CHECK_MEMORY."""
