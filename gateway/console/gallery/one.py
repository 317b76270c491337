"""One file with all that is known of it, and the forms of those who may act on it."""

import asyncio
from collections.abc import Mapping
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.evidence import (
    EvidenceList,
    EvidenceOf,
    HoldEvidence,
    LiftHold,
    LinkPiece,
    MarkPassage,
    RuleOnLikeness,
)
from contracts.orders.tasks import TaskOf
from contracts.roles import OFFICES, READERS
from contracts.words import Lang, LikenessRuling
from gateway.console.frame import words
from gateway.console.frame.acts import may
from gateway.console.frame.asking import ask, find
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names, names_across
from gateway.console.frame.render import language, render
from gateway.console.gallery import views
from gateway.validation import read

MOST_BESIDE, MOST_TASKS = 12, 5
RULINGS = get_args(LikenessRuling)
PRINTABLE = ("image/jpeg", "image/png", "image/heic", "application/pdf")
"""Of which the service draws stamped copies."""
STEPS = (
    *("declared", "opened", "stored", "checked", "sealed", "rejected"),
    *("quarantined", "reused", "resembles", "ruled", "expired", "discarded", "deleted", "fetched"),
    *(
        "admitted",
        "held",
        "released",
        "disposed",
        "looked",
        "adopted",
        "marked",
        "unmarked",
        "linked",
        "printed",
    ),
)
LABELS = {
    "likeness": {"ruling": "gallery.rule.what", "reason": "gallery.rule.reason"},
    "hold": {"reference": "gallery.hold.reference", "why": "gallery.hold.reason"},
    "mark": {name: f"gallery.mark.{name}" for name in ("page", "x", "y", "width", "height")},
    "link": {
        "item": "gallery.link.item",
        "task": "gallery.link.task",
        "use": "gallery.link.reason",
    },
}
"""Form → its fields, of which no two forms of the page have one name → the key of its word."""

Json = dict[str, Any]


async def piece_of(request: Request, caller: Caller, name: str = "evidence") -> Json:
    asked = read(EvidenceOf, {"evidence": request.path_params[name]}, text=True)
    return await ask(request, caller, "evidence", asked)


async def shown(
    request: Request,
    caller: Caller,
    given: Mapping[str, str],
    fault: Wrong | None = None,
    doing: str = "",
) -> Response:
    """``doing``: the form that was sent and not taken; ``given``: what was typed there."""
    found = await piece_of(request, caller)
    if not caller.has(*READERS):
        return render(
            request,
            "gallery/bare.html",
            caller=caller,
            items=[found],
            count=None,
            after="",
            first="",
            given={},
        )
    before, named, across, uses, others = await asyncio.gather(
        _before(request, caller, found),
        names(request, caller, found["district"], _accounts(found)),
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
        may=_may(caller, found),
        percent=views.percent,
        doing=doing,
        given=given or {"page": "1"},
        wrong=fault,
        labels={
            form: {n: words.word(lang, key) for n, key in of.items()} for form, of in LABELS.items()
        },
        found=found,
        piece=views.piece(found, lang),
        names=named,
        across=across,
        uses=uses,
        others=others,
        before=before,
        captions=views.CAPTIONS,
        steps=views.custody(found["custody"], said, named.people, lang),
        said=_said(found, lang),
        rulings=[(one, words.word(lang, f"gallery.ruling.{one}")) for one in RULINGS],
    )


def _labels(of: Mapping[str, str], lang: Lang) -> dict[str, str]:
    return {name: words.word(lang, key) for name, key in of.items()}


def _may(caller: Caller, found: Json) -> dict[str, bool]:
    """What the reader may do to it, by the names that the page knows."""
    sealed = found["state"] == "SEALED"
    return {
        "rule": bool(found["near_of"]) and may(caller, RuleOnLikeness),
        "hold": found["state"] != "DISPOSED" and may(caller, HoldEvidence),
        "lift": may(caller, LiftHold),
        "mark": sealed and may(caller, MarkPassage),
        "remove": caller.has(*OFFICES),
        "print": sealed and found["media_type"] in PRINTABLE,
        "link": sealed and may(caller, LinkPiece) and caller.unit in ("", found["unit"]),
    }


def _accounts(found: Json) -> set[str]:
    accounts = {found["by"], *(entry["by"] for entry in found["custody"])}
    accounts |= {one["by"] for one in (*found["holds"], *found["marks"], *found["links"])}
    if found["disposed"]:
        accounts.add(found["disposed"]["proposed_by"])
    if found["near_of"] and found["near_of"]["ruled"]:
        accounts.add(found["near_of"]["ruled"]["by"])
    return accounts - {""}


def _districts(found: Json) -> set[str]:
    """Its own, and where it was used before."""
    earlier = (one["district"] for one in (found["duplicate"], found["near_of"]) if one)
    return {found["district"], *earlier}


def _said(found: Json, lang: Lang) -> list[tuple[str, str]]:
    """What the file tells of itself, each under its word."""
    facts = found["facts"]
    lines = (
        ("gallery.filename", found["filename"]),
        ("gallery.size", views.size(found["size"])),
        ("gallery.dated", words.short_day(found["dated"], lang) if found.get("dated") else ""),
        ("gallery.uploaded", words.stamp(found["declared_at"], lang)),
        ("gallery.captured", words.stamp(found["captured_at"], lang)),
        ("gallery.taken", words.stamp(facts.get("taken_at"), lang)),
        ("gallery.position", views.position(facts.get("position") or found["position"])),
        ("gallery.pixels", views.pixels(found)),
        ("gallery.camera", facts.get("camera", "")),
        ("gallery.sealed_until", words.stamp(found["sealed_until"], lang)),
        ("gallery.sha256", found["sha256"]),
        ("gallery.id", found["id"]),
    )
    return [(word, text) for word, text in lines if text]


async def _before(request: Request, caller: Caller, found: Json) -> views.Piece | None:
    if not found.get("before"):
        return None
    one = await find(request, caller, "evidence", EvidenceOf(evidence=found["before"]))
    lang = language(request)
    return views.piece(one, lang) if one and one["district"] == found["district"] else None


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
    lang = language(request)
    pieces = (views.piece(one, lang) for one in page["items"] if one["id"] != found["id"])
    return [one for one in pieces if one.still][:MOST_BESIDE]
