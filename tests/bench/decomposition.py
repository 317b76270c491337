"""Decomposition: a real table of 74 items read, matched and decided for each of 12 districts.

``decide`` is the pure part (read the workbook, match units, persons and items, decide); ``saved``
is the same as the service does it: look up units, persons and tasks in the database, decide, and
save the decomposition with its planned tasks as facts.
"""

import csv
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from contracts.caller import Caller
from contracts.orders.tasks import DecomposeTable, PreviewDecomposition
from contracts.scoring import ItemSummary
from contracts.sheets import Sheet, Workbook
from contracts.sheets.text import pieces
from contracts.tasks import TaskPlanned
from kit.aggregate import Aggregate
from kit.change import Knowing
from kit.machine import Input, Machine
from kit.store import Store
from kit.table import Reaction, to
from services.scoring.sample import CSV
from services.tasks.organisation.district import District
from services.tasks.organisation.groups import group_of
from services.tasks.organisation.person import Person
from services.tasks.organisation.store import DISTRICTS, PERSONS, UNITS
from services.tasks.organisation.unit import Unit, unit_id
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.looks import for_decompose_table
from services.tasks.planning.standard import Standard
from services.tasks.planning.store import CAMPAIGNS, DECOMPOSITIONS, STANDARDS
from services.tasks.planning.table.reading import Ground
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.tabling import Table, decompose_table, read
from services.tasks.service import Tasks
from tests.support.stack import Stack

PLACES = tuple(f"district-{n}" for n in range(1, 13))
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TERMS = ("9月底前", "每季度", "长期", "12月25日前", "“八一”前", "30日内")
HEADER = ("序号", "考评项目", "考评内容", "分值", "牵头单位", "配合单位", "责任人", "完成时限")
TOWNS = (*(f"第{n}镇" for n in "一二三四五六七八九"), "东街街道")


def sample(path: Path = CSV) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return list(takewhile(lambda row: not row["code"].startswith("#"), rows))


def standard(rows: list[dict[str, str]]) -> Standard:
    items = tuple(
        ItemSummary(
            code=row["code"],
            category=row["category"],
            title=row["title_zh"],
            points=round(float(row["points"]) * 1000),
            side=row["side"],
            kind=row["kind"],
            evidence=(),
            lead=row["lead"],
            cooperating=(),
            register=False,
        )
        for row in rows
    )
    return Standard(name="样表", items=items)


def workbook(rows: list[dict[str, str]]) -> Workbook:
    body = [
        (
            str(at),
            row["category"],
            row["title_zh"],
            row["points"],
            row["lead"],
            row["cooperating"],
            "",
            TERMS[at % len(TERMS)],
        )
        for at, row in enumerate(rows, 1)
    ]
    title = ("2026年双拥任务分解表",)
    sheet = Sheet(name="分解表", rows=(("附件1",), title, HEADER, *body))
    return Workbook(filename="分解表.xlsx", sheets=(sheet,))


def staff(district: str, rows: list[dict[str, str]]) -> Staff:
    """Every unit that the sample names, ten townships, a village, a garrison; a person each."""
    named = {name for row in rows for name in pieces(f"{row['lead']}、{row['cooperating']}")}
    units = {"office": _unit(district, "office", "创建办", "office", serves=("成员单位",))}
    for at, name in enumerate(sorted(name for name in named if group_of(name) is None)):
        units[f"u-{at}"] = _unit(district, f"u-{at}", name, "department")
    for at, name in enumerate(TOWNS):
        units[f"t-{at}"] = _unit(district, f"t-{at}", name, "township")
    units["village"] = _unit(district, "village", "东街社区", "community")
    units["garrison"] = _unit(district, "garrison", "武警中队", "garrison")
    persons = {
        f"{district}-{code}": Person(
            district=district,
            account=f"{district}-{code}",
            name=f"{unit.name}联系人",
            roles=("unit",),
            unit=code,
            email="",
        )
        for code, unit in units.items()
    }
    return Staff(district="", units=units, persons=persons)


def _unit(district: str, code: str, name: str, kind: Any, serves: tuple[str, ...] = ()) -> Unit:
    return Unit(
        district=district, unit=code, name=name, kind=kind, parent="", aliases=(), serves=serves
    )


def measured(stack: Stack | None = None) -> dict[str, float]:
    """``items``, ``districts``; ``tasks``: planned; ``decide`` and (with a stack) ``saved``:

    seconds for all districts.
    """
    rows = sample()
    items, book = standard(rows), workbook(rows)
    campaign = Campaign(year=2026, name="创建", standard="bench", districts=PLACES)
    people = {district: staff(district, rows) for district in PLACES}
    started, planned = time.monotonic(), 0
    for district in PLACES:
        change = _decided(district, book, items, campaign, people[district])
        planned += sum(isinstance(fact, TaskPlanned) for fact in change.events)
    found: dict[str, float] = {
        "items": len(rows),
        "districts": len(PLACES),
        "decide": time.monotonic() - started,
        "tasks": planned,
    }
    if stack is not None:
        found["saved"] = _saved(stack, book, items, campaign, people)
    return found


def _decided(
    district: str, book: Workbook, items: Standard, campaign: Campaign, people: Staff
) -> Any:
    ground = Ground(
        year=2026,
        standard=items,
        staff=people,
        held={},
        taken={},
        settled=frozenset(),
        today=NOW.date(),
    )
    given = Knowing(
        key="bench", now=NOW, cause="bench", caller=office(district), found=_table(campaign, ground)
    )
    return decompose_table(None, order(district, book), given)


def _table(campaign: Campaign, ground: Ground) -> Table:
    return Table(campaign=campaign, ground=ground)


def office(district: str) -> Caller:
    return Caller(account="office", name="office", roles=("district_office",), district=district)


def order(district: str, book: Workbook) -> DecomposeTable:
    return DecomposeTable(campaign="c-2026", district=district, workbook=book, defaults=True)


def open_questions(district: str = PLACES[0]) -> list[str]:
    """What the bench's table would ask without defaults: shows that it is no table made easy."""
    rows = sample()
    ask = PreviewDecomposition(campaign="c-2026", district=district, workbook=workbook(rows))
    campaign = Campaign(year=2026, name="创建", standard="bench", districts=PLACES)
    ground = Ground(
        year=2026,
        standard=standard(rows),
        staff=staff(district, rows),
        held={},
        taken={},
        settled=frozenset(),
        today=NOW.date(),
    )
    reading = read(ask, _table(campaign, ground), None).reading
    return [question.id for question in reading.asking.open]


def _saved(
    stack: Stack, book: Workbook, items: Standard, campaign: Campaign, people: dict[str, Staff]
) -> float:
    url = stack.env("tasks")["TONGXIN_MONGO_URL"]
    store = Store(url, Tasks.aggregates(), pool=4, mark_days=30)
    machine = Machine("tasks", store, lambda *_: None)
    try:
        _sow(store, STANDARDS, {"bench": items})
        _sow(store, CAMPAIGNS, {"c-2026": campaign})
        _sow(store, DISTRICTS, {place: District(district=place, name=place) for place in people})
        for district, folk in people.items():
            _sow(store, UNITS, {unit_id(district, c): unit for c, unit in folk.units.items()})
            _sow(store, PERSONS, folk.persons)
        started = time.monotonic()
        for district in people:
            _order(machine, district, book)
        return time.monotonic() - started
    finally:
        store.close()


def _sow(store: Store, aggregate: Aggregate[Any], states: Mapping[str, Any]) -> None:
    common: dict[str, Any] = {"version": 1, "due": None, "outbox": [], "marks": []}
    documents = [
        {
            "_id": id,
            "district": state.district,
            "state": aggregate.dump(state),
            **common,
        }
        for id, state in states.items()
    ]
    store.database[aggregate.collection].insert_many(documents)


def _order(machine: Machine, district: str, book: Workbook) -> None:
    input = Input(value=order(district, book), cause=f"bench:{district}", caller=office(district))
    at = f"c-2026.{district}"
    reaction: Reaction[Any, Any] = to(
        DECOMPOSITIONS, decompose_table, at=lambda *_: at, gather=for_decompose_table, creates=True
    )
    machine.change(reaction, at, input)


def line(found: dict[str, float]) -> str:
    """For people."""
    text = (
        f"decomposition of {found['items']:.0f} items × {found['districts']:.0f} districts: "
        f"read and decided in {found['decide'] * 1000:.0f} ms, {found['tasks']:.0f} tasks"
    )
    if "saved" in found:
        text += f"; looked up, decided and saved in {found['saved']:.1f} s"
    return text
