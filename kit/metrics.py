"""What operations watch. Labels are bounded: names from the wiring and words listed here."""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

from contracts.product import NAME

disable_created_metrics()  # type: ignore[no-untyped-call]

BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
LAG_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 7200)

COMMANDS = Counter(
    f"{NAME}_commands_total",
    "Commands and questions: done, repeated, ignored, no-reply, or a refusal's status",
    ["service", "method", "outcome"],
)
COMMAND_SECONDS = Histogram(
    f"{NAME}_command_seconds",
    "Duration of commands and questions",
    ["service", "method"],
    buckets=BUCKETS,
)
EVENTS = Counter(
    f"{NAME}_events_total",
    "Events heard by outcome: done, ignored, repeated, retried, parked, returned",
    ["service", "handler", "outcome"],
)
EVENT_SECONDS = Histogram(
    f"{NAME}_event_seconds", "Duration of handlers", ["service", "handler"], buckets=BUCKETS
)
EVENT_LAG = Histogram(
    f"{NAME}_event_lag_seconds",
    "From the event's time to its effect",
    ["service", "handler"],
    buckets=LAG_BUCKETS,
)
UNLAWFUL = Counter(
    f"{NAME}_classified_total",
    "Commands and questions refused for what a text carries",
    ["service", "method"],
)
RETRIES = Counter(f"{NAME}_retries_total", "Events put off for another try", ["service", "handler"])
PARKED = Counter(
    f"{NAME}_parked_total", "Events parked by reason", ["service", "handler", "reason"]
)
PARKED_MESSAGES = Gauge(f"{NAME}_parked_messages", "Messages that wait for a person", ["service"])
LOST = Counter(
    f"{NAME}_lost_total",
    "Delayed messages that found no queue: retried (sent home), parked, returned",
    ["service", "outcome"],
)
FORGED = Counter(
    f"{NAME}_forged_total",
    "Facts and calls that their pretended sender has not signed",
    ["service", "handler"],
)
OUTBOX_ENTRIES = Gauge(f"{NAME}_outbox_entries", "Events saved and not yet published", ["service"])
OUTBOX_OLDEST = Gauge(
    f"{NAME}_outbox_oldest_seconds", "Age of the oldest event not yet published", ["service"]
)
PUBLISHED = Counter(
    f"{NAME}_published_total",
    "Events by outcome of publishing: confirmed, refused, unconfirmed",
    ["service", "outcome"],
)
DUE = Counter(f"{NAME}_due_total", "Due ticks by outcome", ["service", "handler", "outcome"])
BUILD = Gauge(f"{NAME}_build_info", "1, of the version that runs", ["service", "version"])
READY = Gauge(f"{NAME}_ready", "Readiness by check, 1 or 0", ["service", "check"])
