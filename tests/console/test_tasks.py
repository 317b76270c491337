"""Tasks done by clicking: from the day's page to the last act, by units and by offices."""

import io
import re
from contextlib import closing
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from contracts.orders import tasks as orders
from tests.console import looks, working
from tests.console.browsing import Opener, browser
from tests.console.working import (
    DUE,
    TODAY,
    YEAR,
    Open,
    at,
    base,
    caller,
    calls,
    give,
    task,
    visit,
)
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Phone

SERVICES = working.SERVICES
__all__ = ["at", "base", "browser", "calls", "visit"]


def accepted(calls: Calls, item: str) -> str:
    give(calls, "wang-x", orders.Accept(task=task(item)))
    return task(item)


def picture() -> dict[str, Any]:
    file = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(file, "JPEG")
    return {"name": "标语.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


# -- a unit ------------------------------------------------------------------------------------


def test_a_unit_begins_with_its_own_tasks_by_their_day(at: Open) -> None:
    page = at("wang-x", "/console")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的任务")
    rows = page.locator("table.tasks tbody tr")
    expect(rows.filter(has_text="A02")).to_have_count(0)
    row = rows.filter(has_text="B05")
    expect(row).to_contain_text("个工作日")
    expect(row).to_contain_text("1.500")
    expect(row).to_contain_text("照片")
    expect(row).to_contain_text("待认领")


def test_a_unit_accepts_uploads_and_hands_in(at: Open, calls: Calls) -> None:
    page = at("wang-x", f"/console/tasks/{task('A01')}")
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_role("status")).to_contain_text("已认领")
    expect(page.locator(".checks")).to_contain_text("还没有")
    page.get_by_role("link", name="上传佐证").click()
    page.get_by_label("文件（点按选择").set_input_files(picture())  # type: ignore[arg-type]
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_role("alert")).to_contain_text("六项说明都要填")
    for label in ("时间", "地点", "人物", "背景", "原因"):
        page.get_by_label(label, exact=True).fill(f"{label}已记")
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("#sends")).to_contain_text("已封存", timeout=30_000)
    page.get_by_role("link", name="回任务页").click()
    expect(page.locator(".pieces")).to_contain_text("地点已记")
    expect(page.locator(".pieces img")).to_have_js_property("complete", value=True)
    page.get_by_role("link", name="填报与提交").click()
    sealed = page.get_by_role("checkbox", name="标语")
    eventually(lambda: page.reload() and sealed.count() == 1)
    page.locator("[id='m.part_1']").get_by_label("是", exact=True).check()
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_role("status")).to_contain_text("草稿已存")
    expect(page.locator("[id='m.part_1']").get_by_label("是", exact=True)).to_be_checked()
    page.get_by_label("做了什么").fill("四项都已写入规划")
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("status")).to_contain_text("成果已提交")
    handed = calls.ask(orders.TaskOf(task=task("A01")))["submission"]
    assert handed["measures"] == {"part_1": {"type": "flag", "value": True}}
    assert len(handed["evidence"]) == 1 and handed["note"] == "四项都已写入规划"


def test_without_a_script_a_unit_fills_in_and_hands_in(at: Open, calls: Calls) -> None:
    id = accepted(calls, "B01")
    page = at("wang-x", f"/console/tasks/{id}", java_script_enabled=False)
    page.get_by_role("link", name="填报与提交").click()
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("做了什么").fill("已纳入教育计划")
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("status")).to_contain_text("成果已提交")
    page.goto(f"/console/tasks/{id}/upload")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("上传佐证|B01"))


def test_a_figure_that_cannot_be_is_refused_at_its_field_and_kept(at: Open, calls: Calls) -> None:
    id = accepted(calls, "B05")
    page = at("wang-x", f"/console/tasks/{id}/submit")
    page.get_by_label("完成数", exact=True).fill("12")
    page.get_by_label("应有数").fill("十")
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("完成数", exact=True)).to_have_value("12")
    page.get_by_label("应有数").fill("10")
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("alert")).to_contain_text("完成数大于应有数")
    page.get_by_label("应有数").fill("15")
    page.get_by_role("button", name="提交成果").click()
    expect(page.get_by_role("status")).to_contain_text("成果已提交")


def test_a_paste_of_twenty_megabytes_is_refused_and_nothing_is_kept(at: Open) -> None:
    page = at("wang-x", f"/console/tasks/{task('B07')}/object")
    page.get_by_label("理由").evaluate("it => { it.value = '字'.repeat(2200000) }")
    with page.expect_navigation():
        page.locator("main form").evaluate("it => it.submit()")
    expect(page.get_by_role("main")).to_contain_text("超过了上限")
    expect(page.get_by_role("main")).to_contain_text("已保存的数据没有改变")
    page.goto(f"/console/tasks/{task('B07')}")
    expect(page.get_by_role("button", name="认领")).to_be_visible()


def test_a_file_named_as_a_script_is_refused_by_its_name_which_stays_text(
    at: Open, calls: Calls
) -> None:
    page = at("wang-x", f"/console/tasks/{accepted(calls, 'C01')}/upload")
    named = picture() | {"name": "<script>document.title=1.jpg"}
    page.get_by_label("文件（点按选择").set_input_files(named)  # type: ignore[arg-type]
    for label in ("时间", "地点", "人物", "背景", "原因"):
        page.get_by_label(label, exact=True).fill(f"{label}已记")
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("#sends")).to_contain_text("<script>document.title=1.jpg")
    expect(page.locator("#sends")).to_contain_text("文件名不能含有")
    expect(page).not_to_have_title("1")


def test_a_field_worker_may_keep_a_draft_but_not_hand_in(at: Open, calls: Calls) -> None:
    id = accepted(calls, "B08")
    page = at("cai-x", f"/console/tasks/{id}")
    page.get_by_role("link", name="填报与提交").click()
    expect(page.get_by_role("button", name="提交成果")).to_have_count(0)
    page.get_by_label("做了什么").fill("拍了三处")
    page.get_by_role("button", name="存草稿").click()
    other = at("wang-x", f"/console/tasks/{id}/submit")
    expect(other.get_by_label("做了什么")).to_have_value("拍了三处")


def test_a_lead_divides_its_task_among_villages(at: Open, calls: Calls) -> None:
    id = accepted(calls, "B06")
    page = at("wang-x", f"/console/tasks/{id}")
    page.get_by_role("link", name="分解到下级单位").click()
    page.get_by_role("button", name="分解到下级单位").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("东街社区", exact=True).check()
    page.get_by_label("责任人 东街社区").select_option(label="赵街")
    page.get_by_role("button", name="分解到下级单位").click()
    expect(page.get_by_role("status")).to_contain_text("已下达")
    eventually(lambda: page.reload() and page.locator("#parts").count() == 1)
    expect(page.locator("#parts")).to_contain_text("东街社区 赵街")
    part = at("zhao-j", "/console")
    part.get_by_role("link", name="（东街社区）").click()
    expect(part.get_by_role("button", name="认领")).to_be_visible()
    expect(part.locator(".steps")).not_to_contain_text("市级确认")


def test_the_navigation_counts_what_waits_and_an_own_act_shows_at_once(at: Open) -> None:
    page = at("li-e", "/console")
    badge = page.locator("#badge-tasks")
    expect(badge).to_have_text("3，有 3 件等您办")
    expect(page.locator("#badge-oversight")).to_have_text("")
    page.goto(f"/console/tasks/{task('A03')}")
    page.get_by_role("button", name="认领").click()
    expect(badge).to_have_text("2，有 2 件等您办")
    page.goto("/console/tasks?state=waits")
    expect(page.locator("table.tasks tbody tr")).to_have_count(2)
    page.goto("/console/today")
    expect(page.locator("ul.todo li")).to_have_count(2)
    plain = at("li-e", "/console", java_script_enabled=False)
    expect(plain.locator("#badge-tasks")).to_have_text("")
    expect(plain.get_by_role("main")).to_contain_text("待认领")


# -- looks -------------------------------------------------------------------------------------

SHOWN = (
    ("qian-d", "/console/today"),
    ("qian-d", "/console/tasks?state=all"),
    ("qian-d", f"/console/tasks/{task('B04')}"),
    ("qian-d", f"/console/tasks/{task('B04')}/reschedule"),
    ("qian-d", "/console/tasks/new"),
    ("wang-x", "/console/tasks"),
    ("wang-x", f"/console/tasks/{task('B08')}"),
    ("wang-x", f"/console/tasks/{task('B08')}/submit"),
    ("wang-x", f"/console/tasks/{task('B08')}/upload"),
    ("wang-x", f"/console/tasks/{task('B06')}/divide"),
    ("qian-d", "/console/campaigns"),
)


@pytest.mark.parametrize(("account", "path"), SHOWN)
def test_everybody_can_use_the_pages_at_every_width(at: Open, account: str, path: str) -> None:
    page = at(account, looks.told(path, lang="en"))
    assert looks.complaints(page) == [], "en"
    page.goto(looks.told(path, lang="zh"))
    assert looks.complaints(page) == [], "zh"
    for size in ("normal", "large"):
        if size == "large":
            page.goto(looks.told(path, size=size))
        for width in (1366, 360, 320):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (size, width)


def test_a_task_is_walked_by_keys_alone(at: Open) -> None:
    looks.walk(at("wang-x", f"/console/tasks/{task('B08')}"))


def test_today_is_told_with_its_day(at: Open) -> None:
    page = at("qian-d", "/console/today")
    expect(page.locator("main")).to_contain_text(f"{TODAY.year}年")


# -- on a phone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["normal", "large"])
def test_on_a_phone_the_head_is_one_row_and_the_menu_opens_without_a_script(
    at: Open, size: str
) -> None:
    page = at("qian-d", "/console/account", width=360, java_script_enabled=False)
    page.goto(looks.told("/console/account", size=size))
    head, nav = page.locator("header.top"), page.get_by_role("navigation", name="主导航")
    box = head.bounding_box()
    assert box and box["height"] < 80
    expect(nav).to_be_hidden()
    page.get_by_label("菜单").focus()
    page.keyboard.press("Space")
    expect(nav.get_by_role("link", name="督查")).to_be_visible()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


@pytest.mark.parametrize("path", ["/console/today", "/console/review"])
def test_a_list_older_than_a_minute_says_its_time_and_offers_to_refresh(
    at: Open, visit: Opener, path: str
) -> None:
    page = (
        at("qian-d", "/console/account")
        if path == "/console/today"
        else visit("/console/account", role="reviewer")
    )
    page.clock.install()
    page.goto(path)
    expect(page.get_by_role("main")).to_contain_text("的清单")
    page.clock.run_for(50_000)
    expect(page.locator("#aged")).to_be_hidden()
    page.clock.run_for(20_000)
    expect(page.locator("#aged")).to_contain_text("已过了一分钟")
    page.get_by_role("link", name="刷新").click()
    expect(page.locator("#aged")).to_be_hidden()


# -- one file of a result --------------------------------------------------------------------------


def test_one_file_is_returned_made_anew_and_replaced(
    at: Open, visit: Opener, calls: Calls, stack: Stack
) -> None:
    order = orders.Assign(
        district="ganzhou",
        campaign=f"c-{YEAR}",
        origin="decision",
        title="一份重做",
        lead="publicity",
        person="wang-x",
        due=DUE,
    )
    id = str(calls.command(order)["id"])
    give(calls, "wang-x", orders.Accept(task=id))
    phone = Phone(stack, caller("wang-x"))
    with closing(phone.http):
        old = phone.put(files.jpeg(seed=41), title="旧标语", tasks=(id,)).evidence

    def sealed() -> Any:
        return calls.ask(orders.TaskOf(task=id))["sealed"]

    eventually(lambda: [one["id"] for one in sealed()] == [old], 30)
    give(calls, "wang-x", orders.Submit(task=id, measures={}, note="已办结", evidence=(old,)))
    page = visit(f"/console/review/{id}", role="reviewer")
    file = page.locator("form.piece")
    file.get_by_role("button", name="退回这一份").click()
    expect(page.get_by_role("alert")).to_be_visible()
    file.get_by_label("对这一份的意见").fill("画面太暗")
    file.get_by_role("button", name="退回这一份").click()
    expect(page.locator("[data-piece]")).to_contain_text("画面太暗")
    assert looks.complaints(page) == []
    page = at("wang-x", f"/field/#redo={old}")
    expect(page.locator("#redo")).to_contain_text("画面太暗", timeout=20_000)
    page.goto(f"/console/tasks/{id}/redo/{old}")
    for text in ("旧标语", "画面太暗"):
        expect(page.locator("#redo")).to_contain_text(text)
    assert looks.complaints(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_input_files("#files", picture())  # type: ignore[arg-type]
    for name in ("时间", "地点", "人物", "主题", "背景", "原因"):
        page.get_by_label(name, exact=True).fill("有")
    page.get_by_role("button", name="上传", exact=False).first.click()
    eventually(lambda: sealed()[-1]["supersedes"] == old, 30)
    new = sealed()[-1]["id"]
    page = visit(f"/console/review/{id}", role="reviewer")
    expect(page.get_by_role("main")).to_contain_text("重做件")
    page.get_by_role("button", name="通过").click()
    eventually(lambda: calls.ask(orders.TaskOf(task=id))["state"] == "confirmed-district", 20)
    assert calls.ask(orders.TaskOf(task=id))["submission"]["evidence"] == [new]


# -- services that are away: the last, for nobody starts them again ------------------------------


def test_while_a_service_is_away_the_rest_of_a_task_can_be_read(at: Open, stack: Stack) -> None:
    away = next(one for one in stack.processes if one.name == "evidence")
    away.term()
    away.wait()
    page = at("qian-d", f"/console/tasks/{task('A01')}")
    expect(page.locator("main")).to_contain_text("佐证此处暂时取不到")
    expect(page.locator(".timeline")).to_contain_text("交办任务")


def test_while_tasks_are_away_a_page_of_another_service_stands_without_badges(
    at: Open, stack: Stack
) -> None:
    away = next(one for one in stack.processes if one.name == "tasks")
    away.term()
    away.wait()
    page = at("qian-d", "/console/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    expect(page.locator("#badge-tasks")).to_have_text("")
