"""What came back from a delay and found no queue: home, or to a person.

A broker that starts anew lets delays end before it has bound every queue again; such a message
belongs where its key says. One whose handler is gone from the wiring waits for a person.
"""

from kit import logs, metrics
from kit.consumer import Delivery
from kit.errors import Malformed
from kit.moving import park_it, put_off, tries
from kit.runtime import Runtime

log = logs.get(__name__)

HOME_AFTER = 3
"""Seconds, one of the delays: a broker binds its queues again within this."""
MOST_TRIES = 20
"""Of one message that its queue never gets: then the binding is missing for good."""


def find_home(runtime: Runtime, delivery: Delivery) -> None:
    """Settle one lost message. Never raises."""
    queue = delivery.routing_key
    try:
        lost = tries(delivery, "lost")
        if queue in runtime.handler_queues and lost < MOST_TRIES:
            failed = tries(delivery)
            outcome = put_off(runtime, delivery, HOME_AFTER, failed, queue, lost=lost + 1)
        else:
            fault = Malformed("no-handler", f"nothing came through to the queue {queue!r}"[:300])
            outcome = park_it(runtime, "lost", delivery, fault, home=queue)
    except Exception:
        log.exception("could not settle a lost message", queue=queue)
        delivery.give_back()
        outcome = "returned"
    log.warning("lost message", queue=queue, outcome=outcome)
    metrics.LOST.labels(runtime.service, outcome).inc()
