"""A table of persons: read by its header, every fault at once, none opened before all is right."""

import pytest

from contracts.sheets import Sheet, Workbook
from gateway.console.accounts import table
from gateway.console.accounts.table import Known
from gateway.console.frame.forms import Misfilled
from gateway.sheets import lawful
from gateway.sheets.protocol import Refused

KNOWN = Known({"甘州区": "ganzhou"}, {"ganzhou": {"甘州区教育局": "edu", "教育局": "edu"}})
HEAD = ("序号", "姓名", "岗位", "工作单位", "登录账号", "电子邮箱", "联系电话")
LI = ("1", "李芳", "单位联系人、外勤人员", "教育局", "", "li@example.org", "13800001234")


def book(*rows: tuple[str, ...]) -> Workbook:
    return Workbook(filename="人员.xlsx", sheets=(Sheet(name="Sheet1", rows=rows),))


def test_a_row_becomes_an_account_with_its_roles_unit_and_contact() -> None:
    rows = table.rows_of(book(("人员名单",), HEAD, LI, ("",), ("2", "王强", "领导")))
    assert [row["place"] for row in rows] == ["3", "5"]
    (li, wang), faults = table.judged(rows, KNOWN, "ganzhou")
    assert not faults and li is not None and wang is not None
    assert (li.name, li.roles, li.unit, li.telephone) == (
        "李芳",
        ("unit", "field"),
        "edu",
        "13800001234",
    )
    assert li.account == table.BY_NAME and (wang.district, wang.unit) == ("ganzhou", None)


def test_every_fault_of_every_row_is_told_at_its_field() -> None:
    rows = table.rows_of(
        book(
            HEAD,
            ("1", "", "区长", "水务局", "a", "none", "12"),
            ("2", "李芳", "领导", "", "lifang", "", ""),
            ("3", "李方", "领导", "", "lifang", "", ""),
        )
    )
    orders, faults = table.judged(rows, KNOWN, "ganzhou")
    assert orders == [None, None, None]
    first = {field for n, field in faults if n == 0}
    assert first == {"name", "roles", "unit", "account", "email", "telephone"}
    assert faults[0, "unit"] == ("accounts.no_such_unit", {"text": "水务局"})
    assert faults[1, "account"] == faults[2, "account"] == ("accounts.twice", {})


def test_a_district_that_is_named_counts_and_one_out_of_sight_is_none() -> None:
    rows = table.rows_of(
        book(("姓名", "岗位", "区县"), ("李芳", "领导", "甘州区"), ("王", "领导", "他县"))
    )
    (li, _), faults = table.judged(rows, KNOWN, "*")
    assert li is not None and li.district == "ganzhou"
    assert faults == {(1, "district"): ("accounts.no_such_district", {"text": "他县"})}


@pytest.mark.parametrize("rows", [(("单位", "电话"), ("a", "b")), (("姓名", "岗位"),)])
def test_a_table_without_names_or_without_people_is_refused(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    with pytest.raises(Misfilled) as refused:
        table.rows_of(book(*rows))
    assert list(refused.value.faults) == ["file"]


def test_the_page_gives_the_rows_back_as_they_were_mended_without_those_left_out() -> None:
    rows = table.rows_of(book(HEAD, LI, ("2", "王强", "领导")))
    form = {f"r{n}.{name}": text for n, row in enumerate(rows) for name, text in row.items()}
    assert table.of_form(form) == rows
    assert table.of_form(form | {"r0.skip": "1"}) == rows[1:]


def test_telephones_may_stand_in_a_table_of_persons_and_in_no_other_identity_numbers_in_none() -> (
    None
):
    lawful.must_be_lawful(book(HEAD, LI), contacts=True)
    with pytest.raises(Refused):
        lawful.must_be_lawful(book(HEAD, LI))
    with pytest.raises(Refused):
        lawful.must_be_lawful(book(("姓名",), ("11010519491231002X",)), contacts=True)
