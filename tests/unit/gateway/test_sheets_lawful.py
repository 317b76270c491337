"""What a table may not bring into the house is named by its place, all at once."""

import pytest

from contracts.sheets import Sheet, Workbook
from gateway.sheets.lawful import must_be_lawful, personal
from gateway.sheets.protocol import Refused

TELEPHONE, IDENTITY = "13812345678", "622201199001011236"


def book(*rows: tuple[str, ...], **more: object) -> Workbook:
    given = {"filename": "表.xlsx", "beside": ()} | more
    sheet = Sheet(name=str(given.pop("name", "表一")), title=str(given.pop("title", "")), rows=rows)
    return Workbook(sheets=(sheet,), **given)  # type: ignore[arg-type]


def faults_of(given: Workbook) -> list[tuple[str, int, str]]:
    with pytest.raises(Refused) as no:
        must_be_lawful(given)
    fault = no.value.fault
    assert fault.code == "sheet-faulty" and f"共{len(fault.faults)}处有误" in fault.detail
    assert TELEPHONE not in str(fault) and IDENTITY not in str(fault)
    return [(one.sheet, one.row, one.column) for one in fault.faults]


def test_every_cell_that_names_a_person_is_named() -> None:
    given = book(
        ("名称", "电话"), ("甲", f"张三{TELEPHONE}"), ("乙", ""), (IDENTITY, "139-1234-5678")
    )
    assert faults_of(given) == [("表一", 2, "B"), ("表一", 4, "A"), ("表一", 4, "B")]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (book(("a",), filename=f"{TELEPHONE}.xlsx"), "（文件名）"),
        (book(("a",), name=f"张三{IDENTITY}"), "（第1个工作表的名称）"),
        (book(("a",), title=f"填表人{TELEPHONE}"), "表一"),
        (book(("a",), beside=("通知", f"联系电话：{TELEPHONE}")), "（表外第2段）"),
    ],
)
def test_what_names_a_person_outside_the_cells_is_named_as_well(
    given: Workbook, place: str
) -> None:
    assert faults_of(given) == [(place, 0, "")]


def test_signs_that_nobody_sees_are_named_by_their_cell() -> None:
    assert faults_of(book(("a", "b\u202ec"), ("\ue000",))) == [("表一", 1, "B"), ("表一", 2, "A")]


def test_codes_slips_and_sums_name_nobody() -> None:
    codes = ("91620700MA72Y1234X", "凭证号202705101234567890", "13800000000.00元", "620702001001")
    must_be_lawful(book(codes, ("一\n二", "é", "张*", "138****1234")))
    assert not personal("2027年台账.xlsx") and personal(f"{TELEPHONE}.xlsx")


def test_a_mark_beside_the_table_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refused) as no:
        must_be_lawful(book(("a",), beside=("机密★1年",)))
    assert no.value.fault.code == "classified-matter" and "机密" not in str(no.value.fault)
