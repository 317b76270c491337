"""What the auditor asks of the audit log, at the API and in the console."""

from datetime import UTC, datetime, time
from datetime import date as Day
from typing import Annotated, Any, Literal

from msgspec import Meta
from starlette.requests import Request

from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.orders.base import PageAsk
from contracts.roles import Roles
from contracts.words import Slug
from gateway import door
from gateway.parts import parts
from gateway.problems import Problem

AUDITOR: Roles = ("auditor",)


class AuditRows(PageAsk, frozen=True, kw_only=True):
    """``by``: who did it; ``about``: an account, an address. Both days are included."""

    kind: Literal["sign-in", "refusal", "rights", "export", "read"] | None = None
    outcome: Literal["ok", "refused"] | None = None
    by: Slug | None = None
    about: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    since: Day | None = None
    until: Day | None = None


async def rows(request: Request, caller: Caller, asked: AuditRows) -> dict[str, Any]:
    """A page of the audit log, the newest first; counted where it is the only one, for the log is
    long. Raises: Problem forbidden, invalid."""
    door.allow(caller, AUDITOR)
    if asked.cursor and not (asked.cursor.isdecimal() and len(asked.cursor) < 16):
        raise Problem("invalid", "cursor 不是本服务给出的。", field="$.cursor")
    below = int(asked.cursor) if asked.cursor else None
    audit = parts(request).audit
    found, next = await audit.page(_wanted(asked), below=below, limit=asked.limit)
    whole = len(found) if next is None else None
    first = asked.count and not asked.cursor
    return {"items": found, "next": next} | ({"count": whole} if first else {})


def _wanted(asked: AuditRows) -> dict[str, Any]:
    same = ("kind", "outcome", "by", "about")
    wanted = {name: getattr(asked, name) for name in same if getattr(asked, name) is not None}
    days = {}
    if asked.since:
        days["$gte"] = datetime.combine(asked.since, time(), CHINA).astimezone(UTC)
    if asked.until:
        days["$lte"] = datetime.combine(asked.until, time.max, CHINA).astimezone(UTC)
    return {**wanted, **({"at": days} if days else {})}
