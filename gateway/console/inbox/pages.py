"""消息: the list, opening and taking note, and one's own choices."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.notify import (
    Acknowledge,
    ChooseNotices,
    Inbox,
    MarkAllRead,
    MarkRead,
    MessageOf,
    NoticeChoices,
    UnreadCount,
)
from contracts.words import SEVERITY_NAMES
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.console.inbox import views
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/inbox"
SETTINGS = f"{HOME}/settings"
KINDS = ("unread", "all", "urgent")
A_PAGE = 20
MANY = 99
"""More messages than this are shown as so many and a plus."""


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    asked = request.query_params
    kind = asked["show"] if asked.get("show") in KINDS else KINDS[0]
    cursor = read(Inbox, {"cursor": asked.get("cursor", "")}, text=True).cursor
    question = Inbox(
        limit=A_PAGE,
        cursor=cursor,
        count=True,
        unread=kind == "unread",
        severity="urgent" if kind == "urgent" else None,
    )
    found = await ask(request, caller, "notify", question)
    further = {"show": kind, "cursor": found["next"]}
    return render(
        request,
        "inbox/list.html",
        caller=caller,
        kind=kind,
        kinds=KINDS,
        messages=views.messages(found["items"], language(request)),
        newest=views.newest(found["items"]) if not cursor else "",
        count=found.get("count"),
        first=f"{HOME}?show={kind}" if cursor else "",
        next=f"{HOME}?{urlencode(further)}" if found["next"] else "",
    )


async def count(request: Request) -> Response:
    """The number beside the link of every page, of what asks for an act or for taking note; nothing
    where it cannot be had."""
    number = ""
    try:
        caller = (await session.current(request)).caller
        waits = (await ask(request, caller, "notify", UnreadCount()))["waiting"]
        number = f"{MANY}+" if waits > MANY else str(waits) if waits else ""
    except Problem:
        pass
    said = word(language(request), "inbox.count", count=number) if number else ""
    shown = f'<span class="count">{number}<span class="hidden">{said}</span></span>'
    return HTMLResponse(shown if number else "<span></span>")


async def act(request: Request) -> Response:
    """One button of the list: open, take note, mark one or all."""
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    kind = form.get("show", "") if form.get("show") in KINDS else KINDS[0]
    done, then = "", ""
    if "open" in form:
        message = await ask(request, caller, "notify", read(MessageOf, {"message": form["open"]}))
        then = message["path"]
        await _give(request, caller, read(MarkRead, {"delivery": form["open"]}), form)
    elif "note" in form:
        done = "inbox-noted"
        await _give(request, caller, read(Acknowledge, {"delivery": form["note"]}), form)
    elif "read" in form:
        done = "inbox-read"
        await _give(request, caller, read(MarkRead, {"delivery": form["read"]}), form)
    else:
        done = "inbox-all"
        order = read(MarkAllRead, {"until": form.get("until", "")}, text=True)
        await _give(request, caller, order, form)
    asked = urlencode({"show": kind, **({"done": done} if done else {})})
    return RedirectResponse(session.safe_next(then) if then else f"{HOME}?{asked}", 303)


async def _give(request: Request, caller: Caller, order: Order, form: dict[str, str]) -> None:
    """Each order by a key of its own: one page has many buttons."""
    key = f"{form.get('once', '')[:40]}-{type(order).__name__}"
    await give(request, caller, "notify", order, key)


async def settings(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return _settings(request, caller, await _chosen(request, caller))


async def _chosen(request: Request, caller: Caller) -> views.Choosing:
    found = await ask(request, caller, "notify", NoticeChoices())
    return views.choosing(found, language(request))


def _settings(
    request: Request, caller: Caller, shown: views.Choosing, fault: Wrong | None = None
) -> Response:
    labels: dict[str, Any] = {
        name: word(language(request), f"inbox.{name}")
        for name in ("digest_at", "quiet_from", "quiet_until")
    }
    return render(
        request,
        "inbox/settings.html",
        fault.status if fault else 200,
        caller=caller,
        shown=shown,
        severities=tuple(SEVERITY_NAMES),
        wrong=fault,
        labels=labels,
    )


async def choose(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    shown = await _chosen(request, caller)
    typed = views.order(form, shown.channels)
    try:
        await _give(request, caller, read_form(ChooseNotices, typed), form)
    except (Misfilled, Problem) as fault:
        kept = shown._replace(channels=typed["through"], given=form)
        return _settings(request, caller, kept, wrong(fault, language(request)))
    return RedirectResponse(f"{SETTINGS}?done=inbox-chosen", 303)


ENTRIES = ()
ROUTES = (
    ("GET", HOME, listed),
    ("POST", HOME, act),
    ("GET", f"{HOME}/count", count),
    ("GET", SETTINGS, settings),
    ("POST", SETTINGS, choose),
)
