"""Tables come into the house by clicking, as an official does it who has never seen the product."""

import re
from collections.abc import Iterator
from typing import Any

import bson
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console import importing
from tests.console.browsing import Opener, browser, opening
from tests.console.importing import PUBLISHED, YEAR, xlsx
from tests.console.looks import sound
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

SERVICES = importing.SERVICES
__all__ = ["browser"]
Files = dict[str, Any]


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    importing.settle(stack)
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", "ganzhou") as opened:
        yield opened


def file(name: str, content: bytes) -> Files:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def bring(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("文件（点按选择").set_input_files(file(name, content))  # type: ignore[arg-type]
    page.get_by_role("button", name="看看每一行").click()


def account(page: Page) -> dict[str, int]:
    texts = page.locator("dl.account div").all_inner_texts()
    found = [re.sub(r"\s+", " ", text).strip() for text in texts]
    pairs = [(re.sub(r"[\d\s]", "", text), int("".join(re.findall(r"\d", text)))) for text in found]
    return dict(pairs)


def adds_up(counts: dict[str, int]) -> bool:
    return counts["读入"] == sum(counts[each] for each in ("可办", "待答", "有误", "不收"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_published_standard_becomes_a_draft_and_is_published(visit: Opener, script: bool) -> None:
    version = "2026-1" if script else "2026-2"
    page = visit(
        "/console/standards", role="province_reviewer", district="*", java_script_enabled=script
    )
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
    expect(page.locator("#q-rule")).to_contain_text("看情况给分")
    page.locator("#q-rule").get_by_label("填写").fill("列入预算的得1分")
    page.get_by_role("button", name="保存答复").click()
    expect(page.locator("#q-rule")).to_have_count(0)
    answer_all(page)
    page.get_by_role("button", name="建立草案").click()
    expect(page.get_by_role("status")).to_contain_text("草案已建立，共 4 项")
    page.get_by_role("link", name="打开这份草案").click()
    page.get_by_role("link", name="A03", exact=True).click()
    expect(page.get_by_label("评分标准")).to_have_value("列入预算的得1分")
    page.get_by_label("分值").fill("许多")
    page.get_by_role("button", name="保存这一项").click()
    expect(page.get_by_role("alert")).to_contain_text("分值：如 2 或 1.5")
    page.get_by_label("分值").fill("1")
    page.get_by_label("项号").fill("A05")
    page.get_by_label("考评内容").fill("双拥经费列入年度预算")
    page.get_by_role("button", name="保存这一项").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A05 双拥经费列入年度预算")
    page.get_by_role("link", name="返回草案").click()
    expect(page.get_by_role("main")).to_contain_text("计分试算，请逐项看过 1 处")
    answer_all(page)
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


UGLY = (
    ("甘州区创建双拥模范城任务分解表",),
    ("序号", "考评内容", "牵头单位", "配合单位", "完成时限", "备注"),
    ("1", "双拥工作纳入经济社会发展规划", "双拥办", "", f"{YEAR}年12月底前", "请抓紧"),
    ("2", "国防教育纳入国民教育体系", "教育局、宣传部", "", "12月15日", ""),
    ("3", "主要街道双拥标语", "宣传科", "", "", ""),
    ("联系人：双拥办",),
)


def test_an_ugly_task_table_is_asked_about_over_two_sittings_and_given(visit: Opener) -> None:
    page = visit("/console/import")
    page.get_by_role("link", name=re.compile("任务分解表")).click()
    page.get_by_label("表中没写期限的").fill(f"{YEAR}-12-31")
    bring(page, "分解表.xlsx", xlsx(*UGLY, name="分解表", hidden=(4,)))
    assert account(page)["不收"] == 1 and adds_up(account(page))
    page.locator("#q-hidden").get_by_label("读取", exact=True).check()
    page.get_by_role("button", name="保存答复").click()
    expect(page.locator("#q-hidden")).to_have_count(0)
    where = page.url.partition("#")[0]
    later = visit("/console/import")
    later.get_by_role("link", name="分解表.xlsx").click()
    expect(later).to_have_url(where)
    expect(later.locator("#q-hidden")).to_have_count(0)
    unit = later.locator("#q-unit")
    unit.get_by_label("或另填").fill("宣传部")
    later.keyboard.press("Enter")
    expect(later.locator("#q-unit")).to_have_count(0)
    answer_all(later)
    counts = account(later)
    assert counts["可办"] == 3 and adds_up(counts)
    later.get_by_role("button", name="下达任务").click()
    expect(later.get_by_role("status")).to_contain_text("已下达 3 个任务")


def test_a_register_is_mended_and_entered_with_what_was_answered(visit: Opener) -> None:
    page = visit("/console/import?kind=register")
    page.get_by_label("登记到哪本台账").select_option("new")
    page.get_by_label("考评项").fill("A03")
    page.get_by_label("台账名称").fill("标语点位")
    head, good = ("点位名称", "责任单位", "日期"), ("东街口", "宣传部", "2026-05-10")
    bring(page, "点位.xlsx", xlsx(head, good, ("西街口", "宣传股", "2026-02-30")))
    expect(page.locator("#faults")).to_contain_text("第 3 行 C 列")
    assert account(page)["有误"] == 1 and adds_up(account(page))
    page.locator("#q-unit").get_by_label("或另填").fill("甘州区委宣传部")
    page.get_by_role("button", name="保存答复").click()
    expect(page.locator("#q-unit")).to_have_count(0)
    page.get_by_role("link", name="改好了，重新带来").click()
    bring(page, "点位.xlsx", xlsx(head, good, ("西街口", "宣传股", "2026-02-28")))
    expect(page.locator("#faults")).to_have_count(0)
    expect(page.locator("#q-unit")).to_have_count(0)
    answer_all(page)
    page.get_by_role("button", name="登记入册").click()
    expect(page.get_by_role("status")).to_contain_text("新增 2 行")
    page.goto("/console/import")
    expect(page.get_by_role("link", name="点位.xlsx")).to_have_count(0)


def test_units_come_from_a_csv_of_an_old_office_program(visit: Opener) -> None:
    page = visit("/console/import?kind=units", district="linze")
    text = "单位名称,简称,类型,上级单位\n民政局,民政,部门,\n沙井镇,,乡镇,\n沙井村,,村,沙井镇\n"
    bring(page, "单位.csv", text.encode("gb18030"))
    expect(page.locator("#made")).to_contain_text("沙井村")
    page.get_by_role("button", name="建立单位").click()
    expect(page.get_by_role("status")).to_contain_text("新登记 3 个")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("图.xlsx", b"\x89PNG not a table", "文件"),
        ("大.xlsx", b"0" * (9 * 1024 * 1024), "超过 8 MB"),
        ("单位.csv", "单位名称,备注\n民政局,13812345678\n".encode(), "第 2 行 B 列"),
    ],
    ids=["no table", "too large", "a telephone number"],
)
def test_what_cannot_be_taken_says_why_and_keeps_the_form(
    visit: Opener, name: str, content: bytes, told: str
) -> None:
    page = visit("/console/import?kind=units")
    bring(page, name, content)
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text(told)
    expect(fault).to_contain_text("什么都没有收下")
    expect(page.get_by_label("文件（点按选择")).to_have_attribute("aria-invalid", "true")


def test_a_fault_names_its_field_and_a_proposal_says_what_it_does(visit: Opener) -> None:
    page = visit("/console/import?kind=register")
    page.get_by_label("登记到哪本台账").select_option("new")
    table = xlsx(("点位名称", "责任单位", "日期"), ("东街口", "宣传部", "5月"))
    bring(page, "日期.xlsx", table)
    expect(page.get_by_role("alert")).to_contain_text("考评项：一至两个大写字母")
    page.get_by_label("考评项").fill("A02")
    page.get_by_label("台账名称").fill("日期不全的")
    bring(page, "日期.xlsx", table)
    asked = page.locator("#q-day")
    expect(asked.get_by_role("heading")).to_contain_text("日期")
    expect(asked.get_by_role("radio")).to_have_count(1)
    asked.get_by_role("button", name="用建议：不记日期，原文写入备注").click()
    expect(page.locator("#q-day")).to_have_count(0)


def test_what_was_typed_survives_an_ended_session(visit: Opener, base: str) -> None:
    page = visit("/console/import?kind=units", role="city_office", district="*")
    page.get_by_label("区县").select_option("ganzhou")
    bring(page, "单位.csv", "单位名称,类型\n信访工作部门,不知\n".encode())
    page.locator(".question").first.get_by_label("区直单位", exact=True).check()
    page.context.clear_cookies(name="tongxin")
    page.get_by_role("button", name="保存答复").click()
    expect(page.get_by_role("status")).to_contain_text("刚才填写的内容没有丢")
    page.get_by_label("账号").fill("admin")
    page.get_by_label("密码").fill(GATEWAY["TONGXIN_ADMIN_PASSWORD"])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("接着提交")
    typed = page.locator("input[type=hidden][name^='choice.']")
    assert "department" in [each.get_attribute("value") for each in typed.all()]


def test_another_officials_table_does_not_exist(visit: Opener) -> None:
    page = visit("/console/import?kind=units")
    bring(page, "单位.csv", "单位名称,类型\n信访局,部门\n".encode())
    other = visit(page.url, role="city_office", district="*")
    expect(other.get_by_role("alert")).to_contain_text("没有这份表")


def test_the_pages_fit_and_everybody_can_use_them(visit: Opener) -> None:
    page = visit("/console/import?kind=tasks")
    bring(page, "分解表.xlsx", xlsx(*UGLY, name="分解表", hidden=(4,)))
    for path in (page.url.partition("#")[0], "/console/import?kind=register", "/console/standards"):
        sound(visit, path)


def test_a_kept_table_lies_sealed_in_the_database(visit: Opener, stack: Stack) -> None:
    page = visit("/console/import?kind=units")
    bring(page, "信访名单.csv", "单位名称,类型\n信访工作部门,不知\n".encode())
    page.locator(".question").first.get_by_label("区直单位", exact=True).check()
    page.get_by_role("button", name="保存答复").click()
    expect(page.get_by_role("button", name="建立单位")).to_be_visible()
    kept = [bson.encode(one) for one in stack.mongo("gateway")["imports"].find()]
    assert kept and not [one for one in kept if "信访".encode() in one or b"department" in one]


def test_while_the_service_is_away_the_table_is_said_to_be_safe(
    visit: Opener, stack: Stack
) -> None:
    page = visit("/console/import?kind=units")
    bring(page, "单位.csv", "单位名称,类型\n审计局,部门\n".encode())
    expect(page.get_by_role("button", name="建立单位")).to_be_visible()
    tasks = next(one for one in stack.processes if one.name == "tasks")
    tasks.term()
    tasks.wait()
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("这份表和已有的答复都没有丢")
    expect(page.get_by_role("alert")).to_contain_text("追踪号")
    stack.start(SERVICES[0]).wait_ready()
    eventually(lambda: ready_again(page))


def ready_again(page: Page) -> bool:
    again = page.get_by_role("link", name="重新查看")
    if again.count():
        again.click()
    return page.get_by_role("button", name="建立单位").count() == 1
