"""Changed, disabled, listed: who may do what to whose account, and what becomes of who was in."""

import secrets
from typing import Any

import httpx
import pytest

from tests.console.answering import Answering, Refused
from tests.interface.test_gateway_feed import listening
from tests.support.accounts import Person, Someone, key
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare("tasks"), bare("notify")]
MAY_DISABLE = {
    "system_admin": {"unit", "leader", "reviewer", "city_office", "auditor", "security_admin"},
    "security_admin": {"unit", "leader", "reviewer", "city_office", "auditor", "security_admin"},
    "city_office": {"unit", "leader", "reviewer", "city_office"},
    "district_office": {"unit", "leader"},
    "auditor": set(),
    "operations": set(),
    "unit": set(),
    "reviewer": set(),
}
"""By hand, of these roles: whoever is not named is refused."""
WHOM = ("unit", "leader", "reviewer", "city_office", "auditor", "security_admin")
EVERYWHERE = ("city_office", "system_admin", "security_admin", "auditor", "operations")


def of(role: str) -> str:
    return "*" if role in EVERYWHERE else "ganzhou"


def told(answering: Answering, method: str) -> dict[str, Any]:
    return next(kw["order"] for name, kw, _ in reversed(answering.asked) if name == method)


def test_the_first_account_administers_and_does_none_of_the_citys_business(
    tasks: Answering, someone: Someone
) -> None:
    admin = someone()
    admin.account = "admin"
    assert admin.sign_in(GATEWAY["TONGXIN_ADMIN_PASSWORD"]).status_code == 200
    assert admin.get("/me")["roles"] == ["system_admin"]
    admin.refused("/districts", 403, "forbidden", district="linze", name="临泽县")
    assert admin.get("/tasks", 403)["code"] == "forbidden"
    office = {"account": "c-" + secrets.token_hex(4), "name": "王伟", "district": "*"}
    admin.post("/people", 201, **office, roles=["city_office"])


@pytest.mark.parametrize("by", sorted(MAY_DISABLE))
def test_who_may_disable_whom_is_the_table(tasks: Answering, someone: Someone, by: str) -> None:
    caller = someone(by, of(by)).at()
    for role in WHOM:
        whom = someone(role, of(role))
        asked: dict[str, Any] = {"json": {"reason": "调离"}, "headers": caller.right | key()}
        answer = caller.http.post(f"/people/{whom.account}/disable", **asked)
        may = role in MAY_DISABLE[by]
        assert (answer.status_code == 200) == may, f"{role}: {answer.text}"
        assert may or answer.json()["code"] in ("forbidden", "not-found"), role
        assert whom.sign_in().status_code == (401 if may else 200), role


def test_who_is_disabled_is_out_with_the_next_request_and_from_the_feed(
    gateway: Running, tasks: Answering, notify: Answering, someone: Someone
) -> None:
    reach = {"email": "lifang@example.org", "telephone": "13987264951"}
    person, office = someone(**reach).at(), someone("district_office").at()
    with listening(gateway, person.right) as stream:
        eventually(lambda: stream.named("hello") if stream.messages else None)
        office.post(f"/people/{person.account}/disable", reason="调离")
        assert person.get("/me", 401)["code"] == "token-invalid"
        assert stream.ended.wait(20)
    assert person.sign_in().json()["code"] == "bad-credentials"
    left = told(tasks, "appoint_person")["email"], told(notify, "reach_person")["telephone"]
    assert left == (None, None), "nothing goes to who has left"
    office.refused(f"/people/{person.account}/link", 404, "not-found")
    office.post(f"/people/{person.account}/enable")
    back = told(tasks, "appoint_person")["email"], told(notify, "reach_person")["telephone"]
    assert back == ("lifang@example.org", "13987264951")
    assert person.sign_in().status_code == 200


def test_what_a_leaver_had_open_goes_to_the_successor_or_is_told(
    tasks: Answering, someone: Someone
) -> None:
    person, office = someone(unit="minzheng"), someone("district_office").at()
    mine = {"id": "t-1", "person": person.account, "state": "accepted"}
    others = [{**mine, "id": "t-2", "person": "x"}, {**mine, "id": "t-3", "state": DONE}]
    tasks.answers["tasks"] = lambda kw: {"items": [mine, *others], "next": None}
    path = f"/people/{person.account}/disable"
    assert office.post(path, reason="调离")["held"] == ["t-1"]
    tasks.answers["tasks"] = lambda kw: {"items": [], "next": None}
    assert office.post(path, reason="调离", successor="zhaomin")["held"] == []
    order = told(tasks, "hand_over_all")
    assert (order["from_person"], order["to_person"]) == (person.account, "zhaomin")
    assert (order["district"], order["reason"]) == ("ganzhou", "调离")


DONE = "confirmed-province"


@pytest.mark.parametrize(("field", "status"), [("to_person", 422), ("from_person", 200)])
def test_a_successor_who_cannot_take_over_stops_the_disabling_and_nothing_open_does_not(
    tasks: Answering, someone: Someone, field: str, status: int
) -> None:
    person, office = someone(unit="minzheng"), someone("district_office").at()
    hands_over = tasks.answers["hand_over_all"]

    def refuse(kwargs: dict[str, Any]) -> Any:
        raise Refused("invalid", 422, "不能移交", field=field)

    tasks.answers["hand_over_all"] = refuse
    office.post(f"/people/{person.account}/disable", status, reason="调离", successor="zhaomin")
    tasks.answers["hand_over_all"] = hands_over
    assert (person.sign_in().status_code == 200) == (status == 422)


def test_another_role_takes_effect_at_once(tasks: Answering, someone: Someone) -> None:
    person, office = someone().at(), someone("district_office").at()
    change: dict[str, Any] = {"name": "李芳", "roles": ["leader"], "district": "ganzhou"}
    office.post(f"/people/{person.account}/change", **change)
    assert person.get("/me", 401)["code"] == "token-invalid"
    assert person.at().get("/me")["roles"] == ["leader"]
    order = told(tasks, "appoint_person")
    assert (order["account"], order["roles"]) == (person.account, ["leader"])
    for beyond in (["reviewer"], ["city_office"], ["system_admin"], ["leader", "inspector"]):
        problem = office.refused(
            f"/people/{person.account}/change", 403, "forbidden", **change | {"roles": beyond}
        )
        assert problem["field"] == "$.roles"
    elsewhere = change | {"district": "linze"}
    office.refused(f"/people/{person.account}/change", 404, "not-found", **elsewhere)


def test_another_mail_or_telephone_signs_nobody_out(
    tasks: Answering, notify: Answering, someone: Someone
) -> None:
    person, office = someone().at(), someone("district_office").at()
    path = f"/people/{person.account}/contact"
    reach = {"email": "lifang@example.org", "telephone": "13987264951", "wecom": "li.fang"}
    office.post(path, **reach)
    assert person.get("/me")["account"] == person.account
    assert told(tasks, "appoint_person")["email"] == "lifang@example.org"
    order = told(notify, "reach_person")
    assert (order["telephone"], order["wecom"]) == ("13987264951", "li.fang")
    row = next(r for r in everybody(office) if r["account"] == person.account)
    assert (row["email"], row["telephone"]) == ("lifang@example.org", "13987264951")
    for bad in ("110", "1398726495", "+86 13987264951", "139 8726 4951"):
        assert office.refused(path, 422, "invalid", telephone=bad)["field"] == "$.telephone"


def everybody(office: Person, **wanted: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = office.get("/people", limit=2, cursor=cursor, **wanted)
        rows += page["items"]
        cursor = page["next"]
    return rows


def test_accounts_are_listed_by_page_within_the_scope_and_without_secrets(
    someone: Someone,
) -> None:
    here, there = someone("leader"), someone("leader", "suzhou")
    office = someone("district_office").at()
    rows = everybody(office, role="leader")
    names = [row["account"] for row in rows]
    assert here.account in names and there.account not in names
    assert names == sorted(set(names))
    assert not [row for row in rows if {"password", "link", "cause", "_id"} & row.keys()]
    guardian = someone("security_admin", "*").at()
    assert there.account in [r["account"] for r in everybody(guardian, district="suzhou")]
    assert here.at().get("/people", 403)["code"] == "forbidden"
    assert office.get("/people", 404, district="suzhou")["code"] == "not-found"
    assert office.get("/people", 422, state="asleep")["field"] == "$.state"


def test_an_administrator_who_was_the_citys_office_administers_from_the_next_start(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    accounts = stack.mongo("gateway")["accounts"]
    accounts.delete_many({"roles": "system_admin", "_id": {"$ne": "admin"}})
    accounts.update_one({"_id": "admin"}, {"$set": {"roles": ["city_office"]}})
    stack.start("gateway").wait_ready().kill()
    assert (accounts.find_one({"_id": "admin"}) or {})["roles"] == ["system_admin"]


@pytest.mark.parametrize("act", ["disable", "change", "link"])
def test_nobody_does_it_to_the_own_account(someone: Someone, act: str) -> None:
    office = someone("system_admin", "*").at()
    bodies: dict[str, dict[str, Any]] = {
        "disable": {"reason": "调离"},
        "change": {"name": "李芳", "roles": ["city_office"], "district": "*"},
    }
    path = f"/people/{office.account}/{act}"
    assert "由他人办理" in office.refused(path, 403, "forbidden", **bodies.get(act, {}))["detail"]


def test_the_last_system_administrator_stays(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    accounts = stack.mongo("gateway")["accounts"]
    accounts.delete_many({"roles": "system_admin", "_id": {"$ne": "admin"}})
    guardian = someone("security_admin", "*").at()
    answer = guardian.refused("/people/admin/disable", 409, "refused", reason="调离")
    assert "最后一个" in answer["detail"]
    second = someone("system_admin", "*").at()
    guardian.post("/people/admin/disable", reason="调离")
    second.post("/people/admin/enable")


def test_an_opening_repeated_after_a_change_is_refused_and_changes_nothing(
    tasks: Answering, someone: Someone, gateway: Running
) -> None:
    office = someone("district_office").at()
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1/people"
    body = {"account": "p-" + secrets.token_hex(4), "name": "李芳", "roles": ["leader"]}
    same = office.right | key()
    asked: dict[str, Any] = {"json": body | {"district": "ganzhou"}, "headers": same}
    assert httpx.post(base, **asked).status_code == 201
    change: dict[str, Any] = {"name": "李芳", "roles": ["district_office"], "district": "ganzhou"}
    office.post(f"/people/{body['account']}/change", **change)
    assert httpx.post(base, **asked).json()["code"] == "account-exists"
    row = next(r for r in everybody(office) if r["account"] == body["account"])
    assert row["roles"] == ["district_office"]
