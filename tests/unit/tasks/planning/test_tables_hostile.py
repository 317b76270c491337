"""Tables that no office writes: a limit with its row and cell, and no more work than a table's."""

import pytest

from contracts.sheets.tables import Table
from services.tasks.organisation.unit_cells import MAX_NAMES, read_units
from services.tasks.planning.table import charges
from services.tasks.planning.table.charges import MAX_PERSONS, MAX_UNKNOWN
from services.tasks.planning.table.points import number
from services.tasks.planning.table.staff import Staff
from tests.unit.tasks.planning.tables import (
    PERSONS,
    STAFF,
    UNITS,
    block,
    faults,
    ground,
    open_questions,
    plain,
    row,
    unit,
)

LOOKS = {"find": 0, "like": 0}


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often units are looked for."""
    found = dict(LOOKS)

    def counting(name: str) -> None:
        real = getattr(Staff, name)

        def counted(self: Staff, word: str) -> list[str]:
            found[name] += 1
            return list(real(self, word))

        monkeypatch.setattr(Staff, name, counted)

    counting("find")
    counting("like")
    return found


def names(count: int, first: int = 0) -> str:
    return "、".join(f"第{n}处" for n in range(first, first + count))


def test_a_name_is_looked_for_once_in_the_whole_table(looks: dict[str, int]) -> None:
    cell = names(100)
    plain(*(row(code, cooperating=cell) for code in ("A01", "A02", "B01", "B02")))
    assert looks == {"find": 101, "like": 100}


def test_more_unknown_names_than_anybody_answers_are_a_fault_at_the_first_too_many(
    looks: dict[str, int],
) -> None:
    reading = plain(
        row("A01", cooperating=names(200)),
        row("A02", cooperating=names(200, first=200)),
        row("B01", cooperating=names(200, first=400)),
    )
    told = [fault for fault in reading.faults if "无法识别" in fault.text]
    assert [(fault.row, fault.column, fault.value) for fault in told] == [(3, "F", "第300处")]
    assert len(open_questions(reading)) == MAX_UNKNOWN
    assert looks["find"] <= MAX_UNKNOWN + 2 and looks["like"] == MAX_UNKNOWN


def test_a_cell_with_too_many_names_is_a_fault_and_not_read_on() -> None:
    assert len(read_units(names(1000), "lead").seen) == MAX_NAMES + 1
    told = faults(plain(row("A01", cooperating=names(MAX_NAMES + 1))))
    assert (2, "F") in told


def test_a_cell_with_too_many_persons_is_a_fault() -> None:
    persons = "、".join(f"王{n}" for n in range(MAX_PERSONS + 1))
    told = plain(row("A01", lead="双拥办", person=persons)).faults
    assert [(fault.row, fault.column, fault.text) for fault in told] == [
        (2, "G", f"一格最多{MAX_PERSONS}人")
    ]


def test_the_same_as_above_is_remembered_and_not_looked_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = 0
    real = Table.text

    def text(self: Table, at: int, field: str) -> str:
        nonlocal looked
        looked += 1
        return real(self, at, field)

    monkeypatch.setattr(Table, "text", text)
    body = [row("A01", lead="双拥办"), *(row("A01", lead="同上", due="同上") for _ in range(400))]
    plain(*body)
    assert looked < 401 * 25


def test_rows_beyond_the_limit_are_not_read() -> None:
    reading = plain(*(("", "", f"做好第{n}件", "", "双拥办") for n in range(3000)))
    assert ("最多1000项任务") in {fault.text for fault in reading.faults}
    assert len(reading.asking.asked) <= 1100


def test_merged_blocks_that_cover_more_than_the_sheet_are_not_filled() -> None:
    vast = [block(2, 1, 10**9, 10**9) for _ in range(2000)]
    reading = plain(row("A01", lead="双拥办"), merged=tuple(vast))
    assert {one.item for one in reading.rows} <= {"A01"}


@pytest.mark.parametrize("text", ["1e999999999", "NaN", "Infinity", "sNaN", "9" * 30, "1_0", "٣e٣"])
def test_points_that_only_a_machine_would_write_are_no_number(text: str) -> None:
    assert number(text) is None


def test_units_alike_are_found_among_those_that_hold_every_character() -> None:
    many = {f"x-{n}": unit(f"x-{n}", f"区第{n}局") for n in range(500)}
    staff = Staff(district="甘州区", units={**UNITS, **many}, persons=PERSONS)
    assert staff.like("第7局")[0] in many
    assert staff.like("教局") == STAFF.like("教局")
    assert ground(staff=staff).staff.like("") == []
    assert charges.MAX_OPTIONS
