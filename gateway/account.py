"""An account as it is kept, and the caller that its owner is."""

from datetime import UTC, datetime
from typing import Any

from contracts.caller import Caller


def document_of(caller: Caller) -> dict[str, Any]:
    return {
        "_id": caller.account,
        "name": caller.name,
        "roles": list(caller.roles),
        "district": caller.district,
        "unit": caller.unit,
        "at": datetime.now(UTC),
    }


def caller_of(document: dict[str, Any]) -> Caller:
    return Caller(
        account=document["_id"],
        name=document["name"],
        roles=tuple(document["roles"]),
        district=document["district"],
        unit=document["unit"],
    )
