"""核验打印件: who holds a stamped copy looks up its code, and compares a file with the original.

Nothing personal and no picture; what a wrong code is told is what an unknown one is told.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.evidence import StampSaid
from gateway.console.frame.asking import find
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Under
from gateway.console.frame.public import PUBLIC, who
from gateway.console.frame.render import render
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from gateway.visitors import Visitor, address_of

HOME = "/v"
AN_HOUR = 120
"""Looks of one network address."""
MOST_TYPED = 100
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}

Json = dict[str, Any]


async def show(request: Request) -> Response:
    """A code, and what it says; ``?sha256=``: whether a file with that hash is the original."""
    _, signed = await who(request)
    await parts(request).pace.step("stamps", Visitor(address_of(request)), AN_HOUR)
    code = request.path_params["code"].replace("-", "").strip().upper()[:MOST_TYPED]
    typed = request.query_params.get("sha256", "").strip().lower()[:MOST_TYPED]
    try:
        known = await _known(request, code, typed)
        misread = False
    except Misread:
        known, misread = await _known(request, code, ""), True
    return await _shown(request, signed, code, known, {"sha256": typed}, misread=misread)


class Misread(Exception):
    """What was typed as a hash is none."""


async def _known(request: Request, code: str, sha256: str) -> Json | None:
    """Raises: Misread."""
    asked = {"code": code, "sha256": sha256 or None}
    try:
        return await find(request, PUBLIC, "evidence", read(StampSaid, asked))
    except Problem as problem:
        if problem.code != "invalid":
            raise
        if problem.field == "$.sha256":
            raise Misread from problem
        return None


async def _shown(
    request: Request,
    signed: Caller | None,
    code: str,
    known: Json | None,
    given: dict[str, str],
    *,
    misread: bool,
) -> Response:
    called = await names(request, PUBLIC, "")
    response = render(
        request,
        "stamps/stamp.html",
        200 if known else 404,
        caller=signed,
        code=code,
        known=known,
        where=called.district(known["district"]) if known else "",
        given=given,
        misread=misread,
    )
    response.headers.update(HEADERS)
    return response


ENTRIES = ()
UNDER = (Under(HOME, "/console/gallery"),)
ROUTES = (("GET", f"{HOME}/{{code}}", show),)
