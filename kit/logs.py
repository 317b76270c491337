"""Logs: JSON lines with service, trace, event_id and tenant. Free of eventlet and nameko."""

import logging
import re
import secrets
import sys

import structlog

TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\Z")


def configure(service: str, stream: object = None) -> None:
    """Send every log line of the process, libraries' too, to ``stream`` (stdout) as JSON."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        lambda _logger, _name, line: {"service": service, **line},
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],  # type: ignore[list-item]
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stdout)  # type: ignore[arg-type]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,  # type: ignore[arg-type]
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("nameko", "amqp", "kombu", "pymongo", "urllib3", "botocore", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bind(**words: str) -> None:
    """Add words (trace, event_id, tenant …) to every line of this greenlet or task."""
    structlog.contextvars.bind_contextvars(**words)


def clear() -> None:
    structlog.contextvars.clear_contextvars()


def trace_of(traceparent: str) -> str:
    """The trace id of a W3C traceparent, or empty."""
    match = TRACEPARENT.match(traceparent)
    return match.group(1) if match else ""


def child(traceparent: str) -> str:
    """A new span in the same trace; a new trace where there is none."""
    trace = trace_of(traceparent) or secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"
