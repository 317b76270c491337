"""Who leaves: the account is disabled, and what its person had open goes on."""

from typing import Any

from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.tasks import HandOverAll, Tasks
from contracts.roles import APPOINTERS, GUARDIANS, OFFICES, READERS
from contracts.words import Reason, Slug
from gateway import door, people
from gateway.audit.telling import tell
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.routes.api import reply
from gateway.routes.identity import Nothing
from gateway.routes.people import add_act, appoint, as_held, comes
from gateway.validation import read

OPEN_PAGES, OPEN_EACH = 5, 200
"""Of a unit's tasks, where those of one person are looked for."""
DONE = "confirmed-province"


class Disable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``successor``: a colleague of the unit who takes over all open tasks and their drafts."""

    reason: Reason
    successor: Slug | None = None


BODIES = (Disable,)


async def disable(request: Request) -> Response:
    """Nobody signs in to it any more; its sessions and feeds end, and it gets no mail.

    What its person has open goes to the ``successor``, or is listed under ``held`` (null where
    the caller may not know).
    """
    caller, key = await comes(request, GUARDIANS)
    given = read(Disable, await door.json_object(request))
    made, account = parts(request), str(request.path_params["account"])
    people.must_be_another(caller, account)
    found = await made.people.guarded(caller, account)
    if found["state"] == "pending":
        raise Problem("not-found")
    await made.people.must_be_spared(found)
    if given.successor:
        await _hand_over(made, caller, found, given, key)
    await made.people.disable(account)
    await made.sessions.end_all(account)
    if caller.has(*APPOINTERS):
        await appoint(made, caller, as_held(found, None), key)
    await tell(request, caller, "rights", account, detail="disabled")
    return reply({"account": account, "held": await _held(made, caller, found)})


async def _hand_over(
    made: Parts, caller: Caller, found: dict[str, Any], given: Disable, key: str
) -> None:
    """Who has nothing open has nothing to hand over."""
    if not caller.has(*OFFICES):
        raise Problem("forbidden", "任务由双拥办移交，请不填接手人。", field="$.successor")
    order = HandOverAll(
        district=found["district"],
        from_person=found["_id"],
        to_person=str(given.successor),
        reason=given.reason,
    )
    try:
        await made.rpc.call(
            "tasks", "hand_over_all", {"order": order, "caller": caller, "key": key}
        )
    except Problem as problem:
        if (problem.code, problem.field) != ("invalid", "from_person"):
            raise


async def _held(made: Parts, caller: Caller, found: dict[str, Any]) -> list[str] | None:
    """Tasks that this person carries and nobody has settled."""
    if not caller.has(*READERS):
        return None
    held: list[str] = []
    cursor: str | None = ""
    for _ in range(OPEN_PAGES if found["unit"] else 0):
        if cursor is None:
            break
        about = {"district": found["district"], "unit": found["unit"]}
        ask = Tasks(**about, limit=OPEN_EACH, cursor=cursor)
        page = await made.rpc.call("tasks", "tasks", {"ask": ask, "caller": caller})
        held += [
            task["id"]
            for task in page["items"]
            if task["person"] == found["_id"] and task["state"] != DONE
        ]
        cursor = page["next"]
    return held


async def enable(request: Request) -> Response:
    """Take back a disabling: with the password of before, or to be invited anew."""
    caller, key = await comes(request, APPOINTERS)
    read(Nothing, await door.json_object(request))
    made, account = parts(request), str(request.path_params["account"])
    found = await made.people.given(caller, account)
    await appoint(made, caller, as_held(found, found.get("email")), key)
    await made.people.enable(account)
    await tell(request, caller, "rights", account, detail="enabled")
    return reply({"account": account})


def install(app: Starlette) -> None:
    add_act(app, "disable", disable, "停用账号", Disable)
    add_act(app, "enable", enable, "恢复账号")
