"""The audit log on a real database: what it says, who reads it, and what tampering leaves."""

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.audit.bound import PLAIN
from infra.local.programs import ROOT
from tests.console.answering import Answering
from tests.support.accounts import Person, Someone, coming_from, somewhere, stranger
from tests.support.running import Running
from tests.support.stack import Stack, bare

SERVICES = [bare("tasks")]


def read(auditor: Person, **wanted: Any) -> list[dict[str, Any]]:
    """Every row, the newest first, over several pages."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = auditor.get("/audit", limit=7, cursor=cursor, **wanted)
        found += page["items"]
        cursor = page["next"]
    return found


def verify(gateway: Running, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "gateway.audit", "verify", *words],
        cwd=ROOT,
        env={**os.environ, **gateway.env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_sign_ins_refusals_and_changes_of_rights_are_told_with_who_and_from_where(
    tasks: Answering, someone: Someone
) -> None:
    auditor, office = someone("auditor", "*").at(), someone("district_office").at()
    person = someone()
    assert person.sign_in("a wrong password").status_code == 401
    person.at()
    person.refused("/people/anybody/unlock", 403, "forbidden")
    office.post(
        f"/people/{person.account}/change", name="李芳", roles=["leader"], district="ganzhou"
    )
    office.get("/people", state="active")
    (change,) = read(auditor, about=person.account, kind="rights")
    assert (change["by"], change["outcome"]) == (office.account, "ok")
    assert change["detail"] == "changed: unit ganzhou -> leader ganzhou"
    signed = read(auditor, by=person.account, kind="sign-in")
    assert [row["outcome"] for row in signed] == ["ok", "refused"]
    (refused,) = read(auditor, by=person.account, kind="refusal")
    assert refused["about"] == "POST /api/v1/people/anybody/unlock" and refused["source"]
    (looked,) = read(auditor, by=office.account, kind="read")
    assert (looked["about"], looked["detail"]) == ("accounts", "state=active")
    today = datetime.now(UTC).date()
    assert read(auditor, since=today.isoformat(), kind="rights")
    assert read(auditor, since=(today + timedelta(days=2)).isoformat()) == []


def test_a_look_at_the_list_of_persons_is_told(tasks: Answering, someone: Someone) -> None:
    office, auditor = someone("district_office").at(), someone("auditor", "*").at()
    office.get("/persons", role="unit")
    (row,) = read(auditor, by=office.account, kind="read")
    assert row["about"] == "persons" and "role=unit" in row["detail"]


def test_who_is_refused_without_end_fills_no_log(someone: Someone) -> None:
    auditor, curious = someone("auditor", "*").at(), someone().at()
    for _ in range(120):
        assert curious.get("/audit", 403)["code"] == "forbidden"
    found = read(auditor, by=curious.account, kind="refusal")
    assert len(found) == PLAIN + 1
    assert found[0]["detail"].startswith("100 refusals of this source")


def test_an_export_is_told(tasks: Answering, someone: Someone) -> None:
    office, auditor = someone("district_office").at(), someone("auditor", "*").at()
    answer = office.http.get("/exports/units?format=csv", headers=office.right)
    assert answer.status_code == 200, answer.text
    (row,) = read(auditor, by=office.account, kind="export")
    assert row["about"] == "/api/v1/exports/units" and row["detail"] == "format=csv"


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "city_office", "operations"])
def test_nobody_but_the_auditor_reads_it(someone: Someone, role: str) -> None:
    curious, auditor = someone(role, "*").at(), someone("auditor", "*").at()
    assert curious.get("/audit", 403)["code"] == "forbidden"
    assert read(auditor, by=curious.account, kind="refusal")
    for path in ("/people", "/tasks"):
        assert auditor.get(path, 403)["code"] == "forbidden"


def test_a_password_typed_into_the_field_of_the_name_is_not_told(someone: Someone) -> None:
    auditor = someone("auditor", "*").at()
    person = stranger(someone, "My Secret Passw0rd!")
    assert person.sign_in().status_code == 401
    assert "Secret" not in repr(read(auditor, kind="sign-in"))


def test_rows_of_two_replicas_at_once_are_one_chain(
    stack: Stack, gateway: Running, someone: Someone
) -> None:
    replica = stack.start("gateway").wait_ready()
    people = [someone() for _ in range(8)]

    def sign_in(n: int) -> int:
        with coming_from(somewhere(), (gateway, replica)[n % 2]) as http:
            return Person(http, people[n % 8].account).sign_in().status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(sign_in, range(32))) == {200}
    replica.kill()
    told = verify(gateway)
    assert told.returncode == 0, told.stdout + told.stderr
    numbers = [one["_id"] for one in stack.mongo("gateway")["audit"].find().sort("_id", 1)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_was_done_to_the_log_is_named_by_the_verify_command(
    stack: Stack, gateway: Running, someone: Someone
) -> None:
    for _ in range(3):
        someone().at()
    audit = stack.mongo("gateway")["audit"]
    told = verify(gateway)
    assert told.returncode == 0, told.stdout + told.stderr
    head = told.stdout.splitlines()[-1].removeprefix("newest: ")
    newest = int(head.partition(":")[0])
    row = audit.find_one({"_id": newest - 1}) or {}
    audit.update_one({"_id": row["_id"]}, {"$set": {"by": "somebody-else"}})
    altered = verify(gateway)
    assert altered.returncode == 1 and f"row {newest - 1} was altered" in altered.stdout
    audit.replace_one({"_id": row["_id"]}, row)
    audit.delete_one({"_id": newest - 1})
    assert f"rows {newest - 1} to {newest - 1} were removed" in verify(gateway).stdout
    audit.insert_one(row)
    assert verify(gateway, "--head", head).returncode == 0
    last = audit.find_one_and_delete({"_id": newest})
    cut = verify(gateway, "--head", head)
    assert cut.returncode == 1 and f"rows {newest} to {newest} were removed" in cut.stdout
    audit.insert_one(last or {})
    swapped = (audit.find_one({"_id": newest}) or {}) | {"_id": newest - 1}
    audit.replace_one({"_id": newest - 1}, swapped)
    assert f"row {newest - 1} was altered" in verify(gateway).stdout
    audit.replace_one({"_id": newest - 1}, row)
    someone().at()
    assert verify(gateway, "--head", head).returncode == 0, "and it goes on"


def test_an_altered_last_row_stops_no_sign_in(
    stack: Stack, gateway: Running, someone: Someone
) -> None:
    audit = stack.mongo("gateway")["audit"]
    newest = audit.find_one(sort=[("_id", -1)]) or {}
    audit.insert_one({"_id": newest["_id"] + 1, "by": secrets.token_hex(4)})
    assert someone().sign_in().status_code == 200
    assert f"row {newest['_id'] + 1} cannot be read" in verify(gateway).stdout
    audit.delete_many({"_id": {"$gt": newest["_id"]}})
