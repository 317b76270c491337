"""Sessions go on while somebody works, are listed, and are ended one by one."""

import secrets
import time
from datetime import UTC, datetime, timedelta

import httpx

from contracts.caller import Caller
from gateway.tokens import SESSION_SECONDS, Session, Tokens
from tests.support.accounts import Person, Someone, key, stranger
from tests.support.running import Running
from tests.support.stack import GATEWAY, bare

SERVICES = [bare("tasks")]
SECRET = GATEWAY["TONGXIN_TOKEN_SECRET"]


def in_use(person: Person, *, since: int, left: int) -> str:
    """A token of a session that began some seconds ago and has some left."""
    caller = Caller(account=person.account, name="李芳", roles=("unit",), district="ganzhou")
    now = int(time.time())
    begun = Session(caller, now, secrets.token_hex(16), int(time.time() * 1000), now - since)
    return Tokens(SECRET, lifetime=left).renew(begun)[0]


def test_a_session_is_renewed_and_the_renewed_token_ends_with_it(someone: Someone) -> None:
    person = someone().at()
    first = dict(person.right)
    renewed = person.post("/token/renew")
    assert renewed["me"]["account"] == person.account
    left = datetime.fromisoformat(renewed["renewable_until"]) - datetime.now(UTC)
    assert left > timedelta(seconds=SESSION_SECONDS - 600)
    person.right = {"Authorization": "Bearer " + renewed["token"]}
    person.post("/sign-out")
    assert person.get("/me", 401)["code"] == "token-invalid"
    person.right = first
    assert person.get("/me", 401)["code"] == "token-invalid"
    assert person.refused("/token/renew", 401, "token-invalid")


def test_no_renewal_reaches_beyond_twelve_hours(someone: Someone) -> None:
    person = someone()
    token = in_use(person, since=SESSION_SECONDS - 300, left=200)
    person.right = {"Authorization": f"Bearer {token}"}
    renewed = person.post("/token/renew")
    assert renewed["expires_at"] == renewed["renewable_until"]
    assert 200 < renewed["expires_in"] <= 300


def test_who_works_in_the_browser_stays_signed_in(gateway: Running, someone: Someone) -> None:
    person = someone()
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    tokens = Tokens(SECRET, lifetime=1800)

    def page(token: str) -> str:
        with httpx.Client(base_url=base, timeout=30, cookies={"tongxin": token}) as browser:
            answer = browser.get("/console/brief")
            return answer.cookies.get("tongxin") or ""

    again = page(in_use(person, since=3600, left=60))
    assert tokens.read(again).expires > time.time() + 1700
    assert page(again) == "", "a fresh one needs no other"
    assert page(in_use(person, since=SESSION_SECONDS - 60, left=60)) == "", "none is left"


def test_a_person_sees_where_the_account_is_signed_in_and_ends_one(someone: Someone) -> None:
    here = someone().at()
    there = stranger(someone, here.account).at()
    rows = here.get("/sessions")["items"]
    assert [row["current"] for row in rows].count(True) == 1 and len(rows) == 2
    assert len({row["address"] for row in rows}) == 2
    other = next(row for row in rows if not row["current"])
    foreign = someone().at()
    foreign.refused(f"/sessions/{other['id']}/end", 404, "not-found")
    assert there.get("/me")["account"] == here.account
    here.post(f"/sessions/{other['id']}/end")
    assert there.get("/me", 401)["code"] == "token-invalid"
    assert [row["current"] for row in here.get("/sessions")["items"]] == [True]
    assert here.http.post(f"/sessions/{other['id']}/end", json={}, headers=here.right | key())


def test_after_a_new_password_no_old_session_is_listed(someone: Someone) -> None:
    person = someone().at()
    stranger(someone, person.account).at()
    new = person.post("/password", old="a long enough password", new="绿茶-牛奶-骆驼-7")
    person.right = {"Authorization": "Bearer " + new["token"]}
    assert len(person.get("/sessions")["items"]) == 1
