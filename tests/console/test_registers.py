"""An office keeps its registers by clicking: a row added, amended, withdrawn; as a plan; what units
are asked for.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from contracts.caller import Caller
from contracts.clock import day_of
from contracts.orders import tasks as orders
from contracts.places import Position
from gateway.console.frame import words
from tests.console import importing
from tests.console.browsing import Opener, browser, opening
from tests.console.importing import YEAR
from tests.console.looks import complaints, overflows, told, walk
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Phone

SERVICES = (*importing.SERVICES, "services.evidence.service:Evidence")
__all__ = ["browser"]
WU = Caller(account="wu", name="吴", roles=("field",), district="ganzhou", unit="publicity")
INSPECTOR = Caller(account="zheng-i", name="郑", roles=("inspector",), district="ganzhou")
REGISTER = f"r-{YEAR}-ganzhou-A03"
DUE = day_of(datetime.now(UTC)) + timedelta(days=30)
PATH = f"/console/registers/{REGISTER}"


class City(NamedTuple):
    base: str
    calls: Calls


@pytest.fixture(scope="module")
def city(stack: Stack) -> City:
    """A register of 120 rows, one of them proved by a picture that knows its place."""
    importing.settle(stack)
    stack.start(SERVICES[-1], TONGXIN_DUE_SECONDS="0.5").wait_ready()
    running = stack.start("gateway").wait_ready()
    calls = Calls(stack, "tasks")
    calls.command(
        orders.OpenRegister(
            district="ganzhou", campaign=f"c-{YEAR}", item="A03", title="宣传标语点位表"
        )
    )
    rows = tuple(
        orders.Row(key=f"P-{n:03d}", label=f"标语牌 {n}", unit="publicity", place=f"{n} 号路口")
        for n in range(1, 121)
    )
    calls.command(orders.AddRows(register=REGISTER, rows=rows))
    phone = Phone(stack, WU)
    with closing(phone.http):
        photo = phone.put(
            files.jpeg(seed=7), mode="camera", items=("A03",), register=REGISTER, row="P-007"
        )
        assert phone.ended(photo)["state"] == "SEALED"
    eventually(lambda: calls.ask(orders.RegisterOf(register=REGISTER))["done"] == 1)
    return City("http://" + running.env["TONGXIN_HTTP_ADDRESS"], calls)


@pytest.fixture
def visit(browser: Browser, city: City) -> Iterator[Opener]:
    with opening(browser, city.base, "district_office", "ganzhou") as opened:
        yield opened


def test_a_register_says_what_is_missing_and_lists_it_in_pages(visit: Opener) -> None:
    page = visit("/console/registers")
    page.get_by_role("link", name="宣传标语点位表").click()
    found = page.get_by_role("main")
    expect(found).to_contain_text("已有 1，还缺")
    expect(page.locator("tbody tr")).to_have_count(100)
    page.get_by_role("link", name="下一页").click()
    expect(found).to_contain_text("第 2 页，共 2 页")
    page.get_by_label("状态").select_option("done")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody img").evaluate("img => img.decode()")
    page.get_by_role("link", name="一张图").last.click()
    expect(page.locator(".plan.wide a")).to_have_count(1)
    expect(page.get_by_label("状态")).to_have_value("row.done")
    page.locator(".plan.wide a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("P-007")


def test_findings_and_places_stand_on_one_plan_under_one_filter(visit: Opener, city: City) -> None:
    visited = city.calls.command(
        orders.PlanInspection(
            district="ganzhou",
            campaign=f"c-{YEAR}",
            kind="routine",
            title="查",
            on=date(YEAR, 1, 5),
        ),
        caller=INSPECTOR,
    )["id"]
    for fault, where in (
        ("标语褪色", Position(latitude=38.9, longitude=100.4)),
        ("没有位置", None),
    ):
        city.calls.command(
            orders.RaiseFinding(
                inspection=visited,
                item="A03",
                unit="publicity",
                kind="检查发现",
                fault=fault,
                rectify_by=date(YEAR, 1, 6),
                position=where,
            ),
            caller=INSPECTOR,
        )
    page = visit(f"/console/map?year={YEAR}", java_script_enabled=False)
    plan, rows = page.locator(".plan.wide a"), page.locator("#list tbody tr")
    expect(plan).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("整改逾期")
    page.get_by_label("类别").select_option("finding")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("kind=finding"))
    expect(plan).to_have_count(1)
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="没有位置")).to_contain_text("无位置")
    plan.click()
    page.get_by_role("link", name="一张图").last.click()
    expect(rows).to_have_count(1)
    page.get_by_label("只看逾期的").check()
    page.get_by_label("考评项").select_option("A03")
    page.get_by_role("button", name="查看").click()
    expect(rows).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 768})
    box = page.locator(".plan.narrow a > svg").bounding_box()
    assert box and box["width"] >= 18
    other = visit("/console/map", district="linze")
    expect(other.get_by_role("main")).to_contain_text("没有符合条件的点位和问题")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_row_is_added_amended_and_withdrawn(visit: Opener, city: City, script: bool) -> None:
    key = "N-1" if script else "N-2"
    page = visit(PATH, java_script_enabled=script)
    page.get_by_role("link", name="加一行").click()
    page.get_by_label("编号").fill("P-001")
    page.get_by_label("名称").fill("新标语牌")
    page.get_by_label("责任单位").select_option("publicity")
    page.get_by_label("地点").fill("新街口")
    page.get_by_role("button", name="加一行").click()
    expect(page.get_by_role("alert")).to_contain_text("编号 P-001 重复")
    expect(page.get_by_label("地点")).to_have_value("新街口")
    page.get_by_label("编号").fill(key)
    page.get_by_role("button", name="加一行").click()
    expect(page.get_by_role("status")).to_contain_text("已加一行")
    page.goto(f"{PATH}/rows/{key}")
    page.get_by_label("地点").fill("")
    page.get_by_label("更改的理由").fill("路口改造")
    page.get_by_role("button", name="保存这一行").click()
    expect(page.get_by_role("status")).to_contain_text("已更改")
    page.goto(f"{PATH}/rows/{key}")
    page.get_by_text("撤下这一行").first.click()
    page.get_by_label("撤下的理由").fill("登错了")
    page.get_by_role("button", name="撤下这一行").click()
    expect(page.get_by_role("status")).to_contain_text("已撤下")
    rows = city.calls.ask(orders.RegisterOf(register=REGISTER))["rows"]
    row = next(one for one in rows if one["key"] == key)
    assert (row["place"], row["withdrawn"], row["state"]) == ("", "登错了", "withdrawn")


def test_a_register_is_opened_and_downloaded(visit: Opener) -> None:
    page = visit("/console/registers/new")
    page.get_by_label("考评项").fill("A01")
    page.get_by_label("名称").fill("不该有的台账")
    page.get_by_role("button", name="新建台账").click()
    expect(page.get_by_role("alert")).to_contain_text("数字不来自台账")
    page.get_by_label("考评项").fill("A02")
    page.get_by_label("名称").fill("国防教育名册")
    page.get_by_role("button", name="新建台账").click()
    expect(page.get_by_role("status")).to_contain_text("台账已建立")
    with page.expect_download() as file:
        page.get_by_role("link", name="下载表格").click()
    assert file.value.suggested_filename.endswith(".xlsx")


def test_what_is_held_is_not_asked_for_again(visit: Opener) -> None:
    page = visit(f"/console/burden?year={YEAR}")
    expect(page.get_by_role("main")).to_contain_text("本年度没有索要过材料")
    page.get_by_label("单位").select_option("publicity")
    page.get_by_label("考评项").fill("A03")
    page.get_by_label("要什么").fill("标语照片")
    page.get_by_label("为什么要").fill("迎检")
    page.get_by_label("哪天之前").fill(DUE.isoformat())
    page.get_by_role("button", name="索要").click()
    expect(page.get_by_role("alert")).to_contain_text("材料已在库")
    expect(page.get_by_label("要什么")).to_have_value("标语照片")
    page.get_by_label("仍要索要").check()
    page.get_by_role("button", name="索要").click()
    expect(page.get_by_role("status")).to_contain_text("已通知单位")
    expect(page.get_by_role("main")).to_contain_text("要过 1 次，沿用已有省下 1 次，重复索要 1 次")
    today = words.today()
    page.goto(f"/console/burden?year={today.year}")
    page.get_by_role("link", name=f"{today.year}年{today.month}月要过：1").click()
    expect(page.get_by_role("heading", name="月的 1 件")).to_be_visible()
    expect(page.locator("#listed + table")).to_contain_text("迎检")


def test_the_year_is_planned_by_the_standard(visit: Opener) -> None:
    page = visit("/console/registers/calendar")
    expect(page.get_by_role("main")).to_contain_text("没有排定的常规任务")
    page.get_by_role("button", name="按标准排定全年").click()
    expect(page.get_by_role("status")).to_contain_text("已按标准排定")


def test_who_only_reads_changes_nothing_and_another_district_sees_nothing(visit: Opener) -> None:
    page = visit(f"{PATH}/rows/P-001", role="leader")
    expect(page.get_by_role("main")).to_contain_text("1 号路口")
    expect(page.locator("main form")).to_have_count(0)
    page = visit(PATH, district="linze")
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有找到")
    page = visit("/console/registers", district="linze")
    expect(page.get_by_role("main")).to_contain_text("还没有台账")


def test_the_pages_look_as_they_should(visit: Opener) -> None:
    for path in (
        "/console/registers",
        PATH,
        f"/console/map?year={YEAR}",
        f"{PATH}/rows/P-007",
        f"{PATH}/rows/new",
        "/console/registers/new",
        "/console/registers/calendar",
        "/console/burden",
    ):
        page = visit(told(path, lang="en"))
        assert complaints(page) == [], path
        page.goto(told(path, lang="zh"))
        assert complaints(page) == [], path
        page.context.close()
        assert overflows(visit, path) == []
    walk(visit("/console/registers"))
