"""会议·需求 by clicking: meetings whose decisions become tasks, and what each side wants."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.caller import Caller
from contracts.orders import tasks as orders
from tests.console import looks, overseeing
from tests.console.answering import Answering
from tests.console.browsing import browser
from tests.console.overseeing import (
    CITY,
    ELSEWHERE,
    LEADER,
    QIAN,
    SUN,
    YEAR,
    ZHAO,
    Visit,
    days,
    visiting,
)
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = overseeing.SERVICES
__all__ = ["browser"]


@pytest.fixture(scope="module")
def office(stack: Stack) -> Calls:
    return overseeing.settle(stack)


@pytest.fixture(scope="module")
def base(stack: Stack, office: Calls) -> Iterator[str]:
    with Answering(stack, "evidence", overseeing.EVIDENCE):
        running = stack.start("gateway").wait_ready()
        yield "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    with visiting(browser, base) as opened:
        yield opened


def open_and(page: Page, act: str) -> None:
    page.get_by_role("link", name=act, exact=True).click()


def row(page: Page, n: int) -> "Row":
    return Row(page, n)


class Row:
    """The n-th decision of the form, from 0."""

    def __init__(self, page: Page, n: int) -> None:
        self.page, self.at = page, f"decisions.{n}."

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.locator(f"[id='{self.at}{name}']").fill(text)

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[id='{self.at}{name}']").select_option(value)


def record(page: Page, title: str) -> None:
    page.get_by_label("会议名称").fill(title)
    page.get_by_label("军地联席会议").check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_meeting_is_recorded_and_its_decisions_become_tasks(
    visit: Visit, office: Calls, script: bool
) -> None:
    page = visit("/console/meetings", java_script_enabled=script)
    open_and(page, "记录会议")
    title = f"联席会议{script}"
    record(page, title)
    page.get_by_label("议题").fill("听取进展\n研究问题")
    row(page, 0).fill(text="补齐公交站点标语", within="7", cooperating="甘州区人武部")
    row(page, 0).choose(charge="ganzhou.publicity", person="sun")
    page.get_by_role("button", name="再加几项").click()
    expect(page.get_by_label("会议名称")).to_have_value(title)
    row(page, 5).fill(text="修好训练场道路", due=days(30))
    row(page, 5).choose(charge="ganzhou.army", person="zhao")
    page.get_by_role("button", name="保存会议记录").click()
    expect(page.get_by_role("status")).to_contain_text("会议已记录")
    main = page.get_by_role("main")
    expect(main).to_contain_text("研究问题")
    expect(main).to_contain_text("会后7日内")
    expect(page.get_by_role("row", name=re.compile("修好训练场道路"))).to_contain_text(
        "甘州区人武部"
    )
    id = page.url.partition("?")[0].rpartition("/")[2]
    made = office.ask(orders.MeetingOf(meeting=id))["decisions"]
    assert [one["cooperating"] for one in made] == [["army"], []]
    eventually(lambda: office.ask(orders.Tasks(origin="decision"))["items"])
    with page.expect_download() as started:
        open_and(page, "下载表格")
    assert started.value.suggested_filename.endswith(".xlsx")


def test_every_fault_of_every_decision_stands_at_its_field(visit: Visit) -> None:
    page = visit("/console/meetings/record")
    record(page, "有错的会议")
    row(page, 0).fill(text="没有牵头单位")
    row(page, 2).fill(text="配合单位写错", due=days(5), cooperating="宣传股")
    row(page, 2).choose(charge="ganzhou.publicity", person="sun")
    page.get_by_role("button", name="保存会议记录").click()
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("第 1 项牵头单位：请填写")
    expect(fault).to_contain_text("第 1 项完成期限：期限写一种")
    expect(fault).to_contain_text("第 3 项配合单位")
    expect(fault).to_contain_text("没有叫“宣传股”的单位")
    row(page, 0).choose(charge="ganzhou.publicity", person="zhao")
    row(page, 0).fill(within="3")
    row(page, 2).fill(cooperating="")
    page.get_by_role("button", name="保存会议记录").click()
    expect(page.locator("[id='decisions.0.person-fault']")).to_be_visible()
    expect(page.locator("[id='decisions.2.text']")).to_have_value("配合单位写错")


def test_a_record_is_corrected_until_the_next_meeting_follows_it(
    visit: Visit, office: Calls
) -> None:
    page = visit("/console/meetings/record")
    record(page, "第一次会议")
    row(page, 0).fill(text="补齐标与", within="5")
    row(page, 0).choose(charge="ganzhou.publicity", person="sun", counted="working_days")
    page.get_by_role("button", name="保存会议记录").click()
    open_and(page, "更正会议记录")
    page.get_by_label("更正理由").fill("错别字，并补记一项")
    page.get_by_label("第 1 项", exact=True).fill("补齐标语")
    row(page, 0).fill(text="检查橱窗", due=days(9))
    row(page, 0).choose(charge="ganzhou.publicity", person="sun")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_role("status")).to_contain_text("会议记录已更正")
    main = page.get_by_role("main")
    expect(main).to_contain_text("1. 补齐标语")
    expect(main).to_contain_text("2. 检查橱窗")
    open_and(page, "记录下一次会议")
    record(page, "第二次会议")
    page.get_by_role("button", name="保存会议记录").click()
    expect(page.get_by_role("main")).to_contain_text("上次议定事项落实情况")
    expect(page.get_by_role("main")).to_contain_text("1. 补齐标语")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_need_of_the_army_is_confirmed_and_answered_for(visit: Visit, script: bool) -> None:
    page = visit("/console/needs", who=ZHAO, java_script_enabled=script)
    open_and(page, "提出需求")
    page.get_by_label("需求事项").fill("训练场道路硬化")
    page.get_by_label("所需资金（元）").fill("二十万")
    page.get_by_role("button", name="提交需求").click()
    expect(page.locator("#amount-fault")).to_be_visible()
    page.get_by_label("所需资金（元）").fill("200000")
    page.get_by_role("button", name="提交需求").click()
    expect(page.get_by_role("main")).to_contain_text("200000 元")
    page = visit(page.url.partition("?")[0], java_script_enabled=script)
    open_and(page, "确认需求")
    page.get_by_label("说明").fill("已现场核实")
    page.get_by_role("button", name="确认需求").click()
    expect(page.get_by_role("main")).to_contain_text("已现场核实")
    open_and(page, "列入责任清单")
    page.get_by_label("牵头单位", exact=True).select_option("publicity")
    page.get_by_label("责任人").select_option("sun")
    page.get_by_label("完成期限").fill(days(20))
    page.get_by_role("button", name="列入责任清单").click()
    expect(page.get_by_role("status")).to_contain_text("已列入责任清单")
    expect(page.get_by_role("link", name="打开任务")).to_be_visible()
    page.get_by_role("link", name="军地需求双清单").click()
    with page.expect_download() as started:
        open_and(page, "下载双清单")
    assert started.value.suggested_filename.endswith(".xlsx")


def test_a_need_that_is_declined_says_why_and_a_met_one_is_said_by_both(
    visit: Visit, office: Calls
) -> None:
    order = orders.RaiseNeed(district="ganzhou", campaign=f"c-{YEAR}", title="借用场地")
    declined = office.command(order, caller=SUN)["id"]
    page = visit(f"/console/needs/{declined}")
    open_and(page, "退回需求")
    page.get_by_label("退回理由").fill("场地另有安排")
    page.get_by_role("button", name="退回需求").click()
    expect(page.get_by_role("main")).to_contain_text("未予列入：场地另有安排")
    need = office.command(order, caller=ZHAO)["id"]
    office.command(orders.ConfirmNeed(need=need), caller=QIAN)
    due = overseeing.SOON
    order2 = orders.AcceptNeed(need=need, lead="publicity", person="sun", due=due)
    office.command(order2, caller=QIAN)
    task = office.ask(orders.NeedOf(need=need))["task"]
    eventually(lambda: office.ask(orders.Tasks(origin="need"))["items"])
    office.command(orders.Accept(task=task), caller=SUN)
    office.command(orders.Submit(task=task, measures={}, note="已办好"), caller=SUN)
    for who in (ZHAO, SUN):
        page = visit(f"/console/needs/{need}", who=who)
        open_and(page, "确认已满足")
        page.get_by_role("button", name="确认已满足").click()
        expect(page.get_by_role("status")).to_contain_text("已确认满足")
    expect(page.get_by_role("main")).to_contain_text("双方确认已满足")


def test_nobody_sees_more_than_is_theirs(visit: Visit, office: Calls) -> None:
    order = orders.RaiseNeed(district="ganzhou", campaign=f"c-{YEAR}", title="军营供水")
    need = office.command(order, caller=ZHAO)["id"]
    for who in (SUN, ELSEWHERE):
        expect(visit(f"/console/needs/{need}", who=who).get_by_role("alert")).to_contain_text(
            "没有找到"
        )
    for who, path in ((LEADER, "/console/meetings/record"), (QIAN, "/console/needs/raise")):
        expect(visit(path, who=who).get_by_role("alert")).to_contain_text("没有此项权限")
    listed = visit("/console/needs", who=LEADER)
    expect(listed.get_by_role("link", name="提出需求")).to_have_count(0)


@pytest.fixture(scope="module")
def things(office: Calls) -> dict[str, str]:
    """A meeting and a need of the tests before."""
    meetings, needs = office.ask(orders.Meetings()), office.ask(orders.Needs())
    return {"meeting": meetings["items"][0]["id"], "need": needs["items"][0]["id"]}


PAGES = (
    ("/console/meetings", QIAN),
    ("/console/meetings/calendar", QIAN),
    ("/console/meetings/record", CITY),
    ("/console/meetings/{meeting}", QIAN),
    ("/console/meetings/{meeting}/correct", QIAN),
    ("/console/needs", CITY),
    ("/console/needs/raise", ZHAO),
    ("/console/needs/{need}", QIAN),
    ("/console/needs/{need}/decline", QIAN),
)


@pytest.mark.parametrize(("path", "who"), PAGES, ids=[path for path, _ in PAGES])
def test_every_page_fits_and_everybody_can_use_it(
    visit: Visit, things: dict[str, str], path: str, who: Caller
) -> None:
    looks.sound(visit, path.format(**things), overseeing.chinese, who=who)
