"""迎检档案: what each item has and has not, year by year; binding, and what was bound."""

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.scoring import GapGrid, Snapshots
from contracts.orders.tasks import Registers, Tasks
from contracts.roles import STEERING
from gateway.console.bulletins.views import code
from gateway.console.dossiers import views
from gateway.console.frame import figures, session
from gateway.console.frame.asking import ask, fields, find
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.dossiers import ordering
from gateway.dossiers.gathering import listed
from gateway.dossiers.ordering import BindDossier, DossiersOf
from gateway.dossiers.originals import Asking
from gateway.dossiers.sending import sent
from gateway.parts import parts
from gateway.problems import Problem
from gateway.told import DossierLine
from gateway.validation import read

HOME = "/console/dossiers"
YEARS_SHOWN = 4
Json = dict[str, Any]


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _show(request, caller, {})


async def _show(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    chosen = await figures.choose(request, caller)
    gaps_only = request.query_params.get("gap") == "1"
    found, snapshots, bound = None, list[Json](), list[DossierLine]()
    if chosen.places:
        grid = await _grid(
            request, caller, chosen.district, chosen.year - YEARS_SHOWN + 1, chosen.year
        )
        done = await _done(request, caller, chosen.district, grid["years"])
        found = views.matrix(grid, done, gaps_only=gaps_only)
        snapshots, bound = await _bound(request, caller, chosen.district, chosen.year)
    return render(
        request,
        "dossiers/matrix.html",
        fault.status if fault else 200,
        caller=caller,
        chosen=chosen,
        matrix=found,
        gap="1" if gaps_only else "",
        snapshots=snapshots,
        bound=bound,
        code=code,
        binds=caller.has(*ordering.BINDERS),
        given=given,
        wrong=fault,
    )


async def _grid(request: Request, caller: Caller, district: str, first: int, last: int) -> Json:
    """Raises: Problem not-found."""
    where = {"district": district, "level": "self", "first": first, "last": last}
    question = read(GapGrid, where, text=True)
    found = await find(request, caller, "scoring", question)
    if found is None:
        raise Problem("not-found")
    return found


async def _done(
    request: Request, caller: Caller, district: str, years: list[int]
) -> dict[int, dict[str, Any]]:
    asking = Asking(parts(request).rpc, caller)

    async def one(year: int) -> dict[str, Any]:
        tasks, registers = await asyncio.gather(
            listed(asking, "tasks", Tasks(district=district, year=year)),
            listed(asking, "tasks", Registers(district=district, year=year)),
        )
        return views.works(tasks, registers)

    return dict(zip(years, await asyncio.gather(*map(one, years)), strict=True))


async def _bound(
    request: Request, caller: Caller, district: str, year: int, item: str | None = None
) -> tuple[list[Json], list[DossierLine]]:
    """The year's snapshots, and the dossiers of the district."""
    page, made = await asyncio.gather(
        ask(request, caller, "scoring", Snapshots(year=year)),
        ordering.listed(request, caller, DossiersOf(district=district), item),
    )
    names = {one["snapshot"]: one for one in page["items"]}
    return list(names.values()), [ordering.line(one) for one in made]


async def of_item(request: Request) -> Response:
    """An item in a year: what is missing, who leads it, what was bound of it."""
    caller = (await session.current(request)).caller
    return await _of_item(request, caller)


async def _of_item(request: Request, caller: Caller, fault: Wrong | None = None) -> Response:
    path = request.path_params
    where = {"district": path["district"], "first": path["year"], "last": path["year"]}
    asked = read(GapGrid, {**where, "level": "self"}, text=True)
    grid = await find(request, caller, "scoring", asked)
    done = await _done(request, caller, asked.district, [asked.first])
    cell = views.cell_of(grid, done[asked.first], path["item"], asked.first) if grid else None
    if grid is None or cell is None:
        raise Problem("not-found")
    snapshots, bound = await _bound(request, caller, asked.district, asked.first, path["item"])
    (district,) = grid["districts"]
    return render(
        request,
        "dossiers/item.html",
        fault.status if fault else 200,
        caller=caller,
        district=asked.district,
        place=district["name"],
        year=asked.first,
        item=path["item"],
        heading=next(r["title"] for r in district["rows"] if r["item"] == path["item"]),
        cell=cell,
        snapshots=snapshots,
        bound=bound,
        code=code,
        binds=caller.has(*ordering.BINDERS),
        given={},
        wrong=fault,
    )


async def bind(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    typed = {name: form[name] for name in ("district", "snapshot", "item") if form.get(name)}
    try:
        made = await ordering.order(request, caller, read_form(BindDossier, typed))
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, typed, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{made.id}", 303)


async def one(request: Request) -> Response:
    """A dossier: how far it is, what it lacks, and the file."""
    caller = (await session.current(request)).caller
    made = await ordering.found(request, caller, request.path_params["dossier"])
    told = msgspec.to_builtins(ordering.told(made))
    return render(
        request,
        "dossiers/dossier.html",
        caller=caller,
        dossier=told,
        snapshot=made.snapshot_name,
        code=code,
        by=made.by.name,
        at=made.at,
        missing=views.by_lead(told["missing"]),
        binds=caller.has(*ordering.BINDERS),
    )


async def file(request: Request) -> Response:
    caller = (await session.current(request)).caller
    made = await ordering.found(request, caller, request.path_params["dossier"])
    return await sent(request, caller, made)


ENTRIES = (Entry("bulletins", HOME, "dossiers.nav", roles=STEERING, at=30),)
ROUTES = (
    ("GET", HOME, show),
    ("POST", HOME, bind),
    ("GET", f"{HOME}/of/{{district}}/{{year}}/{{item}}", of_item),
    ("GET", f"{HOME}/{{dossier}}", one),
    ("GET", f"{HOME}/{{dossier}}/file", file),
)
