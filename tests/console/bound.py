"""Dossiers as the gateway keeps them, one in each state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.console.scored import YEAR
from tests.support.stack import Stack

FAR = datetime.now(UTC) + timedelta(days=1)
OFFICE = {
    "account": "wangwei",
    "name": "王伟",
    "roles": ["city_office"],
    "district": "*",
    "unit": "",
}
LACKS = [
    {"item": "A01", "what": "没有提交成果", "lead": "苏州区宣传部"},
    {"item": "B04", "what": "台账应有12处，缺3处", "lead": "苏州区宣传部"},
]
STATES: dict[str, dict[str, Any]] = {
    "building": {"done": 30, "why": "服务没有应答"},
    "ready": {
        "done": 74,
        "size": 25_000_000,
        "files": 100,
        "code": "47579b58" + "0" * 56,
        "tag": "t",
        "frozen_at": f"{YEAR}-06-01T02:05:00Z",
        "filename": "x.zip",
        "lacks": LACKS,
    },
    "refused": {"faults": ["B04：佐证“东街标语牌”（e2）的原件与封存时不一致"]},
    "failed": {"why": "服务没有应答"},
}


def bind(stack: Stack) -> None:
    """Held by nobody who works, so that they stay as they are."""
    shelf = stack.mongo("gateway")["dossiers"]
    for n, (state, more) in enumerate(STATES.items()):
        one = {
            "_id": f"d-{state}",
            "district": "suzhou",
            "year": YEAR,
            "item": "B04" if n == 1 else "",
            "snapshot": "s2",
            "snapshot_name": "年中通报",
            "by": OFFICE,
            "at": datetime(YEAR, 7, 1, n, tzinfo=UTC),
            "state": state,
            "items": ["A01"] * 74,
            "binder": "nobody",
            "held": FAR,
        }
        shelf.replace_one({"_id": one["_id"]}, one | more, upsert=True)
