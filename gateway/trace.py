"""The W3C trace context of the request being served: one id from phone to database."""

from contextvars import ContextVar

from kit import logs

HEADER = "traceparent"

traceparent: ContextVar[str] = ContextVar("traceparent", default="")


def begin(incoming: str = "") -> str:
    """Continue the client's trace with a new span, or start one; returns the trace id."""
    traceparent.set(logs.child(incoming))
    return trace_id()


def trace_id() -> str:
    """32 hex digits, or "" outside a request."""
    return logs.trace_of(traceparent.get())
