"""随手拍: a photo from a browser without an account, and the office that settles it."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from contracts.orders import tasks as orders
from tests.console import looks
from tests.console.browsing import Opener, browser, opening
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence.files import jpeg

SERVICES = ("services.tasks.service:Tasks", "services.evidence.service:Evidence")
__all__ = ["browser"]
HOME = "/console/snap"
LEADS, RULES = f"{HOME}/leads", f"{HOME}/rules"


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    for service in SERVICES:
        stack.start(service, TONGXIN_DUE_SECONDS="0.5").wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", "") as opened:
        yield opened


@pytest.fixture
def on(stack: Stack, base: str) -> None:
    rules = orders.SetSnapping(district="ganzhou", on=True, sites=("北山营区",))
    Calls(stack, "tasks").command(rules)


def photo(seed: int) -> FilePayload:
    return FilePayload(name="街口.jpg", mimeType="image/jpeg", buffer=jpeg(seed=seed))


def filled(page: Page, seed: int, place: str = "东街路口") -> None:
    page.get_by_label("照片").set_input_files(photo(seed))
    page.get_by_label("在哪里").fill(place)
    page.get_by_label("什么情况").fill("宣传栏玻璃破损")


def sent(visit: Opener, seed: int) -> str:
    """The code of a lead that somebody sends from a phone."""
    page = visit(HOME, width=360)
    filled(page, seed)
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的线索")
    expect(page.get_by_role("main")).to_contain_text(re.compile("正在检查|已收到"))
    return page.url.rpartition("/")[2]


def waiting(visit: Opener, code: str) -> Page:
    """The lead as its office sees it, its photo checked."""
    page = visit(f"{LEADS}/{code}", district="ganzhou")

    def is_open() -> bool:
        page.reload()
        return "待处理" in page.locator(".tags").inner_text()

    assert eventually(is_open)
    return page


def test_it_is_off_until_the_office_switches_it_on(visit: Opener) -> None:
    page = visit(HOME)
    expect(page.get_by_role("main")).to_contain_text("没有区县开通随手拍")
    office = visit(RULES, district="linze")
    office.get_by_label("开通随手拍").check()
    office.get_by_label("照片最多保留多少天").fill("0")
    office.get_by_role("button", name="保存设定").click()
    expect(office.locator("#days-fault")).to_be_visible()
    office.get_by_label("照片最多保留多少天").fill("15")
    office.get_by_role("button", name="保存设定").click()
    expect(office.get_by_role("status")).to_contain_text("设定已保存")
    expect(visit(HOME).get_by_label("哪个区县")).to_contain_text("临泽县")
    office.get_by_label("开通随手拍").uncheck()
    office.get_by_role("button", name="保存设定").click()
    expect(office.get_by_role("main")).to_contain_text("没有开通")


@pytest.mark.usefixtures("on")
def test_a_photo_is_sent_from_a_phone_answered_and_gone(visit: Opener) -> None:
    code = sent(visit, 51)
    office = waiting(visit, code)
    picture = office.get_by_role("img", name="照片")
    assert picture.evaluate("async i => { await i.decode(); return i.naturalWidth; }") > 0
    office.get_by_label("答复或理由").fill("已通知街道修补")
    office.get_by_role("button", name="办理").click()
    expect(office.get_by_role("status")).to_contain_text("已办理")
    expect(office.get_by_role("main")).to_contain_text("没有照片")
    page = visit(HOME, java_script_enabled=False)
    page.get_by_label("查询码").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("main")).to_contain_text("已通知街道修补")
    assert not [one for one in page.context.cookies() if one["name"] == "tongxin"]


def test_the_place_may_be_left_out_or_chosen_or_told_by_the_phone(visit: Opener) -> None:
    office = visit(f"{RULES}?district=ganzhou", district="ganzhou")
    office.get_by_label("开通随手拍").check()
    office.get_by_label("供选的地点").fill("人民广场\n火车站东广场\n")
    office.get_by_role("button", name="保存设定").click()
    expect(office.get_by_label("供选的地点")).to_have_value("人民广场\n火车站东广场")
    where = {"latitude": 38.932112, "longitude": 100.451234}
    page = visit(HOME, width=360, geolocation=where, permissions=["geolocation"])
    offered = page.locator("#places option").evaluate_all("all => all.map(one => one.value)")
    assert offered == ["人民广场", "火车站东广场"]
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("#position")).to_have_value("38.93211,100.45123")
    filled(page, 71, place="")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的线索")
    expect(page.get_by_role("main")).not_to_contain_text("38.93211")
    lead = waiting(visit, page.url.rpartition("/")[2])
    expect(lead.get_by_role("main")).to_contain_text("38.93211, 100.45123")
    lead.get_by_label("答复或理由").fill("已通知街道修补")
    lead.get_by_role("button", name="办理").click()
    expect(lead.get_by_role("status")).to_contain_text("已办理")
    expect(lead.get_by_role("main")).not_to_contain_text("38.93211")


@pytest.mark.usefixtures("on")
def test_a_broken_picture_is_told_as_one(visit: Opener) -> None:
    page = visit(HOME, width=360)
    broken = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=jpeg(seed=61)[:900])
    filled(page, 61)
    page.get_by_label("照片").set_input_files(broken)
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的线索")

    def told() -> bool:
        page.reload()
        return "照片打不开，或不是照片" in page.get_by_role("main").inner_text()

    assert eventually(told)


@pytest.mark.usefixtures("on")
def test_who_saves_rules_that_another_changed_meanwhile_is_told(visit: Opener) -> None:
    first, second = (visit(f"{RULES}?district=ganzhou", district="ganzhou") for _ in range(2))
    for page, days in ((first, "11"), (second, "12")):
        page.get_by_label("照片最多保留多少天").fill(days)
        page.get_by_role("button", name="保存设定").click()
    expect(first.get_by_role("status")).to_contain_text("设定已保存")
    expect(second.get_by_role("alert")).to_contain_text("已有他人改动")
    expect(second.get_by_label("照片最多保留多少天")).to_have_value("12")


@pytest.mark.usefixtures("on")
def test_what_is_refused_is_told_and_stays_in_the_form(visit: Opener) -> None:
    page = visit(HOME, width=360)
    page.get_by_label("照片").set_input_files(
        FilePayload(name="a.gif", mimeType="image/gif", buffer=b"GIF89a")
    )
    page.get_by_label("在哪里").fill("东街")
    page.get_by_label("什么情况").fill("破损")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("alert")).to_contain_text("JPEG、PNG 或 HEIC")
    expect(page.get_by_label("什么情况")).to_have_value("破损")


@pytest.mark.usefixtures("on")
def test_without_a_script_the_page_says_where_words_can_be_left(visit: Opener) -> None:
    page = visit(HOME, java_script_enabled=False)
    expect(page.get_by_role("main")).to_contain_text("可以用文字反映")
    page.get_by_role("main").get_by_role("link", name="投诉建议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉建议")


@pytest.mark.usefixtures("on")
def test_another_district_sees_nothing_of_it(visit: Opener) -> None:
    code = sent(visit, 52)
    waiting(visit, code)
    page = visit(LEADS, district="linze")
    expect(page.get_by_role("main")).to_contain_text("没有线索")


@pytest.mark.usefixtures("on")
def test_a_network_address_brings_so_many_an_hour_and_is_written_down_nowhere(
    base: str, stack: Stack
) -> None:
    with httpx.Client(base_url=base) as http:
        found = re.search(r'form_token" value="(\w+)"', http.get(HOME).text)
        assert found
        lead = {
            "form_token": found[1],
            "district": "ganzhou",
            "place": "东街",
            "text": "破损",
            "size": 700,
            "sha256": "a" * 64,
            "media_type": "image/jpeg",
        }
        refused = [
            (lead | {"place": "北山营区门口"}, 422, "什么都没有收下"),
            (lead | {"text": "请打13912345678"}, 422, "号码"),
            (lead | {"size": 11 * 1024 * 1024}, 422, ""),
            (lead | {"media_type": "application/pdf"}, 422, ""),
            (lead | {"district": "linze"}, 403, "没有开通"),
            (lead | {"form_token": "x"}, 403, ""),
        ]
        for given, status, words in refused:
            told = http.post(f"{HOME}/bring", json=given)
            assert told.status_code in (status, 400) and words in told.text, told.text
        said = [http.post(f"{HOME}/bring", json=lead) for _ in range(9)]
        assert said[-1].status_code == 429 and int(said[-1].headers["retry-after"]) > 0
    counted = [one["_id"] for one in stack.mongo("gateway")["pace"].find()]
    assert counted and not [id for id in counted if "127.0.0.1" in id]


@pytest.mark.usefixtures("on")
def test_the_pages_are_sound(visit: Opener) -> None:
    for lang in ("zh", "en"):
        assert looks.complaints(visit(looks.told(HOME, lang=lang))) == []
        for path in (LEADS, RULES):
            assert looks.complaints(visit(looks.told(path, lang=lang), district="ganzhou")) == []
    assert looks.overflows(visit, HOME) == []
    for path in (LEADS, RULES):
        assert looks.overflows(visit, path, district="ganzhou") == []
