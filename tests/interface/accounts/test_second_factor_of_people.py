"""A code besides the password: enrolled, asked for, used once, lost and taken away."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from gateway import second_factor
from tests.support.accounts import PASSWORD, Person, Someone, coming_from, somewhere, stranger
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]


def code_of(secret: str, ahead: int = 0) -> str:
    """Of this step, or of the next, which is taken too: a step is used up by its first sign-in."""
    return second_factor.code(secret, int(time.time()) // second_factor.STEP + ahead)


def enrolled(person: Person) -> tuple[str, list[str]]:
    secret: str = person.post("/second-factor", 201)["secret"]
    codes: list[str] = person.post("/second-factor/confirm", code=code_of(secret))["recovery_codes"]
    return secret, codes


def test_who_has_enrolled_needs_a_code_and_none_holds_twice(stack: Stack, someone: Someone) -> None:
    person = someone("system_admin", "*").at()
    secret, recoveries = enrolled(person)
    held = stack.mongo("gateway")["accounts"].find_one({"_id": person.account})
    assert secret not in repr(held) and not [one for one in recoveries if one in repr(held)]
    assert person.sign_in().json()["code"] == "second-factor-needed"
    assert person.sign_in(code="000000").json()["code"] == "second-factor-wrong"
    code = code_of(secret, ahead=1)
    assert person.sign_in(code=code).status_code == 200
    assert person.sign_in(code=code).json()["code"] == "second-factor-wrong"
    assert person.sign_in(code=recoveries[0]).status_code == 200
    assert person.sign_in(code=recoveries[0]).json()["code"] == "second-factor-wrong"
    assert person.sign_in(code=recoveries[1].upper()).status_code == 200


def test_who_has_the_password_may_not_try_codes_without_end(someone: Someone) -> None:
    person = someone().at()
    enrolled(person)
    thief = stranger(someone, person.account)
    told = [thief.sign_in(code=f"{n:06d}" if n % 2 else "").json()["code"] for n in range(7)]
    assert told[-1] == "account-locked" and "second-factor-wrong" in told


def test_a_secret_is_not_in_force_before_its_code_was_shown(someone: Someone) -> None:
    person = someone().at()
    person.refused("/second-factor/confirm", 409, "refused", code="000000")
    secret = person.post("/second-factor", 201)["secret"]
    problem = person.refused("/second-factor/confirm", 422, "invalid", code="abcdef")
    assert problem["field"] == "$.code"
    assert person.sign_in().status_code == 200
    person.post("/second-factor/confirm", code=code_of(secret))
    person.refused("/second-factor", 409, "refused")


def test_a_new_password_wants_the_code_too_and_a_link_leaves_the_factor(someone: Someone) -> None:
    person, office = someone().at(), someone("district_office").at()
    _, recoveries = enrolled(person)
    new = "绿茶-牛奶-骆驼-7"
    person.refused("/password", 401, "second-factor-needed", old=PASSWORD, new=new)
    link = office.post(f"/people/{person.account}/link", 201)["link"]
    person.post("/password/link", link=link, password=new)
    assert person.sign_in(new).json()["code"] == "second-factor-needed"
    assert person.sign_in(new, code=recoveries[0]).status_code == 200


def test_who_lost_the_telephone_is_let_in_by_another_and_not_by_who_sends_links(
    someone: Someone,
) -> None:
    person = someone("operations", "*").at()
    enrolled(person)
    path = f"/people/{person.account}/second-factor/remove"
    someone("system_admin", "*").at().refused(path, 403, "forbidden")
    guardian = someone("security_admin", "*").at()
    guardian.post(path)
    assert person.get("/me", 401)["code"] == "token-invalid"
    assert person.sign_in().status_code == 200
    own = f"/people/{guardian.account}/second-factor/remove"
    guardian.refused(own, 403, "forbidden")


@pytest.fixture
def demanding(stack: Stack) -> Iterator[Running]:
    running = stack.start("gateway", TONGXIN_SECOND_FACTOR="demanded").wait_ready()
    yield running
    running.kill()


def test_where_it_is_demanded_who_keeps_the_system_has_no_role_before(
    demanding: Running, someone: Someone
) -> None:
    with coming_from(somewhere(), demanding) as http:
        admin = Person(http, someone("system_admin", "*").account).at()
        assert admin.get("/me")["roles"] == []
        assert admin.get("/people", 403)["code"] == "forbidden"
        _, recoveries = enrolled(admin)
        assert admin.sign_in(code=recoveries[0]).status_code == 200
        assert admin.get("/people")["items"]
        office = Person(http, someone("district_office").account).at()
        assert office.get("/me")["roles"] == ["district_office"]


def test_the_sign_in_page_takes_the_code(gateway: Running, someone: Someone) -> None:
    person = someone().at()
    _, recoveries = enrolled(person)
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with httpx.Client(base_url=base, headers={"X-Forwarded-For": somewhere()}) as browser:
        page = browser.get("/console/login").text
        found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
        assert found and 'name="code"' in page
        given = {"form_token": found[1], "account": person.account, "password": PASSWORD}
        asked = browser.post("/console/login", data=given)
        assert asked.status_code == 401 and "动态码" in asked.text
        given["code"] = recoveries[0]
        assert browser.post("/console/login", data=given).status_code == 303
