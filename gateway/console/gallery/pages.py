"""图库·比对: whether a picture is true, and whether it was used before."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.evidence import DownloadOf, EvidenceList, EvidenceOf
from contracts.orders.tasks import TaskOf
from contracts.roles import READERS
from contracts.words import EVIDENCE_STATE_NAMES
from gateway.console.frame import session, words
from gateway.console.frame.asking import ask, find
from gateway.console.frame.naming import Names, names, names_across
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.gallery import views
from gateway.validation import read

HOME = "/console/gallery"
PER_PAGE, MOST_BESIDE, MOST_TASKS = 24, 12, 5
FILTERS = ("item", "unit", "mode", "state", "repeated", "task", "district")
MODES = ("camera", "gallery", "file")
STEPS = (
    *("declared", "opened", "stored", "checked", "sealed", "rejected"),
    *("quarantined", "reused", "expired", "discarded", "deleted", "fetched"),
)

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = views.filters(request.query_params, (*FILTERS, "cursor"))
    asked = read(EvidenceList, {**given, "limit": str(PER_PAGE)}, text=True)
    page = await ask(request, caller, "evidence", asked)
    after = f"{HOME}?{urlencode(given | {'cursor': page['next']})}" if page["next"] else ""
    first = f"{HOME}?{urlencode({k: v for k, v in given.items() if k != 'cursor'})}"
    shown: Json = {"after": after, "first": first if "cursor" in given else "", "given": given}
    if not caller.has(*READERS):
        return render(request, "gallery/bare.html", caller=caller, items=page["items"], **shown)
    district = _district(caller, given)
    named = await names_across(request, caller, {district, *(p["district"] for p in page["items"])})
    return render(
        request,
        "gallery/list.html",
        caller=caller,
        pieces=[views.piece(one) for one in page["items"]],
        options=_options(request, named, district),
        names=named,
        **shown,
    )


def _district(caller: Caller, given: dict[str, str]) -> str:
    return given.get("district", "") if caller.district == "*" else caller.district


def _options(request: Request, named: Names, district: str) -> dict[str, list[tuple[str, str]]]:
    def w(key: str) -> str:
        return words.word(language(request), key)

    every = [("", w("gallery.all"))]
    return {
        "district": every + sorted(named.districts.items()),
        "unit": every + named.units_of(district),
        "mode": every + [(mode, w(f"gallery.mode.{mode}")) for mode in MODES],
        "state": every + [(one, w(f"gallery.state.{one}")) for one in EVIDENCE_STATE_NAMES],
        "repeated": every + [(one, w(f"gallery.repeated.{one}")) for one in ("true", "false")],
    }


# -- one file ---------------------------------------------------------------------------------


async def _piece(request: Request, caller: Caller, name: str = "evidence") -> Json:
    asked = read(EvidenceOf, {"evidence": request.path_params[name]}, text=True)
    return await ask(request, caller, "evidence", asked)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _piece(request, caller)
    if not caller.has(*READERS):
        return render(
            request, "gallery/bare.html", caller=caller, items=[found], after="", first="", given={}
        )
    accounts = {found["by"], *(entry["by"] for entry in found["custody"])} - {""}
    named, uses, others = await asyncio.gather(
        names(request, caller, found["district"], accounts),
        _uses(request, caller, found),
        _others(request, caller, found),
    )
    lang = language(request)
    said = {step: words.word(lang, f"gallery.custody.{step}") for step in STEPS}
    said[""] = words.word(lang, "gallery.custody.system")
    said["stripped"] = words.word(lang, "gallery.custody.stripped")
    return render(
        request,
        "gallery/piece.html",
        caller=caller,
        found=found,
        piece=views.piece(found),
        names=named,
        uses=uses,
        others=others,
        captions=views.CAPTIONS,
        steps=views.custody(found["custody"], said, named.people),
        said=_said(found),
    )


def _said(found: Json) -> list[tuple[str, str]]:
    """What the file tells of itself, each under its word."""
    facts = found["facts"]
    lines = (
        ("gallery.filename", found["filename"]),
        ("gallery.size", views.size(found["size"])),
        ("gallery.captured", views.at(found["captured_at"])),
        ("gallery.taken", views.at(facts.get("taken_at"))),
        ("gallery.position", views.position(facts.get("position") or found["position"])),
        ("gallery.pixels", views.pixels(found)),
        ("gallery.camera", facts.get("camera", "")),
        ("gallery.sealed_until", views.at(found["sealed_until"])),
        ("gallery.sha256", found["sha256"]),
        ("gallery.id", found["id"]),
    )
    return [(word, text) for word, text in lines if text]


async def _uses(request: Request, caller: Caller, found: Json) -> list[Json]:
    """The tasks that the file is for, as far as the reader sees them."""
    asked = [TaskOf(task=task) for task in found["tasks"][:MOST_TASKS]]
    tasks = await asyncio.gather(*(find(request, caller, "tasks", one) for one in asked))
    return [task for task in tasks if task]


async def _others(request: Request, caller: Caller, found: Json) -> list[views.Piece]:
    """Other pictures of its item, to compare with."""
    if not found["items"] or views.kind(found["media_type"]) != "picture":
        return []
    asked = EvidenceList(district=found["district"], item=found["items"][0], limit=MOST_BESIDE + 1)
    page = await ask(request, caller, "evidence", asked)
    pieces = (views.piece(one) for one in page["items"] if one["id"] != found["id"])
    return [one for one in pieces if one.still][:MOST_BESIDE]


async def compare(request: Request) -> Response:
    caller = (await session.current(request)).caller
    one, other = await asyncio.gather(
        _piece(request, caller), _piece(request, caller, name="other")
    )
    return render(
        request,
        "gallery/compare.html",
        caller=caller,
        one=views.piece(one),
        other=views.piece(other),
        sides=views.beside(one, other),
        same=one["sha256"] == other["sha256"],
    )


async def thumbnail(request: Request) -> Response:
    return await _fetched(request, thumbnail=True)


async def original(request: Request) -> Response:
    return await _fetched(request, thumbnail=False)


async def _fetched(request: Request, *, thumbnail: bool) -> Response:
    """To the store, by an address that is made when it is asked for and soon over: a page left
    open for an hour still shows its pictures, to who may see them then."""
    caller = (await session.current(request)).caller
    given = {"evidence": request.path_params["evidence"], "thumbnail": str(thumbnail).lower()}
    told = await ask(request, caller, "evidence", read(DownloadOf, given, text=True))
    return RedirectResponse(told["url"], 303)


ENTRIES = (Entry("evidence", HOME, "nav.gallery", at=20),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/{{evidence}}", show),
    ("GET", f"{HOME}/{{evidence}}/thumbnail", thumbnail),
    ("GET", f"{HOME}/{{evidence}}/original", original),
    ("GET", f"{HOME}/{{evidence}}/compare/{{other}}", compare),
)
