"""Reviewers decide what waits for their level, with the evidence before them; and the gallery shows
every file with what became of it.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from contracts.caller import Caller
from contracts.clock import day_of
from contracts.measures import Quantity
from contracts.orders import tasks as orders
from contracts.orders.evidence import EvidenceOf
from tests.console import importing
from tests.console.browsing import Opener, browser, opening
from tests.console.importing import YEAR
from tests.console.looks import chinese, complaints, overflows, sound, told, walk
from tests.console.working import sign
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Phone

SERVICES = (*importing.SERVICES, "services.evidence.service:Evidence")
__all__ = ["browser"]
WANG = Caller(account="wang-x", name="王宣", roles=("unit",), district="ganzhou", unit="publicity")
WU = Caller(account="wu", name="吴", roles=("field",), district="ganzhou", unit="publicity")
REVIEWER = Caller(account="other", name="乙", roles=("reviewer",), district="ganzhou")
DUE = day_of(datetime.now(UTC)) + timedelta(days=30)


class City(NamedTuple):
    stack: Stack
    base: str
    calls: Calls

    def waits(self, title: str, due: date = DUE) -> str:
        """A result of the publicity office that waits for the district."""
        order = orders.Assign(
            district="ganzhou",
            campaign=f"c-{YEAR}",
            origin="decision",
            title=title,
            lead="publicity",
            person="wang-x",
            due=due,
        )
        id = str(self.calls.command(order)["id"])
        self.calls.command(orders.Accept(task=id), caller=WANG)
        measures: dict[str, Any] = {"count": Quantity(value="6")}
        submit = orders.Submit(task=id, measures=measures, note="已办结")
        self.calls.command(submit, caller=WANG)
        return id

    def state(self, id: str) -> Any:
        return self.calls.ask(orders.TaskOf(task=id))


@pytest.fixture(scope="module")
def city(stack: Stack) -> City:
    importing.settle(stack)
    stack.start(SERVICES[-1], TONGXIN_DUE_SECONDS="0.5").wait_ready()
    running = stack.start("gateway").wait_ready()
    base = "http://" + running.env["TONGXIN_HTTP_ADDRESS"]
    return City(stack, base, Calls(stack, "tasks"))


@pytest.fixture(scope="module")
def photos(city: City) -> list[str]:
    """Two pictures of an item and a copy of the first, picked later."""
    phone = Phone(city.stack, WU)
    found = []
    with closing(phone.http):
        for seed, mode in ((1, "camera"), (2, "camera"), (1, "gallery")):
            order = phone.put(
                files.jpeg(seed=seed), title=f"标语 {seed} {mode}", mode=mode, items=("A03",)
            )
            assert phone.ended(order)["state"] == "SEALED"
            found.append(order.evidence)
    return found


@pytest.fixture(scope="module")
def alike(city: City) -> list[str]:
    """A picture of an item, and the same in a year's report: smaller, and mirrored."""
    phone, scene, found = Phone(city.stack, WU), files.scene(9), []
    with closing(phone.http):
        for title, image in (
            ("标语牌", scene),
            ("标语牌又一张", scene.resize((480, 360)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        ):
            order = phone.put(files.as_jpeg(image), title=title, items=("A05",))
            eventually(lambda order=order: phone.shown(order)["comparison"] == "done")
            found.append(order.evidence)
    return found


@pytest.fixture
def visit(browser: Browser, city: City) -> Iterator[Opener]:
    with opening(browser, city.base, "reviewer", "ganzhou") as opened:
        yield opened


def queue(page: Page) -> list[str]:
    return page.locator(".queue li b").all_inner_texts()


def test_a_decision_by_key_waits_ten_seconds_and_can_be_undone(visit: Opener, city: City) -> None:
    first = city.waits("键盘一", DUE - timedelta(days=2))
    second = city.waits("键盘二", DUE - timedelta(days=1))
    page = visit("/console/brief")
    page.clock.install()
    page.goto(f"/console/review/{first}")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(second))
    page.goto(f"/console/review/{first}")
    page.keyboard.press("a")
    expect(page.locator("#pending")).to_contain_text("通过：")
    page.clock.run_for(5000)
    assert city.state(first)["state"] == "submitted"
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(first))
    expect(page.locator("#pending")).to_be_hidden()
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("aj 请补材料")
    expect(page.locator("#reason")).to_have_value("aj 请补材料")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#pending")).to_contain_text("退回：")
    page.clock.run_for(11_000)
    expect(page.locator(f"[data-row='{first}']")).to_have_count(0)
    shown = city.state(first)
    assert (shown["state"], shown["history"][-1]["why"]) == ("returned", "aj 请补材料")
    assert city.state(second)["state"] == "submitted"


def test_keys_can_be_switched_off(visit: Opener, city: City) -> None:
    id = city.waits("不用快捷键")
    page = visit(f"/console/review/{id}")
    page.keyboard.press("?")
    page.get_by_label("使用快捷键").uncheck()
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.locator("#pending")).to_be_hidden()
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_label("使用快捷键")).not_to_be_checked()


def test_without_a_script_a_result_is_returned_amended_and_confirmed(
    visit: Opener, city: City, photos: list[str]
) -> None:
    ids = [city.waits(title) for title in ("退回的", "调整的", "通过的")]
    page = visit(f"/console/review/{ids[0]}", java_script_enabled=False)
    expect(page.get_by_role("main")).to_contain_text("已办结")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明理由")
    page.get_by_label("意见").fill("照片看不清")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_role("status")).to_contain_text("已退回")
    page.goto(f"/console/review/{ids[1]}")
    page.locator("#amend summary").click()
    page.get_by_label("count").fill("许多")
    page.get_by_label("调整理由").fill("一次无签到")
    page.get_by_role("button", name="调整得分").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("count")).to_have_value("许多")
    expect(page.get_by_label("调整理由")).to_have_value("一次无签到")
    page.get_by_label("count").fill("5")
    page.get_by_role("button", name="调整得分").click()
    expect(page.get_by_role("status")).to_contain_text("已按核实的数确认")
    page.goto(f"/console/review/{ids[2]}")
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_role("status")).to_contain_text("已通过")
    states = [city.state(id)["state"] for id in ids]
    assert states == ["returned", "confirmed-district", "confirmed-district"]
    mark = city.state(ids[1])["marks"][0]
    assert (mark["measures"]["count"]["value"], mark["reason"]) == ("5", "一次无签到")


def test_who_was_overtaken_learns_by_whom_and_keeps_the_reason(visit: Opener, city: City) -> None:
    id, other = city.waits("两人同审"), city.waits("下一件")
    page = visit("/console/brief")
    page.clock.install()
    page.goto(f"/console/review/{id}")
    city.calls.command(orders.Confirm(task=id), caller=REVIEWER)
    page.get_by_label("意见").fill("材料不全")
    page.get_by_role("button", name="退回").click()
    page.clock.run_for(11_000)
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("“两人同审”已经有人先办")
    expect(fault).to_contain_text("区级审核中确认结果")
    expect(fault.get_by_role("textbox")).to_have_value("材料不全")
    expect(page.locator(".queue")).to_contain_text("下一件")
    assert city.state(id)["state"] == "confirmed-district"
    city.calls.command(orders.Confirm(task=other), caller=REVIEWER)


def test_the_city_sees_what_the_district_confirmed(visit: Opener, city: City) -> None:
    id = city.waits("到了市级")
    city.calls.command(orders.Confirm(task=id, reason="属实"), caller=REVIEWER)
    page = visit(f"/console/review/{id}", district="*")
    assert "到了市级" in " ".join(queue(page))
    expect(page.get_by_role("complementary")).to_contain_text("属实")


def test_an_empty_queue_says_so_and_another_districts_result_is_not_there(
    visit: Opener, city: City
) -> None:
    id = city.waits("只给甘州")
    page = visit("/console/review", district="linze")
    expect(page.get_by_role("main")).to_contain_text("已全部复核")
    page = visit(f"/console/review/{id}", district="linze")
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有")
    page = visit("/console/review", role="leader")
    expect(page.get_by_role("heading", level=1)).to_contain_text("权限")


def test_the_gallery_shows_pictures_their_custody_and_earlier_use(
    visit: Opener, photos: list[str]
) -> None:
    page = visit("/console/gallery?item=A03")
    expect(page.locator(".grid li")).to_have_count(3)
    first = page.locator(".grid img").first
    expect(first).to_be_visible()
    first.evaluate("img => img.decode()")
    page.get_by_label("来历").select_option("gallery")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".grid li")).to_have_count(1)
    page.locator(".grid a").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("保管链完整")
    expect(main).to_contain_text("查验通过，封存")
    expect(main).to_contain_text("与甘州区的一件材料内容完全相同")
    page.locator(".warn").get_by_role("link", name="比对").click()
    expect(main).to_contain_text("两件的内容完全相同")
    expect(page.locator("[data-zoom]")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(".panes .closer")).to_have_count(2)
    page.locator(".panes .pane").first.evaluate("pane => pane.scrollLeft = 300")
    expect(page.locator(".panes .pane").last).to_have_js_property("scrollLeft", 300)
    page.goto("/console/gallery?repeated=true")
    expect(page.locator(".grid li")).to_have_count(1)
    page.goto("/console/gallery?item=Z99")
    expect(main).to_contain_text("没有符合条件的佐证")


def test_a_picture_that_looks_like_an_earlier_one_is_compared_and_judged(
    visit: Opener, alike: list[str]
) -> None:
    first, second = alike
    page = visit("/console/gallery?item=A05")
    page.get_by_label("相似").select_option("true")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".grid li")).to_have_count(1)
    page.locator(".grid a").click()
    main, like = page.get_by_role("main"), page.locator("#likeness")
    expect(like).to_contain_text("画面相近")
    like.get_by_role("link", name="比对").click()
    expect(main).to_contain_text("画面相差")
    expect(page.locator("[data-zoom]")).to_be_visible()
    page.keyboard.press("m")
    page.keyboard.press("2")
    over = page.locator("[data-over]")
    expect(over.locator("img")).to_have_count(2)
    expect(page.locator(".panes")).to_be_hidden()
    page.get_by_label("分界").fill("20")
    expect(over.locator(".cut")).to_have_css("clip-path", "inset(0px 0px 0px 20%)")
    page.keyboard.press("3")
    expect(over.locator(".cut")).to_have_css("mix-blend-mode", "difference")
    page.keyboard.press("1")
    expect(page.locator(".panes")).to_be_visible()
    page.get_by_role("link", name="判断是否重复使用").click()
    like.get_by_label("两张照片").select_option("same-scene")
    like.get_by_label("理由").fill("同")
    like.get_by_role("button", name="记录判断").click()
    expect(like.get_by_role("alert")).to_be_visible()
    like.get_by_label("理由").fill("同一标语牌，不同年份拍摄")
    like.get_by_role("button", name="记录判断").click()
    expect(page.locator("#likeness")).to_contain_text("同一场景，各自有效")
    expect(main).to_contain_text("判断相近照片")
    page = visit(f"/console/gallery/{second}", role="leader")
    expect(page.locator("#likeness form")).to_have_count(0)
    for path in (f"/console/gallery/{second}", f"/console/gallery/{second}/compare/{first}"):
        page = visit(told(path, lang="en"))
        assert complaints(page) == [], path
        page.context.close()
        assert overflows(visit, path) == []


def test_without_a_script_two_pictures_stand_beside_one_another(
    visit: Opener, alike: list[str]
) -> None:
    page = visit(f"/console/gallery/{alike[1]}/compare/{alike[0]}", java_script_enabled=False)
    expect(page.locator(".pane img:visible")).to_have_count(2)
    expect(page.locator(".comparing")).to_be_hidden()


def test_an_office_holds_a_file_and_two_persons_dispose_of_another(
    visit: Opener, city: City, photos: list[str]
) -> None:
    page = visit(f"/console/gallery/{photos[0]}", role="district_office")
    place = page.locator("#hold details").last
    place.locator("summary").click()
    page.get_by_label("文号").fill("甘纪案〔2026〕3号")
    page.get_by_label("理由").last.fill("涉及信访")
    page.get_by_role("button", name="冻结").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("甘纪案〔2026〕3号")
    expect(main).to_contain_text("冻结保管")
    assert complaints(page) == []
    pieces = city.stack.mongo("evidence").evidence
    over = {"$set": {"state.sealed_until": datetime.now(UTC)}}
    pieces.update_many({"_id": {"$in": photos[:2]}}, over)
    page.goto("/console/disposals")
    page.get_by_label("材料编号").fill("\n".join(photos[:2]))
    page.get_by_label("理由").fill("保管期满")
    page.get_by_role("button", name="提出销毁").click()
    expect(page.get_by_role("alert")).to_contain_text("正在冻结保管")
    page.get_by_label("材料编号").fill(photos[1])
    page.get_by_role("button", name="提出销毁").click()
    expect(main).to_contain_text("清册所列 1 件")
    assert complaints(page) == []
    second = visit(page.url.partition(city.base)[2].partition("?")[0], role="leader")
    second.get_by_label("意见").select_option("true")
    second.get_by_label("理由").fill("同意")
    second.get_by_role("button", name="审批").click()
    expect(second.get_by_role("main")).to_contain_text("已批准")
    list_of_one = second.url.partition(city.base)[2].partition("?")[0]
    for path in ("/console/disposals", list_of_one, "/console/orphans"):
        sound(visit, path, chinese, role="district_office")
    expect(visit("/console/orphans", role="district_office").get_by_role("main")).to_contain_text(
        "没有这样的文件"
    )


def test_a_files_page_and_the_citys_own_pages_of_evidence_are_sound(
    visit: Opener, photos: list[str]
) -> None:
    sound(visit, f"/console/gallery/{photos[0]}", chinese, role="district_office")
    sound(visit, "/console/gallery", chinese, role="district_office")
    for path in ("/console/sites", "/console/disposals"):
        sound(visit, path, chinese, role="city_office", district="*")


def test_operations_see_sizes_and_hashes_and_no_content(visit: Opener, photos: list[str]) -> None:
    for path in ("/console/gallery", f"/console/gallery/{photos[0]}"):
        page = visit(path, role="operations", district="*")
        expect(page.get_by_role("main")).to_contain_text(photos[0])
        expect(page.get_by_role("main")).not_to_contain_text("标语")
        expect(page.locator("main img")).to_have_count(0)


def test_the_pages_look_as_they_should(visit: Opener, city: City, photos: list[str]) -> None:
    id = city.waits("样子" * 60)
    for path in (
        f"/console/review/{id}",
        "/console/gallery",
        f"/console/gallery/{photos[2]}",
        f"/console/gallery/{photos[0]}/compare/{photos[1]}",
    ):
        page = visit(told(path, lang="en"))
        assert complaints(page) == [], path
        page.goto(told(path, lang="zh"))
        assert complaints(page) == [], path
        walk(page)
        page.context.close()
        assert overflows(visit, path) == []
    assert complaints(visit("/console/review", district="linze")) == []


def test_a_frame_is_drawn_by_pointer_by_keys_and_by_typing(
    visit: Opener, city: City, alike: list[str]
) -> None:
    path = f"/console/gallery/{alike[0]}"
    page = visit(path)
    page.get_by_text("画一个红框").click()
    layer = page.locator("svg.drawing")
    layer.scroll_into_view_if_needed()
    box = layer.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    assert complaints(page) == []
    page.get_by_role("button", name="标出").click()
    expect(page.get_by_role("status")).to_contain_text("已标出")
    expect(page.locator("svg.frames:not(.drawing) rect")).to_have_count(1)
    page.get_by_text("画一个红框").click()
    layer.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_label("说明", exact=False).fill("落款")
    page.get_by_role("button", name="标出").click()
    expect(page.locator("#marks")).to_contain_text("落款")
    page = visit(path, java_script_enabled=False)
    page.get_by_text("画一个红框").click()
    for name, number in (("左边", "95"), ("上边", "5"), ("宽", "10"), ("高", "10")):
        page.get_by_label(name).fill(number)
    page.get_by_role("button", name="标出").click()
    expect(page.locator("#marks").get_by_role("alert")).to_be_visible()
    page.get_by_label("左边").fill("80")
    page.get_by_role("button", name="标出").click()
    expect(page.locator("#marks li")).to_have_count(3)
    shown = Calls(city.stack, "evidence", REVIEWER).ask(EvidenceOf(evidence=alike[0]))
    drawn, keyed, typed = shown["marks"]
    assert [round(drawn[n], 1) for n in ("x", "y", "width", "height")] == [0.2, 0.3, 0.4, 0.2]
    assert [keyed[n] for n in ("x", "y", "width", "height")] == [0.41, 0.4, 0.2, 0.21]
    assert [typed[n] for n in ("x", "y", "width", "height")] == [0.8, 0.05, 0.1, 0.1]
    assert overflows(visit, path) == []
    page.locator("#marks li").last.get_by_role("button", name="删去").click()
    expect(page.locator("#marks li")).to_have_count(2)


def test_a_file_is_linked_to_another_item(visit: Opener, city: City, alike: list[str]) -> None:
    path = f"/console/gallery/{alike[1]}"
    page = visit(path)
    expect(page.get_by_text("用于另一项")).to_have_count(0)
    sign(page, city.base, WANG)
    page.goto(path)
    page.get_by_text("用于另一项").click()
    page.get_by_label("考评项编号").fill("B07")
    page.get_by_label("为什么也能证明这一项").fill("同一场活动")
    assert complaints(page) == []
    page.get_by_role("button", name="关联").click()
    expect(page.get_by_role("status")).to_contain_text("不用再传")
    page.goto("/console/gallery?item=B07")
    expect(page.locator(".grid li")).to_have_count(1)
    assert overflows(visit, path) == []


def test_anybody_checks_the_code_of_a_stamped_copy_and_a_file_by_its_hash(
    visit: Opener, city: City, alike: list[str]
) -> None:
    page = visit(f"/console/gallery/{alike[0]}")
    link = page.get_by_role("link", name="加盖水印的打印件").get_attribute("href")
    answer = page.request.get(f"{city.base}{link}", max_redirects=0)
    assert (answer.status, "X-Amz-Signature" in answer.headers["location"]) == (303, True)
    found = city.stack.mongo("evidence").evidence.find_one({"_id": alike[0]})
    assert found is not None
    state = found["state"]
    code = state["code"]
    path = f"/v/{code[:4].lower()}-{code[4:]}"
    page = visit(path, district="")
    main = page.get_by_role("main")
    for text in (code, alike[0], "甘州区", "封存中", state["manifest"]["sha256"][:16]):
        expect(main).to_contain_text(text)
    for text in ("标语牌", "wu", "吴", state["manifest"]["sha256"]):
        expect(main).not_to_contain_text(text)
    expect(page.locator("main img")).to_have_count(0)
    assert complaints(page) == []
    told_of = page.request.get(f"{city.base}{path}").headers
    assert ("noindex" in told_of["x-robots-tag"], told_of["cache-control"]) == (True, "no-store")
    for data, said in ((files.as_jpeg(files.scene(9)), "：这就是"), (b"another", "不一致")):
        file: Any = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": data}
        page.get_by_label("选择文件").set_input_files(file)
        expect(page.get_by_label("校验值")).to_have_value(re.compile("^[0-9a-f]{64}$"))
        page.get_by_role("button", name="核对").click()
        expect(page.get_by_role("status")).to_contain_text(said)
    page.get_by_label("校验值").fill("许多")
    page.get_by_role("button", name="核对").click()
    expect(page.locator("main p.fault")).to_contain_text("64 位")
    assert overflows(visit, path) == []
    for wrong in ("A" * 16, "x", "A" * 300):
        page = visit(f"/v/{wrong}", district="")
        expect(page.get_by_role("alert")).to_contain_text("没有这个核验码")
    assert complaints(page) == []


def test_sensitive_sites_are_for_the_citys_office_alone(visit: Opener) -> None:
    path = "/console/sites"
    for role, district in (("district_office", "ganzhou"), ("leader", "*"), ("operations", "*")):
        page = visit(path, role=role, district=district)
        expect(page.get_by_role("heading", level=1)).to_contain_text("权限")
        expect(page.locator(f"a[href='{path}']")).to_have_count(0)
    page = visit(path, role="city_office", district="*")
    expect(page.locator(f"nav a[href='{path}']").first).to_be_attached()
    page.get_by_label("名称").fill("某部营区")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for name, number in (("圆心北纬", "38.93"), ("圆心东经", "100.45"), ("半径", "300")):
        page.get_by_label(name).fill(number)
    page.get_by_role("button", name="登记").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("半径 300 米")
    assert complaints(page) == []
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_text("撤销", exact=True).first.click()
    page.get_by_label("撤销理由").fill("已搬迁")
    page.get_by_role("button", name="撤销").click()
    expect(main).not_to_contain_text("某部营区")
