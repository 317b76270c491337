"""A city before its tables come in: districts, some units and people, a campaign; and the tables,
as files that offices send.
"""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from msgspec.structs import replace

from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary, StandardPublished
from tests.interface.test_tasks import item
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

YEAR = 2026
SERVICES = ("services.tasks.service:Tasks", "services.scoring.service:Scoring")
UNITS = (
    ("dsb", "甘州区双拥办", ("双拥办",)),
    ("edu", "甘州区教育局", ("教育局",)),
    ("publicity", "甘州区委宣传部", ("宣传部",)),
)
PEOPLE = (("qian-d", "钱东", "dsb"), ("li-e", "李强", "edu"), ("wang-x", "王宣", "publicity"))
TITLES = {
    "A01": "双拥工作纳入经济社会发展规划",
    "A02": "国防教育纳入国民教育体系",
    "A03": "主要街道设置双拥宣传标语",
}
REGISTERS = ("A02", "A03")
PUBLISHED = (
    ("双拥模范城（县）考评标准",),
    (),
    ("考 评\n项 目", "序号", "考 评 内 容", "分值", "评 分 标 准", "备注"),
    ("一、组织领导(4)", "1", "双拥工作纳入发展规划", "2", "每做到一项得0.5分。", "新增"),
    ("", "2", "党委议军会议制度落实", "1", "召开议军会议得1分", ""),
    ("", "3", "双拥活动经费列入预算", "1", "看情况给分", ""),
    ("二、宣传教育(1)", "4", "国防教育纳入国民教育体系", "1", "纳入的得1分", ""),
    ("注：本标准由省双拥办负责解释",),
)


def standard() -> StandardPublished:
    found: tuple[ItemSummary, ...] = tuple(
        replace(item(code, register=code in REGISTERS), title=title)
        for code, title in TITLES.items()
    )
    return StandardPublished(version="v1", name="样表", items=found, sha256="0" * 64)


def settle(stack: Stack) -> None:
    """Services on, and the city as it is before any table."""
    for service in SERVICES:
        stack.start(service).wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    for unit, name, aliases in UNITS:
        order = orders.RegisterUnit(
            district="ganzhou", unit=unit, name=name, kind="department", aliases=aliases
        )
        calls.command(order)
    for account, name, unit in PEOPLE:
        person = orders.AppointPerson(
            account=account, name=name, roles=("unit",), district="ganzhou", unit=unit
        )
        calls.command(person)
    publish(stack, standard(), district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name=f"{YEAR}年创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: _taken(calls, campaign))


def _taken(calls: Calls, order: Any) -> Any:
    try:
        return calls.command(order)
    except CallFailed:
        return None


def xlsx(*rows: Sequence[object], name: str = "Sheet1", hidden: Sequence[int] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
