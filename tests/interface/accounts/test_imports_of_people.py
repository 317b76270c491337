"""Many people at once: all rows are looked at before any is opened, and each is opened once."""

import secrets
from typing import Any

from tests.console.answering import Answering, Refused
from tests.support.accounts import Someone
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]
Json = dict[str, Any]


def somebody(**more: Any) -> Json:
    account = "new-" + secrets.token_hex(4)
    person = {"account": account, "name": "王伟", "roles": ["unit"], "district": "ganzhou"}
    return person | {"unit": "minzheng"} | more


def there(stack: Stack, people: list[Json]) -> list[str]:
    wanted = {"_id": {"$in": [one["account"] for one in people]}}
    return [one["state"] for one in stack.mongo("gateway")["accounts"].find(wanted)]


def test_many_are_invited_at_once_and_asked_for_again_each_is_one_account(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office, people = someone("district_office").at(), [somebody(), somebody()]
    same = office.right | {"Idempotency-Key": "k" * 120}
    answers = [
        office.http.post("/people/import", json={"people": people}, headers=same) for _ in (1, 2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    for answer in answers:
        told = answer.json()
        assert [one["row"] for one in told["opened"]] == [0, 1] and told["refused"] == []
        assert all(one["invitation"]["link"] for one in told["opened"])
    assert there(stack, people) == ["invited", "invited"]


def test_where_one_row_is_at_fault_every_fault_is_told_and_nobody_is_opened(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office, first = someone("district_office").at(), somebody()
    people = [
        first,
        somebody(roles=["reviewer"], unit=None),
        somebody(district="linze"),
        somebody(account=first["account"]),
    ]
    told = office.refused("/people/import", 422, "invalid", people=people)
    assert [(one["row"], one["code"]) for one in told["faults"]] == [
        (1, "forbidden"),
        (2, "not-found"),
        (3, "invalid"),
    ]
    assert told["faults"][0]["field"] == "$.people[1].roles"
    assert there(stack, people) == []
    office.refused("/people/import", 422, "invalid", people=[])
    office.refused("/people/import", 422, "unknown-field", people=[somebody(password="x" * 12)])
    someone("unit").at().refused("/people/import", 403, "forbidden", people=[somebody()])


def test_a_row_that_is_refused_is_told_and_the_others_stand(
    stack: Stack, tasks: Answering, someone: Someone
) -> None:
    office, people = someone("district_office").at(), [somebody(), somebody(), somebody()]
    appoints = tasks.answers["appoint_person"]

    def refuse(kwargs: Json) -> Any:
        if kwargs["order"]["account"] == people[1]["account"]:
            raise Refused("invalid", 422, "单位不存在", field="unit")
        return appoints(kwargs) if callable(appoints) else appoints

    tasks.answers["appoint_person"] = refuse
    try:
        told = office.post("/people/import", people=people)
    finally:
        tasks.answers["appoint_person"] = appoints
    assert [one["row"] for one in told["opened"]] == [0, 2]
    (refused,) = told["refused"]
    assert (refused["row"], refused["code"]) == (1, "invalid")
    assert refused["field"] == "$.people[1].unit"
    assert there(stack, people) == ["invited", "invited"]
