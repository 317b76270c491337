"""消息样式: each message as it will be read, in every form, and the version of its text."""

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.notify import MessageTexts
from contracts.roles import CITY
from gateway.console.frame import session
from gateway.console.frame.asking import ask
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.problems import Problem

HOME = "/console/message-texts"


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "notify", MessageTexts())
    return render(
        request, "texts/list.html", caller=caller, texts=found["items"], digest=found["digest"]
    )


async def one(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "notify", MessageTexts())
    kind = str(request.path_params["kind"])
    text = next((each for each in found["items"] if each["kind"] == kind), None)
    if text is None:
        raise Problem("not-found")
    return render(request, "texts/one.html", caller=caller, text=text)


ENTRIES = (Entry("admin", HOME, "nav.texts", CITY, at=80),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/{{kind}}", one),
)
