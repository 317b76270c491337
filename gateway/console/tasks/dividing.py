"""分解到村: a part of the task for each lower unit that is ticked."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import DivideTask, Persons, Units
from gateway import asking
from gateway.console.frame import acts, session
from gateway.console.frame.asking import Json
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import today
from gateway.console.tasks import gathering, rights
from gateway.console.tasks.listing import HOME

UNIT, PERSON, DUE = "u.", "p.", "d."


async def ask_for(request: Request) -> Response:
    caller = (await session.current(request)).caller
    task = await gathering.task_of(request, caller)
    if "divide" not in rights.acts(task, caller, today()):
        return RedirectResponse(f"{HOME}/{task['id']}?done=task-not-now", 303)
    return await _shown(request, caller, task, {"due": task["due"]})


async def _shown(
    request: Request,
    caller: Caller,
    task: Json,
    given: dict[str, str],
    wrong: Wrong | None = None,
) -> Response:
    below = Units(district=task["district"], parent=task["lead"])
    lower, persons, called, days = await asyncio.gather(
        asking.every(request, caller, below),
        asking.every(request, caller, Persons(district=task["district"])),
        names(request, caller, task["district"]),
        calendar(request, caller),
    )
    taken = {part["lead"] for part in task["children"] if not part["period"]}
    return render(
        request,
        "tasks/divide.html",
        wrong.status if wrong else 200,
        caller=caller,
        task=task,
        lower=[
            (
                unit["unit"],
                unit["name"],
                unit["unit"] in taken,
                [(p["account"], p["name"]) for p in persons if p["unit"] == unit["unit"]],
            )
            for unit in sorted(lower, key=lambda one: one["name"])
        ],
        given=given,
        wrong=wrong,
        due=term(task["due"], days, language(request)),
        called=called,
    )


async def do(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    task = await gathering.task_of(request, caller)
    shares = [_share(name.removeprefix(UNIT), form) for name in form if name.startswith(UNIT)]
    filled = {"task": task["id"], "due": form.get("due", ""), "shares": shares}
    answer = await acts.given(request, caller, DivideTask, form, filled)
    if isinstance(answer, Wrong):
        return await _shown(request, caller, task, form, answer)
    return RedirectResponse(f"{HOME}/{task['id']}?done=task-divided#parts", 303)


def _share(unit: str, form: dict[str, str]) -> Json:
    given = {"person": form.get(PERSON + unit, ""), "due": form.get(DUE + unit, "")}
    return {"unit": unit, **{name: text for name, text in given.items() if text}}
