"""What the gateway counts; labels are bounded: route templates, known methods, status classes."""

from prometheus_client import Counter, Gauge, Histogram

from contracts.product import VERSION
from gateway.problems import Problem
from kit.metrics import BUILD

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
ANY = "ANY"
"""Of routes whose methods are not told apart."""
BUILD.labels("gateway", VERSION).set(1)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter(
    "tongxin_http_requests_total",
    "Requests by route template, method and status class.",
    ("route", "method", "status"),
)
SECONDS = Histogram(
    "tongxin_http_request_seconds",
    "Seconds from the request's headers to the answer's last byte (streams excepted).",
    ("route", "method"),
    buckets=BUCKETS,
)
CALLS = Counter(
    "tongxin_rpc_calls_total",
    "RPC calls by outcome: ok, refused, absent, late, broker, failed.",
    ("service", "method", "outcome"),
)
CALL_SECONDS = Histogram(
    "tongxin_rpc_call_seconds", "Seconds of an RPC call.", ("service",), buckets=BUCKETS
)
SIGN_INS = Counter(
    "tongxin_sign_ins_total",
    "Sign-ins: ok, refused, locked (name), limited (source), busy, failed.",
    ("outcome",),
)
REFUSALS_COUNTED = Counter(
    "tongxin_refusals_counted_total",
    "Refusals that the audit log only counts: one source had too many.",
)
STREAMS = Gauge("tongxin_feed_streams", "Open live-feed streams.")
FEED_ENTRIES = Counter("tongxin_feed_entries_total", "Events kept for the live feed.")
FEED_LAG = Histogram(
    "tongxin_feed_lag_seconds",
    "Seconds from an event's time to its feed entry.",
    buckets=(0.05, 0.1, 0.5, 1, 5, 30, 120, 600),
)

CONNECTIONS_ENDED = Counter(
    "tongxin_http_connections_ended_total",
    "Connections ended by us: idle, displaced, unread, or a refusal's code.",
    ("why",),
)

OUTCOMES = {
    "service-absent": "absent",
    "deadline-passed": "late",
    "broker-unavailable": "broker",
}


def outcome(problem: Problem) -> str:
    return OUTCOMES.get(problem.code, "refused" if problem.status < 500 else "failed")


def method(name: str) -> str:
    return name if name in METHODS else "OTHER"
