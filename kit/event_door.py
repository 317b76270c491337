"""What becomes of an event: done, put off, or parked. Decided here, never by default."""

import time
from datetime import UTC, datetime
from typing import Any

import eventlet
import msgspec

from contracts.envelope import CONTENT_TYPE, FACTS, Envelope, Fact, UnknownFact, decode, open_fact
from contracts.product import TENANT
from contracts.refusals import NotFound, Refusal
from kit import config, logs, metrics
from kit.change import Knowing
from kit.consumer import Delivery
from kit.errors import NO_JSON, Malformed, TooSlow, Unavailable
from kit.frames import UNREADABLE
from kit.machine import Input, utc_now
from kit.moving import FORGED, park_it, put_off, tries
from kit.reader import Reader
from kit.runtime import Runtime
from kit.signing import FACT, SIGNATURE, genuine
from kit.table import Hearing, Reaction
from kit.tenants import tenant_of

log = logs.get(__name__)

CONTENT_TYPES = (CONTENT_TYPE, "application/json")


def hear(runtime: Runtime, name: str, spec: Hearing, delivery: Delivery) -> None:
    """Handle one delivery and settle it. Never raises."""
    started = time.monotonic()
    try:
        logs.clear()
        with eventlet.Timeout(config.HANDLER_SECONDS(), TooSlow("the handler's time limit")):
            envelope = read(delivery, spec.fact)
            logs.bind(
                trace=logs.trace_of(envelope.traceparent),
                event_id=envelope.id,
                **{TENANT: tenant_of(envelope)},
            )
            outcome = handle(runtime, spec, envelope)
        lag = (datetime.now(UTC) - envelope.time).total_seconds()
        metrics.EVENT_LAG.labels(runtime.service, name).observe(max(0.0, lag))
        delivery.ack()
    except eventlet.greenlet.GreenletExit:
        raise
    except BaseException as fault:  # noqa: BLE001  SystemExit or a stray Timeout too: see nameko
        outcome = _settle_failed(runtime, name, delivery, fault)
    metrics.EVENTS.labels(runtime.service, name, outcome).inc()
    metrics.EVENT_SECONDS.labels(runtime.service, name).observe(time.monotonic() - started)


def read(delivery: Delivery, fact: type[Fact]) -> Envelope:
    """Raises: Malformed; ``forged`` where the fact's publisher has not signed it."""
    properties = delivery.properties
    if UNREADABLE in properties:
        raise Malformed("properties", properties[UNREADABLE])
    if len(delivery.body) > config.MAX_EVENT():
        raise Malformed("too-large", f"{len(delivery.body)} bytes")
    publisher = fact.type.partition(".")[0]
    if not genuine(publisher, delivery.headers.get(SIGNATURE), FACT, delivery.body):
        raise Malformed(FORGED, f"{publisher} has not signed this")
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


def handle(runtime: Runtime, spec: Hearing, envelope: Envelope) -> str:
    """All that follows from an event: done, repeated or ignored. Raises: Malformed, and what the
    machine, the database and the hearing itself raise.
    """
    if envelope.type != spec.fact.type or envelope.type not in FACTS:
        raise Malformed("unknown-type", f"{envelope.type} is not {spec.fact.type}")
    try:
        fact = open_fact(envelope)
    except (*NO_JSON, UnknownFact) as fault:
        raise Malformed("data", str(fault)) from fault
    given: Knowing[Any] = Knowing(
        key="", now=utc_now(), cause=envelope.id, event=envelope, found=None
    )
    reader = Reader(runtime.store)
    if spec.gather is not None:
        given = given.knowing(spec.gather(reader, fact, given))
    outcomes: set[str] = set()
    for reaction in spec.reactions:
        keys = reaction.keys(fact, given, reader)
        outcomes |= _react(runtime, reaction, keys, fact, given)
    if spec.afterwards is not None:
        spec.afterwards(fact, given, reader)
    return next((word for word in ("done", "repeated") if word in outcomes), "ignored")


def _react(
    runtime: Runtime, reaction: Reaction[Any, Any], keys: list[str], fact: Fact, given: Knowing[Any]
) -> set[str]:
    input = Input(
        value=fact,
        cause=given.cause,
        event=given.heard,
        traceparent=logs.child(given.heard.traceparent),
        found=given.found,
    )
    if reaction.fresh:
        return runtime.machine.spread(reaction, keys, input)
    return {runtime.machine.change(reaction, key, input).what for key in keys}


def _settle_failed(runtime: Runtime, name: str, delivery: Delivery, fault: BaseException) -> str:
    """Refused for good: park. Away: again without end. Else: growing delays, then park.

    NotFound is tried again: the event that makes the aggregate may still be on its way.
    """
    try:
        if isinstance(fault, Malformed | Refusal) and not isinstance(fault, NotFound):
            return park_it(runtime, name, delivery, fault)
        failed, queue = tries(delivery), delivery.subscription.queue.name
        if isinstance(fault, Unavailable):
            log.warning("put off: away", handler=name, fault=str(fault))
            outcome = put_off(runtime, delivery, config.AWAY_DELAY(), failed, queue)
        elif failed < len(delays := config.RETRY_DELAYS()):
            log.warning("put off", handler=name, tries=failed + 1, fault=repr(fault)[:500])
            outcome = put_off(runtime, delivery, delays[failed], failed + 1, queue)
        else:
            return park_it(runtime, name, delivery, fault)
        metrics.RETRIES.labels(runtime.service, name).inc()
        return outcome
    except Exception:
        # Unsettled: the broker gives it again when this connection ends.
        log.exception("could not settle a message", handler=name)
        delivery.give_back()
        return "returned"
