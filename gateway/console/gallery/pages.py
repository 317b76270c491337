"""图库·比对: whether a picture is true, and whether it was used before."""

import asyncio
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.evidence import (
    DownloadOf,
    EvidenceList,
    EvidenceOf,
    HoldEvidence,
    LiftHold,
    RuleOnLikeness,
)
from contracts.orders.tasks import TaskOf
from contracts.roles import READERS
from contracts.words import EVIDENCE_STATE_NAMES, LikenessRuling
from gateway.console.frame import session, words
from gateway.console.frame.acts import may
from gateway.console.frame.asking import ask, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import Names, names, names_across
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.gallery import views
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/gallery"
PER_PAGE, MOST_BESIDE, MOST_TASKS = 24, 12, 5
LIFTS = "lifts"
"""The field that says which hold a form lifts."""
WHY = "why"
"""The reason of a hold: another form of the page has a field ``reason``."""
FILTERS = ("item", "unit", "mode", "state", "repeated", "similar", "task", "district")
RULINGS = get_args(LikenessRuling)
MODES = ("camera", "gallery", "file")
STEPS = (
    *("declared", "opened", "stored", "checked", "sealed", "rejected"),
    *("quarantined", "reused", "resembles", "ruled", "expired", "discarded", "deleted", "fetched"),
    *("held", "released", "disposed", "looked", "adopted"),
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
        **{
            name: every + [(one, w(f"gallery.{name}.{one}")) for one in ("true", "false")]
            for name in ("repeated", "similar")
        },
    }


# -- one file ---------------------------------------------------------------------------------


async def _piece(request: Request, caller: Caller, name: str = "evidence") -> Json:
    asked = read(EvidenceOf, {"evidence": request.path_params[name]}, text=True)
    return await ask(request, caller, "evidence", asked)


async def show(request: Request) -> Response:
    return await _show(request, (await session.current(request)).caller, {})


async def rule(request: Request) -> Response:
    """What the reader says of a picture that looks like an earlier one."""
    current, given = await posted(request)
    evidence = request.path_params["evidence"]
    try:
        filled = {name: given.get(name, "").strip() for name in ("ruling", "reason")}
        order = read_form(RuleOnLikeness, {"evidence": evidence, **filled})
        await give(request, current.caller, "evidence", order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _show(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{evidence}?done=gallery.ruled", 303)


async def _show(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    found = await _piece(request, caller)
    if not caller.has(*READERS):
        return render(
            request, "gallery/bare.html", caller=caller, items=[found], after="", first="", given={}
        )
    accounts = {found["by"], *(entry["by"] for entry in found["custody"])} - {""}
    if found["disposed"]:
        accounts.add(found["disposed"]["proposed_by"])
    if found["near_of"] and found["near_of"]["ruled"]:
        accounts.add(found["near_of"]["ruled"]["by"])
    named, across, uses, others = await asyncio.gather(
        names(request, caller, found["district"], accounts),
        names_across(request, caller, _districts(found)),
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
        fault.status if fault else 200,
        caller=caller,
        places=found["state"] != "DISPOSED" and may(caller, HoldEvidence),
        lifts=may(caller, LiftHold),
        found=found,
        piece=views.piece(found),
        names=named,
        across=across,
        uses=uses,
        others=others,
        captions=views.CAPTIONS,
        steps=views.custody(found["custody"], said, named.people),
        said=_said(found),
        judges=bool(found["near_of"]) and may(caller, RuleOnLikeness),
        rulings=[(one, words.word(lang, f"gallery.ruling.{one}")) for one in RULINGS],
        given=given,
        wrong=fault,
    )


async def hold(request: Request) -> Response:
    """Place a hold, or lift the one that the form names."""
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    shape: type[Order] = LiftHold if given.get(LIFTS) else HoldEvidence
    reference = given.get(LIFTS) or given.get("reference", "")
    filled = {"reference": reference, "reason": given.get(WHY, ""), **request.path_params}
    try:
        await give(
            request, caller, "evidence", read_form(shape, filled), given.get("once", "")[:40]
        )
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        at_why = {WHY if name == "reason" else name: told for name, told in found.fields.items()}
        return await _show(request, caller, given, found._replace(fields=at_why))
    done = "released" if given.get(LIFTS) else "held"
    here = f"{HOME}/{request.path_params['evidence']}"
    return RedirectResponse(f"{here}?done=gallery.{done}", 303)


def _districts(found: Json) -> set[str]:
    """Its own, and where it was used before."""
    earlier = (one["district"] for one in (found["duplicate"], found["near_of"]) if one)
    return {found["district"], *earlier}


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
        bits=_bits(one, other),
    )


def _bits(one: Json, other: Json) -> int | None:
    """In how many bits they differ, where the service found one to look like the other."""
    found = ((a["near_of"], b["id"]) for a, b in ((one, other), (other, one)) if a["near_of"])
    return next((like["distance"] for like, id in found if like.get("evidence") == id), None)


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
    ("POST", f"{HOME}/{{evidence}}/likeness", rule),
    ("POST", f"{HOME}/{{evidence}}/hold", hold),
    ("GET", f"{HOME}/{{evidence}}/thumbnail", thumbnail),
    ("GET", f"{HOME}/{{evidence}}/original", original),
    ("GET", f"{HOME}/{{evidence}}/compare/{{other}}", compare),
)
