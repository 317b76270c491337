"""Rows of a register: masked, amended, withdrawn; what marks them done, what figure they give."""

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from contracts.measures import Quantity, Ratio
from contracts.orders.tasks import AddRows, AmendRow, Row, Submit, WithdrawRow
from contracts.scoring import ItemSummary
from contracts.tasks import RegisterChanged, UnitSucceeded
from kit.aggregate import Aggregate
from services.tasks.life.review import Handing, submit
from services.tasks.planning.standard import Standard
from services.tasks.registers.editing import amend_row, follow_successor, withdraw_row
from services.tasks.registers.exporting import lacking
from services.tasks.registers.register import (
    MAX_EVIDENCE,
    Register,
    add_rows,
    only_pictures,
    open_register,
)
from services.tasks.sheets.privacy import masked, tidy, unlawful
from tests.unit.tasks.cast import CAMPAIGN, QIAN, SUN, accepted, given, item, refused
from tests.unit.tasks.registers.test_registers import (
    ID,
    OPEN,
    UNITS,
    after,
    counted,
    opened,
    photo,
    with_rows,
)


def amended(register: Register, key: str = "p-1", **changes: Any) -> Any:
    order = AmendRow(register=ID, key=key, reason="现场核对", **changes)
    return amend_row(register, order, given(QIAN, UNITS, key=ID))


def withdrawn(register: Register, key: str = "p-1") -> Any:
    order = WithdrawRow(register=ID, key=key, reason="已拆除")
    return withdraw_row(register, order, given(QIAN, key=ID))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("张三", "张*"),
        ("王 小明", "王*"),
        ("欧阳震华", "欧阳**"),
        ("张*", "张*"),
        ("欧阳**", "欧阳**"),
        ("张三、李四；司马光", "张*、李*、司马**"),
        ("", ""),
    ],
)
def test_persons_are_kept_as_surname_and_stars_however_long_their_names_are(
    name: str, kept: str
) -> None:
    assert masked(name) == kept
    assert masked(masked(name)) == kept


@pytest.mark.parametrize(
    "text",
    [
        "联系电话13912345678",
        "139 1234 5678",
        "１３９１２３４５６７８",
        "62220119900101123X",
        "622201900101123",
        "73123部队",
        "７３×××部队",
        "第73123 部队",
    ],
)
def test_full_numbers_of_persons_and_numbers_of_troops_may_not_be_kept(text: str) -> None:
    assert unlawful(text)


@pytest.mark.parametrize(
    "text", ["驻区某部", "2026-05-10", "138****1234", "编号0123456789", "部队"]
)
def test_what_names_nobody_may_be_kept(text: str) -> None:
    assert unlawful(text) == ""


def test_full_width_digits_become_half_width_and_chinese_signs_stay() -> None:
    assert tidy(" 东街（１２号），\nＡ座 ") == "东街（12号）， A座"


def test_a_row_typed_in_is_masked_and_tidied_like_one_imported() -> None:
    row = Row(key="p-1", label="走访１", unit="publicity", who="张三", note="户主张三丰家")
    order = AddRows(register=ID, rows=(row,))
    kept = add_rows(opened(), order, given(QIAN, UNITS)).state.rows[0]
    assert (kept.who, kept.label) == ("张*", "走访1")


def test_an_amended_row_says_what_it_was_and_counts_as_before() -> None:
    change = amended(with_rows("p-1"), place="东街", on=date(2026, 8, 1))
    assert [type(fact) for fact in change.events] == [RegisterChanged]
    assert change.state.rows[0].place == "东街"
    said = change.state.history[-1]
    assert (said.what, said.by) == ("amended", "qian")
    assert said.why == "p-1：地点由“空”改为“东街”，日期由“空”改为“2026-08-01”。现场核对"


def test_an_amendment_that_changes_nothing_is_nothing() -> None:
    assert amended(with_rows("p-1"), label="点位p-1") is None


def test_an_amendment_is_checked_like_a_new_row() -> None:
    with refused("invalid", "unit"):
        amended(with_rows("p-1"), unit="nobody")


def test_a_row_of_a_closed_unit_may_still_be_corrected() -> None:
    order = AmendRow(register=ID, key="p-1", reason="错字", label="东街")
    assert amend_row(with_rows("p-1"), order, given(QIAN, frozenset(), key=ID))


def test_a_row_that_is_not_there_cannot_be_amended() -> None:
    with refused("not-found"):
        amended(with_rows("p-1"), key="p-2", label="东街")


def test_a_withdrawn_row_is_kept_with_its_reason_and_counts_no_longer() -> None:
    register = after(with_rows("p-1", "p-2"), photo("p-1"))
    change = withdrawn(register)
    assert change.events == (counted(0, 1),)
    row = change.state.rows[0]
    assert (change.state.state_of(row), row.withdrawn) == ("withdrawn", "已拆除")
    with refused("wrong-state"):
        withdrawn(change.state)
    with refused("wrong-state"):
        amended(change.state, label="重来")


def test_evidence_of_a_withdrawn_row_changes_no_count() -> None:
    register = withdrawn(with_rows("p-1", "p-2")).state
    assert after(register, photo("p-1")).counted == Ratio(numerator=0, denominator=1)


def test_open_rows_pass_to_the_unit_that_followed_theirs_and_done_ones_stay() -> None:
    register = after(with_rows("p-1", "p-2"), photo("p-1"))
    fact = UnitSucceeded(
        unit="publicity",
        name="宣传部",
        kind="department",
        successor="culture",
        successor_name="文旅局",
        person="li",
        on=date(2026, 5, 1),
        document="办发〔2026〕3号",
        reason="机构改革",
        by="qian",
    )
    change = follow_successor(register, fact, given(key=ID))
    assert change and [type(fact) for fact in change.events] == [RegisterChanged]
    assert [row.unit for row in change.state.rows] == ["publicity", "culture"]
    assert follow_successor(change.state, fact, given(key=ID)) is None


def test_a_row_keeps_its_newest_pieces_of_evidence_up_to_a_limit() -> None:
    photos = [photo("p-1", f"e-{n:03d}") for n in range(MAX_EVIDENCE + 5)]
    register = after(with_rows("p-1"), *photos)
    assert register.proof("p-1") == tuple(f"e-{n:03d}" for n in range(5, MAX_EVIDENCE + 5))


def listing(measure: str = "ratio", **changes: Any) -> ItemSummary:
    return msgspec.structs.replace(item("B04", register=True), measure=measure, **changes)


@pytest.mark.parametrize(
    ("kinds", "only"),
    [
        (("SIGN 照片", "LED 屏幕台账"), True),
        (("PIC 阵地",), True),
        (("LED 走访表", "VCH 签收", "PIC"), False),
        (("DOC 协议",), False),
        ((), False),
    ],
)
def test_sign_posts_are_proved_by_pictures_and_other_lists_by_any_sealed_file(
    kinds: tuple[str, ...], only: bool
) -> None:
    assert only_pictures(listing(evidence=kinds)) is only


def test_a_short_video_of_a_screen_is_a_picture_too() -> None:
    assert after(with_rows("p-1"), photo("p-1", media_type="video/mp4")).counted.numerator == 1


def test_a_scanned_paper_marks_a_row_of_a_list_that_is_no_sign_posts() -> None:
    standard = Standard(name="样表", items=(listing(evidence=("LED 名册",)),))
    register = open_register(None, OPEN, given(QIAN, (CAMPAIGN, standard))).state
    order = AddRows(register=ID, rows=(Row(key="p-1", label="一户", unit="publicity"),))
    register = add_rows(register, order, given(QIAN, UNITS)).state
    paper = photo("p-1", mode="file", media_type="application/pdf")
    assert after(register, paper).counted == Ratio(numerator=1, denominator=1)


def counting() -> Register:
    standard = Standard(name="样表", items=(listing("count"),))
    register = open_register(None, OPEN, given(QIAN, (CAMPAIGN, standard))).state
    return replace(with_rows("p-1", "p-2"), measure=register.measure)


def test_a_register_of_a_count_item_gives_the_number_of_rows_done() -> None:
    assert after(counting(), photo("p-2")).measured == Quantity(value="1")


def test_a_submission_takes_its_count_from_the_register_and_a_typed_one_is_refused() -> None:
    task = accepted(item="B04")
    handing = Handing(sealed=frozenset(), counted=after(counting(), photo("p-2")).measured)
    order = Submit(task="t-1", measures={}, note="见台账")
    done = submit(task, order, given(SUN, handing)).state
    assert done.submission and done.submission.measures == {"count": Quantity(value="1")}
    typed = replace(order, measures={"count": Quantity(value="2")})
    with refused("count-from-register", "measures.count"):
        submit(task, typed, given(SUN, handing))


def test_a_register_stored_before_rows_had_states_is_still_read() -> None:
    stored = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "year": 2026,
        "standard": "v1",
        "item": "B04",
        "title": "标语点位",
        "rows": [{"key": "p-1", "label": "东街", "unit": "publicity", "place": ""}],
        "photos": {"p-1": "e-1"},
    }
    kind = Aggregate("registers", Register)
    register = kind.load(stored)
    assert register.measured == Ratio(numerator=1, denominator=1)
    assert register.proof("p-1") == ("e-1",)
    assert kind.load(kind.dump(after(register, photo("p-1", "e-2")))).proof("p-1") == ("e-1", "e-2")


def test_a_register_that_is_not_there_follows_nobody() -> None:
    fact = UnitSucceeded(
        unit="publicity",
        name="宣传部",
        kind="department",
        successor="education",
        successor_name="教育局",
        person="li",
        on=date(2026, 5, 1),
        document="文",
        reason="机构改革",
        by="qian",
    )
    assert follow_successor(None, fact, given(QIAN, key=ID)) is None


def test_a_row_that_was_withdrawn_is_not_missing() -> None:
    before = with_rows("p-1", "p-2")
    register = withdrawn(before).state
    told = lacking(register, register.rows, {})
    whole = lacking(before, before.rows, {})
    assert sum(one["rows"] for one in told) == sum(one["rows"] for one in whole) - 1
