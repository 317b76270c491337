"""Tables come into the house by clicking, as an official does it who has never seen the product."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from contracts.words import Role
from tests.console import importing
from tests.console.importing import PUBLISHED, xlsx
from tests.console.test_console import FLAGS, token
from tests.support.stack import Stack

SERVICES = importing.SERVICES
Opener = Callable[..., Page]
Files = dict[str, Any]


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    importing.settle(stack)
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    """A page as somebody of that role; a violation of the content policy fails the test."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(
        path: str, role: Role = "district_office", district: str = "ganzhou", **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=base, viewport={"width": 1366, "height": 768}, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "tongxin", "value": token(district, role), "url": base}])
        page = context.new_page()
        page.on("console", lambda m: faults.extend([m.text] * (m.type == "error")))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [f for f in faults if "status of 4" not in f and "status of 5" not in f], faults


def file(name: str, content: bytes) -> Files:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def bring(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("文件（点按选择").set_input_files(file(name, content))  # type: ignore[arg-type]
    page.get_by_role("button", name="看看每一行").click()


def account(page: Page) -> dict[str, int]:
    texts = page.locator("dl.account div:not(.eq)").all_inner_texts()
    found = [re.sub(r"\s+", " ", text).strip() for text in texts]
    pairs = [(re.sub(r"[\d\s]", "", text), int("".join(re.findall(r"\d", text)))) for text in found]
    return dict(pairs)


def adds_up(counts: dict[str, int]) -> bool:
    return counts["读入"] == sum(counts[each] for each in ("可办", "待答", "有误", "不收"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_published_standard_becomes_a_draft_and_is_published(visit: Opener, script: bool) -> None:
    version = "2026-1" if script else "2026-2"
    page = visit("/console/standards", "province_reviewer", "*", java_script_enabled=script)
    page.get_by_role("link", name="导入标准").click()
    page.get_by_label("版本号").fill(version)
    page.get_by_label("标准名称").fill("双拥模范城考评标准")
    bring(page, "考评标准.xlsx", xlsx(*PUBLISHED))
    counts = account(page)
    assert counts["读入"] == 5 and counts["不收"] == 1 and adds_up(counts)
    unread = page.get_by_role("complementary")
    expect(unread).to_contain_text("注：本标准由省双拥办负责解释")
    expect(unread).to_contain_text("备注")
    page.locator("#q-lead").get_by_role("button", name=re.compile("处都用建议")).click()
    expect(page.locator("#q-lead")).to_have_count(0)
    expect(page.locator("#q-rule")).to_contain_text("视情况给分")
    page.locator("#q-rule").get_by_label("填写").fill("列入预算的得1分")
    page.get_by_role("button", name="保存答复").click()
    expect(page.locator("#q-rule")).to_have_count(0)
    answer_all(page)
    page.get_by_role("button", name="建立草案").click()
    expect(page.get_by_role("status")).to_contain_text("草案已建立，共 4 项")
    page.get_by_role("link", name="打开这份草案").click()
    page.get_by_role("link", name="A03", exact=True).click()
    expect(page.get_by_label("评分标准")).to_have_value("列入预算的得1分")
    page.get_by_label("项号").fill("A05")
    page.get_by_label("考评内容").fill("双拥经费列入年度预算")
    page.get_by_role("button", name="保存这一项").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A05 双拥经费列入年度预算")
    page.get_by_role("link", name="返回草案").click()
    page.get_by_role("link", name="发布这一版").click()
    expect(page.get_by_role("main")).to_contain_text("发布之后这一版不能再改")
    page.get_by_role("button", name="发布这一版").click()
    expect(page.get_by_role("main")).to_contain_text("这一版已经发布")
    expect(page.get_by_role("link", name="发布这一版")).to_have_count(0)


def answer_all(page: Page) -> None:
    """Every proposal that waits, one click each; groups at once where the page offers it."""
    for _ in range(60):
        whole = page.get_by_role("button", name=re.compile("处都用建议"))
        one = page.locator("button[name=take]")
        if whole.count():
            whole.first.click()
        elif one.count():
            one.first.click()
        else:
            return
    raise AssertionError("questions without end")
