"""图库·比对: whether a picture is true, and whether it was used before."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.evidence import DownloadOf, EvidenceList, StampedOf
from contracts.roles import READERS
from contracts.words import EVIDENCE_STATE_NAMES
from gateway.console.frame import session, words
from gateway.console.frame.asking import ask
from gateway.console.frame.naming import Names, names_across
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.gallery import acts, views
from gateway.console.gallery.one import piece_of, shown
from gateway.validation import read

HOME = "/console/gallery"
PER_PAGE = 24
FILTERS = ("item", "unit", "mode", "state", "repeated", "similar", "task", "district")
MODES = ("camera", "gallery", "file")

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = views.filters(request.query_params, (*FILTERS, "cursor"))
    wanted = {**given, "limit": str(PER_PAGE), "count": "true"}
    asked = read(EvidenceList, wanted, text=True)
    page = await ask(request, caller, "evidence", asked)
    pieces = [*page["items"], *await _linked(request, caller, given)]
    after = f"{HOME}?{urlencode(given | {'cursor': page['next']})}" if page["next"] else ""
    first = f"{HOME}?{urlencode({k: v for k, v in given.items() if k != 'cursor'})}"
    more: Json = {"after": after, "first": first if "cursor" in given else "", "given": given}
    more["count"] = None if "item" in given else page.get("count")
    if not caller.has(*READERS):
        return render(request, "gallery/bare.html", caller=caller, items=pieces, **more)
    district = _district(caller, given)
    named = await names_across(request, caller, {district, *(p["district"] for p in pieces)})
    return render(
        request,
        "gallery/list.html",
        caller=caller,
        pieces=[views.piece(one, language(request)) for one in pieces],
        options=_options(request, named, district),
        names=named,
        **more,
    )


async def _linked(request: Request, caller: Caller, given: Mapping[str, str]) -> list[Json]:
    """On the first page of an item, those files too that serve it by a link."""
    if "item" not in given or "cursor" in given:
        return []
    rest = {name: given[name] for name in ("district", "unit", "mode", "state") if name in given}
    asked = read(EvidenceList, {**rest, "linked": given["item"], "limit": str(PER_PAGE)}, text=True)
    found = await ask(request, caller, "evidence", asked)
    linked: list[Json] = found["items"]
    return linked


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


async def show(request: Request) -> Response:
    return await shown(request, (await session.current(request)).caller, {})


async def compare(request: Request) -> Response:
    caller = (await session.current(request)).caller
    one, other = await asyncio.gather(
        piece_of(request, caller), piece_of(request, caller, name="other")
    )
    lang = language(request)
    return render(
        request,
        "gallery/compare.html",
        caller=caller,
        one=views.piece(one, lang),
        other=views.piece(other, lang),
        sides=views.beside(one, other, lang),
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


async def stamped(request: Request) -> Response:
    """A copy for paper, drawn when it is asked for."""
    caller = (await session.current(request)).caller
    asked = read(StampedOf, {"evidence": request.path_params["evidence"]}, text=True)
    return RedirectResponse((await ask(request, caller, "evidence", asked))["url"], 303)


ENTRIES = (Entry("evidence", HOME, "nav.gallery", at=20),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/{{evidence}}", show),
    ("POST", f"{HOME}/{{evidence}}/likeness", acts.rule),
    ("POST", f"{HOME}/{{evidence}}/hold", acts.hold),
    ("POST", f"{HOME}/{{evidence}}/marks", acts.mark),
    ("POST", f"{HOME}/{{evidence}}/links", acts.link),
    ("GET", f"{HOME}/{{evidence}}/thumbnail", thumbnail),
    ("GET", f"{HOME}/{{evidence}}/original", original),
    ("GET", f"{HOME}/{{evidence}}/stamped", stamped),
    ("GET", f"{HOME}/{{evidence}}/compare/{{other}}", compare),
)
