"""How much of what is under way belongs to whom: counted in indexes, without a lock."""

from typing import Any

from contracts.orders.evidence import Declare
from kit.change import Given
from kit.reader import Reader
from services.evidence import settings
from services.evidence.domain.declaring import adds
from services.evidence.domain.quotas import UNFINISHED, Held, Holdings, midnight
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


def holdings(reader: Reader, state: Piece | None, order: Declare, given: Given) -> Holdings | None:
    """What the account, its unit and the district hold; nothing where no file would be added."""
    if not adds(state):
        return None
    everywhere, by = reader.everywhere(), given.by
    held = [
        _held(everywhere, "account", {"by": by.account}),
        # What the caller may know of: a count would tell of the inspectors' photos.
        _held(reader, "district", {"district": order.district}),
    ]
    if by.unit:
        held.append(_held(everywhere, "unit", {"district": order.district, "unit": by.unit}))
    since = {"by": by.account, "declared_at": {"$gte": midnight(given.now)}}
    return Holdings(
        held=tuple(held),
        today=everywhere.count(EVIDENCE, since),
        most_today=settings.DECLARED_PER_DAY(),
    )


def _held(reader: Reader, whose: str, filters: Filters) -> Held:
    filters = {"state": {"$in": list(UNFINISHED)}} | filters
    files, size = reader.total(EVIDENCE, filters, "manifest.size")
    most_files, most_bytes = settings.UNFINISHED[whose]
    return Held(
        whose=whose, files=files, bytes=size, most_files=most_files(), most_bytes=most_bytes()
    )
