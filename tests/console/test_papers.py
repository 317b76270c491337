"""公文 by clicking: an office draws papers up, issues them, and prints them again months later."""

import io
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.orders import scoring
from contracts.orders import tasks as orders
from contracts.words import PAPER_NAMES
from gateway.tokens import Tokens
from tests.console import looks, overseeing
from tests.console.answering import Answering
from tests.console.browsing import browser
from tests.console.overseeing import (
    CAMPAIGN,
    CITY,
    ELSEWHERE,
    HERE,
    LEADER,
    QIAN,
    SUN,
    TODAY,
    WU,
    YEAR,
    ZHAO,
    Visit,
    visiting,
)
from tests.support.calling import CallFailed, Calls
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

SERVICES = overseeing.SERVICES
__all__ = ["browser"]


@pytest.fixture(scope="module")
def office(stack: Stack) -> Calls:
    return overseeing.settle(stack)


@pytest.fixture(scope="module")
def base(stack: Stack, office: Calls) -> Iterator[str]:
    with Answering(stack, "evidence", overseeing.EVIDENCE):
        running = stack.start("gateway").wait_ready()
        yield "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    with visiting(browser, base) as opened:
        yield opened


@pytest.fixture(scope="module")
def finding(office: Calls) -> str:
    """With its slip, replied to."""
    planned = orders.PlanInspection(
        district=HERE, campaign=CAMPAIGN, kind="routine", title="日常检查", on=TODAY
    )
    inspection = office.command(planned, caller=WU)["id"]
    raised = orders.RaiseFinding(
        inspection=inspection,
        item="B04",
        unit="publicity",
        kind="检查发现",
        fault="标语褪色 <3 处 & 破损",
        rectify_by=overseeing.SOON,
        place="西街十字",
    )
    id: str = office.command(raised, caller=WU)["id"]
    eventually(lambda: office.ask(orders.FindingOf(finding=id))["slips"])
    pieces = list(overseeing.PHOTOS)
    reply = orders.Rectify(
        finding=id, note="已更换", evidence=(pieces[1],), before=(pieces[0],), after=(pieces[1],)
    )
    office.command(reply, caller=SUN)
    return id


@pytest.fixture(scope="module")
def meeting(office: Calls) -> str:
    decision = orders.Decision(
        number=1, text="补齐双拥标语", lead="publicity", person="sun", due=overseeing.SOON
    )
    order = orders.RecordMeeting(
        district=HERE,
        campaign=CAMPAIGN,
        kind="joint",
        title="第一次军地联席会议",
        on=TODAY,
        agenda=("补齐标语",),
        decisions=(decision,),
        present=("钱同",),
    )
    id: str = office.command(order, caller=QIAN)["id"]
    return id


@pytest.fixture(scope="module")
def snapshot(stack: Stack, office: Calls) -> str:
    order = scoring.FreezeSnapshot(year=YEAR, level="district", name="第一期")
    id: str = Calls(stack, "scoring").command(order, caller=CITY)["snapshot"]
    return id


def pages_of(finding: str, meeting: str, snapshot: str) -> dict[str, str]:
    where = f"?district={HERE}&year={YEAR}&level=district"
    return {
        "bulletin": f"/console/papers/new/bulletin?snapshot={snapshot}",
        "slip": f"/console/papers/new/slip?finding={finding}",
        "notice": f"/console/papers/new/notice?finding={finding}",
        "reply": f"/console/papers/new/reply?finding={finding}",
        "minutes": f"/console/papers/new/minutes?meeting={meeting}",
        "score_sheet": f"/console/papers/new/score_sheet{where}",
    }


def issue(page: Page) -> str:
    """The number on the paper's page."""
    page.get_by_role("button", name="印发", exact=True).click()
    page.get_by_role("button", name="确认印发").click()
    expect(page.get_by_role("status")).to_contain_text("已印发")
    return page.get_by_role("heading", level=1).inner_text().split()[0]


def printed(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 .docx").click()
    return waiting.value.path().read_bytes()


def words(raw: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        xml = archive.read(part).decode()
    return "\n".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_citys_office_issues_a_bulletin_from_its_snapshot(
    visit: Visit, snapshot: str, script: bool
) -> None:
    page = visit(f"/console/bulletins/{snapshot}", who=CITY, java_script_enabled=script)
    page.get_by_role("link", name="生成公文：通报").click()
    page.get_by_label("代字").fill("同双办")
    page.get_by_label("抄送").fill("省双拥办")
    page.get_by_role("button", name="预览").click()
    paper = page.get_by_role("article")
    expect(paper).to_contain_text("（印发时取号）")
    expect(paper).to_contain_text("甘州区")
    expected = f"同双办〔{YEAR}〕{1 if script else 2}号"
    page.get_by_label("成文日期").fill(str(TODAY - timedelta(days=61)))
    page.get_by_role("button", name="印发", exact=True).click()
    shown = page.get_by_role("main")
    for told in (expected, "考评得分情况的通报", "与今天相差超过 60 天"):
        expect(shown).to_contain_text(told)
    expect(page.locator("#doubts li")).to_have_count(1 if script else 2)
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("抄送")).to_have_value("省双拥办")
    page.get_by_label("成文日期").fill(str(TODAY))
    number = issue(page)
    assert number == expected
    expect(page.get_by_role("article")).to_contain_text(number)
    assert number in words(printed(page))


def test_a_paper_of_each_kind_is_drawn_up_of_what_is_there(
    visit: Visit, finding: str, meeting: str, snapshot: str
) -> None:
    for kind, path in pages_of(finding, meeting, snapshot).items():
        page = visit(path, who=QIAN if kind != "bulletin" else CITY)
        if kind == "score_sheet":  # nothing is marked in this town
            expect(page.get_by_role("main")).to_contain_text("尚未评分")
            continue
        expect(page.get_by_role("heading", level=1)).to_have_text(PAPER_NAMES[kind].zh)  # type: ignore[index]
        if kind != "bulletin":
            expect(page.get_by_role("article").get_by_role("link").first).to_be_visible()
        page.context.close()


def test_a_slip_is_printed_under_its_own_number_and_once(visit: Visit, finding: str) -> None:
    page = visit(f"/console/findings/{finding}")
    page.get_by_role("link", name="生成公文：督办单").click()
    expect(page.get_by_label("代字")).to_have_count(0)
    number = issue(page)
    assert re.fullmatch(rf"甘州督〔{YEAR}〕\d+号", number)
    again = visit(f"/console/papers/new/slip?finding={finding}")
    again.get_by_role("button", name="印发", exact=True).click()
    expect(again.get_by_role("alert")).to_contain_text("可以重印，不能再印发一份")
    page.get_by_label("理由").fill("期限有误")
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_role("status")).to_contain_text("已作废")
    anew = visit(f"/console/papers/new/slip?finding={finding}")
    anew.get_by_label("代字").fill("甘双督")
    anew.get_by_role("button", name="印发", exact=True).click()
    expect(anew.get_by_role("alert")).to_contain_text("自动编号")
    anew.get_by_label("代字").fill("甘双办")
    assert issue(anew) == f"甘双办〔{YEAR}〕1号"
    expect(anew.get_by_role("article")).to_contain_text(number)


def test_a_reprint_equals_the_first_print_after_the_thing_and_the_layout_have_changed(
    stack: Stack, visit: Visit, office: Calls, finding: str
) -> None:
    page = visit(f"/console/papers/new/reply?finding={finding}")
    page.get_by_label("核验意见").or_(page.get_by_label("要求")).first.fill("情况属实")
    issue(page)
    first = printed(page)
    kept = page.url
    office.command(orders.CloseRectification(finding=finding, accepted=True), caller=QIAN)
    id = kept.partition("?")[0].rpartition("/")[2]
    other = {"$set": {"state.body.title": "另一种排法"}}  # as a later layout would set it
    assert stack.mongo("tasks").papers.update_one({"_id": id}, other).modified_count == 1
    again = visit(kept)
    assert printed(again) == first
    token = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=600).issue(QIAN)[0]
    api = f"{kept.split('/console')[0]}/api/v1/papers/{id}/docx"
    file = again.request.get(api, headers={"Authorization": f"Bearer {token}"})
    assert file.body() == first and "wordprocessingml" in file.headers["content-type"]
    assert ".docx" in file.headers["content-disposition"]
    assert sha256(first).hexdigest() in again.locator(".hash").inner_text()
    assert "已整改，待核验" in words(first)


def test_what_is_wrong_stands_at_its_field_and_all_that_was_typed_stays(
    visit: Visit, finding: str
) -> None:
    page = visit(f"/console/papers/new/notice?finding={finding}")
    page.get_by_label("代字").fill("甘")
    page.get_by_label("标题").fill("整改通知书（第一号）")
    page.get_by_role("button", name="印发", exact=True).click()
    expect(page.locator("#code-fault")).to_be_visible()
    expect(page.get_by_label("标题")).to_have_value("整改通知书（第一号）")
    page.get_by_label("代字").fill("甘双改")
    page.get_by_label("要求").fill("联系电话 13912345678")
    page.get_by_role("button", name="印发", exact=True).click()
    expect(page.locator("#requirement-fault")).to_contain_text("手机号码")
    page.get_by_label("要求").fill("请限期整改")
    page.get_by_label("主送").fill("秘密★1年")
    page.get_by_role("button", name="印发", exact=True).click()
    expect(page.locator("#addressees-fault")).to_contain_text("涉密")
    page.get_by_label("主送").fill("甘州区委宣传部")
    page.get_by_label("发文机关署名").fill("临泽县双拥工作领导小组办公室")
    page.get_by_role("button", name="印发", exact=True).click()
    expect(page.locator("#issuer-fault")).to_contain_text("甘州区")
    page.get_by_label("发文机关署名").fill("甘州区双拥办")
    assert issue(page) == f"甘双改〔{YEAR}〕1号", "a refusal takes no number"


def test_a_draft_has_no_number_but_in_its_name_that_it_is_one(visit: Visit, meeting: str) -> None:
    page = visit(f"/console/papers/new/minutes?meeting={meeting}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载草稿").click()
    assert waiting.value.suggested_filename.startswith("草稿-")
    text = words(waiting.value.path().read_bytes())
    assert "草稿" not in text and "〔" not in text and "补齐双拥标语" in text


def test_another_offices_code_is_refused_before_a_number_is_taken(
    visit: Visit, finding: str, office: Calls
) -> None:
    office.command(orders.TakeNumber(code="同双专"), caller=CITY)
    page = visit(f"/console/papers/new/notice?finding={finding}")
    page.get_by_label("代字").fill("同双专")
    page.get_by_role("button", name="印发", exact=True).click()
    expect(page.locator("#code-fault")).to_contain_text("归其他单位使用")
    assert office.command(orders.TakeNumber(code="同双专"), caller=CITY)["n"] == 2


def test_the_city_says_whose_a_code_is(visit: Visit, office: Calls) -> None:
    office.command(orders.TakeNumber(code="甘双误"), caller=ELSEWHERE)
    page = visit("/console/papers/codes", who=CITY)
    row = page.locator("table.codes tr").filter(has_text="甘双误")
    expect(row).to_contain_text("临泽县")
    page.get_by_label("代字").fill("甘双误")
    page.get_by_label("归属单位").select_option(label="甘州区")
    page.get_by_role("button", name="指定归属").click()
    expect(page.get_by_role("status")).to_contain_text("归属已指定")
    expect(row).to_contain_text("甘州区")
    assert office.command(orders.TakeNumber(code="甘双误"), caller=QIAN)["n"] == 2
    with pytest.raises(CallFailed):
        office.command(orders.TakeNumber(code="甘双误"), caller=ELSEWHERE)
    page = visit("/console/papers/codes")
    expect(page.get_by_role("main")).to_contain_text("甘双误")
    expect(page.get_by_role("button", name="指定归属")).to_have_count(0)


def test_a_paper_sent_twice_is_issued_once(visit: Visit, meeting: str, office: Calls) -> None:
    page = visit(f"/console/papers/new/minutes?meeting={meeting}")
    form = page.locator("form.bring")
    fields = form.evaluate("f => [...new FormData(f)].map(([k, v]) => [k, String(v)])")
    sent = dict(fields)
    url = page.url
    for _ in range(2):
        sent["do"] = "issue"
        answer = page.request.post(url, form=sent, headers={"Origin": url.split("/console")[0]})
        assert answer.ok
    about = f"/console/meetings/{meeting}"
    assert len(office.ask(orders.Papers(about=about), caller=QIAN)["items"]) == 1


def test_numbers_taken_at_once_are_all_different(office: Calls) -> None:
    def take(_: int) -> int:
        for _try in range(20):
            try:
                n: int = office.command(orders.TakeNumber(code="甘双并"), caller=QIAN)["n"]
            except CallFailed as no:
                assert no.status == 409, no
            else:
                return n
        raise AssertionError("never")

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, range(24)))
    assert sorted(taken) == list(range(1, 25))


def test_a_paper_is_cancelled_with_its_reason_and_stays(
    visit: Visit, finding: str, office: Calls
) -> None:
    page = visit(f"/console/papers/new/notice?finding={finding}")
    page.get_by_label("代字").fill("甘双废")
    number = issue(page)
    page.get_by_role("button", name="作废").click()
    page.get_by_label("理由").fill("日期有误，另行印发")
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_role("main")).to_contain_text("日期有误，另行印发")
    copy = printed(page)
    assert number in words(copy) and "作　废" in words(copy, "word/header1.xml")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="原件").click()
    first = waiting.value.path().read_bytes()
    assert sha256(first).hexdigest() in page.locator(".hash").inner_text()
    assert office.command(orders.TakeNumber(code="甘双废"), caller=QIAN)["n"] == 2


def test_readers_see_by_their_scope_and_issue_nothing(
    visit: Visit, finding: str, office: Calls
) -> None:
    mine = office.ask(orders.Papers(about=f"/console/findings/{finding}"), caller=SUN)["items"]
    assert mine, "its unit sees the papers on its finding"
    path = f"/console/papers/{mine[0]['id']}"
    for who, status in ((SUN, 200), (LEADER, 200), (ZHAO, 404), (ELSEWHERE, 404)):
        page = visit(path, who=who)
        answer = page.request.get(page.url)
        assert answer.status == status, who.account
        expect(page.get_by_role("button", name="作废")).to_have_count(0)
    new = f"/console/papers/new/notice?finding={finding}"
    for who, status in ((SUN, 403), (LEADER, 403), (ELSEWHERE, 404)):
        page = visit(new, who=who)
        assert page.request.get(page.url).status == status, who.account
    bulletin = office.ask(orders.Papers(kind="bulletin"), caller=ELSEWHERE)["items"]
    assert {one["district"] for one in bulletin} == {"*"}, "a bulletin of the city is for all"


def test_the_list_is_filtered_by_kind_and_year(visit: Visit, finding: str) -> None:
    page = visit("/console/papers")
    page.get_by_label("种类").select_option("slip")
    page.get_by_label("年度").select_option(str(YEAR))
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("table.papers tbody tr")).to_have_count(2)
    expect(page.locator("table.papers tbody tr").first).to_contain_text("甘州区")
    page.get_by_label("年度").select_option(str(YEAR - 1))
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("main")).to_contain_text("没有符合条件的公文")


def test_every_page_is_sound(visit: Visit, finding: str, office: Calls) -> None:
    slip, _ = office.ask(orders.Papers(kind="slip"), caller=QIAN)["items"]
    for path in (
        "/console/papers",
        "/console/papers/codes",
        f"/console/papers/{slip['id']}",
        f"/console/papers/new/notice?finding={finding}",
    ):
        looks.sound(visit, path, overseeing.chinese)
