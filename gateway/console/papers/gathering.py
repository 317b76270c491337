"""What each kind of paper is made of, asked of the services that know it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.evidence import EvidenceOf
from contracts.orders.scoring import (
    DistrictScoreOf,
    ItemScoreOf,
    PushNext,
    SnapshotOf,
    VerifySnapshot,
)
from contracts.orders.tasks import FindingOf, MeetingOf, Papers, TaskOf
from contracts.words import CITY_WIDE, LEVELS, PaperKind
from gateway.console.bulletins.views import differences
from gateway.console.frame.asking import ask, find
from gateway.console.frame.choosing import items
from gateway.console.frame.listing import made
from gateway.console.frame.naming import Names, names
from gateway.console.frame.words import today
from gateway.console.papers.drafts import bulletin, meeting, scoring, submission, supervising
from gateway.console.papers.drafts.draft import Draft, Office
from gateway.parts import parts
from gateway.problems import Problem

Json = dict[str, Any]
Given = Mapping[str, str]
MOST_PIECES, MOST_TOLD, MOST_ISSUED = 200, 10, 100
AT_ONCE = 10
"""Pieces of evidence that are asked for side by side."""


async def office_of(request: Request, caller: Caller) -> Office:
    if caller.district == CITY_WIDE:
        return Office(CITY_WIDE, parts(request).city)
    called = await names(request, caller)
    return Office(caller.district, called.district(caller.district))


async def _bulletin(request: Request, caller: Caller, given: Given) -> Draft:
    id = given.get("snapshot", "")
    asked = made(SnapshotOf, snapshot=id, district=given.get("district") or CITY_WIDE)
    snapshot, proof, called = await asyncio.gather(
        ask(request, caller, "scoring", asked),
        ask(request, caller, "scoring", made(VerifySnapshot, snapshot=id)),
        names(request, caller),
    )
    _must_be_proved(proof, called)
    titles = await items(request, caller, snapshot["standard"])
    plain = {code: one.title for code, one in titles.items()}
    return bulletin.bulletin(snapshot, called.districts, plain, today())


def _must_be_proved(proof: Json, called: Names) -> None:
    """Raises: Problem refused, which names the figures that are not what they were."""
    if not proof["equal"]:
        told = "；".join(differences(proof["differences"], called.districts)[:MOST_TOLD])
        raise Problem("refused", f"快照与冻结时不一致，不得用于通报：{told}。")


async def _finding(request: Request, caller: Caller, given: Given) -> tuple[Json, Names, str]:
    """Raises: Problem refused (not ordered, or withdrawn)."""
    found = await ask(request, caller, "tasks", made(FindingOf, finding=given.get("finding", "")))
    if found["state"] not in supervising.ISSUABLE:
        raise Problem("refused", "这个问题没有责令整改，或者已经撤销，不能出公文。")
    accounts = {found["by"], *found["inspectors"]}
    reply = found["reply"] or {}
    accounts |= {reply.get("responsible", ""), reply.get("by", "")}
    called, titles = await asyncio.gather(
        names(request, caller, found["district"], accounts - {""}),
        items(request, caller, found["standard"]),
    )
    title = titles[found["item"]].title if found["item"] in titles else ""
    return found, called, f"{found['item']} {title}".strip()


async def _slip(request: Request, caller: Caller, given: Given) -> Draft:
    found, called, item = await _finding(request, caller, given)
    standing = [one["number"] for one in found["slips"] if not one["withdrawn"]]
    number = given.get("number") or (standing[-1] if standing else "")
    if number not in standing:
        raise Problem("refused", "这个问题没有督办单，或者督办单已经撤回。")
    issued = await issued_of(request, caller, "slip", supervising.page_of(found))
    cancelled = any(one["void"] for one in issued if one["number"] == number)
    return supervising.slip(found, number, called, item, cancelled)


async def issued_of(request: Request, caller: Caller, kind: PaperKind, about: str) -> list[Json]:
    """Papers of the kind about the same page, cancelled ones among them."""
    question = Papers(kind=kind, about=about, limit=MOST_ISSUED)
    found: list[Json] = (await ask(request, caller, "tasks", question))["items"]
    return found


async def _notice(request: Request, caller: Caller, given: Given) -> Draft:
    return supervising.notice(*await _finding(request, caller, given))


async def _reply(request: Request, caller: Caller, given: Given) -> Draft:
    found, called, item = await _finding(request, caller, given)
    if not found["reply"]:
        raise Problem("refused", "单位还没有报整改结果。")
    return supervising.reply(found, called, item)


async def _minutes(request: Request, caller: Caller, given: Given) -> Draft:
    found = await ask(request, caller, "tasks", made(MeetingOf, meeting=given.get("meeting", "")))
    every = [*found["decisions"], *found["previous"]]
    places = sorted({one["district"] for one in every})
    called, *units = await asyncio.gather(
        names(request, caller, accounts={one["person"] for one in every}),
        *(names(request, caller, place) for place in places),
    )
    return meeting.minutes(found, dict(zip(places, units, strict=True)), called)


async def _submission(request: Request, caller: Caller, given: Given) -> Draft:
    task = await ask(request, caller, "tasks", made(TaskOf, task=given.get("task", "")))
    if not task["submission"]:
        raise Problem("refused", "这项任务还没有提交成果。")
    where = {name: task[name] for name in ("district", "year", "item")}
    named, called, pieces = await asyncio.gather(
        _labels(request, caller, where),
        names(request, caller, task["district"], [task["person"]]),
        _pieces(request, caller, task["submission"]["evidence"][:MOST_PIECES]),
    )
    return submission.submission(task, named, pieces, called)


async def _labels(request: Request, caller: Caller, where: Json) -> dict[str, str]:
    """Of what the item's rule reads; a task without an item has none."""
    if not where["item"]:
        return {}
    score = await find(request, caller, "scoring", made(ItemScoreOf, level="self", **where))
    return {one["name"]: one["label"] for one in score["inputs"]} if score else {}


async def _pieces(request: Request, caller: Caller, ids: list[str]) -> list[Json]:
    """In their order; one that the reader may not see has no line."""
    found: list[Json | None] = []
    for at in range(0, len(ids), AT_ONCE):
        found += await asyncio.gather(
            *(
                find(request, caller, "evidence", made(EvidenceOf, evidence=id))
                for id in ids[at : at + AT_ONCE]
            )
        )
    return [one for one in found if one]


def _where(given: Given, level: str = "district") -> Json:
    return {
        "district": given.get("district", ""),
        "year": given.get("year", ""),
        "level": given.get("level") or level,
    }


async def _scored(request: Request, caller: Caller, where: Json) -> Json:
    """Raises: Problem refused (the level has marked nothing)."""
    score = await ask(request, caller, "scoring", made(DistrictScoreOf, **where))
    if not score["marked"]:
        raise Problem("refused", "这一级尚未评分，没有可以写进公文的数字。")
    return score


async def _score_sheet(request: Request, caller: Caller, given: Given) -> Draft:
    where = _where(given)
    found = await asyncio.gather(
        *(
            ask(request, caller, "scoring", made(DistrictScoreOf, **{**where, "level": level}))
            for level in LEVELS
        )
    )
    if not any(one["marked"] for one in found):
        raise Problem("refused", "各级都尚未评分，没有可以写进公文的数字。")
    return scoring.score_sheet(dict(zip(LEVELS, found, strict=True)), today())


async def _losses(request: Request, caller: Caller, given: Given) -> Draft:
    where = _where(given)
    score, plan = await asyncio.gather(
        _scored(request, caller, where), ask(request, caller, "scoring", made(PushNext, **where))
    )
    pushes = [one for group in plan["groups"] for one in group["items"]]
    standing = [one["title"] for one in score["vetoes"] if one["standing"]]
    codes = [one["code"] for one in scoring.lost_items(score)]
    return scoring.losses(
        score, pushes, await _lines(request, caller, where, codes), standing, today()
    )


async def _lines(
    request: Request, caller: Caller, where: Json, codes: list[str]
) -> dict[str, Json]:
    """How each item was scored, by code."""
    found: dict[str, Json] = {}
    for at in range(0, len(codes), AT_ONCE):
        part = codes[at : at + AT_ONCE]
        told = await asyncio.gather(
            *(
                ask(request, caller, "scoring", made(ItemScoreOf, item=code, **where))
                for code in part
            )
        )
        found |= {code: one["line"] for code, one in zip(part, told, strict=True)}
    return found


async def _self_report(request: Request, caller: Caller, given: Given) -> Draft:
    return scoring.self_report(
        await _scored(request, caller, {**_where(given), "level": "self"}), today()
    )


async def _bonus(request: Request, caller: Caller, given: Given) -> Draft:
    where = _where(given)
    item, whole = await asyncio.gather(
        ask(
            request,
            caller,
            "scoring",
            made(ItemScoreOf, item=given.get("item", ""), **where),
        ),
        ask(request, caller, "scoring", made(DistrictScoreOf, **where)),
    )
    heads = {one["name"] for one in whole["categories"] if one["bonus"]}
    if item["category"] not in heads:
        raise Problem("refused", "这一项不是加分项目。")
    return scoring.bonus(item, today())


GATHERED: dict[PaperKind, Callable[[Request, Caller, Given], Awaitable[Draft]]] = {
    "bulletin": _bulletin,
    "slip": _slip,
    "notice": _notice,
    "reply": _reply,
    "minutes": _minutes,
    "submission": _submission,
    "score_sheet": _score_sheet,
    "losses": _losses,
    "bonus": _bonus,
    "self_report": _self_report,
}
