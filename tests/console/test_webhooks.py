"""事件推送: an office registers an address, sees what was sent there, and sends it again."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tongxin import verified

from contracts.orders import tasks as orders
from tests.console import looks
from tests.console.browsing import Opener, browser, opening
from tests.support.calling import Calls
from tests.support.receiver import Receiver, receiver
from tests.support.stack import Stack

SERVICES = ("services.tasks.service:Tasks", "services.notify.service:Notify")
__all__ = ["browser", "receiver"]
HOME = "/console/webhooks"
LONG = "市政务协同平台与区县双拥工作数据共享交换前置机" * 8


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    own = {"TONGXIN_HOOK_NETWORKS": "127.0.0.0/8", "TONGXIN_HOOK_RETRY_DELAYS": "1"}
    for service in SERVICES:
        stack.start(service, TONGXIN_DUE_SECONDS="0.2", **own).wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", "") as opened:
        yield opened


def filled(page: Page, url: str, about: str) -> None:
    page.get_by_label("用途").fill(about)
    page.get_by_label("推送地址").fill(url)
    page.get_by_label("任务逾期").check()
    page.get_by_role("button", name="登记").click()


def registered(visit: Opener, url: str, about: str = "政务协同平台") -> tuple[Page, str]:
    """The page of a new address, and its secret."""
    page = visit(f"{HOME}/new", district="ganzhou")
    filled(page, url, about)
    secret = page.get_by_label("签名密钥").input_value()
    page.get_by_role("link", name="已保存好").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(about)
    return page, secret


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def shows(page: Page, text: str) -> None:
    """The table of what was sent says so, once it is so."""
    row = page.locator("tbody tr").first
    for _ in range(60):
        if text in row.inner_text():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"no {text} in {row.inner_text()}")


def test_an_office_registers_an_address_tries_it_and_changes_its_secret(
    visit: Opener, receiver: Receiver
) -> None:
    home = visit(HOME, district="ganzhou")
    expect(home.get_by_role("main")).to_contain_text("还没有登记推送地址")
    page, secret = registered(visit, f"http://127.0.0.1:{receiver.port}/x")
    assert secret not in page.content()
    page.get_by_role("button", name="发测试事件").click()
    expect(page.get_by_role("status")).to_contain_text("测试事件已发出")
    shows(page, "已收下")
    told = receiver.told[0]
    assert verified(secret, told.headers, told.body)["type"] == "notify.webhook_tried.v1"
    page.get_by_role("button", name="更换密钥").click()
    assert page.get_by_label("签名密钥").input_value() not in ("", secret)
    page.get_by_role("link", name="已保存好").click()
    expect(page.get_by_role("main")).to_contain_text("旧密钥")


def test_what_failed_is_sent_again_and_an_address_is_paused_changed_and_removed(
    visit: Opener, receiver: Receiver
) -> None:
    page, _ = registered(visit, f"http://127.0.0.1:{receiver.port}/fails", "故障平台")
    page.get_by_role("button", name="发测试事件").click()
    shows(page, "失败")
    receiver.mended = True
    page.get_by_role("row").get_by_role("button", name="重新推送").click()
    expect(page.get_by_role("status")).to_contain_text("已安排重新推送")
    shows(page, "已收下")
    page.get_by_role("button", name="暂停推送").click()
    expect(page.locator(".tags")).to_contain_text("已暂停")
    page.get_by_role("link", name="修改").click()
    page.get_by_label("用途").fill("新平台")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新平台")
    page.get_by_role("button", name="恢复推送").click()
    expect(page.locator(".tags")).to_have_text("正常")
    page.get_by_text("删除这个地址").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_role("status")).to_contain_text("推送地址已删除")


def test_what_may_not_be_is_told_at_its_field_and_what_was_typed_stays(visit: Opener) -> None:
    page = visit(f"{HOME}/new", district="ganzhou")
    filled(page, "https://10.0.0.9/x", "内网")
    expect(page.locator("#url-fault, #faults")).to_have_count(2)
    expect(page.get_by_label("推送地址")).to_have_value("https://10.0.0.9/x")
    assert page.get_by_label("任务逾期").is_checked()
    page.get_by_label("任务逾期").uncheck()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#types-fault")).to_be_visible()


def test_another_districts_address_is_not_there(visit: Opener, receiver: Receiver) -> None:
    page, _ = registered(visit, f"http://127.0.0.1:{receiver.port}/x", "别处不见")
    far = visit(path_of(page), district="linze")
    expect(far.get_by_role("heading", level=1)).not_to_have_text("别处不见")
    expect(visit(HOME, district="linze").get_by_role("main")).not_to_contain_text("别处不见")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_pages_look_as_they_should(visit: Opener, receiver: Receiver, lang: str) -> None:
    page, _ = registered(visit, f"http://127.0.0.1:{receiver.port}/fails", LONG[:200])
    page.get_by_role("button", name="发测试事件").click()
    shows(page, "失败")
    one = path_of(page)
    for path in (HOME, f"{HOME}/new", one, f"{one}/change"):
        page = visit(looks.told(path, lang=lang), district="ganzhou")
        assert looks.complaints(page) == []
        page.context.close()
        if lang == "zh-CN":
            assert looks.overflows(visit, path, district="ganzhou") == []
