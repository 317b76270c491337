"""Operations' page, with the services there and with the database away."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from infra.local.backing import Backing
from tests.console.browsing import Opener, browser, opening, token
from tests.console.looks import sound
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
__all__ = ["browser"]
PAGE = "/console/running"


def gateway_on(stack: Stack) -> Running:
    tasks = stack.start(*SERVICES).wait_ready()
    address = tasks.env["TONGXIN_HEALTH_ADDRESS"]
    running = stack.start("gateway", TONGXIN_HEALTH_OF=f"tasks={address}").wait_ready()
    running.tasks = tasks  # type: ignore[attr-defined]
    return running


@pytest.fixture
def gateway(stack: Stack) -> Running:
    return gateway_on(stack)


@pytest.fixture
def visit(browser: Browser, gateway: Running) -> Iterator[Opener]:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with opening(browser, base, "operations", "*") as opened:
        yield opened


def test_every_promise_is_a_line_and_a_service_that_is_gone_is_named(
    visit: Opener, gateway: Running
) -> None:
    page = visit("/console")
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("运维")
    expect(page.locator("table").first.locator("tbody tr")).to_have_count(6)
    expect(page.get_by_role("row", name="tasks")).to_contain_text("0.1.0")
    expect(page.get_by_role("row", name="消息不搁置")).to_contain_text("守住")
    sound(visit, PAGE)
    gateway.tasks.kill()  # type: ignore[attr-defined]
    page.get_by_role("link", name="再看一次").click()
    expect(page.get_by_role("row", name="各服务可用")).to_contain_text("不可用：tasks")
    expect(visit(PAGE, role="leader").get_by_role("main")).to_contain_text("不能办理此事")


def signed(token: str) -> dict[str, str]:
    return {"Cookie": f"tongxin={token}"}


def test_who_was_here_a_while_ago_opens_it_while_the_database_is_away_and_nobody_else(
    own_stack: Stack, own_backing: Backing
) -> None:
    assert own_backing.documents
    gateway = gateway_on(own_stack)
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    here, other = (signed(token("*", "operations")) for _ in range(2))
    with httpx.Client(base_url=base, timeout=60) as http:
        assert http.get(PAGE, headers=here).status_code == 200
        own_backing.documents.stop()
        right = {"Authorization": f"Bearer {here['Cookie'].partition('=')[2]}"}
        eventually(lambda: http.get("/api/v1/me", headers=right).status_code == 503)
        page = http.get(PAGE, headers=here)
        assert page.status_code == 200
        assert "数据库不可用，此处暂时取不到" in page.text and "无法判断" in page.text
        assert http.get(PAGE, headers=other).status_code == 503
        assert http.get("/console/account", headers=here).status_code == 503
        leader = signed(token("*", "leader"))
        assert http.get(PAGE, headers=leader).status_code == 503
        own_backing.start()
        gateway.wait_ready(30)
        assert http.get(PAGE, headers=other).status_code == 200
