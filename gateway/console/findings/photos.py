"""Photos of an inspection, or of a finding's rectification: from the browser to the store."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import Ask
from contracts.orders.evidence import Declare
from contracts.orders.tasks import FindingOf, InspectionOf
from gateway.console.findings.views import ACTS
from gateway.console.frame import acts, listing, session
from gateway.console.frame.asking import Json, ask
from gateway.console.frame.render import render
from gateway.console.tasks import uploading
from gateway.problems import Problem

Page = Callable[[Request], Awaitable[Response]]
Route = tuple[str, str, Page]


def _about(found: Json) -> Json:
    """What a photo shall prove: of a finding its item, of an inspection nothing yet."""
    items = [found["item"]] if "item" in found else []
    return {"district": found["district"], "tasks": [], "items": items, "row": None}


def routes(home: str, of: type[Ask], back: str) -> tuple[Route, ...]:
    """The addresses below ``home``, of what the question ``of`` finds; ``back``: behind ``home``,
    where the photos are chosen, unless the form that needs them named itself."""

    async def found(request: Request, caller: Caller) -> Json:
        if not acts.may(caller, Declare):
            raise Problem("forbidden")
        return await ask(request, caller, "tasks", listing.in_path(of, request))

    async def show(request: Request) -> Response:
        caller = (await session.current(request)).caller
        one, form = await found(request, caller), request.query_params.get("for", "")
        return render(
            request,
            "findings/photos.html",
            caller=caller,
            title=one.get("fault") or one["title"],
            at=request.url.path,
            back=request.url.path.rpartition("/")[0] + (f"/{form}" if form in ACTS else back),
            captions=uploading.CAPTIONS,
            given={"place": one.get("place", "")},
        )

    async def declare(request: Request) -> Response:
        caller, given = await uploading.received(request)
        about = _about(await found(request, caller))
        return await uploading.declared(request, caller, given, about)

    scripted, at = uploading.scripted, f"{home}/photos"
    return (
        ("GET", at, show),
        ("POST", f"{at}/declare", scripted(declare)),
        ("GET", f"{at}/{{evidence}}", scripted(uploading.state)),
        ("POST", f"{at}/{{evidence}}/open", scripted(uploading.opened)),
        ("POST", f"{at}/{{evidence}}/uploaded", scripted(uploading.uploaded)),
    )


ROUTES = (
    *routes("/console/inspections/{inspection}", InspectionOf, "/findings"),
    *routes("/console/findings/{finding}", FindingOf, ""),
)
