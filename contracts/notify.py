"""Facts that the notify service publishes."""

from contracts.envelope import Fact, fact


@fact("notify.delivery_failed.v1")
class DeliveryFailed(Fact, frozen=True, kw_only=True):
    """A message could not be delivered and will not be tried again."""

    delivery: str
    recipient: str
    channel: str
    reason: str
