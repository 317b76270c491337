"""The doors of dossiers (``gateway/dossiers``)."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.base import page_of
from contracts.words import Id
from gateway import describe, door
from gateway.dossiers import ordering
from gateway.dossiers.ordering import BindDossier, DossiersOf
from gateway.dossiers.sending import ZIP, sent
from gateway.routes.api import add, reply
from gateway.schemas import Schema, of_field
from gateway.told import DossierLine, DossierTold
from gateway.validation import read

TAG = "dossiers"
BODIES = (BindDossier,)
DOSSIER: Schema = {
    "name": "dossier",
    "in": "path",
    "required": True,
    "description": "The dossier.",
    "schema": of_field(Id),
}


async def bind(request: Request) -> Response:
    """Ask again until ``state`` is ``ready``, ``refused`` (its ``faults`` say why: nothing half is
    handed out) or ``failed``. The same snapshot gives the same dossier, however often it is
    ordered."""
    caller = (await door.session(request)).caller
    door.idempotency_key(request)  # asked for as everywhere: here any repeat is the same dossier
    wanted = read(BindDossier, await door.json_object(request))
    made = await ordering.order(request, caller, wanted)
    return reply(ordering.told(made), 202)


async def listed(request: Request) -> Response:
    """The newest of a district."""
    caller = (await door.session(request)).caller
    asked = read(DossiersOf, door.query(request), text=True)
    found = await ordering.listed(request, caller, asked)
    return reply({"items": [ordering.line(one) for one in found], "next": None})


async def show(request: Request) -> Response:
    """How far it is; what is missing, and who leads it."""
    caller = (await door.session(request)).caller
    made = await ordering.found(request, caller, request.path_params["dossier"])
    return reply(ordering.told(made))


async def file(request: Request) -> Response:
    """The ZIP; ``Range`` and ``If-Range`` go on where a download was cut off. Each original in it
    is read in the caller's name, which its custody records."""
    caller = (await door.session(request)).caller
    made = await ordering.found(request, caller, request.path_params["dossier"])
    return await sent(request, caller, made)


def install(app: Starlette) -> None:
    usual = ("forbidden", "not-found")
    binding = describe.operation(
        "dossiers.bind",
        TAG,
        "生成迎检档案",
        body=BindDossier,
        answer=DossierTold,
        refusals=(*usual, "refused", "busy"),
        status=202,
    )
    add(app, "POST", "/dossiers", bind, binding)
    list_ = describe.operation(
        "dossiers.listed",
        TAG,
        "迎检档案列表",
        parameters=describe.query_of(DossiersOf),
        answer=page_of(DossierLine),
        refusals=usual,
    )
    add(app, "GET", "/dossiers", listed, list_)
    one = describe.operation(
        "dossiers.show",
        TAG,
        "一套迎检档案",
        parameters=[DOSSIER],
        answer=DossierTold,
        refusals=usual,
    )
    add(app, "GET", "/dossiers/{dossier}", show, one)
    whole = describe.operation(
        "dossiers.file",
        TAG,
        "下载迎检档案",
        parameters=[DOSSIER],
        answer={"type": "string", "format": "binary"},
        media_type=ZIP,
        refusals=(*usual, "refused", "busy"),
    )
    add(app, "GET", "/dossiers/{dossier}/file", file, whole)
