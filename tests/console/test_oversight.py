"""督查 by clicking: inspections, findings, slips, appeals, accountability."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.caller import Caller
from contracts.orders import tasks as orders
from tests.console import looks, overseeing
from tests.console.answering import Answering
from tests.console.browsing import browser
from tests.console.overseeing import (
    CAMPAIGN,
    CITY,
    ELSEWHERE,
    HERE,
    LEADER,
    QIAN,
    SUN,
    TODAY,
    WU,
    Visit,
    days,
    visiting,
)
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = overseeing.SERVICES
__all__ = ["browser"]
LONG = "双拥宣传橱窗内容多年没有更新，" * 13 + "请更新"


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


def inspection(office: Calls, **changes: Any) -> str:
    given: dict[str, Any] = {"kind": "routine", "title": "日常检查", "on": TODAY, **changes}
    order = orders.PlanInspection(district=HERE, campaign=CAMPAIGN, **given)
    id: str = office.command(order, caller=WU)["id"]
    return id


def finding(office: Calls, fault: str = "标语褪色", due: bool = True, **changes: Any) -> str:
    given: dict[str, Any] = {"unit": "publicity", **changes}
    if due:
        given["rectify_by"] = overseeing.SOON
    if "inspection" not in given:
        given["inspection"] = inspection(office)
    order = orders.RaiseFinding(item="B04", kind="检查发现", fault=fault, **given)
    id: str = office.command(order, caller=WU)["id"]
    return id


def state(office: Calls, id: str) -> str:
    found: str = office.ask(orders.FindingOf(finding=id))["state"]
    return found


def open_and(page: Page, act: str) -> None:
    page.get_by_role("link", name=act, exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_inspector_plans_an_inspection_and_records_what_is_found(
    visit: Visit, script: bool
) -> None:
    fault = "迎宾路标语褪色" if script else "迎宾路标牌倾斜"
    page = visit("/console", who=WU, java_script_enabled=script)
    expect(page).to_have_url(re.compile("/console/inspections"))
    open_and(page, "安排检查")
    page.get_by_label("检查名称").fill("阵地专项督查")
    page.get_by_label("专项督查").check()
    page.get_by_label("甘州区委宣传部").check()
    page.get_by_role("button", name="保存安排").click()
    expect(page.get_by_role("status")).to_contain_text("检查已安排")
    open_and(page, "记录问题")
    page.get_by_label("问题（一句话写清）").fill(fault)
    page.get_by_label("责任单位").select_option(label="甘州区委宣传部")
    page.get_by_label("对应的考评内容").select_option("B04")
    page.get_by_label("地点").fill("迎宾路公交站")
    page.get_by_label("责令整改期限").fill(days(10))
    page.get_by_label("整改前：标语褪色").check()
    page.get_by_role("button", name="记录问题").click()
    expect(page.get_by_role("status")).to_contain_text("可以接着记下一条")
    expect(page.get_by_role("main")).to_contain_text("记录了 1 个问题：责令整改 1")
    page.get_by_role("link", name=fault).click()
    expect(page.get_by_role("main")).to_contain_text("个工作日")
    expect(page.get_by_role("link", name="整改前：标语褪色")).to_be_visible()
    expect(page.locator(".steps [aria-current]")).to_contain_text("责令整改")
    page.get_by_role("complementary").get_by_role("link").last.click()
    open_and(page, "公布检查结果")
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("检查结果已公布")
    expect(page.get_by_role("link", name="公布检查结果")).to_have_count(0)


def test_a_form_that_is_wrong_says_everything_at_once_and_keeps_what_was_typed(
    visit: Visit, office: Calls
) -> None:
    page = visit(f"/console/inspections/{inspection(office)}/findings", who=WU)
    page.evaluate("document.querySelectorAll('[required]').forEach(e => e.required = false)")
    page.get_by_label("地点").fill("东经 100.4512 北纬 38.9260")
    page.get_by_label("责令整改期限").fill("2001-01-01")
    page.get_by_role("button", name="记录问题").click()
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("有 3 处要改")
    expect(fault.get_by_role("link", name="责任单位")).to_have_attribute("href", "#unit")
    expect(page.get_by_label("地点")).to_have_value("东经 100.4512 北纬 38.9260")
    page.get_by_label("问题（一句话写清）").fill("橱窗破损")
    page.get_by_label("责任单位").select_option("publicity")
    page.get_by_label("对应的考评内容").select_option("B04")
    page.get_by_role("button", name="记录问题").click()
    expect(page.locator("#place-fault")).to_contain_text("不得填写经纬度")
    page.get_by_label("地点").fill("中心广场")
    page.get_by_role("button", name="记录问题").click()
    expect(page.locator("#rectify_by-fault")).to_contain_text("不能早于检查日期")
    expect(page.get_by_label("问题（一句话写清）")).to_have_value("橱窗破损")


def test_the_phone_says_once_where_a_fault_is_and_what_was_typed_keeps_it(
    visit: Visit, office: Calls
) -> None:
    where = {"latitude": 38.932112, "longitude": 100.451234}
    visited = inspection(office)
    path = f"/console/inspections/{visited}/findings"
    page = visit(path, who=WU, geolocation=where, permissions=["geolocation"])
    page.get_by_label("问题（一句话写清）").fill("橱窗玻璃破损")
    page.get_by_label("责任单位").select_option("army")
    page.get_by_label("对应的考评内容").select_option("B04")
    page.get_by_role("button", name="用手机定位").click()
    chosen = page.get_by_label("图上位置")
    expect(chosen).to_have_value("38.93211,100.45123")
    page.get_by_role("button", name="记录问题").click()
    expect(page.locator("#position-fault")).to_contain_text("驻军单位的问题不记录位置")
    expect(chosen).to_have_value("38.93211,100.45123")
    page.get_by_label("责任单位").select_option("publicity")
    page.get_by_role("button", name="记录问题").click()
    expect(page.get_by_role("status")).to_contain_text("可以接着记下一条")
    (one,) = office.ask(orders.Findings(inspection=visited))["items"]
    assert one["position"] == {"latitude": 38.93211, "longitude": 100.45123}
    refused = visit(path, who=WU)
    refused.get_by_role("button", name="用手机定位").click()
    expect(refused.locator("#locate")).to_contain_text("没有定到位")


def test_a_unit_replies_and_somebody_else_verifies_and_looks_back(
    visit: Visit, office: Calls
) -> None:
    id = finding(office)
    page = visit("/console/slips", who=SUN, java_script_enabled=False)
    card = page.locator(".card", has=page.locator(f"a[href='/console/findings/{id}']"))
    expect(card).to_contain_text("起转橙色")
    expect(card).to_contain_text("事关 B04 的 2.000 分")
    card.get_by_role("link", name=re.compile("报整改结果")).click()
    page.get_by_label("整改说明").fill("标语已全部更换")
    page.get_by_role("group", name=re.compile("整改前")).get_by_label("标语褪色").check()
    page.get_by_role("group", name=re.compile("整改后")).get_by_label("标语更换").check()
    page.get_by_role("button", name="提交整改结果").click()
    expect(page.get_by_role("status")).to_contain_text("等待核验")
    assert state(office, id) == "rectified"
    page = visit(f"/console/findings/{id}")
    open_and(page, "核验整改")
    page.get_by_label("不通过，退回整改").check()
    page.get_by_role("button", name="提交核验意见").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("不通过，退回整改")).to_be_checked()
    page.get_by_label("通过，予以销号", exact=True).check()
    page.get_by_role("button", name="提交核验意见").click()
    expect(page.get_by_role("status")).to_contain_text("核验意见已提交")
    open_and(page, "回头看")
    page.get_by_label("问题反弹，责令重新整改").check()
    page.get_by_label("理由").fill("又有三处破损")
    page.get_by_role("button", name="记录回头看").click()
    expect(page.locator("#rectify_by-fault")).to_contain_text("须重新确定整改期限")
    page.get_by_label("重新整改期限").fill(days(5))
    page.get_by_role("button", name="记录回头看").click()
    expect(page.get_by_role("status")).to_contain_text("回头看已记录")
    expect(page.locator(".timeline")).to_contain_text("回头看发现反弹")
    assert state(office, id) == "ordered"


def test_a_later_day_is_asked_for_and_granted(visit: Visit, office: Calls) -> None:
    id = finding(office)
    page = visit(f"/console/findings/{id}", who=SUN)
    open_and(page, "申请延期整改")
    page.get_by_label("申请延至").fill(days(20))
    page.get_by_label("理由").fill("材料未到货")
    page.get_by_role("button", name="提交延期申请").click()
    expect(page.get_by_role("main")).to_contain_text("材料未到货")
    expect(page.get_by_role("link", name="申请延期整改")).to_have_count(0)
    page = visit(f"/console/findings/{id}", who=WU)
    open_and(page, "批复延期申请")
    expect(page.get_by_role("main")).to_contain_text("材料未到货")
    page.get_by_label("同意延期").check()
    page.get_by_label("理由").fill("同意")
    page.get_by_role("button", name="答复申请").click()
    expect(page.get_by_role("status")).to_contain_text("延期申请已答复")
    assert office.ask(orders.FindingOf(finding=id))["rectify_by"] == days(20)


def test_an_appeal_waits_in_its_list_until_somebody_else_rules(visit: Visit, office: Calls) -> None:
    id = finding(office, "橱窗陈旧")
    page = visit(f"/console/findings/{id}", who=SUN)
    open_and(page, "提出申诉")
    page.get_by_label("理由").fill("该橱窗不属我单位管理")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_role("status")).to_contain_text("等待裁定")
    expect(page.get_by_role("link", name="提出申诉")).to_have_count(0)
    seen = visit(f"/console/findings/{id}", who=WU)
    expect(seen.get_by_role("link", name="裁定申诉")).to_have_count(0)
    page = visit("/console/appeals")
    page.get_by_role("row", name=re.compile("该橱窗不属我单位管理")).get_by_role("link").click()
    open_and(page, "裁定申诉")
    page.get_by_label("申诉成立，撤销该问题").check()
    page.get_by_label("理由").fill("经核实属实")
    page.get_by_role("button", name="作出裁定").click()
    expect(page.get_by_role("status")).to_contain_text("裁定已作出")
    expect(page.get_by_role("complementary")).to_contain_text("已撤销")
    page.goto("/console/appeals?appeal=ruled")
    expect(page.get_by_role("main")).to_contain_text("申诉成立")


def test_a_bulletin_is_recorded_and_a_decision_on_the_unit_is_replied_to(
    visit: Visit, office: Calls
) -> None:
    id = finding(office, "标语缺字", due=False)
    page = visit(f"/console/findings/{id}")
    open_and(page, "记录通报点名")
    page.get_by_label("通报文号").fill("甘双办（2026）7号")
    page.get_by_label("印发日期").fill(days(0))
    page.get_by_role("button", name="记入问题").click()
    expect(page.get_by_role("complementary")).to_contain_text("甘双办〔2026〕7号")
    page.get_by_role("link", name="问责", exact=True).click()
    open_and(page, "登记问责决定")
    page.get_by_label("先选责任单位").select_option(label="甘州区委宣传部")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("事由").fill("两次通报仍未整改")
    page.get_by_label("通报批评").check()
    page.get_by_label("决定原文").fill("对宣传部予以通报批评")
    page.get_by_label("决定机关").fill("区双拥工作领导小组")
    page.get_by_label("文号").fill("甘双组〔2026〕3号")
    page.get_by_label("决定日期").fill(days(0))
    page.get_by_label("B04 标语缺字").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("问责决定已登记")
    expect(page.get_by_role("link", name="标语缺字")).to_be_visible()
    page = visit("/console/accountability", who=SUN)
    page.get_by_role("link", name="甘双组〔2026〕3号").click()
    open_and(page, "答复问责决定")
    page.get_by_label("答复内容").fill("已全部整改，责任已落实")
    page.get_by_role("button", name="提交答复").click()
    expect(page.get_by_role("main")).to_contain_text("已全部整改，责任已落实")
    expect(page.get_by_role("link", name="答复问责决定")).to_have_count(0)


def test_the_city_sets_when_slips_change_colour_and_others_read_it(visit: Visit) -> None:
    page = visit(f"/console/slips/rules?district={HERE}", who=CITY)
    page.get_by_label("转橙后几天转红").fill("许多")
    page.get_by_role("button", name="保存规则").click()
    expect(page.locator("#red_after-fault")).to_have_text("请填一个数。")
    page.get_by_label("转橙后几天转红").fill("9")
    page.get_by_role("button", name="保存规则").click()
    expect(page.get_by_role("status")).to_contain_text("督办规则已保存")
    read = visit("/console/slips/rules")
    expect(read.get_by_role("main")).to_contain_text("再过 9 天转为红色")
    expect(read.get_by_role("button", name="保存规则")).to_have_count(0)


def test_a_double_click_records_a_finding_once(visit: Visit, office: Calls) -> None:
    id = inspection(office)
    page = visit(f"/console/inspections/{id}/findings", who=WU)
    page.get_by_label("问题（一句话写清）").fill("重复点击")
    page.get_by_label("责任单位").select_option("publicity")
    page.get_by_label("对应的考评内容").select_option("B04")
    page.get_by_role("button", name="记录问题").dblclick()
    expect(page.get_by_role("status")).to_contain_text("问题已记录")
    assert len(office.ask(orders.InspectionOf(inspection=id))["findings"]) == 1


def test_nobody_sees_more_than_is_theirs(visit: Visit, office: Calls) -> None:
    id, own = finding(office, unit="army"), finding(office)
    covert = inspection(office, kind="covert", title="暗访")
    for who, path in (
        (SUN, f"/console/findings/{id}"),
        (ELSEWHERE, f"/console/findings/{own}"),
        (SUN, f"/console/inspections/{covert}"),
        (LEADER, f"/console/inspections/{covert}"),
    ):
        page = visit(path, who=who)
        expect(page.get_by_role("alert")).to_contain_text("没有找到")
    listed = visit("/console/findings", who=SUN)
    expect(listed.locator(f"a[href='/console/findings/{own}']")).to_be_visible()
    expect(listed.locator(f"a[href='/console/findings/{id}']")).to_have_count(0)
    for who, path in (
        (LEADER, f"/console/findings/{own}/close"),
        (WU, "/console/accountability/record"),
        (QIAN, "/console/inspections/plan"),
    ):
        page = visit(path, who=who)
        expect(page.get_by_role("alert")).to_contain_text("没有此项权限")


def test_lists_are_handed_out_as_tables(visit: Visit, office: Calls) -> None:
    finding(office)
    for path in ("/console/findings", "/console/slips", "/console/inspections"):
        page = visit(path)
        with page.expect_download() as started:
            page.get_by_role("link", name="下载表格").click()
        assert started.value.suggested_filename.endswith(".xlsx")


def test_long_lists_are_paged(visit: Visit, office: Calls) -> None:
    place = inspection(office)
    for n in range(51):
        finding(office, f"第{n}处", due=False, inspection=place)
    page = visit("/console/findings")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_role("link", name="第一页").click()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_a_part_whose_service_is_away_says_so_and_the_rest_is_whole(
    visit: Visit, stack: Stack, office: Calls
) -> None:
    id = finding(office, "评分停用时")
    scoring = next(one for one in stack.processes if one.name == "scoring")
    scoring.term()
    page = visit(f"/console/findings/{id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("评分停用时")
    expect(page.get_by_role("complementary")).to_contain_text("此处暂时取不到")
    stack.start(overseeing.RUNNING[1]).wait_ready()
    eventually(lambda: "此处暂时取不到" not in visit(f"/console/findings/{id}").inner_text("aside"))


@pytest.fixture(scope="module")
def things(office: Calls) -> dict[str, str]:
    """An inspection, and a finding whose words are long."""
    return {"finding": finding(office, LONG), "inspection": inspection(office)}


PAGES = (
    ("/console/inspections", WU),
    ("/console/inspections/plan", WU),
    ("/console/inspections/{inspection}", WU),
    ("/console/inspections/{inspection}/findings", WU),
    ("/console/findings", CITY),
    ("/console/findings/{finding}", SUN),
    ("/console/findings/{finding}/rectify", SUN),
    ("/console/slips", QIAN),
    ("/console/slips/rules", CITY),
    ("/console/appeals", QIAN),
    ("/console/accountability", QIAN),
    ("/console/accountability/record?unit=publicity", QIAN),
)


@pytest.mark.parametrize(("path", "who"), PAGES, ids=[path for path, _ in PAGES])
def test_every_page_fits_and_everybody_can_use_it(
    visit: Visit, things: dict[str, str], path: str, who: Caller
) -> None:
    looks.sound(visit, path.format(**things), overseeing.chinese, who=who)
