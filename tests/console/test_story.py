"""The acts of a campaign's year by clicking, each by whose it is: from the table of tasks to the
bulletin."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.words import Role
from tests.console import strips, working
from tests.console.browsing import Opener, browser, opening
from tests.console.overseeing import days
from tests.console.test_tasks import picture
from tests.console.working import HERE, THERE, YEAR, sign, task
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = working.SERVICES
__all__ = ["browser"]
As = Callable[..., Page]
SCORE = f"/console/scores/{HERE}/{YEAR}/A01?level=city"


def person(account: str, role: Role, district: str = HERE, unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


CHIEF = person("zheng", "city_office", "*")
OFFICE = person("qian-d", "district_office")
THEIRS = person("he-o", "district_office", THERE)
PUBLICITY, EDUCATION = (
    person("wang-x", "unit", unit="publicity"),
    person("li-e", "unit", unit="edu"),
)
REVIEWER, CITY_REVIEWER = person("zhao-s", "reviewer"), person("sun-s", "reviewer", "*")
INSPECTOR = person("wu", "inspector")
NEW = (CHIEF, THEIRS, REVIEWER, CITY_REVIEWER, INSPECTOR)


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    found = working.settle(stack)
    for one in NEW:
        order = orders.AppointPerson(
            account=one.account, name=one.name, roles=one.roles, district=one.district
        )
        found.command(order)
    return found


@pytest.fixture(scope="module")
def base(stack: Stack, calls: Calls) -> str:
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def seen(browser: Browser, base: str) -> Iterator[As]:
    """The page at an address as somebody sees it."""
    with opening(browser, base, "leader", "") as visit:

        def opened(who: Caller, path: str, **options: Any) -> Page:
            return _enter(visit, base, who, path, **options)

        yield opened


def _enter(visit: Opener, base: str, who: Caller, path: str, **options: Any) -> Page:
    page = visit("about:blank", district="", **options)
    sign(page, base, who)
    strips.enters(page, who.roles[0])
    page.goto(path)
    return page


def press(page: Page, name: str, told: str = "") -> None:
    """A button, and what the page says then."""
    strips.keep(page, name)
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    if told:
        expect(page.get_by_role("status")).to_contain_text(told)
        strips.keep(page, told)


def follow(page: Page, name: str) -> None:
    strips.keep(page, name)
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()


def test_a_table_becomes_tasks_and_a_result_a_score_when_two_levels_confirm(seen: As) -> None:
    break_down_by_roles(seen)
    expect(seen(CHIEF, SCORE).get_by_role("main")).to_contain_text("尚未评分")
    hand_in_with_a_photo(seen)
    confirm_at_two_levels(seen)
    eventually(lambda: scored(seen) == "0.500")


def break_down_by_roles(seen: As) -> None:
    page = seen(THEIRS, "/console/campaigns")
    follow(page, "临泽县任务分解表")
    follow(page, "按职责角色分解")
    page.get_by_label("统一期限").fill(working.DUE.isoformat())
    press(page, "看看会怎样分派")
    press(page, "其余")
    expect(page.get_by_role("main")).to_contain_text("会下达 74 项任务")
    press(page, "下达任务", "任务已下达")
    expect(page.locator("tbody tr")).to_have_count(74)


def scored(seen: As) -> str:
    """By the city's mark."""
    figure = seen(CHIEF, SCORE).locator(".itemscore .big")
    return "".join(figure.all_inner_texts()).replace("\n", "").strip()


def hand_in_with_a_photo(seen: As) -> None:
    page = seen(PUBLICITY, "/console")
    page.locator("tr", has_text="A01").get_by_role("link").click()
    press(page, "认领", "已认领")
    follow(page, "上传佐证")
    bring_photo(page)
    follow(page, "回任务页")
    follow(page, "填报与提交")
    sealed = page.get_by_role("checkbox", name="标语")
    eventually(lambda: page.reload() and sealed.count() == 1)
    page.locator("[id='m.part_1']").get_by_label("是", exact=True).check()
    page.get_by_label("做了什么").fill("已写入规划")
    press(page, "提交成果", "成果已提交")


def bring_photo(page: Page) -> None:
    page.get_by_label("文件（点按选择").set_input_files(picture())  # type: ignore[arg-type]
    for label in ("时间", "地点", "人物", "主题", "背景", "原因"):
        page.get_by_label(label, exact=True).fill(f"{label}已记")
    press(page, "开始上传")
    expect(page.locator("#sends")).to_contain_text("已封存", timeout=30_000)


def confirm_at_two_levels(seen: As) -> None:
    for reviewer in (REVIEWER, CITY_REVIEWER):
        page = seen(reviewer, "/console", java_script_enabled=False)
        expect(page.get_by_role("main")).to_contain_text("已写入规划")
        press(page, "通过", "通过")
    shown = seen(OFFICE, f"/console/tasks/{task('A01')}")
    expect(shown.get_by_role("main")).to_contain_text("市级确认")


def test_an_objection_is_ruled_on_from_the_day_s_page(seen: As) -> None:
    page = seen(EDUCATION, f"/console/tasks/{task('A02')}/object")
    page.get_by_label("理由").fill("这项工作由宣传部负责")
    press(page, "提出异议", "等待裁定")
    office = seen(OFFICE, "/console/today")
    office.locator("#decide").get_by_role("link").first.click()
    follow(office, "裁定异议")
    expect(office.get_by_role("main")).to_contain_text("这项工作由宣传部负责")
    office.get_by_label("异议成立").check()
    office.get_by_label("新牵头单位").select_option(label="甘州区委宣传部")
    office.get_by_label("理由").fill("职责清单写明由宣传部负责")
    press(office, "裁定异议")
    expect(office.get_by_role("main")).to_contain_text("甘州区委宣传部")


def test_a_finding_brings_a_slip_is_mended_with_a_photo_and_closed(seen: As) -> None:
    inspector = seen(INSPECTOR, "/console")
    follow(inspector, "安排检查")
    inspector.get_by_label("检查名称").fill("阵地日常检查")
    inspector.get_by_label("日常检查").check()
    press(inspector, "保存安排", "检查已安排")
    follow(inspector, "记录问题")
    inspector.get_by_label("问题（一句话写清）").fill("宣传橱窗破损")
    inspector.get_by_label("责任单位").select_option(label="甘州区委宣传部")
    inspector.get_by_label("对应的考评内容").select_option("B04")
    inspector.get_by_label("责令整改期限").fill(days(10))
    press(inspector, "记录问题", "问题已记录")
    slips = seen(OFFICE, "/console/slips")
    expect(slips.get_by_role("main")).to_contain_text("宣传橱窗破损")
    unit = seen(PUBLICITY, "/console/findings")
    follow(unit, "宣传橱窗破损")
    follow(unit, "报整改结果")
    follow(unit, "先上传新照片")
    bring_photo(unit)
    follow(unit, "去选用照片")
    after = unit.get_by_role("group", name=re.compile("整改后")).get_by_role("checkbox")
    eventually(lambda: unit.reload() and after.count() > 0)
    after.first.check()
    unit.get_by_label("整改说明").fill("橱窗已更换")
    press(unit, "提交整改结果", "等待核验")
    inspector.goto("/console/findings")
    follow(inspector, "宣传橱窗破损")
    follow(inspector, "核验")
    inspector.get_by_label("通过，予以销号", exact=True).check()
    press(inspector, "提交核验意见", "核验意见已提交")
    expect(inspector.get_by_role("main")).to_contain_text("整改已销号")


def test_a_bulletin_is_frozen_and_read_by_the_leader(seen: As) -> None:
    page = seen(CHIEF, "/console/bulletins")
    page.get_by_label("名称").fill("第一期通报")
    page.get_by_label("年度").select_option(str(YEAR))
    page.get_by_label("评分级别").select_option("city")
    press(page, "冻结快照", "快照已冻结")
    expect(page.get_by_role("main")).to_contain_text("第一期通报")
    expect(page.get_by_role("main")).to_contain_text("甘州区")
    leader = seen(person("chen", "leader"), "/console/bulletins")
    follow(leader, "第一期通报")
    expect(leader.get_by_role("main")).to_contain_text("核验")
