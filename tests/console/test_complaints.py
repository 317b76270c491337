"""Complaints and proposals: brought without an account, answered, and looked at again."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from contracts.orders import tasks as orders
from tests.console import looks
from tests.console.browsing import Opener, browser, opening
from tests.support.calling import Calls
from tests.support.stack import Stack

SERVICES = ("services.tasks.service:Tasks",)
__all__ = ["browser"]
HOME = "/console/complaints"
REGISTER = f"{HOME}/register"


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    for service in SERVICES:
        stack.start(service).wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    calls.command(
        orders.RegisterUnit(
            district="ganzhou", unit="publicity", name="甘州区委宣传部", kind="department"
        )
    )
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", "") as opened:
        yield opened


def brought(visit: Opener, script: bool = True) -> str:
    """The code of a complaint that somebody brings without an account."""
    page = visit("/console/login", java_script_enabled=script)
    page.get_by_role("link", name="投诉建议").click()
    page.get_by_label("哪个区县的事").select_option(label="甘州区")
    page.get_by_role("button", name="继续").click()
    page.get_by_label("关于谁").select_option(label="单位")
    page.get_by_label("哪个单位").select_option(label="甘州区委宣传部")
    page.get_by_label("说明情况").fill("同一份材料要了三次")
    page.get_by_role("button", name="提交投诉建议").click()
    expect(page.get_by_role("status")).to_contain_text("已收到")
    return page.url.rpartition("/")[2].partition("?")[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_complaint_without_an_account_is_answered_and_pressed_once(
    visit: Opener, script: bool
) -> None:
    code = brought(visit, script)
    office = visit(REGISTER, district="ganzhou", java_script_enabled=script)
    expect(office.locator("tbody tr").first).to_contain_text("同一份材料要了三次")
    office.locator("tbody a").first.click()
    office.get_by_label("答复").fill("已经撤回重复的要求")
    office.get_by_role("button", name="答复").click()
    expect(office.get_by_role("status")).to_contain_text("已答复")
    page = visit(HOME, java_script_enabled=script)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"投〔\d{4}〕\d+号"))
    expect(page.locator("main")).to_contain_text("已经撤回重复的要求")
    page.get_by_label("不满意的理由").fill("仍在重复要材料")
    page.get_by_role("button", name="请上级复核").click()
    expect(page.get_by_role("status")).to_contain_text("上级复核")
    page = visit(f"{HOME}/{code}", district="ganzhou")
    page.get_by_label("答复").fill("请市里看看吧")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("alert")).to_contain_text("区双拥办不能答复")
    expect(page.get_by_label("答复")).to_have_value("请市里看看吧")


def test_what_is_wrong_is_told_at_its_field_and_nothing_that_was_typed_is_lost(
    visit: Opener,
) -> None:
    page = visit(f"{HOME}?district=ganzhou")
    page.get_by_label("关于谁").select_option(label="单位")
    page.get_by_label("说明情况").fill("电话13912345678找我")
    page.get_by_role("button", name="提交投诉建议").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("说明情况")).to_have_value("电话13912345678找我")
    page.get_by_label("查询码").fill("没有这个")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个查询码")


def test_one_address_brings_ten_an_hour_without_an_account(base: str) -> None:
    with httpx.Client(base_url=base) as http:
        found = re.search(r'form_token" value="(\w+)"', http.get("/console/login").text)
        assert found
        given = {
            "form_token": found[1],
            "district": "linze",
            "kind": "suggestion",
            "target": "system",
            "text": "希望能在手机上看",
        }
        said = [http.post(HOME, data=given | {"once": f"{n:032}"}) for n in range(12)]
        assert said[-1].status_code == 429 and "过一小时再试" in said[-1].text
        assert "希望能在手机上看" in said[-1].text


def test_the_pages_are_sound(visit: Opener) -> None:
    for path in (HOME, f"{HOME}?district=ganzhou"):
        for lang in ("zh", "en"):
            assert looks.complaints(visit(looks.told(path, lang=lang))) == []
        assert looks.overflows(visit, path) == []
    assert looks.complaints(visit(REGISTER, district="ganzhou")) == []
    assert looks.overflows(visit, REGISTER, district="ganzhou") == []
    looks.walk(visit(REGISTER, district="ganzhou"))
