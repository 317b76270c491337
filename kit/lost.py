"""What came back from a delay and found no queue: home, or to a person.

A broker that starts anew lets delays end before it has bound every queue again; such a message
belongs where its key says. One whose handler is gone from the wiring waits for a person.
"""

from typing import TYPE_CHECKING

from kit import logs, metrics
from kit.consumer import Delivery
from kit.errors import Malformed
from kit.moving import park_it, put_off, tries

if TYPE_CHECKING:
    from kit.backbone import Backbone

log = logs.get(__name__)

HOME_AFTER = 3
"""Seconds, one of the delays: a broker binds its queues again within this."""


def find_home(backbone: "Backbone", delivery: Delivery) -> None:
    """Settle one lost message. Never raises."""
    queue = delivery.routing_key
    try:
        if queue in backbone.handler_queues:
            outcome = put_off(backbone, delivery, HOME_AFTER, tries(delivery), queue)
        else:
            fault = Malformed("no-handler", f"no handler here has the queue {queue!r}"[:300])
            outcome = park_it(backbone, "lost", delivery, fault)
    except Exception:
        log.exception("could not settle a lost message", queue=queue)
        delivery.give_back()
        outcome = "returned"
    log.warning("lost message", queue=queue, outcome=outcome)
    metrics.LOST.labels(backbone.service, outcome).inc()
