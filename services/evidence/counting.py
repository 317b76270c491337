"""How much of what is under way belongs to whom: counted in indexes, without a lock."""

from typing import Any

from kit.reader import Reader
from services.evidence import settings
from services.evidence.domain.turns import Busy
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE

Filters = dict[str, Any]


def busy(reader: Reader, state: Piece) -> Busy:
    """Checks under way beside this file."""
    under_way: Filters = {"state": "CHECKING"}
    account = {"by": state.by}
    unit = {"district": state.district, "unit": state.unit}
    slow = {"exhausted": {"$gt": 0}}
    return Busy(
        account=reader.count(EVIDENCE, under_way | account),
        unit=reader.count(EVIDENCE, under_way | unit),
        account_slow=reader.count(EVIDENCE, under_way | account | slow) if state.exhausted else 0,
        slow=reader.count(EVIDENCE, under_way | slow) if state.exhausted else 0,
        waiting=reader.count(EVIDENCE, {"state": "STORED"} | account),
        per_account=settings.CHECKS_PER_ACCOUNT(),
        per_unit=settings.CHECKS_PER_UNIT(),
    )
