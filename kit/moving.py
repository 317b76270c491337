"""A delivery on its way elsewhere: put off, or parked for a person.

It is published there with a confirm, and only then acked here.
"""

import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from contracts.refusals import Refusal
from kit import logs, metrics
from kit.consumer import Delivery
from kit.errors import Malformed, Unpublished
from kit.publisher import Outgoing
from kit.runtime import Runtime
from kit.signing import SIGNATURE
from kit.topology import delay, park

log = logs.get(__name__)

MAX_TRACE = 4000
"""Characters of a trace kept with a parked message."""

PAUSE = 1.0
"""Seconds between two attempts while the broker refuses."""

FORGED = "forged"
"""The reason of what its pretended sender has not signed."""


def tries(delivery: Delivery, what: str = "tries") -> int:
    """How often it has failed; or of another count that is kept with it."""
    told = delivery.headers.get(what, 0)
    return told if isinstance(told, int) and 0 <= told < 1000 else 0


def put_off(
    runtime: Runtime,
    delivery: Delivery,
    seconds: int,
    tries: int,
    queue: str,
    **more: int,
) -> str:
    """Bring it back into ``queue`` after one of DELAYS; ``more``: further counts kept with it.

    ``retried``, or ``returned``.
    """
    exchange = delay(runtime.service, seconds)
    return _move(runtime, delivery, exchange, queue, {"tries": tries, **more}, "retried")


def park_it(
    runtime: Runtime, name: str, delivery: Delivery, fault: BaseException, home: str = ""
) -> str:
    """Keep it for a person, with its error. ``home``: the queue where a replay must bring it, if
    that is not the one it came from. ``parked``, or ``returned``."""
    reason = _reason(fault)
    if reason == FORGED:
        metrics.FORGED.labels(runtime.service, name).inc()
    metrics.PARKED.labels(runtime.service, name, reason).inc()
    log.error("parked", handler=name, reason=reason, fault=repr(fault)[:500])
    headers = {
        "error": f"{type(fault).__name__}: {fault}"[:1000],
        "reason": reason,
        "trace": "".join(traceback.format_exception(fault))[-MAX_TRACE:],
        "parked_at": datetime.now(UTC).isoformat(),
        "tries": tries(delivery),
    }
    if home:
        headers["home"] = home
    queue = delivery.subscription.queue.name
    return _move(runtime, delivery, park(runtime.service), queue, headers, "parked")


def _reason(fault: BaseException) -> str:
    if isinstance(fault, Malformed):
        return fault.reason
    return "refused" if isinstance(fault, Refusal) else "failed"


def _move(
    runtime: Runtime,
    delivery: Delivery,
    exchange: str,
    queue: str,
    headers: dict[str, Any],
    outcome: str,
) -> str:
    """Other headers stay behind: the envelope says all, and theirs may be too many to send again.

    The signature goes along: a retry is believed no sooner than what it repeats.
    """
    signature = delivery.headers.get(SIGNATURE)
    if isinstance(signature, str):
        headers = {SIGNATURE: signature, **headers}
    message = Outgoing(
        exchange=exchange,
        routing_key=queue,
        body=delivery.body,
        id=str(delivery.properties.get("message_id", "")) or str(uuid.uuid4()),
        content_type=str(delivery.properties.get("content_type", "")),
        headers=headers,
        type=str(delivery.properties.get("type", "")),
    )
    if _until_confirmed(runtime, delivery, lambda: runtime.publisher.publish([message])):
        delivery.ack()
        return outcome
    delivery.give_back()
    return "returned"


def _until_confirmed(
    runtime: Runtime, delivery: Delivery, publish: Callable[[], list[str]]
) -> bool:
    """While the broker refuses, hold the message; give up when it is no longer ours."""
    while delivery.live and not runtime.stopping:
        try:
            faults = publish()
            if not any(faults):
                return True
            log.error("message refused by the broker", faults=faults)
        except Unpublished as fault:
            log.warning("cannot move a message yet", fault=str(fault))
        runtime.pause(PAUSE)
    return False
