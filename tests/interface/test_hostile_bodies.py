"""The most hostile bodies: while one is worked on, health and other callers are answered."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contracts.caller import Caller
from contracts.measures import Entry, Measure, Tally
from contracts.orders import scoring, tasks
from contracts.scoring import ItemSummary, StandardPublished
from contracts.sheets import Sheet, Workbook
from services.scoring.service import Scoring
from services.tasks.service import Tasks
from tests.support.calling import CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Tasks, Scoring]
YEAR = date.today().year
MIB = 1024 * 1024
HEAD = ("序号", "考评项目", "考评内容", "分值", "牵头单位", "配合单位", "责任人", "完成时限")
RIGHT = {"busy", "too-costly", "sheet-faulty", "rule-unreadable", "standard-faulty", "too-large"}
"""What a hostile body may be told, if it is not answered."""


@pytest.fixture(scope="module")
def rules(stack: Stack) -> Running:
    return stack.start(Scoring).wait_ready()


@pytest.fixture(scope="module")
def tables(stack: Stack) -> Running:
    running = stack.start(Tasks).wait_ready()
    calls = Calls(stack, "tasks")
    calls.command(tasks.FoundDistrict(district="ganzhou", name="甘州区"))
    item = ItemSummary(
        code="A01",
        category="组织领导坚强有力",
        title="双拥工作纳入发展规划",
        points=2000,
        side="地",
        kind="软",
        evidence=(),
        lead="双拥办",
        cooperating=(),
        register=True,
        measure="count",
    )
    standard = StandardPublished(version="v1", name="样表", items=(item,), sha256="0" * 64)
    publish(stack, standard, district="*", subject="v1")
    order = tasks.OpenCampaign(year=YEAR, name="创建", standard="v1", districts=("ganzhou",))
    eventually(lambda: calls.command(order))
    calls.command(tasks.OpenRegister(**REGISTER))
    return running


REGISTER: Any = {
    "district": "ganzhou",
    "campaign": f"c-{YEAR}",
    "item": "A01",
    "title": "点位表",
}


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as threads:
        yield threads


def office(name: str) -> Caller:
    return Caller(account=name, name=name, roles=("district_office",), district="ganzhou")


def outcome(future: "Future[Any]") -> str:
    try:
        future.result(timeout=60)
    except CallFailed as fault:
        return str(fault.code)
    return "done"


def answered_meanwhile(
    running: Running, busy: "list[Future[Any]]", other: Callable[[], Any]
) -> None:
    """At least one answer to another while the hostile bodies are worked on, none of them late."""
    answers = 0
    while not all(one.done() for one in busy) or not answers:
        assert running.live() == 200
        other()
        answers += 1
    assert {outcome(one) for one in busy} <= RIGHT | {"done"}
    assert running.alive
    assert not [line for line in running.log() if line.get("event") == "broker away"]


# -- rules ------------------------------------------------------------------------------------


def tree() -> str:
    def done(n: int) -> dict[str, Any]:
        return {"op": "done", "input": f"{n % 10}"}

    any_of = {"op": "any_of", "of": [done(n) for n in range(39)]}
    whole = {"op": "award", "when": {"op": "all_of", "of": [any_of] * 18}}
    return msgspec.json.encode(whole).decode()


ENTRIES = tuple(Entry(kind="甲" * 60, ref=f"{n}", note="乙" * 200) for n in range(500))
FACTS: dict[str, Measure] = {f"输入{n}": Tally(entries=ENTRIES) for n in range(40)}
RULES = {
    "digits": scoring.TryRule(rule="0" * 20_000),
    "quotes": scoring.TryRule(rule="{" + '\\"' * 9_990),
    "clauses": scoring.TryRule(rule="，".join(["个每" * 49] * 5)),
    "a tree": scoring.TryRule(rule=tree()),
    "facts": scoring.TryRule(rule=tree(), facts=FACTS),
}


@pytest.mark.parametrize("which", RULES)
def test_scoring_answers_others_while_a_hostile_rule_is_tried(
    stack: Stack, rules: Running, pool: ThreadPoolExecutor, which: str
) -> None:
    calls = Calls(stack, "scoring")
    busy = [
        pool.submit(calls.ask, RULES[which], caller=office(f"h-{n}"), within=20) for n in range(3)
    ]
    answered_meanwhile(rules, busy, lambda: calls.ask(scoring.Standards(), within=3))


def test_scoring_answers_others_while_a_hostile_standard_is_imported(
    stack: Stack, rules: Running, pool: ThreadPoolExecutor
) -> None:
    head = "code,category,title_zh,gloss_en,points,side,kind,rule,evidence,lead,cooperating,source"
    rule = "，".join(["个每" * 49] * 5)[:480]
    rows = [f'A{n:02d},类,题,,1,地,硬,"{rule}",DOC,局,,' for n in range(99)]
    order = scoring.ImportStandard(version="v-h", name="标准", csv="\n".join([head, *rows]))
    calls = Calls(stack, "scoring")
    busy = [pool.submit(calls.command, order, within=20)]
    answered_meanwhile(rules, busy, lambda: calls.ask(scoring.Standards(), within=3))


# -- tables -----------------------------------------------------------------------------------


def book(*rows: tuple[str, ...]) -> Workbook:
    return Workbook(filename="表.xlsx", sheets=(Sheet(name="表", rows=rows),))


def strange() -> Workbook:
    names = "、".join(f"单位{n}" for n in range(340))[:2000]
    return book(HEAD, *(("", "", f"工作{n}", "", names, "", "", "9月底前") for n in range(1500)))


def distinct() -> Workbook:
    def names(row: int) -> str:
        return "、".join(f"{chr(0x4E00 + row)}{chr(0x4E00 + n)}" for n in range(340))

    return book(HEAD, *(("", "", f"工作{n}", "", names(n), "", "", "同上") for n in range(1500)))


def above() -> Workbook:
    return book(HEAD, *(("", "", "工作", "", "同上", "同上", "同上", "同上") for _ in range(4900)))


def long_cells() -> Workbook:
    return book(HEAD, *(("做" * 1000, "", "（" * 1000, "", "和" * 90) for _ in range(1000)))


TABLES = {"names": strange, "other names": distinct, "同上": above, "long cells": long_cells}


@pytest.mark.parametrize("which", TABLES)
def test_tasks_answers_others_while_a_hostile_table_is_previewed(
    stack: Stack, tables: Running, pool: ThreadPoolExecutor, which: str
) -> None:
    calls = Calls(stack, "tasks")
    ask = tasks.PreviewDecomposition(
        campaign=f"c-{YEAR}", district="ganzhou", workbook=TABLES[which]()
    )
    assert len(msgspec.json.encode(ask)) < 8 * MIB
    busy = [pool.submit(calls.ask, ask, caller=office(f"h-{n}"), within=20) for n in range(3)]
    answered_meanwhile(tables, busy, lambda: calls.ask(tasks.Districts(), within=3))


def test_tasks_answers_others_while_hostile_lists_of_units_and_rows_are_imported(
    stack: Stack, tables: Running, pool: ThreadPoolExecutor
) -> None:
    calls = Calls(stack, "tasks")
    units = book(("单位名称", "类型"), *((f"第{n}局", "区直单位") for n in range(4990)))
    rows = book(
        ("编号", "名称", "责任单位", "备注"),
        *((f"p-{n}", "点位", "双拥办" * 60, "９" * 190) for n in range(4990)),
    )
    busy = [
        pool.submit(
            calls.command, tasks.ImportUnits(district="ganzhou", workbook=units), within=20
        ),
        pool.submit(
            calls.ask,
            tasks.PreviewRows(register=f"r-{YEAR}-ganzhou-A01", workbook=rows),
            caller=office("rows"),
            within=20,
        ),
    ]
    answered_meanwhile(tables, busy, lambda: calls.ask(tasks.Districts(), within=3))


def test_tasks_answers_others_while_a_large_order_is_opened(
    stack: Stack, tables: Running, pool: ThreadPoolExecutor
) -> None:
    """Not a table: 500 rows of text as long as they may be, in an ordinary command."""
    calls = Calls(stack, "tasks")
    row = {"label": "机" * 200, "unit": "dsb", "place": "密" * 200, "note": "绝" * 200}
    rows = tuple(tasks.Row(key=f"k-{n}", **row) for n in range(500))  # type: ignore[arg-type]
    order = tasks.AddRows(register=f"r-{YEAR}-ganzhou-A01", rows=rows)
    busy = pool.submit(calls.command, order, within=20)
    while not busy.done():
        assert tables.live() == 200
        calls.ask(tasks.Districts(), within=3)
    assert outcome(busy) == "faulty-rows"


def test_the_tasks_service_keeps_its_size(stack: Stack, tables: Running) -> None:
    """MiB before and after a table of three MiB, read several times."""
    calls = Calls(stack, "tasks")
    ask = tasks.PreviewDecomposition(campaign=f"c-{YEAR}", district="ganzhou", workbook=strange())
    for _ in range(3):
        outcome_of(calls, ask)
    before = resident(tables.pid)
    for _ in range(4):
        outcome_of(calls, ask)
    assert resident(tables.pid) - before < 24


def resident(pid: int | None) -> int:
    line = next(x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in x)
    return int(line.split()[1]) // 1024


def outcome_of(calls: Calls, ask: Any) -> None:
    try:
        calls.ask(ask, within=20)
    except CallFailed as fault:
        assert fault.code in RIGHT
