"""An official makes a rule by choosing: questions, operators, parts, figures; never JSON."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from services.scoring.standards.publishing import Published
from services.scoring.standards.standard import Item
from tests.console import scored
from tests.console.browsing import Opener, browser
from tests.console.test_console import base, gateway, visit
from tests.support.stack import bare

SERVICES = [bare("scoring"), bare("tasks")]
__all__ = ["base", "browser", "gateway", "visit"]
LIST = "/console/rules/draft-1"


@pytest.fixture(autouse=True)
def draft() -> Iterator[Published]:
    kept = scored.DRAFT.state
    yield kept
    scored.DRAFT.state = kept


def item(code: str) -> Item:
    found = scored.DRAFT.state.standard.item(code)
    assert found
    return found


def open_of(code: str) -> set[str]:
    own = (one.id for one in scored.DRAFT.state.questions if one.id.startswith(f"{code}."))
    asked = {id.partition(".")[2] for id in own}
    return asked - {"side", "kind", "evidence", "lead"}


def desk(visit: Opener, code: str, **options: bool) -> Page:
    return visit(f"{LIST}/{code}", role="city_office", **options)


def test_the_list_leads_to_every_item_and_says_what_is_left(visit: Opener) -> None:
    page = visit("/console/rules", role="city_office")
    page.locator("#drafts").get_by_role("link").click()
    rows = page.locator("table.rule-list tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("还要回答")
    expect(rows.nth(1)).to_contain_text("没有读懂")
    rows.nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("双拥领导小组作用明显")


@pytest.mark.parametrize("script", [True, False])
def test_the_questions_of_a_sentence_are_answered_by_choosing(visit: Opener, script: bool) -> None:
    page = desk(visit, "A01", java_script_enabled=script)
    expect(page.locator("#outcome .left")).to_contain_text("2")
    page.get_by_role("group", name=re.compile("不足一级")).get_by_label("不扣").check()
    page.get_by_role("group", name=re.compile("应有数为 0")).get_by_label("满分").check()
    if not script:
        page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator("#outcome .left")).to_have_count(0)
    expect(page.locator("#outcome .figures")).to_contain_text("98% 得 2 分")
    expect(page.locator("#outcome .case")).to_have_count(3)
    page.get_by_label("这些算例我看过").check()
    page.get_by_role("button", name="保存到草案").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert open_of("A01") == set()
    assert item("A01").rule.part == "nothing"  # type: ignore[attr-defined]
    expect(page.get_by_label("这些算例我看过")).to_be_checked()


@pytest.mark.parametrize("script", [True, False])
def test_a_rule_that_is_not_read_is_built_from_operators(visit: Opener, script: bool) -> None:
    page = desk(visit, "A02", java_script_enabled=script)
    expect(page.locator("#said")).to_contain_text("读不懂")

    def choose(label: str, option: str) -> None:
        page.get_by_label(label).select_option(label=option)
        if not script:
            page.get_by_role("button", name="重新试算").last.click()

    page.get_by_role("button", name="改为逐项选定").click()
    choose("整条规则：怎样算", "评分人评定")
    page.get_by_label("范围下限").fill("0")
    page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator(".at-fault")).to_contain_text("范围上限")
    page.get_by_label("范围上限").fill("1")
    page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator("#outcome .figures")).to_contain_text("得 1 分")
    choose("整条规则：怎样算", "合计")
    page.get_by_role("button", name=re.compile("添一个：相加的各行")).click()
    expect(page.get_by_label("其中一个：怎样算")).to_have_count(2)
    page.get_by_label("其中一个：怎样算").nth(1).select_option(label="按次计分")
    if not script:
        page.get_by_role("button", name="重新试算").last.click()
    page.get_by_role("button", name=re.compile("添一个：类型")).click()
    page.get_by_label("名称", exact=True).fill("迟报")
    page.get_by_label("数", exact=True).fill("-0.5")
    page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator("#outcome .reading")).to_contain_text("迟报")
    expect(page.locator("#outcome")).to_contain_text("条文没有读懂，不能逐行对照")
    page.get_by_label("这些算例我看过").check()
    page.get_by_role("button", name="保存到草案").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert item("A02").rule.op == "sum" and item("A02").rule_text == "重点看成效，另行研究"
    assert open_of("A02") == set()
    page.goto(LIST)
    expect(page.locator("table.rule-list tbody tr").nth(1)).to_contain_text("已选定算法")


def test_a_tree_beside_its_sentence_shows_where_they_differ(visit: Opener) -> None:
    page = desk(visit, "A03")
    expect(page.get_by_role("group", name=re.compile("考评内容写 3 分"))).to_be_visible()
    page.get_by_role("button", name="改为逐项选定").click()
    expect(page.locator("#outcome")).to_contain_text("与条文读出的算法一致")
    page.get_by_label("分值，或满分的百分比").first.fill("1.5")
    page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator(".at-fault").first).to_contain_text("合计")
    page.get_by_label("分值，或满分的百分比").nth(1).fill("0.5")
    page.get_by_role("button", name="重新试算").last.click()
    expect(page.locator("table.beside .differs").first).to_contain_text("1.5")
    page.get_by_role("button", name="去掉", exact=False).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".at-fault").first).to_contain_text("合计")


def test_who_may_not_draft_may_try_and_not_save(visit: Opener) -> None:
    page = visit(f"{LIST}/A01", role="leader")
    expect(page.locator("#outcome .figures")).to_be_visible()
    expect(page.get_by_role("button", name="保存到草案")).to_have_count(0)


def test_what_is_not_there_is_said(visit: Opener) -> None:
    for path in (f"{LIST}/Z01", "/console/rules/none/A01", "/console/rules/none"):
        page = visit(path, role="city_office")
        expect(page.get_by_role("alert")).to_contain_text("没有找到")
