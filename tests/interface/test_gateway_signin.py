"""Signing in under attack, signing out for good: two replicas, a real database."""

import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from gateway.hashing import HASHER
from tests.console.answering import Answering
from tests.interface.test_gateway_feed import listening
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare("tasks")]
PASSWORD = "a long enough password"
ADMIN = GATEWAY["TONGXIN_ADMIN_PASSWORD"]
FLOODERS = 25
OFFICE = 60
"""People of one office, all behind one address."""


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def replica(stack: Stack, gateway: Running) -> Running:
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def opened(stack: Stack, gateway: Running) -> Callable[..., str]:
    """A new account, as it stands once it is opened; answers its name."""
    held = HASHER.hash(PASSWORD)

    def open_one(name: str = "", **more: Any) -> str:
        account = f"{name or 'person'}-{secrets.token_hex(4)}"
        document = {"_id": account, "name": "李芳", "roles": ["unit"], "district": "ganzhou"}
        document |= {"unit": "", "state": "active", "password": held}
        stack.mongo("gateway")["accounts"].insert_one(document | more)
        return account

    return open_one


@contextmanager
def coming_from(address: str, gateway: Running) -> Iterator[httpx.Client]:
    """A client whose proxy, which the gateway trusts, says where it comes from."""
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with httpx.Client(base_url=base, headers={"X-Forwarded-For": address}, timeout=90) as http:
        yield http


def somewhere() -> str:
    """An address that no other test comes from."""
    return f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"


def attempt(http: httpx.Client, account: str, password: str = "a wrong password") -> httpx.Response:
    asked = {"account": account, "password": password}
    return http.post("/api/v1/token", json=asked, headers=key())


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def codes(answers: list[httpx.Response]) -> Counter[str]:
    return Counter(a.json()["code"] if a.status_code != 200 else "ok" for a in answers)


def signed_in(http: httpx.Client, account: str, password: str = PASSWORD) -> dict[str, str]:
    answer = attempt(http, account, password)
    assert answer.status_code == 200, answer.text
    return {"Authorization": "Bearer " + answer.json()["token"]}


def locked_out(http: httpx.Client, account: str) -> None:
    """Guess until the next try has to wait."""
    answers = [attempt(http, account) for _ in range(6)]
    assert codes(answers) == {"bad-credentials": 5, "account-locked": 1}
    assert int(answers[-1].headers["retry-after"]) > 0 and answers[-1].json()["locked_until"]


def test_a_flood_of_unknown_names_leaves_honest_people_through(
    gateway: Running, opened: Callable[..., str]
) -> None:
    stop, found = threading.Event(), list[httpx.Response]()

    def flood() -> None:
        while not stop.is_set():
            found.append(attempt(flooding, "nobody-" + secrets.token_hex(8)))

    with coming_from(somewhere(), gateway) as flooding, ThreadPoolExecutor(FLOODERS) as pool:
        flooders = [pool.submit(flood) for _ in range(FLOODERS)]
        try:
            eventually(lambda: len(found) >= 3)
            for _ in range(3):
                with coming_from(somewhere(), gateway) as http:
                    assert attempt(http, opened(), PASSWORD).status_code == 200
            eventually(lambda: len(found) > 100)
        finally:
            stop.set()
        for each in flooders:
            each.result(timeout=60)
    counted = codes(found)
    assert set(counted) == {"bad-credentials", "too-many-sign-ins"}
    assert counted["bad-credentials"] <= 31
    limited = next(a for a in found if a.status_code == 429)
    assert int(limited.headers["retry-after"]) > 0


def test_names_sprayed_from_one_address_are_limited_and_its_ipv6_neighbours_with_it(
    gateway: Running, replica: Running, opened: Callable[..., str]
) -> None:
    source, names = somewhere(), [opened() for _ in range(40)]
    with coming_from(source, gateway) as one, coming_from(source + "23", replica) as other:
        answers = [attempt((one, other)[n % 2], name) for n, name in enumerate(names)]
    assert codes(answers) == {"bad-credentials": 30, "too-many-sign-ins": 10}
    with coming_from(somewhere(), gateway) as http:
        assert attempt(http, names[-1], PASSWORD).status_code == 200


def test_who_is_no_trusted_proxy_cannot_choose_its_source(gateway: Running) -> None:
    base, name = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"], "nobody-" + secrets.token_hex(4)
    stranger = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=base, transport=stranger, timeout=30) as http:
        answers = []
        for _ in range(6):
            http.headers["X-Forwarded-For"] = somewhere()
            answers.append(attempt(http, name))
    assert codes(answers) == {"bad-credentials": 5, "account-locked": 1}


def test_an_office_behind_one_address_gets_in_though_some_mistype(
    gateway: Running, opened: Callable[..., str]
) -> None:
    source, people = somewhere(), [opened("clerk") for _ in range(OFFICE)]

    def arrive(number: int) -> list[httpx.Response]:
        with coming_from(source, gateway) as http:
            mistyped = [attempt(http, people[number])] if number % 10 == 0 else []
            return [*mistyped, attempt(http, people[number], PASSWORD)]

    with ThreadPoolExecutor(OFFICE) as pool:
        arrived = list(pool.map(arrive, range(OFFICE)))
    assert codes([answers[-1] for answers in arrived]) == {"ok": OFFICE}


@pytest.mark.parametrize("account", ["admin", ""])
def test_wrong_guesses_from_elsewhere_do_not_keep_the_owner_out(
    gateway: Running, replica: Running, opened: Callable[..., str], account: str
) -> None:
    password, account = (ADMIN, account) if account else (PASSWORD, opened())
    with coming_from(somewhere(), gateway) as guesser, coming_from(somewhere(), replica) as owner:
        locked_out(guesser, account)
        assert attempt(guesser, account, password).json()["code"] == "account-locked"
        assert attempt(owner, account, password).status_code == 200


def test_a_known_device_gets_in_from_the_very_address_of_the_guesser(
    gateway: Running, replica: Running, opened: Callable[..., str]
) -> None:
    source, account, other = somewhere(), opened(), opened()
    with coming_from(source, gateway) as owner, coming_from(source, replica) as guesser:
        signed_in(owner, account)
        locked_out(guesser, account)
        assert attempt(owner, account, PASSWORD).status_code == 200
        guesser.cookies = owner.cookies
        assert attempt(guesser, account).json()["code"] == "bad-credentials", "it counts apart"
        assert codes([attempt(guesser, account) for _ in range(5)])["account-locked"] == 1
        assert attempt(guesser, other, PASSWORD).status_code == 200, "and of others it says nothing"


def test_the_browser_is_a_known_device_too(gateway: Running, opened: Callable[..., str]) -> None:
    source, account = somewhere(), opened()
    with coming_from(source, gateway) as browser, coming_from(source, gateway) as guesser:
        assert enter(browser, account).status_code == 303
        locked_out(guesser, account)
        refused = enter(guesser, account)
        assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0
        assert "登录失败次数过多" in refused.text
        assert enter(browser, account).status_code == 303


def enter(browser: httpx.Client, account: str) -> httpx.Response:
    asked = {"account": account, "password": PASSWORD, "form_token": form_token(browser)}
    return browser.post("/console/login", data=asked)


def form_token(browser: httpx.Client) -> str:
    page = browser.get("/console/login").text
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_name_guessed_from_many_sources_is_slowed_until_the_office_unlocks_it(
    stack: Stack, opened: Callable[..., str]
) -> None:
    account = opened()
    officer = opened(roles=["district_office"])
    abroad = opened(roles=["district_office"], district="suzhou")
    running = stack.start("gateway", TONGXIN_NAME_FAILURES="2").wait_ready()
    with coming_from(somewhere(), running) as owner, coming_from(somewhere(), running) as office:
        signed_in(owner, account)
        guesses = []
        for _ in range(8):
            with coming_from(somewhere(), running) as guesser:
                guesses.append(attempt(guesser, account))
        assert codes(guesses) == {"bad-credentials": 6, "account-locked": 2}
        assert attempt(office, account, PASSWORD).json()["code"] == "account-locked"
        assert attempt(owner, account, PASSWORD).status_code == 200, "a known device"
        url, right = f"/api/v1/people/{account}/unlock", signed_in(office, officer)
        foreign = signed_in(office, abroad)
        assert office.post(url, headers=foreign | key()).status_code == 404
        assert office.post(url, headers=signed_in(owner, account) | key()).status_code == 403
        missing = office.post("/api/v1/people/nobody-at-all/unlock", headers=right | key())
        assert missing.status_code == 404
        assert office.post(url, headers=right | key()).status_code == 200
        assert attempt(office, account, PASSWORD).status_code == 200
    running.kill()


def test_known_and_unknown_names_are_refused_alike_in_everything(
    gateway: Running, opened: Callable[..., str]
) -> None:
    told = []
    for account in (opened(), "nobody-" + secrets.token_hex(4)):
        with coming_from(somewhere(), gateway) as http:
            answers = [attempt(http, account) for _ in range(6)]
        changing = ("detail", "trace_id", "locked_until")
        told.append([{k: v for k, v in a.json().items() if k not in changing} for a in answers])
        assert not [a for a in answers if a.headers.get("set-cookie")]
    assert told[0] == told[1]


def test_a_hash_of_another_cost_is_made_anew_by_the_next_sign_in(
    stack: Stack, gateway: Running, opened: Callable[..., str]
) -> None:
    account = opened(password=PasswordHasher(time_cost=3).hash(PASSWORD))
    with coming_from(somewhere(), gateway) as http:
        assert attempt(http, account, PASSWORD).status_code == 200
        held = stack.mongo("gateway")["accounts"].find_one({"_id": account})
        assert held and not HASHER.check_needs_rehash(held["password"])
        assert attempt(http, account, PASSWORD).status_code == 200


def test_many_at_once_at_a_name_that_was_never_tried_are_all_answered(gateway: Running) -> None:
    name = "nobody-" + secrets.token_hex(4)

    def guess(_: int) -> httpx.Response:
        with coming_from(somewhere(), gateway) as http:
            return attempt(http, name)

    with ThreadPoolExecutor(30) as pool:
        assert codes(list(pool.map(guess, range(30)))) == {"bad-credentials": 30}


def test_each_outcome_is_logged_with_its_source_and_never_with_the_password(
    gateway: Running, opened: Callable[..., str]
) -> None:
    source, account = somewhere(), opened()
    with coming_from(source, gateway) as http:
        attempt(http, account, PASSWORD)
        http.cookies.clear()
        locked_out(http, account)
        attempt(http, "Mein Passwort 7!", "another secret")

    def lines() -> list[tuple[str, str]]:
        mine = [e for e in gateway.log() if e.get("source") == source]
        assert len(mine) == 8
        return [(each["outcome"], each["account"]) for each in mine]

    refused = [("refused", account)] * 5
    expected = [("ok", account), *refused, ("locked", account), ("refused", "")]
    assert eventually(lines, 5) == expected
    for secret in (PASSWORD, "a wrong password", "Mein Passwort", "another secret"):
        assert secret not in gateway.text()
    assert gateway.metric("tongxin_sign_ins_total", outcome="locked") >= 1


def test_signing_out_ends_the_session_at_once_for_every_replica_and_open_stream(
    gateway: Running, replica: Running, opened: Callable[..., str]
) -> None:
    account = opened()
    with coming_from(somewhere(), gateway) as here, coming_from(somewhere(), replica) as there:
        mine, other = signed_in(here, account), signed_in(here, account)
        assert there.get("/api/v1/me", headers=mine).status_code == 200
        with listening(replica, mine) as stream, listening(replica, other) as going_on:
            eventually(lambda: stream.named("hello") and going_on.named("hello"))
            assert here.post("/api/v1/sign-out", headers=mine | key()).status_code == 200
            for http in (there, here):
                answer = http.get("/api/v1/me", headers=mine)
                assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
            assert stream.ended.wait(5)
            assert not going_on.ended.is_set()
        again = there.post("/api/v1/sign-out", headers=mine | key())
        assert again.status_code == 401
        assert there.get("/api/v1/me", headers=other).status_code == 200


def test_leaving_the_console_ends_the_token_of_its_cookie(
    gateway: Running, replica: Running, opened: Callable[..., str]
) -> None:
    with coming_from(somewhere(), gateway) as browser, coming_from(somewhere(), replica) as api:
        enter(browser, opened())
        token = form_token(browser)
        session = {"Authorization": "Bearer " + browser.cookies["tongxin"]}
        copied = {"tongxin": browser.cookies["tongxin"]}
        assert api.get("/api/v1/me", headers=session).status_code == 200
        left = browser.post("/console/logout", data={"form_token": token})
        assert left.headers["location"] == "/console/login"
        assert api.get("/api/v1/me", headers=session).status_code == 401
        api.cookies.update(copied)
        assert api.get("/console/brief").headers["location"].startswith("/console/login")
        again = browser.post("/console/logout", data={"form_token": token})
        assert again.status_code == 303, "who is signed out already may still press the button"


def test_the_office_ends_all_sessions_of_one_of_its_people_and_their_devices(
    gateway: Running, replica: Running, opened: Callable[..., str]
) -> None:
    source, account, officer = somewhere(), opened(), opened(roles=["district_office"])
    with coming_from(source, gateway) as person, coming_from(source, replica) as guesser:
        sessions = [signed_in(person, account), signed_in(person, account)]
        office = signed_in(guesser, officer)
        url = f"/api/v1/people/{account}/sign-out"
        assert guesser.post(url, headers=sessions[0] | key()).status_code == 403
        assert guesser.post(url, headers=office | key()).status_code == 200
        for http in (person, guesser):
            for session in sessions:
                assert http.get("/api/v1/me", headers=session).status_code == 401
        guesser.cookies.clear()
        locked_out(guesser, account)
        assert attempt(person, account, PASSWORD).json()["code"] == "account-locked"
        assert guesser.get("/api/v1/me", headers=office).status_code == 200
    with coming_from(somewhere(), gateway) as person:
        assert person.get("/api/v1/me", headers=signed_in(person, account)).status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        "1111111111",
        " " * 10,
        "1234567890",
        "qwertyuiop",
        "password123",
        "admin20261231",
        "newperson2026",
        "同心市同心市同心市2026",
        "tongxinshi2026",
        "x" * 129,
    ],
)
def test_an_account_is_not_opened_with_a_password_that_anybody_would_try(
    stack: Stack, gateway: Running, password: str
) -> None:
    person = {"account": "newperson", "name": "李芳", "roles": ["unit"], "district": "ganzhou"}
    with (
        Answering(stack, "tasks", {}) as tasks,
        coming_from(somewhere(), gateway) as http,
    ):
        admin = signed_in(http, "admin", ADMIN)
        asked = person | {"password": password}
        answer = http.post("/api/v1/people", json=asked, headers=admin | key())
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "invalid")
        assert problem["field"] == "$.password" and password not in problem["detail"]
        assert not tasks.asked
    assert stack.mongo("gateway")["accounts"].find_one({"_id": "newperson"}) is None


def test_a_password_may_be_typed_in_either_of_its_unicode_spellings(
    stack: Stack, gateway: Running
) -> None:
    account, person = "p-" + secrets.token_hex(4), {"name": "李芳", "roles": ["unit"]}
    answers = {"appoint_person": lambda kw: {"id": kw["order"]["account"], "version": 1}}
    with (
        Answering(stack, "tasks", answers),
        coming_from(somewhere(), gateway) as http,
    ):
        admin = signed_in(http, "admin", ADMIN)
        asked = person | {"account": account, "district": "ganzhou"}
        asked["password"] = "caf\u00e9 au lait\u3000und Zopf"

        def posted() -> bool:
            answer = http.post(
                "/api/v1/people", json=asked, headers=admin | {"Idempotency-Key": "o"}
            )
            return answer.status_code == 201

        assert eventually(posted)
        assert signed_in(http, account, "cafe\u0301 au lait und Zopf")


def test_while_the_database_is_away_nobody_is_taken_for_signed_in(
    own_stack: Stack,
) -> None:
    documents = own_stack.documents
    running = own_stack.start("gateway").wait_ready()
    with coming_from("127.0.0.1", running) as http:
        session = signed_in(http, "admin", ADMIN)
        assert http.post("/api/v1/sign-out", headers=session | key()).status_code == 200
        documents.freeze()
        try:
            for path in ("/api/v1/me", "/api/v1/feed"):
                answer = http.get(path, headers=session)
                assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
                assert int(answer.headers["retry-after"]) > 0
        finally:
            documents.resume()
        assert eventually(lambda: http.get("/api/v1/me", headers=session).status_code == 401)
    running.kill()
