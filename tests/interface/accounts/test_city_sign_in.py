"""The city's own sign-in: a real provider on loopback, honest and otherwise."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from gateway import second_factor
from tests.interface.accounts.test_scans import Device
from tests.support.accounts import account_of, somewhere
from tests.support.city_provider import CityProvider, expired
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]
HOME = "/console/login/city"


@pytest.fixture(scope="module")
def city() -> Iterator[CityProvider]:
    with CityProvider() as city:
        yield city


@pytest.fixture(autouse=True)
def honest(city: CityProvider) -> None:
    city.alter, city.forge, city.silent = None, False, 0.0


@pytest.fixture(scope="module")
def settings(city: CityProvider) -> dict[str, str]:
    return {
        "TONGXIN_OIDC_ISSUER": city.issuer,
        "TONGXIN_OIDC_CLIENT": "tongxin",
        "TONGXIN_OIDC_SECRET": "a secret of the client",
        "TONGXIN_OIDC_NAME": "政务通",
        "TONGXIN_OIDC_CLAIM": "email",
        "TONGXIN_OIDC_ENOUGH": "otp",
        "TONGXIN_OIDC_SECONDS": "20",
        "TONGXIN_SECOND_FACTOR": "demanded",
    }


@pytest.fixture(scope="module")
def gateway(stack: Stack, settings: dict[str, str]) -> Running:
    return stack.start("gateway", **settings).wait_ready()


@pytest.fixture
def device(gateway: Running) -> Iterator[Callable[[], Device]]:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with ExitStack() as closing:

        def made() -> Device:
            http = httpx.Client(base_url=base, headers={"X-Forwarded-For": somewhere()}, timeout=60)
            return Device(closing.enter_context(http))

        yield made


def subject(city: CityProvider, **claims: Any) -> str:
    """Somebody whom the provider knows."""
    sub = f"p-{secrets.token_hex(6)}"
    httpx.put(f"{city.issuer}/users/{sub}", json=claims).raise_for_status()
    return sub


def bound(stack: Stack, city: CityProvider, role: str = "unit", **more: Any) -> tuple[str, str]:
    """An account and the subject that it is bound to."""
    sub = subject(city, **more.pop("claims", {}))
    district = "*" if role == "operations" else "ganzhou"
    return account_of(stack, role, district, identity=f"{city.issuer} {sub}", **more), sub


def came_back(browser: Device, sub: str, **changes: str) -> httpx.Response:
    """Through the provider's page and back; ``changes`` of what the gateway asks there."""
    going = browser.http.get(f"{HOME}?next=/console/account")
    assert going.status_code == 303, going.text
    there = urlsplit(going.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(there.query).items()} | changes
    agreed = httpx.post(f"{there._replace(query=urlencode(asked)).geturl()}", data={"sub": sub})
    back = urlsplit(agreed.headers["location"])
    assert back.path == f"{HOME}/back", agreed.headers
    return browser.http.get(f"{back.path}?{back.query}")


def test_who_is_bound_comes_in_with_the_own_roles_and_leaves_both(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    account, sub = bound(stack, city)
    browser = device()
    assert "用政务通进入" in browser.http.get("/console/login").text
    answer = came_back(browser, sub)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/account")
    assert browser.who() == account
    left = browser.post("/console/logout", "/console/account")
    assert browser.who() == ""
    assert "也退出政务通" in browser.http.get(left.headers["location"]).text
    out = browser.http.get(f"{HOME}/out").headers["location"]
    assert out.startswith(f"{city.issuer}/oauth2/end_session?client_id=tongxin&")
    rows = stack.mongo("gateway")["audit"].find({"kind": "sign-in", "by": account})
    assert [(one["outcome"], one["detail"]) for one in rows] == [("ok", "by the city")]


def test_a_code_is_asked_for_with_a_challenge_and_is_used_once(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    _, sub = bound(stack, city)
    browser = device()
    asked = parse_qs(urlsplit(browser.http.get(HOME).headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and len(asked["code_challenge"][0]) == 43
    assert asked["response_type"] == ["code"] and len(asked["nonce"][0]) == 43
    assert came_back(browser, sub).status_code == 303
    again = browser.http.get(f"{HOME}/back?code=x&state={asked['state'][0]}")
    assert again.status_code == 403 and "已过时" in again.text


def test_the_answer_to_another_browser_lets_nobody_in(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    _, sub = bound(stack, city)
    mine, other = device(), device()
    other.http.get(HOME)
    answer = came_back(mine, sub, state="x" * 43)
    assert answer.status_code == 403 and "已过时" in answer.text and mine.who() == ""
    for query in ("", "?code=x", "?state=", "?code=x&state=", "?code=x&state=%C3%A9"):
        assert other.http.get(f"{HOME}/back{query}").status_code == 403
    nobody = device().http.get(f"{HOME}/back?code=x&state=y")
    assert nobody.status_code == 403


FALSE = {
    "another nonce": lambda claims: {**claims, "nonce": "x" * 43},
    "no nonce": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "another issuer": lambda claims: {**claims, "iss": "https://sso.example.org"},
    "another client": lambda claims: {**claims, "aud": "somebody-else"},
    "several, and not for us": lambda claims: {**claims, "aud": ["tongxin", "x"], "azp": "x"},
    "no end": lambda claims: {k: v for k, v in claims.items() if k != "exp"},
    "expired": expired,
    "no subject": lambda claims: {**claims, "sub": ""},
    "a subject that is no text": lambda claims: {**claims, "sub": {"$ne": ""}},
}


@pytest.mark.parametrize("false", FALSE)
def test_a_token_that_is_not_right_in_every_point_is_not_believed(
    stack: Stack, city: CityProvider, device: Callable[[], Device], false: str
) -> None:
    _, sub = bound(stack, city)
    browser, city.alter = device(), FALSE[false]
    answer = came_back(browser, sub)
    assert answer.status_code == 403 and "未通过核对" in answer.text
    assert 'name="password"' in answer.text and browser.who() == ""


def test_a_token_that_another_has_signed_is_not_believed(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    _, sub = bound(stack, city)
    browser, city.forge = device(), True
    assert "未通过核对" in came_back(browser, sub).text and browser.who() == ""


def test_a_nonce_of_another_sign_in_is_not_believed(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    _, sub = bound(stack, city)
    browser = device()
    assert "未通过核对" in came_back(browser, sub, nonce="y" * 43).text and browser.who() == ""


def test_who_is_unknown_or_disabled_gets_no_account_and_the_same_page(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    accounts = stack.mongo("gateway")["accounts"]
    _, disabled = bound(stack, city, state="disabled")
    before = accounts.count_documents({})
    pages = []
    for sub in (subject(city, name="王伟"), disabled):
        browser = device()
        answer = came_back(browser, sub)
        assert answer.status_code == 403 and sub in answer.text and browser.who() == ""
        pages.append(answer.text.partition("<main")[2].replace(sub, ""))
    assert pages[0] == pages[1]
    assert accounts.count_documents({}) == before


def test_an_address_that_was_proved_finds_its_one_account_once(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    address = f"{secrets.token_hex(4)}@example.org"
    account = account_of(stack, "unit", email=address)
    unproved = subject(city, email=address)
    assert came_back(device(), unproved).status_code == 403
    proved = subject(city, email=address, email_verified=True)
    browser = device()
    assert came_back(browser, proved).status_code == 303 and browser.who() == account
    another = subject(city, email=address, email_verified=True)
    assert came_back(device(), another).status_code == 403, "it is bound"
    rows = stack.mongo("gateway")["audit"].find({"kind": "rights", "about": account})
    assert [one["detail"] for one in rows] == ["identity by claim"]


@pytest.mark.parametrize(("role", "twice"), [("operations", False), ("unit", True)])
def test_who_keeps_the_system_or_shares_an_address_is_bound_by_hand(
    stack: Stack, city: CityProvider, device: Callable[[], Device], role: str, twice: bool
) -> None:
    address = f"{secrets.token_hex(4)}@example.org"
    for _ in range(2 if twice else 1):
        account_of(stack, role, "*" if role == "operations" else "ganzhou", email=address)
    proved = subject(city, email=address, email_verified=True)
    assert came_back(device(), proved).status_code == 403


def test_a_second_factor_is_asked_for_here_unless_it_was_seen_there(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    account, sub = bound(stack, city, "operations")
    bare = device()
    assert came_back(bare, sub).status_code == 303
    assert "没有权限" in bare.http.get("/console/account").text or bare.who() == account
    bare.post("/console/account/factor/begin", "/console/account")
    found = re.search(r'id="secret">([A-Z2-7]{32})<', bare.http.get("/console/account/factor").text)
    assert found
    code = second_factor.code(found[1], int(time.time()) // 30)
    confirmed = bare.post("/console/account/factor", "/console/account", code=code)
    codes = re.findall(r"<code>([a-z2-7]{5}-[a-z2-7]{5})</code>", confirmed.text)
    browser = device()
    asked = came_back(browser, sub)
    assert asked.headers["location"].startswith(f"{HOME}/code") and browser.who() == ""
    page = asked.headers["location"]
    wrong = browser.post(f"{HOME}/code", page, next="/console/account", code="000000")
    assert wrong.status_code == 422 and browser.who() == ""
    right = browser.post(f"{HOME}/code", page, next="/console/account", code=codes[0])
    assert right.headers["location"] == "/console/account" and browser.who() == account
    httpx.put(f"{city.issuer}/users/{sub}", json={"amr": ["pwd", "otp"]}).raise_for_status()
    seen = device()
    assert came_back(seen, sub).headers["location"] == "/console/account"
    assert seen.who() == account


def test_who_is_disabled_while_a_code_is_asked_for_stays_out(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    account, sub = bound(stack, city, factor={"secret": "x", "step": 0, "recoveries": []})
    browser = device()
    page = came_back(browser, sub).headers["location"]
    change = {"$set": {"state": "disabled"}}
    stack.mongo("gateway")["accounts"].update_one({"_id": account}, change)
    answer = browser.post(f"{HOME}/code", page, code="000000")
    assert answer.status_code == 401 and browser.who() == ""


def test_where_the_provider_is_away_the_password_still_lets_in(
    stack: Stack, city: CityProvider, gateway: Running, settings: dict[str, str]
) -> None:
    city.silent = 30
    account = account_of(stack, "unit")
    fresh = stack.start("gateway", **settings | {"TONGXIN_OIDC_SECONDS": "0.3"}).wait_ready()
    with httpx.Client(base_url="http://" + fresh.env["TONGXIN_HTTP_ADDRESS"], timeout=60) as http:
        browser = Device(http)
        answer = http.get(HOME)
        assert answer.status_code == 503 and "政务通暂时连不上" in answer.text
        browser.sign_in(account)
        assert browser.who() == account
    fresh.kill()


def test_keys_and_what_it_says_of_itself_are_asked_for_once(
    stack: Stack, city: CityProvider, device: Callable[[], Device]
) -> None:
    _, sub = bound(stack, city)
    came_back(device(), sub)
    city.asked.clear()
    for _ in range(3):
        assert came_back(device(), sub).status_code == 303
    assert {"/jwks", "/.well-known/openid-configuration"}.isdisjoint(city.asked)


def test_an_office_binds_and_unbinds_its_people(
    stack: Stack, city: CityProvider, someone: Callable[..., Any], device: Callable[[], Device]
) -> None:
    office, person, other = someone("district_office").at(), someone(), someone()
    sub = subject(city)
    path = f"/people/{person.account}/identity"
    office.post(path, subject=sub)
    browser = device()
    came_back(browser, sub)
    assert browser.who() == person.account
    taken = office.refused(f"/people/{other.account}/identity", 409, "refused", subject=sub)
    assert taken["field"] == "$.subject"
    office.refused(f"/people/{office.account}/identity", 403, "forbidden", subject=sub)
    someone("district_office", "suzhou").at().refused(path, 404, "not-found", subject=sub)
    person.at().refused(path, 403, "forbidden", subject=sub)
    office.post(path)
    assert came_back(device(), sub).status_code == 403
