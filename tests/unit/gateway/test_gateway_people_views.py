"""Accounts and the audit log as pages tell them: proposals of names, roles open, rows in words."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from contracts.caller import Caller
from contracts.words import Role
from gateway.audit import bound, chain
from gateway.audit.bound import Bound
from gateway.console.accounts import views as accounts
from gateway.console.audit import views as audit

SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
AT = datetime(2026, 8, 1, 2, 5, tzinfo=UTC)


def caller(role: Role, district: str = "*") -> Caller:
    return Caller(account="me", name="李芳", roles=(role,), district=district)


@pytest.mark.parametrize(
    ("name", "account"),
    [("李芳", "lifang"), ("欧阳 明", "ouyangming"), ("A. Smith", "asmith"), ("3号", "user3hao")],
)
def test_an_account_is_proposed_from_the_name(name: str, account: str) -> None:
    assert accounts.proposed(name) == account
    assert accounts.proposed(name, 2) == f"{account}-2"


@pytest.mark.parametrize("name", ["。", "李" * 200, "1", "é", "☃"])
def test_whatever_the_name_the_proposal_is_an_account(name: str) -> None:
    assert SLUG.match(accounts.proposed(name)) and SLUG.match(accounts.proposed(name, 49))


def test_a_district_gives_its_own_roles_and_the_city_those_of_the_city() -> None:
    office = caller("district_office", "ganzhou")
    assert accounts.roles_open(office, "ganzhou") == ["district_office", "unit", "field", "leader"]
    admin = caller("system_admin")
    assert "auditor" in accounts.roles_open(admin, "*")
    assert "unit" not in accounts.roles_open(admin, "*")
    assert "city_office" not in accounts.roles_open(admin, "ganzhou")


def test_nobody_tends_the_own_account_or_one_whose_roles_are_not_theirs() -> None:
    office = caller("district_office", "ganzhou")
    unit = {"account": "a", "roles": ["unit"]}
    assert accounts.may(office, unit) == (True, True, True)
    assert accounts.may(office, {"account": "me", "roles": ["district_office"]}).appoint is False
    assert accounts.may(office, {"account": "b", "roles": ["inspector"]}) == (False, False, False)
    assert accounts.may(caller("security_admin"), unit) == (False, True, True)
    assert accounts.may(caller("system_admin"), unit) == (True, True, False)


def row(**more: object) -> dict[str, object]:
    usual = {"number": 1, "at": AT, "kind": "rights", "by": "me", "about": "li-e", "outcome": "ok"}
    return {**usual, "detail": "", "source": "10.0.0.1", **more}


def test_a_change_of_rights_is_told_with_names_and_roles_in_words() -> None:
    found = row(detail="changed: unit ganzhou edu -> leader,unit *")
    line = audit.line(found, {"li-e": "李强", "me": "李芳"}, "zh")
    assert line.who == "李芳"
    assert line.text == "变更李强的岗位或单位：单位联系人 ganzhou edu → 领导、单位联系人 全市"
    assert audit.line(row(detail="unheard of"), {}, "zh").text == "变更li-e的权限"


def test_refusals_show_what_was_asked_and_a_crowd_of_them_is_one_line() -> None:
    refused = row(kind="refusal", about="POST /api/v1/people/a/unlock", outcome="refused")
    line = audit.line(refused | {"detail": "forbidden"}, {}, "zh")
    assert line.refused and line.code == "POST /api/v1/people/a/unlock"
    many = row(kind="sign-in", outcome="refused", detail="100 refusals of this source")
    assert audit.line(many, {}, "en").text.startswith("100 refusals from one source")
    nobody = row(kind="sign-in", by="", about="", outcome="refused")
    assert audit.line(nobody, {}, "zh").who == "未知账号"


def test_every_fault_of_the_chain_has_its_words() -> None:
    key, long = chain.key_of("secret"), timedelta(days=200)

    def sealed(number: int, before: str) -> dict[str, object]:
        made = chain.Row(number, AT, AT + long, "read", "me", "a", "ok", "", "", before, AT + long)
        found = chain.sealed(key, made)
        return {"_id": number, **{n: v for n, v in found._asdict().items() if n != "number"}}

    rows: list[dict[str, object]] = [
        sealed(2, "x"),
        sealed(3, "y"),
        sealed(4, "z") | {"by": "else"},
        {"_id": 5},
    ]
    told = list(chain.faults(key, rows, AT, (9, "0" * 64)))
    told += list(chain.faults(key, rows[:1], AT, (2, "0" * 64)))
    said = [audit.fault(one, "zh") for one in told]
    assert len(told) == 8 and all(re.search("[一-鿿]", one) for one in said), said
    assert [audit.fault(one, "en") for one in told] == told


def test_a_source_that_is_refused_without_end_is_counted_and_told_at_each_tenfold() -> None:
    log = Bound()
    told = [log.number("10.0.0.1", 0.0) for _ in range(5000)]
    assert told[: bound.PLAIN] == [1] * bound.PLAIN
    assert [n for n in told[bound.PLAIN :] if n] == [100, 1000]
    assert log.number("10.0.0.2", 0.0) == 1, "nobody else is hidden by it"
    assert log.number("10.0.0.1", bound.WHILE + 1) == 1, "and later each is told again"


def test_sources_without_end_take_no_memory_without_end() -> None:
    log = Bound()
    for n in range(bound.MOST):
        log.number(str(n), 0.0)
    crowd = [log.number(f"more {n}", 0.0) for n in range(1000)]
    assert crowd.count(1) == bound.PLAIN and [n for n in crowd if n > 1] == [100, 1000]
    assert log.number("later", bound.WHILE + 1) == 1
