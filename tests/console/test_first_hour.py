"""The first hour by clicking: from the first administrator to the first task that is confirmed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.browsing import Opener, browser, opening
from tests.console.importing import PUBLISHED, xlsx
from tests.console.looks import sound
from tests.console.test_imports import answer_all, bring
from tests.console.working import YEAR
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

SERVICES = (
    "services.tasks.service:Tasks",
    "services.scoring.service:Scoring",
    "services.evidence.service:Evidence",
)
__all__ = ["browser"]
PASSWORD = "four unrelated quiet words"
UNITS = (("单位名称", "类型"), ("甘州区发展和改革局", "部门"), ("甘州区财政局", "部门"))
PERSONS = (("姓名", "岗位", "单位"), ("李强", "单位联系人", "甘州区发展和改革局"))
TABLE = (
    ("序号", "考评内容", "牵头单位", "责任人", "完成时限"),
    ("1", "双拥工作纳入发展规划", "甘州区发展和改革局", "李强", f"{YEAR}-12-31"),
)


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    for service in SERVICES:
        stack.start(service).wait_ready()
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "city_office", "*") as opened:
        yield opened


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def sign_in(page: Page, account: str, password: str) -> None:
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(password)
    press(page, "登录")


def guide(page: Page) -> Page:
    page.goto("/console/start")
    return page


def at_step(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("开局引导")
    expect(page.locator("li[aria-current=step] h2")).to_contain_text(title)


def open_account(page: Page, name: str, *roles: str) -> str:
    """On the page of a new account whose scope is chosen; the one-time link."""
    page.get_by_label("姓名").fill(name)
    for role in roles:
        page.get_by_label(role).check()
    press(page, "开通账号")
    return page.get_by_label("一次性链接").input_value()


def arrives(visit: Opener, link: str, **options: bool) -> Page:
    """The person of the link, with a password and signed in."""
    page = visit(link, district="", **options)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再填一遍").fill(PASSWORD)
    press(page, "设置密码")
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")
    expect(page).to_have_url(re.compile("/console/(start|today|tasks|review)"))
    return page


def found_the_city(visit: Opener) -> Page:
    """The administrator opens the office's account; the office founds its district."""
    admin = visit("/console", district="")
    sign_in(admin, "admin", GATEWAY["TONGXIN_ADMIN_PASSWORD"])
    at_step(admin, "开通市双拥办账号")
    expect(admin.get_by_role("main")).to_contain_text("由市双拥办办理。")
    follow(admin, "开通市双拥办账号")
    chief = arrives(visit, open_account(admin, "陈明", "市双拥办"))
    at_step(chief, "设立区县")
    follow(chief, "设立区县")
    chief.get_by_label("区县名称").fill("甘州区")
    chief.get_by_label("代码").fill("ganzhou")
    press(chief, "设立区县")
    return chief


def staff(visit: Opener, chief: Page) -> tuple[Page, Page]:
    """The district's office and its reviewer."""
    links = []
    for name, role in (("钱东", "区双拥办"), ("赵审", "审核人员")):
        at_step(guide(chief), "区县双拥办和审核人员账号")
        expect(chief.locator("li[aria-current=step]")).to_contain_text("还差：甘州区")
        follow(chief, "开通账号")
        chief.get_by_label("区县").select_option(label="甘州区")
        chief.locator("main form button").first.click()
        links.append(open_account(chief, name, role))
    at_step(guide(chief), "登记责任单位")
    return arrives(visit, links[0]), arrives(visit, links[1], java_script_enabled=False)


def fill_the_district(office: Page) -> str:
    """Units and people from tables, as the district's own office brings them; the link."""
    at_step(office, "登记责任单位")
    follow(office, "导入单位名单")
    bring(office, "单位.xlsx", xlsx(*UNITS))
    answer_all(office)
    press(office, "建立单位")
    expect(office.get_by_role("status")).to_contain_text("单位")
    at_step(guide(office), "开通单位人员账号")
    follow(office, "导入人员名单")
    office.get_by_label("文件").set_input_files(
        {"name": "人员.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(*PERSONS)}
    )
    office.locator("main form button").first.click()
    press(office, "全部开通")
    return office.locator(".links code").inner_text()


def publish(chief: Page) -> None:
    at_step(guide(chief), "导入并发布考评标准")
    follow(chief, "导入考评标准")
    chief.get_by_label("版本号").fill("2026-1")
    chief.get_by_label("标准名称").fill("双拥模范城考评标准")
    bring(chief, "考评标准.xlsx", xlsx(*PUBLISHED))
    answer_all(chief)
    chief.locator("#q-rule").get_by_label("填写").fill("列入预算的得1分")
    press(chief, "保存答复")
    answer_all(chief)
    press(chief, "建立草案")
    follow(chief, "打开这份草案")
    answer_all(chief)
    follow(chief, "发布这一版")
    press(chief, "发布这一版")
    expect(chief.get_by_role("main")).to_contain_text("这一版已经发布")
    at_step(guide(chief), "启动年度创建")
    follow(chief, "启动年度创建")
    chief.get_by_label("年度").fill(str(YEAR))
    chief.get_by_label("名称").fill(f"{YEAR}年创建")
    chief.get_by_label("考评标准").select_option(label="双拥模范城考评标准")
    chief.get_by_label("甘州区").check()
    press(chief, "启动年度创建")
    expect(chief.get_by_role("status")).to_contain_text("年度创建已启动")


def give_the_table(office: Page) -> None:
    at_step(guide(office), "下达任务分解表")
    follow(office, "打开分解表")
    follow(office, "甘州区任务分解表")
    follow(office, "导入任务分解表")
    bring(office, "分解表.xlsx", xlsx(*TABLE, name="分解表"))
    answer_all(office)
    press(office, "下达任务")
    expect(office.get_by_role("status")).to_contain_text("1")


@pytest.mark.timeout(240)
def test_an_empty_installation_leads_to_its_first_task(visit: Opener) -> None:
    chief = found_the_city(visit)
    office, reviewer = staff(visit, chief)
    link = fill_the_district(office)
    publish(chief)
    give_the_table(office)
    unit = arrives(visit, link)
    task = unit.get_by_role("link", name="双拥工作纳入发展规划")
    eventually(lambda: unit.reload() and task.count() == 1)
    at_step(guide(office), "办成第一项任务")
    office.goto("/console")
    expect(office.get_by_role("heading", level=1)).to_have_text("今日要办")
    expect(office.get_by_role("main")).to_contain_text("开局还没走完")
    task.click()
    press(unit, "认领")
    follow(unit, "填报与提交")
    unit.get_by_label("做了什么").fill("已写入规划")
    press(unit, "提交成果")
    expect(unit.get_by_role("status")).to_contain_text("成果已提交")
    reviewer.goto("/console")
    reviewer.get_by_role("button", name=re.compile("^通过")).click()
    expect(reviewer.get_by_role("status")).to_contain_text("通过")
    expect(guide(office).get_by_role("main")).to_contain_text("开局已经走完")
    office.goto("/console/today")
    expect(office.get_by_role("main")).not_to_contain_text("开局")


def test_an_empty_page_leads_to_the_guide_and_the_guide_is_fit_for_everybody(
    visit: Opener,
) -> None:
    page = visit("/console/tasks", role="district_office", district="linze")
    page.get_by_role("link", name="看开局引导").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("开局引导")
    sound(visit, "/console/start", role="district_office", district="linze")
    page = visit("/console/start", role="leader", district="linze")
    expect(page.get_by_role("main")).to_contain_text("您的岗位不能办理此事")


def test_every_component_in_every_state_is_fit_for_everybody(visit: Opener) -> None:
    sound(visit, "/console/components", role="system_admin", district="*")
    page = visit("/console/components", role="district_office", district="linze")
    expect(page.get_by_role("main")).to_contain_text("您的岗位不能办理此事")
