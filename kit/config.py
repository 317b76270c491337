"""The backbone's own settings."""

from contracts.product import ENV, NAME, PUBLISHERS
from kit.settings import Setting, address, integer, seconds, url, whole_numbers
from kit.topology import DELAYS

MIB = 1024 * 1024


def delays(raw: str) -> tuple[int, ...]:
    """Delays for which there is a queue."""
    found = whole_numbers(raw)
    if not set(found) <= set(DELAYS):
        raise ValueError(f"has a delay that is none of {', '.join(map(str, DELAYS))}")
    return found


def delay(raw: str) -> int:
    found = delays(raw)
    if len(found) != 1:
        raise ValueError("is not one delay")
    return found[0]


AMQP_URL = Setting(
    f"{ENV}AMQP_URL",
    url("amqp", "amqps"),
    example=f"amqp://{PUBLISHERS[0]}:secret@127.0.0.1:5672/{NAME}",
    secret=True,
)
MONGO_URL = Setting(
    f"{ENV}MONGO_URL",
    url("mongodb", "mongodb+srv"),
    example=f"mongodb://{PUBLISHERS[0]}:secret@127.0.0.1:27017/{NAME}_{PUBLISHERS[0]}",
    secret=True,
)
HEALTH_ADDRESS = Setting(
    f"{ENV}HEALTH_ADDRESS", address, default="127.0.0.1:9100", example="0.0.0.0:9100"
)

HEARTBEAT = Setting(f"{ENV}HEARTBEAT", seconds(1, 10), default=5, unit="s")
"""A half-open connection is seen after about three of these."""

CONNECT_SECONDS = Setting(f"{ENV}CONNECT_SECONDS", seconds(1, 30), default=5, unit="s")
PUBLISH_SECONDS = Setting(f"{ENV}PUBLISH_SECONDS", seconds(0.1, 60), default=5, unit="s")
RECONNECT_SECONDS = Setting(f"{ENV}RECONNECT_SECONDS", seconds(0.1, 20), default=5, unit="s")
"""The longest pause between two attempts to connect; must stay below WATCHDOG_SECONDS."""

RETRY_DELAYS = Setting(
    f"{ENV}RETRY_DELAYS", delays, default="1,10,60,300", example="1,10,60", unit="s"
)
"""Growing delays after which a failing handler is tried again."""

AWAY_DELAY = Setting(f"{ENV}AWAY_DELAY", delay, default="3", unit="s")
"""Delay while a backing service is away: not counted as a try, repeated without end."""

PREFETCH = Setting(f"{ENV}PREFETCH", integer(1, 500), default=16, unit="messages")
COMMAND_PREFETCH = Setting(f"{ENV}COMMAND_PREFETCH", integer(1, 500), default=32, unit="calls")
HANDLER_SECONDS = Setting(f"{ENV}HANDLER_SECONDS", seconds(1, 1500), default=300, unit="s")
COMMAND_SECONDS = Setting(f"{ENV}COMMAND_SECONDS", seconds(0.1, 120), default=30, unit="s")
"""How long a command may run."""

STOP_SECONDS = Setting(f"{ENV}STOP_SECONDS", seconds(1, 60), default=10, unit="s")
WATCHDOG_SECONDS = Setting(f"{ENV}WATCHDOG_SECONDS", integer(5, 600), default=60, unit="s")
MAX_REQUEST = Setting(f"{ENV}MAX_REQUEST", integer(1024, 16 * MIB), default=8 * MIB, unit="bytes")
"""A table of 5,000 rows is a few MiB as JSON; the gateway keeps other bodies far below."""

MAX_REPLY = Setting(f"{ENV}MAX_REPLY", integer(1024, 16 * MIB), default=4 * MIB, unit="bytes")
MAX_EVENT = Setting(f"{ENV}MAX_EVENT", integer(1024, 16 * MIB), default=MIB, unit="bytes")
OUTBOX_SWEEP_SECONDS = Setting(f"{ENV}OUTBOX_SWEEP_SECONDS", seconds(0.2, 600), default=5, unit="s")
OUTBOX_BATCH = Setting(f"{ENV}OUTBOX_BATCH", integer(1, 5000), default=200, unit="events")
MARK_DAYS = Setting(f"{ENV}MARK_DAYS", integer(1, 3650), default=30, unit="days")
"""How long a handled input is remembered; a parked message older than this is not replayed."""

DUE_SECONDS = Setting(f"{ENV}DUE_SECONDS", seconds(0.1, 3600), default=1, unit="s")
DUE_BATCH = Setting(f"{ENV}DUE_BATCH", integer(1, 1000), default=50, unit="aggregates")
ASIDE_AT_ONCE = Setting(f"{ENV}ASIDE_AT_ONCE", integer(1, 16), default=2, unit="processes")
"""Children that work on large orders and tables at once (``aside.py``)."""

ASIDE_SECONDS = Setting(f"{ENV}ASIDE_SECONDS", seconds(0.5, 100), default=8, unit="s")
"""How long one step of a child may take; below the gateway's patience, so that it hears why."""

ASIDE_MEMORY = Setting(
    f"{ENV}ASIDE_MEMORY", integer(64 * MIB, 4096 * MIB), default=512 * MIB, unit="bytes"
)
"""Address space of one child."""
