"""An office's day by clicking: what waits for it, its acts on tasks, its lists and its years."""

import io
import re
from datetime import timedelta

import openpyxl
from playwright.sync_api import expect

from contracts.orders import tasks as orders
from tests.console import working
from tests.console.browsing import Opener, browser
from tests.console.working import (
    DUE,
    SOON,
    THERE,
    YEAR,
    Open,
    at,
    base,
    calls,
    give,
    task,
    visit,
)
from tests.support.calling import Calls
from tests.support.waiting import eventually

SERVICES = working.SERVICES
__all__ = ["at", "base", "browser", "calls", "visit"]


def test_an_objection_and_an_extension_wait_on_the_days_page_and_are_decided(
    at: Open, calls: Calls
) -> None:
    unit = at("li-e", f"/console/tasks/{task('A02')}")
    unit.get_by_role("link", name="提出异议").click()
    unit.get_by_role("textbox", name="理由").fill("议军会议由人武部负责")
    unit.get_by_role("button", name="提出异议").dblclick()
    expect(unit.locator(".steps")).to_be_visible()
    expect(unit.locator("main")).to_contain_text("议军会议由人武部负责")
    give(calls, "li-e", orders.Accept(task=task("A03")))
    unit.goto(f"/console/tasks/{task('A03')}/extend")
    unit.get_by_label("申请延到").fill(str(DUE + timedelta(days=9)))
    unit.get_by_label("理由").fill("会期未定")
    unit.get_by_label("目前进展").fill("已发函")
    unit.get_by_role("button", name="申请延期").click()
    expect(unit.get_by_role("status")).to_contain_text("等待批复")
    page = at("qian-d", "/console")
    expect(page.get_by_role("heading", level=1)).to_have_text("今日要办")
    expect(page.locator("main .lead").first).to_contain_text("2 件要裁定或批复")
    page.locator("#decide").get_by_role("link", name="A02").click()
    page.get_by_role("link", name="裁定异议").click()
    expect(page.locator("dl.plain")).to_contain_text("议军会议由人武部负责")
    page.get_by_label("异议成立").check()
    page.get_by_label("理由").fill("属实")
    page.get_by_label("新牵头单位").select_option(label="甘州区双拥办")
    page.get_by_role("button", name="裁定异议").click()
    expect(page.get_by_role("alert")).to_contain_text("责任人")
    page.get_by_label("新牵头单位").select_option(label="甘州区委宣传部")
    page.get_by_label("责任人").select_option(label="甘州区委宣传部 · 孙媛")
    page.get_by_role("button", name="裁定异议").click()
    expect(page.get_by_role("status")).to_contain_text("已裁定")
    page.goto(f"/console/tasks/{task('A03')}")
    page.get_by_role("link", name="批复延期").click()
    page.get_by_label("同意延期", exact=True).check()
    page.get_by_label("理由").fill("同意")
    page.get_by_role("button", name="批复延期").click()
    expect(page.get_by_role("status")).to_contain_text("已批复")
    assert calls.ask(orders.TaskOf(task=task("A03")))["due"] == str(DUE + timedelta(days=9))


def test_an_office_urges_once_moves_the_day_and_hands_over(at: Open, calls: Calls) -> None:
    here = f"/console/tasks/{task('B07')}"
    page = at("qian-d", here)
    page.get_by_role("link", name="催办").click()
    page.get_by_label("理由").fill("请抓紧")
    page.get_by_role("button", name="催办").click()
    expect(page.get_by_role("status")).to_contain_text("已催办")
    expect(page.get_by_role("link", name="催办")).to_have_count(0)
    page.goto(f"{here}/urge")
    expect(page.get_by_role("status")).to_contain_text("现在不能办")
    page.get_by_role("link", name="改期").click()
    page.get_by_label("新期限").fill(str(SOON))
    page.get_by_label("理由").fill("提前检查")
    page.get_by_role("button", name="改期").click()
    page.get_by_role("link", name="调整优先级").click()
    page.get_by_label("优先级").select_option("urgent")
    page.get_by_label("理由").fill("书记批示")
    page.get_by_role("button", name="调整优先级").click()
    expect(page.locator("main")).to_contain_text("特急")
    page.get_by_role("link", name="移交", exact=True).click()
    page.get_by_label("接手人").select_option(label="孙媛")
    page.get_by_label("理由").fill("王宣外出学习")
    page.get_by_role("button", name="移交").click()
    expect(page.locator(".timeline")).to_contain_text("移交孙媛")
    page.goto("/console")
    soon = page.locator("#soon").get_by_role("listitem").filter(has_text="B07")
    expect(soon).to_contain_text("值 1.500 分")


def test_a_single_task_is_assigned_with_its_faults_mended(at: Open) -> None:
    page = at("qian-d", "/console/tasks")
    page.get_by_role("link", name="新建任务").last.click()
    page.get_by_label("任务名称").fill("军人之家修缮")
    page.get_by_label("来源", exact=True).select_option("instruction")
    page.get_by_label("牵头").select_option("edu")
    page.get_by_label("责任人").select_option("wang-x")
    page.get_by_label("时限").fill("5")
    page.get_by_label("按工作日计算").check()
    page.get_by_role("button", name="交办").click()
    expect(page.get_by_role("alert")).to_contain_text("不是牵头单位“甘州区教育局”的人员")
    expect(page.get_by_label("任务名称")).to_have_value("军人之家修缮")
    page.get_by_label("责任人").select_option("li-e")
    page.get_by_role("button", name="交办").click()
    expect(page.get_by_role("status")).to_contain_text("已交办")
    expect(page.locator("main")).to_contain_text("5个工作日内")
    expect(page.locator("main")).to_contain_text("还有 5 个工作日")


def test_all_of_a_persons_tasks_pass_to_a_colleague(at: Open, calls: Calls) -> None:
    page = at("wang-x", "/console/tasks/hand-over")
    page.get_by_label("移交人").select_option(label="孙媛")
    page.get_by_label("接手人").select_option(label="王宣")
    page.get_by_label("理由").fill("孙媛休假")
    page.get_by_role("button", name="移交一人的任务").click()
    expect(page.get_by_role("status")).to_contain_text("已移交")
    eventually(lambda: calls.ask(orders.TaskOf(task=task("B07")))["person"] == "wang-x")


def test_filters_stand_in_the_address_and_are_kept_as_a_tab(at: Open) -> None:
    page = at("qian-d", "/console/tasks")
    page.get_by_label("名称含").fill("标语")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("text="))
    expect(page.locator("table.tasks tbody tr")).to_have_count(1)
    page.get_by_text("把这些条件存成标签").click()
    page.get_by_label("标签名称").fill("标语类")
    page.get_by_role("button", name="存成标签").click()
    expect(page.get_by_role("status")).to_contain_text("标签已存")
    page.goto("/console/tasks")
    page.get_by_role("link", name="标语类").click()
    expect(page.locator("table.tasks tbody tr")).to_have_count(1)
    page.get_by_text("把这些条件存成标签").click()
    page.get_by_role("button", name="删除标签“标语类”").click()
    expect(page.get_by_role("link", name="标语类")).to_have_count(0)
    page.goto("/console/tasks?state=all&year=abc&text=%E6%A0%87")
    expect(page.get_by_role("alert")).to_contain_text("年度")
    page.goto("/console/tasks?state=confirmed")
    expect(page.locator(".empty")).to_contain_text("没有这样的任务")


def test_the_list_is_taken_away_as_a_workbook(at: Open) -> None:
    page = at("qian-d", "/console/tasks?state=all&item=B04")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载表格").click()
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    assert sheet is not None
    told = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert len(told) == 2 and any("甘州区委宣传部" in cell for cell in told[1])


def test_what_is_no_concern_does_not_exist(at: Open, visit: Opener) -> None:
    stranger = at("li-e", f"/console/tasks/{task('B04')}")
    expect(stranger.get_by_role("alert")).to_contain_text("没有找到")
    other = visit(f"/console/tasks/{task('B04')}", district=THERE)
    expect(other.get_by_role("alert")).to_contain_text("没有找到")
    other.goto("/console/today")
    expect(other.locator("main")).to_contain_text("今天没有要办的事")
    unit = at("wang-x", "/console/tasks/new")
    expect(unit.get_by_role("alert")).to_contain_text("没有此项权限")


def test_a_form_of_another_site_is_not_taken(at: Open, calls: Calls) -> None:
    page = at("wang-x", f"/console/tasks/{task('C01')}")
    page.locator("input[name=form_token]").last.evaluate("e => e.value = 'x'")
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("接着提交")
    assert calls.ask(orders.TaskOf(task=task("C01")))["state"] == "assigned"


def test_a_district_breaks_the_standard_down_by_its_roles(visit: Opener) -> None:
    page = visit("/console/campaigns", district=THERE)
    page.get_by_role("link", name="临泽县任务分解表").click()
    expect(page.locator(".empty")).to_contain_text("还没有下达任务分解表")
    page.get_by_role("link", name="按职责角色分解").click()
    page.get_by_label("统一期限").fill(str(DUE))
    page.get_by_role("button", name="看看会怎样分派").click()
    expect(page.locator(".question").first).to_contain_text("是哪个单位")
    page.get_by_role("button", name="都不计入").click()
    proposed = page.get_by_role("button", name=re.compile("用建议"))
    for _ in range(proposed.count()):
        if proposed.count():
            proposed.first.click()
    page.get_by_role("button", name="下达任务").click()
    expect(page.get_by_role("status")).to_contain_text("任务已下达")
    expect(page.locator("table tbody tr")).to_have_count(74)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载表格").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_the_city_opens_a_year(visit: Opener) -> None:
    page = visit("/console/campaigns", role="city_office", district="*")
    page.get_by_role("link", name="启动年度创建").click()
    page.get_by_label("年度").fill(str(YEAR + 1))
    page.get_by_label("名称").fill(f"{YEAR + 1}年创建")
    page.get_by_label("考评标准").select_option("sample-74")
    page.get_by_label("甘州区", exact=True).check()
    page.get_by_role("button", name="启动年度创建").click()
    expect(page.get_by_role("status")).to_contain_text("已启动")
    expect(page.locator("main")).to_contain_text(f"{YEAR + 1}年创建")
