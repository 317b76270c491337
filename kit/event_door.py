"""What becomes of an event: done, put off, or parked. Decided here, never by default."""

import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import eventlet
import msgspec

from contracts.envelope import CONTENT_TYPE, FACTS, Envelope, Fact, UnknownFact, decode, open_fact
from contracts.refusals import NotFound, Refusal
from kit import config, logs, metrics
from kit.change import Given
from kit.consumer import Delivery
from kit.errors import NO_JSON, Malformed, TooSlow, Unavailable, Unpublished
from kit.frames import UNREADABLE
from kit.machine import Input, utc_now
from kit.publisher import Outgoing
from kit.reader import Reader
from kit.topology import delay, park

if TYPE_CHECKING:
    from kit.backbone import Backbone
    from kit.wiring import Hearing

log = logs.get(__name__)

CONTENT_TYPES = (CONTENT_TYPE, "application/json")
MAX_TRACE = 4000
"""Characters of a trace kept with a parked message."""

PAUSE = 1.0
"""Seconds between two attempts to put off or park a message while the broker refuses."""


def hear(backbone: "Backbone", name: str, spec: "Hearing", delivery: Delivery) -> None:
    """Handle one delivery and settle it. Never raises."""
    started = time.monotonic()
    try:
        logs.clear()
        with eventlet.Timeout(config.HANDLER_SECONDS(), TooSlow("the handler's time limit")):
            envelope = read(delivery)
            logs.bind(
                trace=logs.trace_of(envelope.traceparent),
                event_id=envelope.id,
                district=envelope.district,
            )
            outcome = _handle(backbone, spec, envelope)
        lag = (datetime.now(UTC) - envelope.time).total_seconds()
        metrics.EVENT_LAG.labels(backbone.service, name).observe(max(0.0, lag))
        delivery.ack()
    except eventlet.greenlet.GreenletExit:
        raise
    except BaseException as fault:  # noqa: BLE001  SystemExit or a stray Timeout too: see nameko
        outcome = _settle_failed(backbone, name, delivery, fault)
    metrics.EVENTS.labels(backbone.service, name, outcome).inc()
    metrics.EVENT_SECONDS.labels(backbone.service, name).observe(time.monotonic() - started)


def read(delivery: Delivery) -> Envelope:
    """Raises: Malformed."""
    properties = delivery.properties
    if UNREADABLE in properties:
        raise Malformed("properties", properties[UNREADABLE])
    if len(delivery.body) > config.MAX_EVENT():
        raise Malformed("too-large", f"{len(delivery.body)} bytes")
    encoding = str(properties.get("content_encoding", "")).lower()
    if encoding not in ("", "utf-8"):
        raise Malformed("encoding", f"content encoding {encoding!r}"[:200])
    kind = str(properties.get("content_type", "")).partition(";")[0].strip()
    if kind not in CONTENT_TYPES:
        raise Malformed("content-type", f"content type {kind!r}"[:200])
    try:
        return decode(delivery.body)
    except msgspec.ValidationError as fault:
        raise Malformed("envelope", str(fault)) from fault
    except NO_JSON as fault:
        raise Malformed("not-json", str(fault)) from fault


def _handle(backbone: "Backbone", spec: "Hearing", envelope: Envelope) -> str:
    if envelope.type != spec.fact.type or envelope.type not in FACTS:
        raise Malformed("unknown-type", f"{envelope.type} is not {spec.fact.type}")
    try:
        fact = open_fact(envelope)
    except (*NO_JSON, UnknownFact) as fault:
        raise Malformed("data", str(fault)) from fault
    outcomes = {
        _react(backbone, reaction, fact, envelope, key)
        for reaction in spec.reactions
        for key in _keys(backbone, reaction, fact, envelope)
    }
    return next((word for word in ("done", "repeated") if word in outcomes), "ignored")


def _keys(backbone: "Backbone", reaction: Any, fact: Fact, envelope: Envelope) -> list[str]:
    given = Given(key="", now=utc_now(), cause=envelope.id, event=envelope)
    keys: list[str] = reaction.keys(fact, given, Reader(backbone.store))
    return keys


def _react(backbone: "Backbone", reaction: Any, fact: Fact, envelope: Envelope, key: str) -> str:
    input = Input(
        value=fact,
        cause=envelope.id,
        event=envelope,
        traceparent=logs.child(envelope.traceparent),
    )
    return backbone.machine.change(
        reaction.aggregate,
        reaction.decide,
        key,
        input,
        reaction.gather,
        reaction.creates,
        reaction.fresh,
    ).what


def _settle_failed(
    backbone: "Backbone", name: str, delivery: Delivery, fault: BaseException
) -> str:
    """Refused for good: park. Away: again without end. Else: growing delays, then park.

    NotFound is tried again: the event that makes the aggregate may still be on its way.
    """
    try:
        if isinstance(fault, Malformed | Refusal) and not isinstance(fault, NotFound):
            return _park(backbone, name, delivery, fault)
        if isinstance(fault, Unavailable):
            log.warning("put off: away", handler=name, fault=str(fault))
            return _put_off(backbone, name, delivery, config.AWAY_DELAY(), _tries(delivery))
        delays = config.RETRY_DELAYS()
        tries = _tries(delivery)
        if tries >= len(delays):
            return _park(backbone, name, delivery, fault)
        log.warning("put off", handler=name, tries=tries + 1, fault=repr(fault)[:500])
        return _put_off(backbone, name, delivery, delays[tries], tries + 1)
    except Exception:
        # Unsettled: the broker gives it again when this connection ends.
        log.exception("could not settle a message", handler=name)
        delivery.give_back()
        return "returned"


def _tries(delivery: Delivery) -> int:
    tries = delivery.headers.get("tries", 0)
    return tries if isinstance(tries, int) and 0 <= tries < 1000 else 0


def _put_off(backbone: "Backbone", name: str, delivery: Delivery, seconds: int, tries: int) -> str:
    metrics.RETRIES.labels(backbone.service, name).inc()
    queue = delivery.subscription.queue.name
    return _move(backbone, delivery, delay(seconds), queue, {"tries": tries}, "retried")


def _park(backbone: "Backbone", name: str, delivery: Delivery, fault: BaseException) -> str:
    reason = _reason(fault)
    metrics.PARKED.labels(backbone.service, name, reason).inc()
    log.error("parked", handler=name, reason=reason, fault=repr(fault)[:500])
    trace = "".join(traceback.format_exception(fault))[-MAX_TRACE:]
    error = f"{type(fault).__name__}: {fault}"[:1000]
    headers = {
        "error": error,
        "reason": reason,
        "trace": trace,
        "parked_at": datetime.now(UTC).isoformat(),
        "tries": _tries(delivery),
    }
    queue = delivery.subscription.queue.name
    return _move(backbone, delivery, park(backbone.service), queue, headers, "parked")


def _reason(fault: BaseException) -> str:
    if isinstance(fault, Malformed):
        return fault.reason
    return "refused" if isinstance(fault, Refusal) else "failed"


def _move(
    backbone: "Backbone",
    delivery: Delivery,
    exchange: str,
    queue: str,
    headers: dict[str, Any],
    outcome: str,
) -> str:
    """Publish the message elsewhere with confirm, and only then ack it here.

    Headers of others stay behind: the envelope says all, and theirs may be too many to send again.
    """
    message = Outgoing(
        exchange=exchange,
        routing_key=queue,
        body=delivery.body,
        id=str(delivery.properties.get("message_id", "")) or str(uuid.uuid4()),
        content_type=str(delivery.properties.get("content_type", "")),
        headers=headers,
        type=str(delivery.properties.get("type", "")),
    )
    if _until_confirmed(backbone, delivery, lambda: backbone.publisher.publish([message])):
        delivery.ack()
        return outcome
    delivery.give_back()
    return "returned"


def _until_confirmed(
    backbone: "Backbone", delivery: Delivery, publish: Callable[[], list[str]]
) -> bool:
    """While the broker refuses, hold the message; give up when it is no longer ours."""
    while delivery.live and not backbone.stopping:
        try:
            faults = publish()
            if not any(faults):
                return True
            log.error("message refused by the broker", faults=faults)
        except Unpublished as fault:
            log.warning("cannot move a message yet", fault=str(fault))
        backbone.pause(PAUSE)
    return False
