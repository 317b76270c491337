"""Who leaves: the account is disabled, and what its person had open goes on."""

from typing import Any

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.tasks import HandOverAll, Tasks
from contracts.roles import APPOINTERS, GUARDIANS, OFFICES, READERS
from gateway import door, people
from gateway.account import caller_of
from gateway.audit.telling import tell
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.tending.accounts import appoint, as_held, reach
from gateway.tending.given import Disable

Json = dict[str, Any]

OPEN_PAGES, OPEN_EACH = 5, 200
"""Of a unit's tasks, where those of one person are looked for."""
DONE = "confirmed-province"


async def disable(
    request: Request, caller: Caller, account: str, given: Disable, key: str
) -> list[Json] | None:
    """Nobody signs in to it any more; its sessions and feeds end, and it gets no mail.

    What its person has open goes to the ``successor``, or is answered as by ``held``.
    Raises: Problem forbidden, not-found, refused, and the service's own.
    """
    door.allow(caller, GUARDIANS)
    made = parts(request)
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
        await reach(made, caller, caller_of(found), found, {}, key)
    await tell(request, caller, "rights", account, detail="disabled")
    return await held(made, caller, found)


async def _hand_over(made: Parts, caller: Caller, found: Json, given: Disable, key: str) -> None:
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


async def held(made: Parts, caller: Caller, found: Json) -> list[Json] | None:
    """Tasks that this person carries and nobody has settled; None where the caller may not know."""
    if not caller.has(*READERS):
        return None
    tasks: list[Json] = []
    cursor: str | None = ""
    for _ in range(OPEN_PAGES if found["unit"] else 0):
        if cursor is None:
            break
        about = {"district": found["district"], "unit": found["unit"]}
        ask = Tasks(**about, limit=OPEN_EACH, cursor=cursor)
        page = await made.rpc.call("tasks", "tasks", {"ask": ask, "caller": caller})
        tasks += [
            task
            for task in page["items"]
            if task["person"] == found["_id"] and task["state"] != DONE
        ]
        cursor = page["next"]
    return tasks


async def enable(request: Request, caller: Caller, account: str, key: str) -> None:
    """Take back a disabling: with the password of before, or to be invited anew."""
    door.allow(caller, APPOINTERS)
    made = parts(request)
    found = await made.people.given(caller, account)
    await appoint(made, caller, as_held(found, found.get("email")), key)
    await reach(made, caller, caller_of(found), {}, found, key)
    await made.people.enable(account)
    await tell(request, caller, "rights", account, detail="enabled")
