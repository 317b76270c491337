"""All pages of the console, each under its address, and the navigation that leads to them."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gateway.console.first_hour import guide
from gateway.console.frame import navigation, session
from gateway.console.frame.render import page, render
from gateway.console.frame.rooms import rooms


async def home(request: Request) -> Response:
    """Each role begins on a page of its own; who sets the city up, on the guide to that."""
    caller = (await session.current(request)).caller
    if await guide.begins(request, caller):
        return RedirectResponse(guide.HOME, 303)
    own = navigation.home(request.app.state.entries, caller.roles)
    if own:
        return RedirectResponse(own, 303)
    return render(request, "frame/nothing.html", caller=caller)


def install(app: Starlette) -> None:
    app.state.entries, app.state.under = [], []
    app.state.names = {}
    app.state.under_way = set()
    app.state.badges = {}
    app.add_route("/", page(home), ["GET"])
    app.add_route("/console", page(home), ["GET"])
    for _, room in rooms("pages"):
        app.state.entries.extend(room.ENTRIES)
        app.state.under.extend(getattr(room, "UNDER", ()))
        for verb, path, show in room.ROUTES:
            app.add_route(path, page(show), [verb])
