"""Where points come from and were lost, what to push and what was frozen, as people click."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.console.frame.terms import Calendar, term
from tests.console import looks
from tests.console.answering import Answering, Refused
from tests.console.bound import STATES, bind
from tests.console.browsing import Opener, browser, opening
from tests.console.scored import ANSWERS, TASKS, TOTALS, YEAR, plan_of
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("scoring"), bare("tasks")]
__all__ = ["browser"]
TREE = f"/console/scores?year={YEAR}&level=district&district=ganzhou"
ITEM = f"/console/scores/suzhou/{YEAR}/B04?level=district"
NO_FACT = f"/console/scores/gaotai/{YEAR}/A01?level=district"
GAPS = f"/console/gaps?year={YEAR}&level=district&district=suzhou"
STEERING = f"/console/steering?year={YEAR}&level=district&district=suzhou&pick=B04"
DUE = f"{YEAR}-08-14"
DISTRICTS = f"/console/districts-scores?year={YEAR}&level=district"
VETOES = f"/console/vetoes/minle/{YEAR}"
GROUNDS = f"/console/vetoes/suzhou/{YEAR}"
LIST = "/console/bulletins"
SNAPSHOT = "/console/bulletins/s2?district=suzhou&verify=1"
DOSSIERS = f"/console/dossiers?year={YEAR}&district=suzhou"
CHECKS = f"/console/score-checks?year={YEAR}"
BROKEN = "/console/bulletins/s1?verify=1"
PAGES = [
    TREE,
    f"{TREE}&level=province".replace("&level=district", ""),
    ITEM,
    NO_FACT,
    GAPS,
    STEERING,
    DISTRICTS,
    VETOES,
    GROUNDS,
    LIST,
    SNAPSHOT,
    BROKEN,
    CHECKS,
    DOSSIERS,
    f"/console/dossiers/of/suzhou/{YEAR}/B04",
    *(f"/console/dossiers/d-{state}" for state in STATES),
]


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Iterator[Answering]:
    with Answering(stack, "tasks", dict(TASKS)) as answering:
        yield answering


@pytest.fixture(scope="module")
def scoring(stack: Stack) -> Iterator[Answering]:
    with Answering(stack, "scoring", dict(ANSWERS)) as answering:
        yield answering


@pytest.fixture(scope="module")
def gateway(stack: Stack, tasks: Answering, scoring: Answering) -> Running:
    bind(stack)
    return stack.start("gateway").wait_ready()


@pytest.fixture
def visit(browser: Browser, gateway: Running) -> Iterator[Opener]:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with opening(browser, base, "city_office", "*") as opened:
        yield opened


def figure(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def given(answering: Answering, method: str) -> list[dict[str, object]]:
    return [kwargs["order"] for name, kwargs, _ in answering.asked if name == method]


def test_while_the_holidays_cannot_be_had_a_deadline_is_its_day_alone(
    tasks: Answering, visit: Opener
) -> None:
    """The first of the module: what is known of holidays is kept for a while."""

    def away(_: dict[str, object]) -> None:
        raise Refused("service-unavailable", 503)

    tasks.answers["holidays_of"] = away
    shown = visit(STEERING).locator("table.push tbody tr").first
    expect(shown).to_contain_text("8月14日")
    expect(shown).not_to_contain_text("工作日")
    tasks.answers["holidays_of"] = TASKS["holidays_of"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_in_both_languages_and_every_size(visit: Opener, path: str) -> None:
    looks.sound(visit, path)


def test_a_figure_opens_from_the_total_to_the_evidence_the_register_and_the_finding(
    visit: Opener,
) -> None:
    page = visit(TREE)
    total = TOTALS["ganzhou"]
    assert total is not None
    expect(page.locator(".headline .big")).to_have_text(figure(total.score))
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings[1:] == ["一、一票否决", "二、基本项", "三、特色加分", "公文"]
    page.locator("summary").filter(has_text="宣传教育广泛深入").click()
    page.get_by_role("link", name=re.compile("^B04 ")).click()
    expect(page).to_have_url(re.compile(f"/console/scores/ganzhou/{YEAR}/B04"))
    ledger, sources = page.locator("#ledger"), page.locator("aside section").last
    expect(ledger.get_by_role("link", name="任务及其成果")).to_have_attribute(
        "href", "/console/tasks/t-17"
    )
    expect(ledger.get_by_role("link", name="佐证 2")).to_have_attribute(
        "href", "/console/gallery/e2"
    )
    expect(sources.get_by_role("link", name="台账")).to_have_attribute(
        "href", "/console/registers/r-4"
    )
    expect(sources.get_by_role("link", name="督查问题")).to_have_attribute(
        "href", "/console/findings/f-9"
    )
    expect(page.get_by_role("link", name="打开任务")).to_have_attribute(
        "href", "/console/tasks/t-17"
    )


def test_the_rule_is_read_in_chinese_and_the_lead_of_today_stands_beside_the_standards_role(
    visit: Opener,
) -> None:
    page = visit(f"/console/scores/ganzhou/{YEAR}/B04?level=district")
    main = page.get_by_role("main")
    expect(main).not_to_contain_text("RAT")
    expect(main).not_to_contain_text("full")
    expect(main).to_contain_text("≥95%")
    expect(main).to_contain_text("现由 甘州区委宣传部牵头（标准所列：宣传部）")
    expect(main).to_contain_text("改动了上报数")
    page = visit(f"/console/scores/ganzhou/{YEAR}/A01?level=district")
    expect(page.get_by_role("main")).to_contain_text("写入政府工作报告")
    expect(page.get_by_role("main")).not_to_contain_text("第1项")
    expect(page.get_by_role("main")).not_to_contain_text("SUM")


def test_the_next_band_is_promised_with_its_points_and_a_way_to_what_is_missing(
    visit: Opener,
) -> None:
    page = visit(f"/console/scores/ganzhou/{YEAR}/B04?level=district")
    expect(page.locator(".callout")).to_contain_text("再补 12 个，多得 0.800 分")
    expect(page.locator("svg.scale")).to_have_attribute(
        "aria-label", re.compile("现有 228，共 252")
    )
    expect(page.get_by_role("link", name="看缺的点位")).to_have_attribute(
        "href", "/console/registers/r-4"
    )


def test_a_register_that_went_on_after_the_mark_is_told_and_not_promised_again(
    visit: Opener,
) -> None:
    page = visit(ITEM)
    expect(page.locator(".stale")).to_contain_text("台账已有变化，现为 240/252，须重新确认")
    expect(page.locator(".stale")).to_contain_text("可得 2.000 分（+0.800）")
    expect(page.locator(".callout")).to_have_count(0)


def test_no_fact_says_what_would_count_and_shows_no_figure(visit: Opener) -> None:
    page = visit(NO_FACT)
    main = page.get_by_role("main")
    expect(page.locator(".itemscore")).to_have_text("未评／2.000")
    expect(main).to_contain_text("无事实，按 0 分计。可计入的有")
    expect(main).to_contain_text("要求的佐证材料")


def test_a_level_without_marks_has_no_figure_anywhere_and_is_called_so_where_it_is_chosen(
    visit: Opener,
) -> None:
    page = visit(TREE)
    options = page.get_by_label("评分级别").locator("option").all_inner_texts()
    assert options == ["自评", "区评", "市评", "省评（尚未进行）"]
    assert page.get_by_label("年度").locator("option").all_inner_texts() == [str(YEAR)]
    page = visit(GAPS.replace("level=district", "level=province"))
    expect(page.locator(".gap-grid tbody")).not_to_contain_text("−")
    expect(page.get_by_role("main")).to_contain_text("省评尚未进行")
    page = visit(STEERING.replace("level=district", "level=province"))
    expect(page.get_by_role("main")).to_contain_text("没有分数可以推动")
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_gaps_are_filtered_in_the_address_and_every_cell_opens(visit: Opener) -> None:
    page = visit(GAPS)
    every = page.locator(".gap-grid tbody tr").count()
    page.get_by_label("显示").select_option("1")
    expect(page).to_have_url(re.compile("gap=1"))
    page.get_by_label("类别").select_option("宣传教育广泛深入")
    expect(page.locator(".gap-grid tbody tr").first).to_contain_text("B")
    assert 0 < page.locator(".gap-grid tbody tr").count() < every
    expect(page.locator(".gap-grid thead th")).to_have_count(4)
    page.locator(".gap-grid td a").first.click()
    expect(page).to_have_url(re.compile(f"/console/scores/suzhou/{YEAR}/B"))


def test_ticked_items_are_urged_each_once_and_what_was_refused_is_named(
    visit: Opener, tasks: Answering
) -> None:
    page = visit(GAPS)
    page.get_by_role("button", name="催办选中的项").click()
    expect(page.get_by_role("alert")).to_contain_text("请先勾选")
    page.get_by_label("选中 B04").check()
    page.get_by_role("button", name="催办选中的项").click()
    expect(page.get_by_role("alert")).to_contain_text("催办理由：请填写")
    expect(page.get_by_label("选中 B04")).to_be_checked()
    tasks.asked.clear()
    page.get_by_label("催办理由").fill("月底前要报省里，请尽快补齐")
    page.get_by_role("button", name="催办选中的项").click()
    expect(page.get_by_role("status")).to_contain_text("已催办")
    assert [order["task"] for order in given(tasks, "urge")] == ["t-B04"]
    page.get_by_label("选中 B04").check()
    page.get_by_label("选中 C05").check()
    page.get_by_label("催办理由").fill("再催一次")
    page.get_by_role("button", name="催办选中的项").click()
    expect(page.get_by_role("alert")).to_contain_text("1 项已催办，1 项没有催办")
    expect(page.get_by_role("alert")).to_contain_text("今天已经催办过")


def test_who_may_not_urge_sees_the_gaps_and_no_boxes(visit: Opener) -> None:
    page = visit(GAPS, role="leader")
    expect(page.locator(".gap-grid tbody tr").first).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_ticking_what_to_push_shows_the_total_that_it_would_make(
    visit: Opener, script: bool
) -> None:
    page = visit(STEERING.replace("&pick=B04", ""), role="leader", java_script_enabled=script)
    expect(page.locator("#if")).to_contain_text("还没有选")
    plan = plan_of("suzhou", "district")
    every = [push for group in plan.groups for push in group.items if push.attainable]
    first, second = sorted(every, key=lambda p: (-p.priority, -p.attainable, p.item))[:2]
    for push in (first, second):
        page.get_by_label(f"选中 {push.item}").check()
    if not script:
        page.get_by_role("button", name="试算").click()
    now, gain = plan.total, first.attainable + second.attainable
    expect(page.locator("#if")).to_contain_text(
        f"选 2 件：{figure(now)} → {figure(now + gain)}（+{figure(gain)}）"
    )
    expect(page).to_have_url(re.compile(f"pick={first.item}.*pick={second.item}"))
    page.reload()
    expect(page.get_by_label(f"选中 {second.item}")).to_be_checked()
    expect(page.locator("#if")).to_contain_text(figure(now + gain))


def test_a_unit_does_not_steer(visit: Opener) -> None:
    page = visit(STEERING, role="unit", district="suzhou")
    expect(page.get_by_role("main")).to_contain_text("追踪号")


def test_districts_show_the_change_since_the_snapshot_and_slips_and_leave_the_unmarked_apart(
    visit: Opener,
) -> None:
    page = visit(DISTRICTS)
    rows = page.locator("table.slips tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("+0.250")
    suzhou = rows.filter(has_text="肃州区").locator("td")
    assert [suzhou.nth(n).inner_text() for n in (5, 6, 7)] == ["·", "1", "1"]
    expect(page.get_by_role("main")).to_contain_text("增减与快照“年中通报”")
    apart = page.locator("section").filter(has_text="未评分的县区，不排名")
    expect(apart).to_contain_text("高台县")
    page = visit(DISTRICTS, role="leader", district="suzhou")
    expect(page.locator("table.slips tbody tr")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text("肃州区第 2 名，共 4 个县区")


def test_a_snapshot_is_frozen_from_the_districts_page_and_its_proof_is_told(
    visit: Opener, scoring: Answering
) -> None:
    page = visit(DISTRICTS)
    page.get_by_role("link", name="冻结快照，写入通报").click()
    page.get_by_label("名称").fill("年中通报")
    page.get_by_role("button", name="冻结快照").dblclick()
    expect(page.get_by_role("status")).to_contain_text("快照已冻结")
    frozen = given(scoring, "freeze_snapshot")
    assert {(o["name"], o["year"], o["level"]) for o in frozen} == {("年中通报", YEAR, "district")}
    expect(page.get_by_role("main")).to_contain_text("尚未核验")
    page.get_by_role("link", name="核验", exact=True).click()
    expect(page.get_by_role("status").last).to_contain_text("与当时一致")
    page.get_by_role("link", name="肃州区").click()
    expect(page.locator("#part")).to_contain_text("B04")


def test_a_snapshot_that_does_not_hold_is_refused_and_the_figure_is_named(visit: Opener) -> None:
    page = visit(BROKEN)
    expect(page.get_by_role("alert")).to_contain_text("不得用于通报")
    expect(page.get_by_role("alert")).to_contain_text("肃州区 B04：快照 2.000")


def test_only_the_city_freezes_and_every_reader_may_verify(visit: Opener) -> None:
    page = visit(LIST, role="leader")
    expect(page.get_by_role("button", name="冻结快照")).to_have_count(0)
    page.get_by_role("link", name="年中通报").click()
    page.get_by_role("link", name="核验", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("与当时一致")


def test_a_veto_is_raised_on_its_ground_and_cleared_with_a_reason(
    visit: Opener, scoring: Answering
) -> None:
    page = visit(f"/console/scores?year={YEAR}&level=district&district=suzhou")
    page.get_by_role("link", name="一票否决的提出与解除").click()
    expect(page.get_by_role("main")).to_contain_text("可能构成一票否决的情形")
    reason = page.get_by_label("理由")
    reason.evaluate("box => box.removeAttribute('required')")
    page.get_by_role("button", name="提出一票否决").click()
    expect(page.get_by_role("alert")).to_contain_text("理由：请填写")
    page.get_by_label("理由").fill("转业干部安置不落实")
    page.get_by_role("button", name="提出一票否决").click()
    expect(page.get_by_role("status")).to_contain_text("一票否决已提出")
    assert given(scoring, "raise_veto")[-1]["reason"] == "转业干部安置不落实"
    page = visit(VETOES)
    expect(page.get_by_role("main")).to_contain_text("有 1 项一票否决成立")
    page.locator("summary").click()
    page.locator("details textarea").fill("已经整改")
    page.get_by_role("button", name="解除").click()
    expect(page.get_by_role("status")).to_contain_text("一票否决已解除")
    assert given(scoring, "clear_veto")[-1] == {"veto": "v1", "reason": "已经整改"}
    page.locator("summary").click()
    page.locator("details textarea").fill("再解除一次")
    page.get_by_role("button", name="解除").click()
    expect(page.get_by_role("alert")).to_contain_text("这个否决事项已经解除")
    expect(page.locator("details textarea")).to_have_value("再解除一次")


def test_the_province_draws_and_every_reader_opens_what_was_drawn(
    visit: Opener, scoring: Answering
) -> None:
    page = visit(CHECKS, role="province_reviewer")
    page.get_by_label("种子").fill("a b")
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_role("alert")).to_contain_text("种子：写法不对")
    page.get_by_label("种子").fill("2026033")
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_role("status")).to_contain_text("已抽取")
    page = visit(CHECKS, role="leader")
    expect(page.get_by_role("main")).to_contain_text("种子“2026033”")
    page.get_by_role("link", name="B04").click()
    expect(page).to_have_url(re.compile(f"/console/scores/ganzhou/{YEAR}/B04.level=province"))


def test_the_city_has_a_district_worked_out_again_and_is_told_what_differs(visit: Opener) -> None:
    page = visit(CHECKS)
    page.get_by_role("button", name="重新计算并比对").click()
    expect(page.get_by_role("status")).to_contain_text("74 项、116 个事实")
    page.get_by_label("区县").select_option("suzhou")
    page.get_by_role("button", name="重新计算并比对").click()
    expect(page.get_by_role("alert")).to_contain_text("有 1 处不一致")
    expect(page.get_by_role("alert")).to_contain_text("B04")


def test_who_may_not_decide_reads_the_vetoes_only(visit: Opener) -> None:
    page = visit(VETOES, role="leader")
    expect(page.get_by_role("main")).to_contain_text("安置不落实")
    expect(page.get_by_role("button", name=re.compile("提出|解除"))).to_have_count(0)


@pytest.mark.parametrize(
    "path", [TREE, GAPS, STEERING, VETOES, ITEM], ids=lambda path: path.split("/")[2][:8]
)
def test_another_districts_figures_are_not_there(visit: Opener, path: str) -> None:
    page = visit(path, role="leader", district="gaotai")
    expect(page.get_by_role("alert")).to_contain_text("没有找到")


@pytest.mark.parametrize("path", [STEERING, f"/console/brief?year={YEAR}&level=district"])
def test_deadlines_are_told_in_working_days_as_everywhere(visit: Opener, path: str) -> None:
    shown = visit(path).locator(f"td time[datetime='{DUE}']").first
    expect(shown).to_have_text(term(DUE, Calendar(), "zh").text)
    expect(shown).to_contain_text(re.compile("工作日|今天到期"))


def test_a_year_without_a_campaign_says_so_on_every_page(visit: Opener) -> None:
    def told(page: Page) -> None:
        expect(page.locator(".empty")).to_contain_text("2024 年度还没有创建活动")

    for room in ("scores", "gaps", "steering", "districts-scores"):
        told(visit(f"/console/{room}?year=2024&level=district"))


def test_a_bulletin_is_drawn_up_of_a_snapshot_that_holds_and_of_no_other(visit: Opener) -> None:
    page = visit("/console/papers/new/bulletin?snapshot=s2")
    total = TOTALS["suzhou"]
    assert total is not None
    row = page.get_by_role("article").get_by_role("row").filter(has_text="肃州区")
    expect(row.get_by_role("link")).to_have_text(figure(total.score))
    row.get_by_role("link").click()
    expect(page.locator("#part")).to_contain_text(figure(total.score))
    page = visit("/console/papers/new/bulletin?snapshot=s1")
    expect(page.get_by_role("main")).to_contain_text("不得用于通报：肃州区 B04：快照 2.000")
    expect(page.get_by_role("article")).to_have_count(0)


@pytest.mark.parametrize("kind", ["score_sheet", "losses", "self_report"])
def test_papers_of_a_score_have_its_figures_with_their_pages(visit: Opener, kind: str) -> None:
    page = visit(TREE)
    total = TOTALS["ganzhou"]
    assert total is not None
    page.locator(f"#papers a[href*='/new/{kind}?']").click()
    expect(
        page.get_by_role("article").get_by_role("link", name=figure(total.score)).first
    ).to_be_visible()


def test_a_bonus_is_claimed_on_its_own_item_and_on_no_other(visit: Opener) -> None:
    page = visit(TREE)
    address = page.locator("a[href*='/papers/new/bonus?']").first.get_attribute("href") or ""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("加分申报")
    page = visit(re.sub(r"item=\w+", "item=B04", address))
    expect(page.get_by_role("main")).to_contain_text("这一项不是加分项目")


def test_the_dossiers_page_names_what_each_item_lacks_and_binds_from_a_snapshot(
    visit: Opener,
) -> None:
    page = visit(DOSSIERS)
    expect(page.get_by_role("main")).to_contain_text(f"{YEAR - 1} 年没有创建活动")
    page.get_by_role("row", name=re.compile("^B04")).locator("a.cell").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("没有提交成果")
    expect(main).to_contain_text("台账应有12处，缺3处")
    page.get_by_role("button", name="生成档案").click()
    expect(page).to_have_url(re.compile(r"/console/dossiers/[0-9a-f]{32}"))
    expect(page.get_by_role("status")).to_contain_text("共 1 项")


def test_a_dossier_says_how_far_it_is_and_what_is_wrong(visit: Opener) -> None:
    ready = visit("/console/dossiers/d-ready")
    expect(ready.get_by_role("link", name="下载档案")).to_be_visible()
    expect(ready.get_by_role("main")).to_contain_text("4757 9b58")
    expect(ready.get_by_role("row", name=re.compile("苏州区宣传部"))).to_contain_text("缺3处")
    building = visit("/console/dossiers/d-building")
    expect(building.get_by_role("main")).to_contain_text("已完成 30 项，共 74 项")
    expect(building.get_by_role("link", name="下载档案")).to_have_count(0)
    refused = visit("/console/dossiers/d-refused")
    expect(refused.get_by_role("alert")).to_contain_text("东街标语牌")
    expect(refused.get_by_role("button", name="重新生成")).to_be_visible()


def test_a_unit_has_no_dossiers_and_a_leader_does_not_bind(visit: Opener) -> None:
    leader = visit(DOSSIERS, role="leader")
    expect(leader.get_by_role("heading", name="迎检档案")).to_be_visible()
    expect(leader.get_by_role("button", name="生成档案")).to_have_count(0)
    unit = visit("/console/bulletins", role="unit", district="suzhou")
    expect(unit.get_by_role("link", name="档案", exact=True)).to_have_count(0)
