"""Messages in the console: read, taken note of, led from to their page, and chosen."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from contracts import scoring, tasks
from services.notify.audiences import AUDIENCES
from tests.console.browsing import Opener, browser, opening
from tests.console.looks import complaints, overflows, sound, told, walk
from tests.interface.test_notify import appoint, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.notify.cast import fact

SERVICES = ("services.notify.service:Notify",)
DISTRICT = "anning"
LONG = "关于进一步规范全区各级各类学校国防教育课程设置与课时安排的通知所列事项" * 5
__all__ = ["browser"]


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    stack.start(SERVICES[0]).wait_ready()
    publish(stack, tasks.DistrictFounded(district=DISTRICT, name="安宁区"))
    publish(
        stack,
        tasks.UnitRegistered(
            unit="education", name="区教育局", kind="department", parent="", serves=()
        ),
    )
    for role in ("unit", "leader", "reviewer", "district_office"):
        unit = "education" if role == "unit" else ""
        appoint(stack, role, role, unit=unit, email=f"{role}@example.gov.cn")
    persons = stack.mongo("notify").persons
    eventually(lambda: persons.count_documents({}) == 4)
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "unit", DISTRICT) as opened:
        yield opened


def tell(stack: Stack, *facts: Any) -> None:
    """They are told, all of them, before this returns."""
    deliveries = stack.mongo("notify").deliveries
    for each in facts:
        event = publish(stack, each)
        inbox = {"_id": {"$regex": f"^{event}:"}, "state.channel": "inbox"}
        eventually(lambda inbox=inbox: deliveries.count_documents(inbox))


def returned(title: str, task: str = "t-1") -> tasks.TaskReturned:
    return replace(fact(tasks.TaskReturned), title=title, task=task, person="")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_message_leads_to_its_page_and_is_read_then(
    stack: Stack, visit: Opener, script: bool
) -> None:
    title = f"校园国防教育{'甲' if script else '乙'}"
    tell(stack, returned(title))
    page = visit("/console/inbox", java_script_enabled=script)
    row = page.get_by_role("listitem").filter(has_text=title)
    expect(row).to_contain_text("退回理由：缺少照片")
    expect(row).to_contain_text("未读")
    expect(row).to_contain_text("重要")
    if script:
        expect(page.get_by_role("link", name="收件箱")).to_contain_text("条等您处理")
    row.get_by_role("button", name="打开相关页面").click()
    expect(page).to_have_url(f"{page.url.split('/console')[0]}/console/tasks/t-1")
    page.goto("/console/inbox")
    expect(page.get_by_role("listitem").filter(has_text=title)).to_have_count(0)
    page.get_by_role("link", name="全部", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text=title)).to_contain_text("已读")


def test_what_is_urgent_is_taken_note_of(stack: Stack, visit: Opener) -> None:
    tell(stack, replace(fact(scoring.VetoRaised), title="重大军地纠纷"))
    page = visit("/console/inbox", role="leader")
    row = page.get_by_role("listitem").filter(has_text="重大军地纠纷")
    expect(row).to_contain_text("紧急")
    link = page.get_by_role("link", name="收件箱")
    expect(link).to_contain_text("1条等您处理")
    page.goto("/console/inbox")
    row.get_by_role("button", name="标为已读").click()
    page.goto("/console/inbox?show=all")
    expect(link).to_contain_text("1条等您处理")
    row.get_by_role("button", name="确认收到").click()
    expect(link).to_have_text("收件箱")
    expect(page.get_by_role("status")).to_contain_text("已确认收到。")
    page.get_by_role("link", name="紧急", exact=True).click()
    expect(row).to_contain_text("已确认收到")
    expect(row.get_by_role("button", name="确认收到")).to_have_count(0)


def test_many_messages_come_in_pages_and_are_read_at_once(stack: Stack, visit: Opener) -> None:
    submitted = fact(tasks.TaskSubmitted)
    tell(stack, *(replace(submitted, title=f"第{n}项", task=f"t-{n}") for n in range(23)))
    page = visit("/console/inbox", role="reviewer")
    expect(page.get_by_role("listitem")).to_have_count(20)
    expect(page.get_by_role("link", name="收件箱")).to_have_text("收件箱")
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("listitem")).to_have_count(3)
    page.get_by_role("link", name="上一页").click()
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("status")).to_contain_text("全部已标为已读")
    expect(page.get_by_role("main")).to_contain_text("没有未读的消息")
    expect(page.get_by_role("link", name="收件箱")).to_have_text("收件箱")
    page.get_by_role("link", name="查看全部消息").click()
    expect(page.get_by_role("listitem")).to_have_count(20)


def test_another_persons_message_cannot_be_opened(stack: Stack, visit: Opener) -> None:
    tell(stack, returned("别人的事"))
    page = visit("/console/inbox")
    button = page.get_by_role("listitem").filter(has_text="别人的事").get_by_role("button").first
    value = button.get_attribute("value")
    stranger = visit("/console/inbox?show=all", role="leader")
    stranger.evaluate(
        "id => { const b = document.querySelector('button[name=open]'); b.value = id }", value
    )
    with stranger.expect_navigation() as navigated:
        stranger.get_by_role("button", name="打开相关页面").first.click()
    assert navigated.value and navigated.value.status == 404


def test_who_was_told_nothing_reads_so(visit: Opener) -> None:
    page = visit("/console/inbox?show=all", role="inspector")
    expect(page.get_by_role("main")).to_contain_text("还没有收到过消息")
    page = visit("/console/inbox/settings", role="inspector")
    expect(page.get_by_role("main")).to_contain_text("还没有登记在单位人员中")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_person_chooses_what_comes_when(visit: Opener, script: bool) -> None:
    page = visit("/console/inbox/settings", role="district_office", java_script_enabled=script)
    mail = page.get_by_role("group", name="邮件")
    mail.get_by_label("重要").set_checked(script)
    page.get_by_label("一般消息汇总发送的时间").fill("八点半")
    page.get_by_label("免打扰开始").fill("21:00")
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_role("alert")).to_contain_text("一般消息汇总发送的时间")
    expect(page.get_by_label("一般消息汇总发送的时间")).to_have_value("八点半")
    expect(page.get_by_label("免打扰开始")).to_have_value("21:00")
    page.get_by_label("一般消息汇总发送的时间").fill("8：30、14:00")
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_role("status")).to_contain_text("消息设置已保存")
    expect(page.get_by_label("一般消息汇总发送的时间")).to_have_value("08:30，14:00")
    expect(page.get_by_label("免打扰开始")).to_have_value("21:00")
    expect(mail.get_by_label("重要")).to_be_checked(checked=script)
    preview = page.locator("dl.preview")
    expect(preview).to_contain_text("汇总成一份邮件")
    assert ("单独发一份邮件" in preview.inner_text()) is script


PAGES = (
    ("/console/inbox", "unit"),
    ("/console/inbox?show=urgent", "leader"),
    ("/console/inbox/settings", "leader"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_sound_in_every_size_and_language(stack: Stack, visit: Opener, lang: str) -> None:
    tell(stack, returned(LONG[:200]), replace(fact(scoring.VetoRaised), title=LONG[:120]))
    for path, role in PAGES:
        page = visit(told(path, lang=lang), role=role)
        assert complaints(page) == [], path
        assert overflows(visit, told(path, lang=lang), role=role) == []
        if lang == "zh":
            walk(page)


def test_the_city_sees_each_message_as_it_will_be_read(visit: Opener) -> None:
    page = visit("/console/message-texts", role="city_office", district="*")
    expect(page.locator("tbody tr")).to_have_count(len(AUDIENCES))
    expect(page.get_by_role("main")).to_contain_text("5 条消息：")
    row = page.locator("tbody tr").filter(has_text="任务被退回")
    version = row.locator("code").inner_text()
    row.get_by_role("link").click()
    main = page.get_by_role("main")
    for form in ("站内消息", "邮件", "工作群机器人", "企业微信应用", "短信"):
        expect(main).to_contain_text(form)
    expect(main).to_contain_text(version)
    page.goto("/console/message-texts/nothing")
    expect(page.get_by_role("main")).to_contain_text("没有找到")
    other = visit("/console/message-texts", role="district_office")
    expect(other.get_by_role("main")).to_contain_text("您的岗位不能办理此事")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_city_words_a_message_and_takes_it_back(
    stack: Stack, visit: Opener, script: bool
) -> None:
    path, which = "/console/message-texts/tasks.task_returned.v1", "甲" if script else "乙"
    page = visit(path, role="city_office", district="*", java_script_enabled=script)
    main = page.get_by_role("main")
    page.get_by_label("标题", exact=True).fill("退回补充：{{ fact.actor }}")
    page.get_by_role("button", name="试看").click()
    expect(main.get_by_role("alert")).to_contain_text(
        "标题第 1 行第 9 字：没有可以写进去的字段“actor”"
    )
    page.get_by_label("标题", exact=True).fill("退回补充：{{ fact.title }}")
    page.get_by_role("button", name="试看").click()
    expect(main.get_by_role("alert")).to_have_count(0)
    expect(main.locator("#outcome h3")).to_contain_text("退回补充：")
    page.get_by_role("button", name="保存写法").click()
    expect(main.get_by_role("alert")).to_contain_text("理由")
    page.get_by_label("理由", exact=True).first.fill("统一用语")
    page.get_by_role("button", name="保存写法").click()
    expect(page.get_by_role("status")).to_contain_text("写法已保存")
    tell(stack, returned(f"新写法{which}"))
    inbox = visit("/console/inbox")
    expect(inbox.get_by_role("listitem").filter(has_text=f"退回补充：新写法{which}")).to_have_count(
        1
    )
    page.get_by_role("link", name="与前一版比较").first.click()
    expect(main.locator("ins")).to_contain_text("退回补充")
    page.get_by_label("理由", exact=True).last.fill("改回")
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已恢复")
    tell(stack, returned(f"旧写法{which}"))
    inbox.goto(inbox.url)
    expect(
        inbox.get_by_role("listitem").filter(has_text=f"任务被退回：旧写法{which}")
    ).to_have_count(1)


@pytest.mark.parametrize("kind", ["", "/tasks.slip_issued.v1"])
def test_the_pages_of_texts_are_fit_for_everybody(visit: Opener, kind: str) -> None:
    sound(visit, f"/console/message-texts{kind}", role="city_office", district="*")
