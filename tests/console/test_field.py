"""现场拍摄: no shot is lost, none is sent twice, none is seen by another."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, Playwright, Request, Route, expect, sync_playwright

from tests.console import fielding, looks
from tests.console.field_town import (
    CAI,
    SERVICES,
    WANG,
    WITH_PLACE,
    WITHOUT,
    caller,
    gateway,
    task,
)
from tests.console.fielding import HOME, Phone, phone, records, settled, shoot
from tests.console.forging import LIES
from tests.support.stack import Stack
from tests.support.waiting import eventually

__all__ = ["SERVICES"]
IN_PARTS = 11 * 1024 * 1024
"""Bytes of a file that goes up in three parts."""
Phones = Callable[..., Phone]
STORE = re.compile(r"X-Amz-Signature=")
LISTS = re.compile(r"/api/v1/tasks\?")
SHIFTED = """() => {
    const Real = Date, by = 3 * 24 * 3600 * 1000
    Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + by) }
        static now() { return Real.now() + by }
    }
}"""


KEPT = """(name) => new Promise((resolve, reject) => {
    const asked = indexedDB.open('tongxin-field')
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
        const got = asked.result.transaction('small').objectStore('small').get(name)
        const plain = (_, one) => one instanceof Blob ? one.size : one
        got.onsuccess = () => {
            asked.result.close()
            resolve(JSON.parse(JSON.stringify(got.result || {}, plain)))
        }
    }
})"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as started:
        yield started
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def base(stack: Stack) -> str:
    return "http://" + gateway(stack).env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def phones(playwright: Playwright, base: str, tmp_path: Path) -> Iterator[Phones]:
    with ExitStack() as open_ones:

        def opened(who: str = WANG) -> Phone:
            home = tmp_path / f"phone-{who}"
            signed = caller(who) if who else None
            return open_ones.enter_context(phone(playwright, home, base, signed))

        yield opened


Photo = Callable[..., Path]


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    return lambda seed, size=0: fielding.photo(tmp_path, seed, size)


def card(page: Page, item: str = WITHOUT) -> None:
    page.locator(f"[id='shoot-{task(item)}']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("拍摄")


def ready(one: Phone) -> Page:
    """The page with its tasks, able to open without a network."""
    page = one.open()
    expect(page.locator(f"[id='shoot-{task(WITHOUT)}']")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def piece(stack: Stack, id: str) -> dict[str, Any]:
    """The server's record; empty where there is none."""
    found = stack.mongo("evidence").evidence.find_one({"_id": id})
    return dict(found["state"]) if found else {}


def parts_of(one: Phone, event: Literal["request", "requestfinished"]) -> list[str]:
    """The numbers of the parts that are sent from now on, as they come."""
    found: list[str] = []

    def told(request: Request) -> None:
        if request.method == "PUT":
            found.extend(re.findall(r"partNumber=(\d+)", request.url))

    one.context.on("request", told) if event == "request" else one.context.on(event, told)
    return found


def custody(stack: Stack, id: str) -> Counter[str]:
    """How often what happened to a piece, by the server's own chain."""
    return Counter(entry["what"] for entry in piece(stack, id).get("custody", ()))


def refreshed(page: Page) -> dict[str, Any]:
    """The lists, fetched anew from the tab of tasks."""
    name = f"lists:{WANG}"
    before = page.evaluate(KEPT, name)
    page.locator("#refresh").click()

    def newer() -> dict[str, Any] | None:
        found: dict[str, Any] = page.evaluate(KEPT, name)
        return found if found["at"] > before["at"] else None

    return eventually(newer)


def sent_once(stack: Stack, items: list[dict[str, Any]]) -> bool:
    """Each is one sealed record of the right bytes, declared and stored once."""
    for one in items:
        held = piece(stack, one["id"])
        assert held["state"] == "SEALED" and held["manifest"]["sha256"] == one["sha256"]
        counted = custody(stack, one["id"])
        assert counted["declared"] == counted["stored"] == counted["sealed"] == 1, counted
    shas = [one["sha256"] for one in items]
    same = {"state.manifest.sha256": {"$in": shas}}
    return stack.mongo("evidence").evidence.count_documents(same) == len(items)


def done(page: Page, stack: Stack, count: int) -> list[dict[str, Any]]:
    """So many have a receipt, and the copies of these are gone."""
    found = settled(page, "done", count)
    assert all(one["blob"] is None and one["receipt"].count(".") == 2 for one in found)
    assert sent_once(stack, found)
    return found


def test_a_shot_is_sealed_and_deleted_here_on_its_receipt(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    page = ready(phones())
    expect(page.locator("#line")).to_have_text("在线 · 待传 0 张 · 存储可用")
    card(page)
    page.get_by_label("人物").fill("驻地官兵与社区居民")
    shoot(page, photo(1))
    (item,) = done(page, stack, 1)
    manifest = piece(stack, item["id"])["manifest"]
    assert manifest["mode"] == "camera" and manifest["tasks"] == [task(WITHOUT)]
    assert manifest["caption"]["people"] == "驻地官兵与社区居民"
    assert manifest["position"] is None and abs(manifest["clock_offset"]) < 60
    page.locator("#nav-mine").click()
    expect(page.locator("#main")).to_contain_text("已封存")
    page.locator("#nav-card").click()
    shoot(page, photo(2))
    done(page, stack, 2)


def test_shots_without_a_network_outlive_a_restart_and_go_when_there_is_one(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    for seed in (11, 12):
        shoot(page, photo(seed))
    expect(page.locator("#line")).to_have_text("离线 · 待传 2 张 · 存储可用")
    page.close()
    page = one.open()
    expect(page.locator("#line")).to_have_text("离线 · 待传 2 张 · 存储可用")
    expect(page.locator("#main")).to_contain_text("还有 2 项任务")
    assert [item["blob"] for item in records(page)] == [i["sha256"] for i in records(page)]
    one.context.set_offline(False)
    done(page, stack, 2)
    expect(page.locator("#line")).to_have_text("在线 · 待传 0 张 · 存储可用")


def test_a_kill_in_mid_write_takes_no_shot_that_was_told_as_kept(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    for seed in (21, 22, 23):
        shoot(page, photo(seed, 300_000))
    page.locator("#file-camera").set_input_files(photo(24, 6_000_000))
    one.restart(caller(WANG))
    page = one.open()
    expect(page.locator("#line")).to_contain_text("待传")
    kept = records(page)
    assert [item["n"] for item in kept][:3] == [1, 2, 3] and len(kept) in (3, 4)
    assert all(item["blob"] for item in kept)
    done(page, stack, len(kept))


@pytest.mark.parametrize("how", ["kill", "reload"])
def test_an_upload_goes_on_where_it_was_broken_off(
    phones: Phones, stack: Stack, how: str, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    third, over = threading.Event(), threading.Event()

    def held(route: Route) -> None:
        if "partNumber=3" in route.request.url and not over.is_set():
            third.set()
        else:
            route.continue_()

    sent = parts_of(one, "requestfinished")
    one.context.route(STORE, held)
    shoot(page, photo(31 + len(how), IN_PARTS))
    page.locator("#nav-queue").click()

    def two_are_sent() -> bool:
        page.wait_for_timeout(50)
        return third.is_set() and len(sent) > 1

    eventually(two_are_sent, 40)
    over.set()
    if how == "kill":
        one.restart(caller(WANG))
    again = parts_of(one, "request")
    if how == "kill":
        page = one.open()
    else:
        page.reload()
    done(page, stack, 1)
    assert again == ["3"]


def test_a_store_that_refuses_or_hangs_up_is_tried_again(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    refusals: list[str] = ["503", "cut", "500"]

    def refusing(route: Route) -> None:
        if not refusals or route.request.method != "PUT":
            route.continue_()
        elif (how := refusals.pop(0)) == "cut":
            route.abort("connectionreset")
        else:
            route.fulfill(status=int(how), headers={"access-control-allow-origin": "*"})

    one.context.route(STORE, refusing)
    shoot(page, photo(41))
    page.locator("#nav-queue").click()
    expect(page.locator("#main")).to_contain_text("存储服务没有收下")
    assert records(page)[0]["blob"]

    def all_were_met() -> bool:
        page.locator("#now").click()
        return not refusals

    eventually(all_were_met)
    page.locator("#now").click()
    done(page, stack, 1)


def test_a_full_phone_says_so_and_keeps_what_it_has(
    phones: Phones, base: str, photo: Photo
) -> None:
    one = phones()
    blank = one.context.new_page()
    cdp = one.context.new_cdp_session(blank)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": base, "quotaSize": 6_000_000})
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    shoot(page, photo(51))
    page.locator("#file-camera").set_input_files(photo(52, 8_000_000))
    expect(page.locator("#told")).to_contain_text("存储已满，这一张没有存下")
    expect(page.locator("#line")).to_have_text("离线 · 待传 1 张 · 存储已满")
    (kept,) = records(page)
    assert kept["blob"] == kept["sha256"]


def test_a_wrong_clock_loses_nothing_and_both_times_are_told(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    one.context.add_init_script(f"({SHIFTED})()")
    page = ready(one)
    expect(page.locator("#notes")).to_contain_text("相差 4320 分钟")
    card(page)
    shoot(page, photo(61))
    (item,) = done(page, stack, 1)
    assert abs(piece(stack, item["id"])["manifest"]["clock_offset"] + 3 * 24 * 3600) < 60


def test_opened_twice_it_sends_each_shot_once(phones: Phones, stack: Stack, photo: Photo) -> None:
    one = phones()
    first, second = ready(one), ready(one)
    one.context.set_offline(True)
    for seed, page in ((71, first), (72, second), (73, first), (74, second)):
        if not page.locator("#told").count():
            card(page)
        shoot(page, photo(seed))
    assert [item["n"] for item in records(first)] == [1, 2, 3, 4]
    one.context.set_offline(False)
    for page in (first, second):
        page.locator("#nav-queue").click()
        page.locator("#now").click()
    done(first, stack, 4)
    expect(second.locator("#line")).to_have_text("在线 · 待传 0 张 · 存储可用")


def test_another_person_neither_sees_nor_sends_them(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    shoot(page, photo(81))
    page.close()
    one.sign(caller(CAI))
    one.context.set_offline(False)
    page = one.open()
    expect(page.locator("#notes")).to_contain_text("另有 1 张属于其他人，已锁定")
    page.locator("#nav-queue").click()
    expect(page.locator("#main")).to_contain_text("没有待传的照片")
    page.locator("#nav-card").click()
    shoot(page, photo(82))
    settled(page, "done", 1)
    mine, other = records(page)
    assert mine["state"] == "waiting" and mine["owner"] == WANG and mine["blob"]
    assert other["owner"] == CAI and not custody(stack, mine["id"])
    one.sign(caller(WANG))
    page.reload()
    done(page, stack, 2)


def test_a_session_that_ended_in_the_field_stops_no_shot(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    ready(one).close()
    one.sign_out()
    page = one.open()
    expect(page.locator("#notes")).to_contain_text("登录已过期。照片都在本机")
    page.locator("#nav-card").click()
    shoot(page, photo(91))
    expect(page.locator("#line")).to_have_text("在线 · 待传 1 张 · 存储可用")
    link = page.locator("#notes").get_by_role("link", name="登录")
    assert link.get_attribute("href") == "/console/login?next=%2Ffield%2F"
    one.sign(caller(WANG))
    page.reload()
    done(page, stack, 1)


def test_what_was_typed_is_there_when_the_camera_ended_the_page(
    phones: Phones, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    page.get_by_label("背景").fill("八一前走访")
    with page.expect_file_chooser():
        page.get_by_role("button", name="拍照").click()
    page.close()
    page = one.open(f"{HOME}#card")
    expect(page.locator("#main")).to_contain_text("拍照时页面被系统关闭")
    expect(page.get_by_label("背景")).to_have_value("八一前走访")
    expect(page.get_by_role("button", name="重拍")).to_be_enabled()
    shoot(page, photo(101), "gallery")
    assert records(page)[0]["manifest"]["mode"] == "gallery"


def test_one_is_deleted_in_two_steps_with_a_reason_and_never_while_it_is_sent(
    phones: Phones, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    for seed in (111, 112):
        shoot(page, photo(seed))
    page.locator("#nav-queue").click()
    first = records(page)[0]["id"]
    page.locator(f"[id='delete-{first}']").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("#said")).to_have_text("请写明理由。")
    assert len(records(page)) == 2
    page.get_by_label("为什么删除").fill("拍糊了")
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("#said")).to_contain_text("已删除")
    (left,) = records(page)
    assert left["id"] != first
    one.context.route(STORE, lambda route: None)
    one.context.set_offline(False)
    expect(page.locator("#main")).to_contain_text("正在传")
    page.locator(f"[id='delete-{left['id']}']").click()
    page.get_by_label("为什么删除").fill("不要了")
    page.get_by_role("button", name="确认删除").click()
    expect(page.locator("#said")).to_have_text("正在传，不能删除。")
    assert len(records(page)) == 1


def test_a_place_is_asked_for_only_where_the_item_wants_one(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    expect(page.get_by_role("button", name="核对位置")).to_have_count(0)
    page.locator("#nav-tasks").click()
    card(page, WITH_PLACE)
    expect(page.get_by_role("button", name="拍照")).to_be_disabled()
    page.get_by_role("button", name="核对位置").click()
    expect(page.get_by_role("button", name="拍照")).to_be_enabled()
    shoot(page, photo(121))
    expect(page.get_by_role("button", name="拍照")).to_be_disabled()
    (item,) = done(page, stack, 1)
    assert item["manifest"]["position"] == {"latitude": 38.93, "longitude": 100.45}


def test_tasks_that_do_not_come_are_told_and_no_shot_waits_for_them(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    away = {"status": 503, "headers": {"x-trace-id": "0" * 32}, "json": {"code": "unavailable"}}
    one.context.route(LISTS, lambda route: route.fulfill(**away))
    page = one.open()
    expect(page.locator("#news")).to_contain_text("没有取到新的任务")
    page.locator("#nav-card").click()
    shoot(page, photo(131))
    done(page, stack, 1)
    one.context.unroute(LISTS)
    page.locator("#nav-tasks").click()
    page.get_by_role("button", name="刷新").click()
    expect(page.locator("#news")).to_contain_text("任务截至")
    expect(page.locator(f"[id='shoot-{task(WITHOUT)}']")).to_be_visible()


def test_far_from_every_point_of_the_task_no_shot_is_taken(phones: Phones, photo: Photo) -> None:
    """150 m from where the unit's own pictures of the task were taken."""
    one = phones()
    page = ready(one)
    card(page, WITH_PLACE)
    page.get_by_role("button", name="核对位置").click()
    shoot(page, photo(125))
    settled(page, "done", 1)
    page.locator("#nav-tasks").click()

    def known() -> bool:
        tasks = refreshed(page)["tasks"]
        return any(one["points"] for one in tasks if one["id"] == task(WITH_PLACE))

    eventually(known)
    card(page, WITH_PLACE)
    for north, allowed, words in (
        (0.0013, True, "145 米，可以拍摄"),
        (0.0015, False, "167 米，超过"),
    ):
        one.context.set_geolocation({"latitude": 38.93 + north, "longitude": 100.45})
        page.get_by_role("button", name="核对位置").click()
        expect(page.locator("#place-said")).to_contain_text(words)
        expect(page.get_by_role("button", name="拍照")).to_be_enabled(enabled=allowed)


def test_what_the_unit_sent_before_is_told_before_it_is_sent_and_seen_without_a_network(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    shoot(page, photo(126))
    (sent,) = done(page, stack, 1)
    page.locator("#nav-tasks").click()

    def known() -> bool:
        refreshed(page)
        return bool(page.evaluate(KEPT, f"pictures:{WANG}").get(sent["id"]))

    eventually(known)
    one.context.set_offline(True)
    page.reload()
    card(page)
    shoot(page, photo(126))
    expect(page.locator("#told")).to_contain_text(f"与 {date.today().year}年 {WITHOUT} 的一件材料")
    page.get_by_text("前后对比").click()
    held = [one for one in page.locator("#before option").all() if one.inner_text()]
    assert len(held) > 2
    page.locator("#before").select_option(index=len(held) - 1)
    page.wait_for_function("document.querySelector('img.before').naturalWidth > 0")


def test_a_receipt_that_does_not_prove_it_deletes_no_copy(
    phones: Phones, stack: Stack, photo: Photo
) -> None:
    one = phones()
    page = ready(one)
    card(page)
    shoot(page, photo(127))
    (first,) = done(page, stack, 1)
    lies: list[Any] = []

    def lying(route: Route) -> None:
        answer = route.fetch()
        genuine = answer.json()["receipt"] if answer.ok else ""
        if not genuine or not lies:
            route.fulfill(response=answer)
        else:
            route.fulfill(response=answer, json={"receipt": lies[0](genuine)})

    lies += [*LIES, lambda _: first["receipt"]]
    page.route("**/evidence/*/receipt", lying)
    shoot(page, photo(128))
    page.locator("#nav-queue").click()
    told = set()
    while lies:
        page.locator("#now").dispatch_event("click")

        def refused() -> dict[str, Any] | None:
            found = next(each for each in records(page) if each["n"] == 2)
            assert found["state"] != "done" and found["blob"] == found["sha256"]
            again = found["error"] and found["error"]["at"] not in told
            return found if again else None

        error = eventually(refused)["error"]
        assert error["code"] in ("receipt", "fault"), (len(lies), error)
        told.add(error["at"])
        lies.pop(0)
    page.locator("#now").click()
    done(page, stack, 2)


def test_the_pages_are_sound_in_both_languages(phones: Phones, photo: Photo) -> None:
    one = phones()
    page = ready(one)
    card(page)
    one.context.set_offline(True)
    shoot(page, photo(131))
    found = []
    for _ in ("zh", "en"):
        for tab in ("tasks", "card", "queue", "mine"):
            page.locator(f"#nav-{tab}").click()
            expect(page.locator(f"#nav-{tab}")).to_have_attribute("aria-current", "page")
            found += [(tab, each) for each in looks.complaints(page)]
            for width in (360, 320):
                page.set_viewport_size({"width": width, "height": 740})
                wide = page.evaluate("document.documentElement.scrollWidth")
                found += [(tab, f"{wide} at {width}")] if wide > width else []
                found += [(tab, small) for small in page.evaluate(SMALL)]
        page.locator("#lang").click()
    assert found == []


SMALL = """[...document.querySelectorAll('button, .btn, nav a, select, input:not([type=file])')]
    .filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5)
    .map(e => `${e.id} is ${e.getBoundingClientRect().height} high`)"""


def test_the_check_says_what_the_phone_can_do_in_a_code(phones: Phones) -> None:
    page = phones("").open(f"{HOME}check")
    expect(page.locator("#main")).to_contain_text("这部手机可以用")
    code = page.locator("#code").inner_text()
    assert re.fullmatch(r"SDWBHL-RMOT[Cc]G-Q[Pp]NK[Ee]V", code)
    assert looks.complaints(page) == []


def test_without_a_secure_connection_it_refuses_with_the_reason(phones: Phones, base: str) -> None:
    one = phones("")
    one.context.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', {get: () => false})"
    )
    page = one.open()
    expect(page.locator("#main")).to_contain_text("不是经安全连接（https）打开的")
    one.context.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', {get: () => true});"
        "Object.defineProperty(window, 'indexedDB', {get: () => undefined})"
    )
    expect(one.open().locator("#main")).to_contain_text("不能在本机存放照片")
