"""Facts that the notify service publishes."""

from contracts.envelope import Fact, Step, fact


@fact("notify.delivery_failed.v1")
class DeliveryFailed(Fact, frozen=True, kw_only=True):
    """A message could not be delivered and will not be tried again."""

    delivery: str
    recipient: str
    channel: str
    reason: str


@fact("notify.message_unacknowledged.v1")
class MessageUnacknowledged(Step, frozen=True, kw_only=True):
    """An urgent message waits for its recipient's word in vain; the office is told.

    ``path``: the page that the message speaks of, below the console's address. ``unit``: the
    recipient's, or empty.
    """

    message: str
    title: str
    person: str
    unit: str
    path: str
