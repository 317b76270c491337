"""Signing in with a telephone: who confirms, who is let in, and who tries without."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from gateway import second_factor
from tests.support.accounts import PASSWORD, account_of, somewhere
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/109.0 Edg/109.0"


class Device:
    """A browser with its own cookies and address."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def post(self, path: str, page: str = "/console/login", /, **given: str) -> httpx.Response:
        """A form of ``page``, sent to ``path``."""
        found = TOKEN.search(self.http.get(page).text)
        assert found, page
        return self.http.post(path, data={"form_token": found[1], **given})

    def sign_in(self, account: str, code: str = "") -> "Device":
        given = {"account": account, "password": PASSWORD, "code": code}
        assert self.post("/console/login", **given).status_code == 303
        return self

    def ask(self) -> str:
        """The path that the code on the screen leads to."""
        assert self.post("/console/login/scan/begin").status_code == 303
        return "/console/scan/" + self.http.cookies["tongxin-scan"].partition(".")[0]

    def enter(self) -> httpx.Response:
        return self.post("/console/login/scan")

    def answer(self, path: str, answer: str = "yes", code: str = "") -> httpx.Response:
        return self.post(path, "/console/account", answer=answer, code=code)

    def who(self) -> str:
        """The account that it is signed in as; "" where it is not."""
        page = self.http.get("/console/account")
        found = re.search(r"您以 ([a-z0-9-]{1,40}) 登录", page.text)
        return found[1] if found else ""


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start("gateway").wait_ready()


@pytest.fixture
def device(gateway: Running) -> Iterator[Callable[[], Device]]:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with ExitStack() as closing:

        def made() -> Device:
            headers = {"X-Forwarded-For": somewhere(), "User-Agent": AGENT}
            http = httpx.Client(base_url=base, headers=headers, timeout=60)
            return Device(closing.enter_context(http))

        yield made


def refused(answer: httpx.Response, why: str) -> None:
    assert answer.status_code in (409, 410), answer.text
    assert why in answer.text


def test_who_agrees_on_the_telephone_is_let_in_on_the_computer_once(
    stack: Stack, device: Callable[[], Device]
) -> None:
    account = account_of(stack, "unit")
    phone, computer = device().sign_in(account), device()
    path = computer.ask()
    waiting = computer.enter()
    assert waiting.status_code == 200 and "扫一扫" in waiting.text and computer.who() == ""
    page = phone.http.get(path).text
    assert "Edge · Windows" in page and computer.http.headers["X-Forwarded-For"] in page
    assert phone.answer(path).status_code == 303
    assert computer.enter().headers["location"] == "/console"
    assert computer.who() == account
    rows = stack.mongo("gateway")["audit"].find({"kind": "sign-in", "by": account})
    assert [one["detail"] for one in rows] == ["", "by telephone"]


def test_what_the_screen_shows_lets_nobody_else_in(
    stack: Stack, device: Callable[[], Device]
) -> None:
    account = account_of(stack, "unit")
    phone, computer, thief = device().sign_in(account), device(), device()
    path = computer.ask()
    id = path.rpartition("/")[2]
    thief.ask()
    own = thief.http.cookies["tongxin-scan"].partition(".")[2]
    phone.answer(path)
    for cookie in (id, f"{id}.", f"{id}.{own}", f"{id}.{'x' * 43}", "x", f"{'$ne':.<22}.x"):
        thief.http.cookies.set("tongxin-scan", cookie)
        refused(thief.enter(), "二维码已失效")
    assert thief.who() == ""
    computer.enter()
    assert computer.who() == account


def test_nothing_is_done_twice(stack: Stack, device: Callable[[], Device]) -> None:
    phone, computer = device().sign_in(account_of(stack, "unit")), device()
    other = device().sign_in(account_of(stack, "unit"))
    path = computer.ask()
    cookie = computer.http.cookies["tongxin-scan"]
    phone.answer(path)
    for again in (phone, other):
        refused(again.answer(path), "这个二维码不能用了")
        assert again.http.get(path).status_code == 410
    computer.enter()
    replay = device()
    replay.http.cookies.set("tongxin-scan", cookie)
    refused(replay.enter(), "二维码已失效")
    assert replay.who() == ""


def test_what_is_too_old_is_neither_confirmed_nor_entered(
    stack: Stack, device: Callable[[], Device]
) -> None:
    phone, computer, late = device().sign_in(account_of(stack, "unit")), device(), device()
    scans = stack.mongo("gateway")["scans"]
    path, confirmed = computer.ask(), late.ask()
    phone.answer(confirmed)
    for one in (path, confirmed):
        over = {"$set": {"until": datetime.now(UTC)}}
        scans.update_one({"_id": one.rpartition("/")[2]}, over)
    refused(phone.answer(path), "这个二维码不能用了")
    for each in (computer, late):
        refused(each.enter(), "二维码已失效")
        assert each.who() == ""


def test_who_says_no_lets_nobody_in(stack: Stack, device: Callable[[], Device]) -> None:
    account = account_of(stack, "unit")
    phone, computer = device().sign_in(account), device()
    path = computer.ask()
    assert phone.answer(path, "no").status_code == 303
    refused(computer.enter(), "没有同意")
    refused(phone.answer(path), "这个二维码不能用了")
    rows = stack.mongo("gateway")["audit"].find({"kind": "sign-in", "by": account})
    assert [one["outcome"] for one in rows] == ["ok", "refused"]


def disabled(stack: Stack, phone: Device, account: str) -> None:
    change = {"$set": {"state": "disabled"}}
    stack.mongo("gateway")["accounts"].update_one({"_id": account}, change)


def signed_out(stack: Stack, phone: Device, account: str) -> None:
    phone.post("/console/logout", "/console/account")


@pytest.mark.parametrize("meanwhile", [disabled, signed_out])
def test_who_is_out_again_meanwhile_is_not_let_in(
    stack: Stack, device: Callable[[], Device], meanwhile: Any
) -> None:
    account = account_of(stack, "unit")
    phone, computer = device().sign_in(account), device()
    phone.answer(computer.ask())
    meanwhile(stack, phone, account)
    refused(computer.enter(), "没有登录")
    assert computer.who() == ""


def test_who_is_not_signed_in_on_the_telephone_signs_in_first(
    stack: Stack, device: Callable[[], Device]
) -> None:
    phone, computer = device(), device()
    path = computer.ask()
    asked = phone.http.get(path)
    assert asked.status_code == 303 and "next=%2Fconsole%2Fscan%2F" in asked.headers["location"]
    assert phone.post(path, answer="yes").status_code == 303
    assert computer.enter().status_code == 200 and computer.who() == ""


def test_where_a_code_is_in_force_the_telephone_asks_for_it_too(
    stack: Stack, device: Callable[[], Device]
) -> None:
    account = account_of(stack, "operations", "*")
    phone, computer = device().sign_in(account), device()
    phone.post("/console/account/factor/begin", "/console/account")
    page = phone.http.get("/console/account/factor").text
    found = re.search(r'id="secret">([A-Z2-7]{32})<', page)
    assert found
    step = int(time.time()) // 30
    confirmed = phone.post(
        "/console/account/factor", "/console/account", code=second_factor.code(found[1], step)
    )
    codes = re.findall(r"<code>([a-z2-7]{5}-[a-z2-7]{5})</code>", confirmed.text)
    path = computer.ask()
    assert "动态码" in phone.http.get(path).text
    for code in ("", "000000"):
        answer = phone.answer(path, code=code)
        assert answer.status_code == 422 and "动态码" in answer.text
        assert computer.enter().status_code == 200 and computer.who() == ""
    assert phone.answer(path, code=codes[0]).status_code == 303
    computer.enter()
    assert computer.who() == account


def test_a_form_of_elsewhere_begins_and_answers_nothing(
    stack: Stack, device: Callable[[], Device]
) -> None:
    phone, computer = device().sign_in(account_of(stack, "unit")), device()
    path = computer.ask()
    for who, where in ((phone, path), (computer, "/console/login/scan")):
        answer = who.http.post(where, data={"answer": "yes", "form_token": "0" * 64})
        assert answer.status_code == 403
    assert computer.enter().status_code == 200 and computer.who() == ""
