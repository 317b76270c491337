"""Every question of every service, asked after the story by those who see different things."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from msgspec.structs import fields

from contracts.orders.base import Ask
from contracts.orders.tasks import Body, PaperNo
from contracts.refusals import Refusal
from kit.table import Query
from tests.interface.story import (
    CAMPAIGN,
    CHIEF,
    HERE,
    INSPECTOR,
    LATER,
    OFFICE,
    REGISTER,
    SOON,
    SUN,
    YEAR,
    book,
    task,
)
from tests.support.town import Town

ASKERS = (CHIEF, OFFICE, SUN, INSPECTOR)
STATES = {
    **{"Tasks": "assigned", "Findings": "ordered", "Slips": "ordered", "Needs": "raised"},
    "Complaints": "open",
    "Leads": "open",
    "HookDeliveries": "failed",
}
KINDS = {
    "Findings": "found",
    "Inspections": "routine",
    "Units": "department",
    "Meetings": "joint",
    "Complaints": "complaint",
    "Papers": "bulletin",
    "CheckPaper": "notice",
    **dict.fromkeys(("MessageTextOf", "PreviewWording"), "tasks.task_overdue.v1"),
}
OWN: dict[str, dict[str, Any]] = {
    "StampSaid": {"code": "A" * 16},
    "PreviewWording": {"subject": "{{ fact.title }}", "body": "{{ fact.due | day }}"},
}
"""Of a question whose fields are called as those of others."""
VALUES: dict[str, Any] = {
    "district": HERE,
    "unit": "publicity",
    "item": "A03",
    "campaign": CAMPAIGN,
    "year": YEAR,
    "first": YEAR - 1,
    "last": YEAR,
    "until": YEAR,
    "month": SOON.month,
    "task": task("A03"),
    "parent": task("A03"),
    "source": task("A03"),
    "register": REGISTER,
    "level": "city",
    "version": "v1",
    "text": "材料",
    "name": "试用标准",
    "list": "tasks",
    "mode": "camera",
    "linked": "A03",
    "appeal": "waiting",
    "colour": "blue",
    "priority": "urgent",
    "severity": "important",
    "origin": "item",
    "by": "priority",
    "person": "yang",
    "sha256": "0" * 64,
    "fingerprint": "0" * 16,
    "side": "army",
    "role": "unit",
    "due": LATER,
    "workbook": book(("编号", "名称"), ("1", "甲")),
    "about": "/console/findings/x",
    "brief": "{{ fact.title }}",
    "body": Body(title="整改通知书", blocks=(), issuer="区双拥办", on=LATER),
    "code": "甘双办",
    "number": PaperNo(code="甘双办", year=YEAR, n=1),
    "changes": (),
    "rule": {},
}
PLACES = {
    "finding": "findings",
    "inspection": "inspections",
    "meeting": "meetings",
    "need": "needs",
    "complaint": "complaints",
    "snap": "leads",
    "photo": "lead_photos",
    "accountability": "accountabilities",
    "evidence": "evidence",
    "disposal": "disposals",
    "snapshot": "snapshots",
    "paper": "papers",
    "message": "deliveries",
    "hook": "hooks",
}
"""Where the id of one is found."""


def ask_all(town: Town) -> None:
    """Each question as it must be, and with each of its filters, of one district and of all."""
    known = VALUES | dict(_ids(town))
    for service in town.services.values():
        for query in service.of(Query).values():
            for ask in _of(query.ask, known):
                for by in ASKERS:
                    with suppress(Refusal):
                        town.ask(by, ask)


def _ids(town: Town) -> Iterator[tuple[str, str]]:
    for name, collection in PLACES.items():
        for runtime in town.runtimes.values():
            if collection in {one.collection for one in runtime.store.aggregates}:
                held = runtime.store.database[collection].find({})
                yield name, next(one["_id"] for one in held if one["district"] in (HERE, "*"))


def _of(question: Any, known: dict[str, Any]) -> Iterator[Ask]:
    name = question.__name__
    known = known | {"state": STATES.get(name, "SEALED"), "kind": KINDS.get(name, "")}
    known |= OWN.get(name, {})
    must = {f.name: known[f.name] for f in fields(question) if f.required}
    may = {
        field.name: known.get(field.name, LATER if "_" in field.name else True)
        for field in fields(question)
        if not field.required and field.name not in ("limit", "cursor", "lang", "answers")
    }
    here = {"district": HERE} if "district" in may else {}
    yield question(**must)
    for name, value in may.items():
        yield question(**must, **{name: value})
        yield question(**must, **here | {name: value})
