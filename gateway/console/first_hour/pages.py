"""开局引导: each step of the first hour, what it needs, and the page on which it is done."""

from starlette.requests import Request
from starlette.responses import Response

from contracts.roles import APPOINTERS, PROVINCE
from gateway import door
from gateway.console.first_hour import guide, views
from gateway.console.frame import session
from gateway.console.frame.navigation import Entry, Under
from gateway.console.frame.render import render

LED = (*APPOINTERS, *PROVINCE)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    door.allow(caller, LED)
    city = await guide.city_of(request, caller)
    lines = views.lines(city, caller)
    return render(
        request,
        "first_hour/start.html",
        caller=caller,
        lines=lines,
        count=sum(line.state == "done" for line in lines),
        over=city.confirmed,
    )


ENTRIES: tuple[Entry, ...] = ()
UNDER = (Under(guide.HOME, "/console/today"), Under(guide.HOME, "/console/accounts"))
ROUTES = (("GET", guide.HOME, show),)
