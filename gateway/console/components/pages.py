"""The gallery of components, for who administers."""

from starlette.requests import Request
from starlette.responses import Response

from gateway import door
from gateway.console.components.views import shown
from gateway.console.first_hour.views import ADMIN
from gateway.console.frame import session
from gateway.console.frame.navigation import Entry, Under
from gateway.console.frame.render import language, render

HOME = "/console/components"


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    door.allow(caller, ADMIN)
    return render(request, "components/components.html", caller=caller, **shown(language(request)))


ENTRIES: tuple[Entry, ...] = ()
UNDER = (Under(HOME, "/console/accounts"),)
ROUTES = (("GET", HOME, show),)
