"""What nobody learns by counting: acts of supervision are measured and logged under one word.

How often an inspection was planned, or a finding raised, in the minutes before it is published is
the secret itself; so all orders, questions and hidden steps of the room count as one.
"""

from contracts.orders.base import method_of, shapes
from contracts.orders.tasks import supervision

LABEL = "supervision"

STEPS = frozenset({"on_finding_held", "finding_due", "finding_history_of"})
"""Of other rooms and of no order: what happens while a finding is still a secret."""

ROOMS = frozenset(
    {"inspections", "findings", "slips", "slip-rules", "slip-books", "accountabilities"}
)
"""Parts of the addresses under which the room is reached."""


METHODS = STEPS | {method_of(shape) for shape in shapes(supervision)}


def method_label(name: str) -> str:
    """The label of a method, a handler or a due tick."""
    return LABEL if name in METHODS else name


def is_discreet(route: str) -> bool:
    """Whether a route's template leads into the room."""
    return not ROOMS.isdisjoint(route.split("/"))
