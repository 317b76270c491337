"""Invitations, own passwords and resets: a real gateway and database, a peer for the services."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.console.answering import Answering, Refused
from tests.support.accounts import PASSWORD, Person, Someone, bearer, stranger
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]
NEW = "绿茶-牛奶-骆驼-7"


def invited(office: Person, **more: Any) -> dict[str, Any]:
    account = "new-" + secrets.token_hex(4)
    person = {"account": account, "name": "王伟", "roles": ["unit"], "unit": "minzheng"}
    answer: dict[str, Any] = office.post("/people", 201, **person, district="ganzhou", **more)
    return answer["invitation"] | {"account": account}


def test_who_is_invited_chooses_a_password_once_and_signs_in(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    invitation = invited(someone("district_office").at())
    person = stranger(someone, invitation["account"])
    assert person.sign_in().json()["code"] == "bad-credentials", "nobody can sign in before"
    held = stack.mongo("gateway")["accounts"].find_one({"_id": person.account})
    assert held and invitation["link"] not in repr(held) and "password" not in held
    told = person.post("/password/link", link=invitation["link"], password=NEW)
    assert told == {"account": person.account}
    assert person.sign_in(NEW).status_code == 200
    person.refused("/password/link", 410, "link-invalid", link=invitation["link"], password=NEW)


def test_a_link_ends_with_its_time_and_with_the_next_one(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office = someone("district_office").at()
    first = invited(office)
    path = f"/people/{first['account']}/link"
    second = office.post(path, 201)
    person = someone()
    person.refused("/password/link", 410, "link-invalid", link=first["link"], password=NEW)
    until = datetime.fromisoformat(second["expires_at"])
    assert timedelta(hours=71) < until - datetime.now(UTC) <= timedelta(hours=72)
    accounts = stack.mongo("gateway")["accounts"]
    accounts.update_one(
        {"_id": first["account"]},
        {"$set": {"link.until": datetime.now(UTC) - timedelta(seconds=1)}},
    )
    person.refused("/password/link", 410, "link-invalid", link=second["link"], password=NEW)


def test_a_link_that_is_taken_back_opens_nothing(tasks: Answering, someone: Someone) -> None:
    office = someone("district_office").at()
    invitation = invited(office)
    path = f"/people/{invitation['account']}/link/withdraw"
    someone("district_office", "suzhou").at().refused(path, 404, "not-found")
    office.post(path)
    person = someone()
    person.refused("/password/link", 410, "link-invalid", link=invitation["link"], password=NEW)
    office.refused(path, 409, "refused")


@pytest.mark.parametrize("act", ["change", "contact"])
def test_a_link_is_void_once_the_person_has_other_rights_or_another_address(
    tasks: Answering, someone: Someone, act: str
) -> None:
    office = someone("district_office").at()
    invitation = invited(office)
    account, chief = invitation["account"], someone("city_office", "*").at()
    other: dict[str, Any] = {"email": "wang@example.org"}
    if act == "change":
        other = {"name": "王伟", "roles": ["inspector"], "district": "ganzhou"}
    chief.post(f"/people/{account}/{act}", **other)
    problem = {"link": invitation["link"], "password": NEW}
    someone().refused("/password/link", 410, "link-invalid", **problem)


def test_where_no_mail_goes_out_the_link_is_handed_over(tasks: Answering, someone: Someone) -> None:
    invitation = invited(someone("district_office").at(), email="wang@example.org", by_mail=True)
    assert "mailed_to" not in invitation
    someone().post("/password/link", link=invitation["link"], password=NEW)


def test_a_bad_choice_does_not_use_up_the_link(tasks: Answering, someone: Someone) -> None:
    invitation = invited(someone("district_office").at())
    person = stranger(someone, invitation["account"])
    for bad in ("12345678", "password", person.account + "1", "zjfe8;q", "王伟王伟王伟王伟"):
        problem = person.refused(
            "/password/link", 422, "invalid", link=invitation["link"], password=bad
        )
        assert problem["field"] == "$.password"
    person.post("/password/link", link=invitation["link"], password=NEW)
    assert person.sign_in(NEW).status_code == 200


@pytest.mark.parametrize(
    "token",
    ["x", "admin", "admin.", "admin.x", ".", "a" * 200, "$ne", "党.政", "admin." + "0" * 43],
)
def test_what_is_no_link_opens_nothing(someone: Someone, token: str) -> None:
    someone().refused("/password/link", 410, "link-invalid", link=token, password=NEW)


def test_an_invitation_asked_for_again_with_its_key_is_one_account(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office = someone("district_office").at()
    account, same = "new-" + secrets.token_hex(4), {"Idempotency-Key": secrets.token_hex(8)}
    body = {"account": account, "name": "王伟", "roles": ["leader"], "district": "ganzhou"}
    answers = [office.http.post("/people", json=body, headers=office.right | same) for _ in (1, 2)]
    assert [a.status_code for a in answers] == [201, 201]
    links = [a.json()["invitation"]["link"] for a in answers]
    person = stranger(someone, account)
    person.refused("/password/link", 410, "link-invalid", link=links[0], password=NEW)
    person.post("/password/link", link=links[1], password=NEW)
    again = office.http.post("/people", json=body, headers=office.right | same)
    assert (again.status_code, again.json()["code"]) == (409, "account-exists")
    assert person.sign_in(NEW).status_code == 200


def test_an_appointment_that_is_refused_leaves_no_invitation(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office, account = someone("district_office").at(), "new-" + secrets.token_hex(4)
    appoints = tasks.answers["appoint_person"]

    def refuse(kwargs: dict[str, Any]) -> Any:
        raise Refused("invalid", 422, "单位不存在")

    tasks.answers["appoint_person"] = refuse
    body = {"account": account, "name": "王伟", "roles": ["leader"], "district": "ganzhou"}
    office.refused("/people", 422, "invalid", **body)
    tasks.answers["appoint_person"] = appoints
    assert stack.mongo("gateway")["accounts"].find_one({"_id": account}) is None


def test_a_person_changes_the_own_password_and_every_other_session_ends(someone: Someone) -> None:
    person = someone().at()
    elsewhere = stranger(someone, person.account).at()
    answer = person.http.post(
        "/password",
        json={"old": PASSWORD, "new": NEW},
        headers=person.right | {"Idempotency-Key": "p"},
    )
    assert answer.status_code == 200, answer.text
    assert elsewhere.get("/me", 401)["code"] == "token-invalid"
    assert person.get("/me", 401)["code"] == "token-invalid"
    person.right = bearer(answer)
    assert person.get("/me")["account"] == person.account
    assert person.sign_in().json()["code"] == "bad-credentials"
    assert person.sign_in(NEW).status_code == 200


def test_a_wrong_old_password_counts_as_a_try_and_a_poor_new_one_is_named(
    someone: Someone,
) -> None:
    person = someone().at()
    for new in ("short", PASSWORD, "11111111", person.account):
        problem = person.refused("/password", 422, "invalid", old=PASSWORD, new=new)
        assert problem["field"] == "$.new"
    thief = stranger(someone, "")
    thief.right = person.right
    for _ in range(5):
        thief.refused("/password", 401, "bad-credentials", old="a wrong password", new=NEW)
    locked = thief.refused("/password", 429, "account-locked", old=PASSWORD, new=NEW)
    assert "后再试" in locked["detail"] and locked["locked_until"]
    assert person.sign_in().status_code == 200, "the owner's own device goes on"


def test_an_office_resets_for_its_people_alone(someone: Someone) -> None:
    person, office = someone().at(), someone("district_office").at()
    path = f"/people/{person.account}/link"
    person.refused(path, 403, "forbidden")
    someone("district_office", "linze").at().refused(path, 404, "not-found")
    reset = office.post(path, 201)
    assert person.sign_in().status_code == 200, "the old password holds until a new one is chosen"
    someone().post("/password/link", link=reset["link"], password=NEW)
    assert person.get("/me", 401)["code"] == "token-invalid"
    assert person.sign_in(NEW).status_code == 200


@pytest.mark.parametrize("role", ["reviewer", "inspector"])
@pytest.mark.parametrize("act", ["link", "unlock", "sign-out"])
def test_a_district_does_not_get_hold_of_those_who_look_into_its_work(
    someone: Someone, role: str, act: str
) -> None:
    office, watcher = someone("district_office").at(), someone(role)
    office.refused(f"/people/{watcher.account}/{act}", 403, "forbidden")
    city = someone("city_office", "*").at()
    city.post(f"/people/{watcher.account}/{act}", 201 if act == "link" else 200)


def test_a_reset_opens_an_account_that_was_locked(someone: Someone) -> None:
    person, office = someone(), someone("district_office").at()
    while (answer := person.sign_in("a wrong password")).status_code != 429:
        assert answer.status_code == 401
    reset = office.post(f"/people/{person.account}/link", 201)
    person.post("/password/link", link=reset["link"], password=NEW)
    assert person.sign_in(NEW).status_code == 200
