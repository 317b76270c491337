"""What is done to one file from its page: judged, held, framed, linked."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.orders.base import Order
from contracts.orders.evidence import (
    HoldEvidence,
    LiftHold,
    LinkPiece,
    MarkPassage,
    RuleOnLikeness,
    UnmarkPassage,
)
from gateway.console.frame.asking import give
from gateway.console.frame.forms import Misfilled, read_form, wrong
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language
from gateway.console.gallery import one, views
from gateway.problems import Problem

HOME = "/console/gallery"
BOX = ("x", "y", "width", "height")
AS_TYPED = {"hold": {"reason": "why"}, "link": {"reason": "use"}}
"""Form → field of its order → its name on the page, where another form has that name."""

Given = Mapping[str, str]


async def rule(request: Request) -> Response:
    """What the reader says of a picture that looks like an earlier one."""
    return await _done(request, "likeness", _ruling, "ruled")


def _ruling(evidence: str, given: Given) -> Order:
    filled = {name: given.get(name, "").strip() for name in ("ruling", "reason")}
    return read_form(RuleOnLikeness, {"evidence": evidence, **filled})


async def hold(request: Request) -> Response:
    """A hold more, or the one lifted that the form names."""
    return await _done(request, "hold", _holding, "held", ("lifts", "released"))


def _holding(evidence: str, given: Given) -> Order:
    about = {"evidence": evidence, "reason": given.get("why", "")}
    if lifts := given.get("lifts"):
        return read_form(LiftHold, about | {"reference": lifts})
    return read_form(HoldEvidence, about | {"reference": given.get("reference", "")})


async def mark(request: Request) -> Response:
    """One frame more, or the one taken away that the form names."""
    return await _done(request, "mark", _marking, "marked", ("remove", "unmarked"))


def _marking(evidence: str, given: Given) -> Order:
    if number := given.get("remove"):
        return read_form(UnmarkPassage, {"evidence": evidence, "number": number})
    box = {name: views.fraction(given.get(name, "")) for name in BOX}
    about = {"page": given.get("page") or "1", "note": given.get("note", "")}
    return read_form(MarkPassage, {"evidence": evidence, **about, **box})


async def link(request: Request) -> Response:
    """The file serves another item too."""
    return await _done(request, "link", _linking, "linked")


def _linking(evidence: str, given: Given) -> Order:
    said = {name: given.get(name, "").strip() for name in ("item", "task")}
    return read_form(LinkPiece, {"evidence": evidence, "reason": given.get("use", ""), **said})


async def _done(
    request: Request,
    doing: str,
    order_of: Callable[[str, Given], Order],
    done: str,
    undone: tuple[str, str] = ("", ""),
) -> Response:
    """``done``: the word that the page then says; ``undone``: a field, and the word where the form
    has it."""
    current, given = await posted(request)
    evidence = request.path_params["evidence"]
    try:
        await give(request, current.caller, "evidence", order_of(evidence, given), key_of(given))
    except (Misfilled, Problem) as fault:
        told, typed = wrong(fault, language(request)), AS_TYPED.get(doing, {})
        told = told._replace(fields={typed.get(n, n): text for n, text in told.fields.items()})
        return await one.shown(request, current.caller, given, told, doing)
    word = undone[1] if given.get(undone[0]) else done
    return RedirectResponse(f"{HOME}/{evidence}?done=gallery.{word}", 303)
