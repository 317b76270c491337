"""What no check could judge."""

from contracts.orders.base import Order
from contracts.orders.doors import door
from contracts.orders.evidence.ids import EvidenceId
from contracts.roles import CITY
from contracts.words import Reason


@door("POST /evidence/{evidence}/quarantine", "处理隔离待查的材料", CITY)
class DecideQuarantined(Order, frozen=True, kw_only=True):
    """Let pass what no check could judge (``release``), or reject it. The city's office decides: it
    answers for what files show, which operations never sees; and it is no unit that wants its
    points."""

    evidence: EvidenceId
    release: bool
    reason: Reason
