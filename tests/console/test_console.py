"""The console in Debian's Chromium: what people read, and that everybody can."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.console import looks
from tests.console.answering import Answering
from tests.console.browsing import Opener, browser, opening, token
from tests.console.scored import ANSWERS, FAULTY, TASKS, TOTALS, YEAR, plan_of
from tests.support.accounts import PASSWORD, account_of
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare("scoring"), bare("tasks")]
__all__ = ["browser"]
BRIEF = f"/console/brief?year={YEAR}&level=district"
ITEM = f"/console/scores/ganzhou/{YEAR}/B04?level=district"
RULES = "/console/rules"
RULE_LIST = "/console/rules/draft-1"
RULE_DESK = "/console/rules/draft-1/A01"
PAGES = ["/console/login", BRIEF, ITEM, RULES, RULE_LIST, RULE_DESK]


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Iterator[Running]:
    with (
        Answering(stack, "scoring", dict(ANSWERS)) as scoring,
        Answering(stack, "tasks", dict(TASKS)),
    ):
        running = stack.start("gateway", TONGXIN_HOSTS="tongxin.example").wait_ready()
        running.scoring = scoring  # type: ignore[attr-defined]
        yield running


@pytest.fixture(scope="module")
def base(gateway: Running) -> str:
    return "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "leader", "*") as opened:
        yield opened


def signed(path: str) -> str:
    """District of the visitor: the sign-in page is seen by one who is signed out."""
    return "" if path.startswith("/console/login") else "*"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(visit: Opener, stack: Stack) -> None:
    account = account_of(stack, "leader", "*")
    page = visit(BRIEF, district="")
    expect(page).to_have_url(re.compile("/console/login"))
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill("a wrong password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不对")
    expect(page.get_by_label("账号")).to_have_value(account)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(f"/console/brief.year={YEAR}"))
    expect(page.get_by_role("heading", level=1)).to_have_text("双拥模范城创建工作简报")
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile("/console/login"))
    page.goto(BRIEF)
    expect(page).to_have_url(re.compile("/console/login"))


def test_the_brief_says_score_rank_and_what_to_push_and_every_figure_can_be_opened(
    visit: Opener,
) -> None:
    page = visit(BRIEF)
    total = TOTALS["ganzhou"]
    assert total is not None
    figure = f"{total.score // 1000}.{total.score % 1000:03d}"
    expect(page.locator(".headline .big")).to_have_text(figure)
    expect(page.locator(".headline")).to_contain_text("第 1 名")
    short = total.points - total.base
    expect(page.locator(".headline .lead")).to_contain_text(
        f"还差 {short // 1000}.{short % 1000:03d} 分"
    )
    rows = page.locator("table.league tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("甘州区")
    expect(rows.nth(3)).to_contain_text("尚未评分")
    minle = rows.filter(has_text="民乐县")
    expect(minle.locator(".tag.red")).to_be_visible()
    pushed = page.locator(".columns section").first.locator("tbody tr")
    expect(pushed).to_have_count(5)
    code = pushed.first.locator(".code").inner_text()
    pushed.first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"/console/scores/ganzhou/{YEAR}/{code}"))


def test_what_a_level_has_not_marked_has_no_figure_no_rank_and_no_tick(visit: Opener) -> None:
    page = visit(f"{BRIEF}&district=gaotai")
    expect(page.locator(".headline")).to_contain_text("尚未评分")
    expect(page.locator(".headline .lead").last).to_contain_text("区评尚未进行")
    expect(page.locator(".headline .tag.ok, .headline .tag.red, #lost")).to_have_count(0)
    expect(page.locator("table.league tbody tr").filter(has_text="高台县")).not_to_contain_text(
        "0."
    )
    page = visit(f"/console/scores/gaotai/{YEAR}/B03?level=district")
    expect(page.locator(".itemscore")).to_have_text("未评／1.000")
    expect(page.locator("p.lead")).to_have_text("尚未评分：区评还没有评这一项。")
    expect(page.locator("table.ledger")).to_have_count(0)


def test_points_that_findings_took_for_good_are_not_promised_back(visit: Opener) -> None:
    pushed = {
        push.item: push for group in plan_of("ganzhou", "district").groups for push in group.items
    }
    assert (pushed[FAULTY].lost, pushed[FAULTY].attainable) == (2500, 0)
    page = visit(BRIEF)
    table = page.locator(".columns section").first.locator("table")
    codes = table.locator("tbody .code").all_inner_texts()
    assert codes and FAULTY not in codes
    attainable = sum(pushed[code].attainable for code in codes)
    figure = f"{attainable // 1000}.{attainable % 1000:03d}"
    expect(table.locator("tfoot b")).to_have_text(f"+{figure}")
    expect(page.locator(".headline .lead")).to_contain_text(f"最多可挽回 {figure} 分")


def test_who_does_not_steer_reads_the_brief_without_what_to_push(visit: Opener) -> None:
    page = visit(BRIEF, district="suzhou", role="unit")
    expect(page.locator(".columns section").first).to_contain_text("只对统筹、评审和领导显示")
    expect(page.locator(".headline .lead")).not_to_contain_text("可挽回")


def test_the_lines_of_an_explanation_add_up_to_the_figure_in_its_title(visit: Opener) -> None:
    for code in ("A01", "B04", "C04", "H01"):
        page = visit(f"/console/scores/suzhou/{YEAR}/{code}")
        changes = page.locator("table.ledger tbody td:nth-last-child(2)").all_inner_texts()
        added = sum(
            int(text.replace("−", "-").replace("+", "").replace(".", "")) for text in changes
        )
        title = page.locator(".itemscore .big").inner_text()
        assert added == int(title.replace(".", ""))
        assert page.locator("table.ledger tfoot b").inner_text() == title


def test_an_explanation_that_does_not_add_up_shows_no_figure(
    gateway: Running, visit: Opener
) -> None:
    answers = gateway.scoring.answers  # type: ignore[attr-defined]

    def wrong(kwargs: dict[str, Any]) -> Any:
        answer = ANSWERS["item_score_of"](kwargs)
        return {**answer, "score": answer["score"] + 1}

    answers["item_score_of"] = wrong
    try:
        page = visit(ITEM)
    finally:
        answers["item_score_of"] = ANSWERS["item_score_of"]
    expect(page.get_by_role("alert")).to_contain_text("明细与得分不符")
    expect(page.locator(".itemscore, table.ledger")).to_have_count(0)
    eventually(lambda: "an explanation does not add up" in gateway.text())


def test_a_district_leader_sees_the_own_district_and_no_other(visit: Opener) -> None:
    page = visit(BRIEF, district="suzhou")
    expect(page.locator(".headline h2")).to_have_text("肃州区")
    expect(page.locator("table.league")).to_have_count(0)
    own = page.locator("section").filter(has=page.get_by_role("heading", name="二、本县区"))
    expect(own).to_contain_text("第 2 名，共 4 个区县")
    for other in (f"{BRIEF}&district=ganzhou", ITEM):
        answer = page.goto(other)
        assert answer is not None and answer.status == 404
        expect(page.get_by_role("alert")).to_contain_text("没有找到")
        expect(page.get_by_role("alert")).to_contain_text("追踪号")


def test_a_wrong_address_keeps_navigation_and_name_and_says_where_to_go(visit: Opener) -> None:
    page = visit(BRIEF)
    for path in ("/console/nowhere", "/nowhere", f"/console/scores/ganzhou/{YEAR}/Z99"):
        answer = page.goto(path)
        assert answer is not None and answer.status == 404
        expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
        expect(page.locator(".who")).to_have_text("陈明")
        page.get_by_role("link", name="回到首页").click()
        expect(page).to_have_url(re.compile("/console/brief"))
    page = visit("/nowhere", district="")
    expect(page.get_by_role("alert")).to_contain_text("没有这个地址")


def test_what_nobody_foresaw_is_a_page_with_navigation_name_and_trace(
    gateway: Running, visit: Opener
) -> None:
    page = visit(BRIEF)
    gateway.scoring.answers["item_score_of"] = lambda kwargs: {}  # type: ignore[attr-defined]
    try:
        answer = page.goto(ITEM)
    finally:
        gateway.scoring.answers["item_score_of"] = ANSWERS["item_score_of"]  # type: ignore[attr-defined]
    assert answer is not None and answer.status == 500
    expect(page.get_by_role("alert")).to_contain_text("追踪号")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    expect(page.locator(".who")).to_have_text("陈明")


def test_a_year_without_scores_says_what_is_needed(visit: Opener) -> None:
    page = visit("/console/brief?year=2024&level=district")
    expect(page.locator(".empty")).to_contain_text("2024 年度尚未评分")
    expect(page.locator(".empty li")).to_have_count(3)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_in_both_languages_and_every_size(visit: Opener, path: str) -> None:
    looks.sound(visit, path, district=signed(path))


def test_the_pages_say_the_same_in_english_and_remember_it(visit: Opener) -> None:
    page = visit(f"{BRIEF}&lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Model City Campaign Brief")
    page.goto(ITEM)
    expect(page.get_by_role("heading", level=2).first).to_have_text("1. Ledger")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_large_text_is_125_percent_and_remembered(visit: Opener) -> None:
    page = visit("/console/login", district="")
    page.get_by_role("link", name="大字").click()
    page.goto("/console/login")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_reading_and_the_forms_work_without_javascript(visit: Opener, stack: Stack) -> None:
    page = visit(BRIEF, district="", java_script_enabled=False)
    page.get_by_label("账号").fill(account_of(stack, "leader", "*"))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("table.league tbody tr")).to_have_count(4)
    page.get_by_label("区县").select_option("suzhou")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".headline h2")).to_have_text("肃州区")
    page.locator("summary").first.click()
    expect(page.locator("details[open] a").first).to_be_visible()


def test_with_javascript_a_choice_changes_the_sheet_at_once(visit: Opener) -> None:
    page = visit(BRIEF)
    page.get_by_label("区县").select_option("suzhou")
    expect(page.locator(".headline h2")).to_have_text("肃州区")
    expect(page).to_have_url(re.compile("district=suzhou"))
    expect(page.locator("header.top")).to_have_count(1)


def test_the_brief_is_one_printed_sheet(visit: Opener, tmp_path: Path) -> None:
    page = visit(BRIEF)
    printed = page.pdf(format="A4", prefer_css_page_size=True, path=tmp_path / "brief.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_the_api_viewer_loads_nothing_from_outside(visit: Opener, base: str) -> None:
    page = visit("/console/login", district="")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/docs")
    expect(page.locator(".opblock-tag").first).to_be_visible(timeout=20_000)
    page.locator(".opblock-tag").first.click()
    expect(page.locator(".opblock").first).to_be_visible(timeout=20_000)
    assert [url for url in asked if not url.startswith((base, "data:"))] == []


def form(http: httpx.Client) -> dict[str, str]:
    text = http.get("/console/login").text
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', text)
    assert found
    return {
        "form_token": found[1],
        "account": "admin",
        "password": GATEWAY["TONGXIN_ADMIN_PASSWORD"],
    }


def test_a_paste_of_twenty_megabytes_is_told_to_be_too_much_by_a_page(base: str) -> None:
    cookies = {"tongxin": token("*", "city_office")}
    with httpx.Client(base_url=base, cookies=cookies, timeout=30) as http:
        sealed = form(http)["form_token"]
        typed = {"form_token": sealed, "title": "字" * (20 * 1024 * 1024 // 9)}
        answer = http.post("/console/tasks/new", data=typed)
        assert answer.status_code == 413
        assert "主导航" in answer.text and "已保存的数据没有改变" in answer.text
        assert http.get("/console/brief").status_code == 200


def test_a_form_of_another_site_is_refused(base: str) -> None:
    with httpx.Client(base_url=base) as http:
        given = form(http)
        for headers in (
            {"Origin": "https://elsewhere.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "null"},
        ):
            answer = http.post("/console/login", data=given, headers=headers)
            assert answer.status_code == 403 and "tongxin" not in answer.cookies
        forged = http.post("/console/login", data=given | {"form_token": "0" * 64})
        assert forged.status_code == 403
        assert http.post("/console/login", data=given).status_code == 303
    with httpx.Client(base_url=base) as stranger:
        assert stranger.post("/console/login", data=given).status_code == 403


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_plain_http(base: str) -> None:
    with httpx.Client(base_url=base) as http:
        cookies = http.post("/console/login", data=form(http)).headers.get_list("set-cookie")
        plain = next(c for c in cookies if c.startswith("tongxin="))
        assert "HttpOnly" in plain and "samesite=lax" in plain.lower()
        secure = {"X-Forwarded-Proto": "https"}
        answer = http.get("/console/login", headers=secure)
        cookies = answer.headers.get_list("set-cookie")
        assert cookies and all(c.startswith("__Host-") and "Secure" in c for c in cookies)
        assert "strict-transport-security" in answer.headers
        open_network = http.get("/console/login", headers={"Host": "tongxin.example"})
        assert open_network.status_code == 403 and "https" in open_network.text


def test_the_way_back_after_signing_in_stays_in_the_console(base: str) -> None:
    for outside in (
        "https://evil.example/console/",
        "//evil.example/console/",
        "/api/v1/me",
        "/\\x",
    ):
        with httpx.Client(base_url=base) as http:
            answer = http.post("/console/login", data=form(http) | {"next": outside})
            assert answer.headers["location"] == "/console"


def test_a_rule_is_tried_without_script(visit: Opener) -> None:
    page = visit(RULES, java_script_enabled=False)
    page.get_by_label("计分办法").fill("每少一次扣0.5分")
    page.get_by_role("button", name="试算这条规则").click()
    expect(page.locator("#try")).to_contain_text("最好的情形")
    page.get_by_label("应有多少").fill("2")
    page.get_by_role("button", name="试算这条规则").click()
    expect(page.locator("#try")).to_contain_text("应达到 2")
    page.get_by_label("计分办法").fill("重复上访加倍")
    page.get_by_role("button", name="试算这条规则").click()
    expect(page.get_by_role("alert")).to_contain_text("没有写明怎样得分或扣分")
    page.get_by_role("alert").locator("a[href='#op-occurrences']").click()
    expect(page.locator("#op-occurrences")).to_be_in_viewport()
