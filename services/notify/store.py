"""What the notify service keeps."""

from kit.aggregate import Aggregate, Index
from services.notify.delivery import Delivery
from services.notify.directory import Person, Place

INBOX_FIELDS = ("state.recipient", "state.channel", "state.read_at", "state.delivered_at")
"""Every page counts what is unread, of few among many."""
URGENT_FIELDS = (*INBOX_FIELDS[:2], "state.severity", "state.acknowledged_at")

PERSONS = Aggregate(
    "persons", Person, indexes=(Index("state.roles", "state.unit", of_tenant=True),)
)
"""Key: the account."""

PLACES = Aggregate("places", Place)
"""Key: ``directory.place_key``."""

DELIVERIES = Aggregate(
    "deliveries",
    Delivery,
    due=lambda delivery: delivery.next_at,
    confidants=lambda delivery: delivery.confidants,
    indexes=(
        Index("state.recipient", "state.channel", "state.created_at", across_tenants=True),
        Index(*INBOX_FIELDS, across_tenants=True),
        Index(*URGENT_FIELDS, across_tenants=True),
    ),
)
"""Key: ``posting.delivery_key``, ``posting.digest_key``."""
