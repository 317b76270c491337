"""Papers: each takes a number that no other has, and stays as it was printed first."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import (
    AssignPaperCode,
    Body,
    Figure,
    Grid,
    IssuePaper,
    PaperNo,
    Passage,
    TakeNumber,
    VoidPaper,
    read_number,
)
from contracts.orders.tasks.papers import MAX_TEXT
from contracts.refusals import Forbidden, Invalid
from contracts.secrecy import ClassifiedMatter, must_be_lawful
from contracts.tasks import BulletinIssued
from contracts.texts import Unfit
from services.tasks.papers.numbering import (
    PaperBook,
    assign_code,
    book_id,
    next_number,
    paper_id,
    take_number,
    whose,
)
from services.tasks.papers.paper import Paper, Shelf, issue_paper, void_paper
from services.tasks.refusals import TooLarge, WrongState
from tests.unit.tasks.cast import QIAN, ZHAO, caller, given

CODE = "甘双办"
BOOK = PaperBook(district="ganzhou", code=CODE, year=2026, last=7)
PRINT = b"the first print"
ELSEWHERE = caller("he", "district_office", "linze")
FIGURE = Figure(text="91.325", source="得分快照", link="/console/bulletins/s1")


def body(**other: Any) -> Body:
    said: dict[str, Any] = {
        "title": "通报",
        "issuer": "甘州区双拥办",
        "on": date(2026, 8, 1),
        "blocks": (),
    }
    return Body(**said | other)


def order(**other: Any) -> IssuePaper:
    said: dict[str, Any] = {
        "district": "ganzhou",
        "kind": "notice",
        "year": 2026,
        "number": PaperNo(code=CODE, year=2026, n=7),
        "body": body(),
        "print": PRINT,
        "sha256": sha256(PRINT).hexdigest(),
        "about": "/console/findings/f-1",
        "unit": "publicity",
    }
    return IssuePaper(**said | other)


def shelf(book: PaperBook | None = BOOK, *, unit_exists: bool = True) -> Any:
    return given(QIAN, Shelf(book=book, unit_exists=unit_exists))


def issued(**other: Any) -> Paper:
    change = issue_paper(None, order(**other), shelf())
    return change.state


def test_numbers_follow_one_another_and_begin_with_one_in_each_year() -> None:
    first = take_number(None, TakeNumber(code=CODE), given(QIAN, None))
    assert first.answer == {"code": CODE, "year": 2026, "n": 1}
    assert take_number(first.state, TakeNumber(code=CODE), given(QIAN, None)).state.last == 2
    eve = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert take_number(None, TakeNumber(code=CODE), given(QIAN, None, now=eve)).state.year == 2027
    assert book_id(CODE, 2026) != book_id(CODE, 2027) != book_id("甘双纪", 2027)


@pytest.mark.parametrize("by", [ZHAO, ELSEWHERE], ids=["the city's office", "another district"])
def test_a_code_is_of_the_office_that_used_it_first_until_the_city_assigns_it(by: Any) -> None:
    last_year = replace(BOOK, year=2025)
    for book, before in ((BOOK, None), (None, last_year)):
        with pytest.raises(Invalid) as no:
            take_number(book, TakeNumber(code=CODE), given(by, before))
        assert no.value.field == "code"
    assert next_number([last_year], CODE, 2026, "ganzhou").n == 1
    with pytest.raises(Invalid):
        next_number([last_year, BOOK], CODE, 2026, by.district)
    order = AssignPaperCode(code=CODE, district=by.district)
    mine = assign_code(BOOK, order, given(ZHAO, True))
    assert mine is not None
    taken = take_number(mine.state, TakeNumber(code=CODE), given(by, last_year))
    assert taken.answer == {"code": CODE, "year": 2026, "n": 8}, "none is given again"
    assert next_number([last_year, mine.state], CODE, 2026, by.district).n == 8
    with pytest.raises(Invalid):
        take_number(mine.state, TakeNumber(code=CODE), given(QIAN, last_year))


def test_a_code_that_nobody_used_is_assigned_and_one_assigned_twice_is_once() -> None:
    order = AssignPaperCode(code=CODE, district="linze")
    new = assign_code(None, order, given(ZHAO, True))
    assert new is not None and (new.state.district, new.state.last) == ("linze", 0)
    assert assign_code(new.state, order, given(ZHAO, True)) is None
    with pytest.raises(Invalid) as no:
        assign_code(None, order, given(ZHAO, False))
    assert no.value.field == "district"
    assert next_number([], CODE, 2026, "linze").n == 1
    assert whose([BOOK, replace(BOOK, year=2025)]) == {CODE: BOOK}


def test_a_slip_whose_paper_was_cancelled_takes_another_number() -> None:
    again = order(kind="slip")
    assert issue_paper(None, again, shelf()).state.number == "甘双办〔2026〕7号"
    with pytest.raises(WrongState, match="请另取文号"):
        issue_paper(replace(issued(), void=True), order(), shelf())


def test_a_number_is_written_as_official_papers_are_numbered() -> None:
    number = PaperNo(code=CODE, year=2026, n=7)
    assert str(number) == "甘双办〔2026〕7号"
    assert read_number("甘双办〔2026〕7号") == number
    for other in ("甘双办[2026]7号", "甘双办〔2026〕07号", "甘双办〔2026〕第7号", "7号"):
        with pytest.raises(ValueError, match="no number"):
            read_number(other)


def test_one_number_is_one_paper_and_slips_are_numbered_by_district() -> None:
    number, slip = PaperNo(code=CODE, year=2026, n=7), PaperNo(code="甘州督", year=2026, n=7)
    assert paper_id(number, "ganzhou") == paper_id(number, "linze")
    assert paper_id(slip, "ganzhou") != paper_id(slip, "linze")


def test_a_paper_is_kept_as_it_was_printed() -> None:
    paper = issued()
    assert (paper.number, paper.office, paper.unit) == ("甘双办〔2026〕7号", "ganzhou", "publicity")
    assert (paper.print, paper.sha256) == (PRINT, sha256(PRINT).hexdigest())
    assert (paper.by, paper.void) == ("qian", False)


def test_a_bulletin_is_for_every_unit() -> None:
    change = issue_paper(None, order(kind="bulletin", unit=None), shelf())
    assert change.state.unit == "*"
    (told,) = change.events
    assert isinstance(told, BulletinIssued)
    assert (told.number, told.title, told.by) == ("甘双办〔2026〕7号", "通报", "qian")
    assert issue_paper(None, order(), shelf()).events == ()
    assert issued(unit=None).unit == ""


def test_a_number_that_has_its_paper_is_not_given_to_another() -> None:
    with pytest.raises(WrongState):
        issue_paper(issued(), order(), shelf())
    with pytest.raises(WrongState):
        issue_paper(replace(issued(), void=True), order(), shelf())


@pytest.mark.parametrize(
    ("other", "book", "field"),
    [
        ({"number": PaperNo(code=CODE, year=2026, n=8)}, BOOK, "number"),
        ({}, None, "number"),
        ({}, replace(BOOK, district="linze"), "code"),
        ({"number": PaperNo(code="甘州督", year=2026, n=1)}, None, "number"),
        ({"sha256": "0" * 64}, BOOK, "sha256"),
    ],
    ids=["not given yet", "no book", "another's", "a slip's", "other bytes"],
)
def test_what_does_not_fit_its_number_or_its_print_is_refused(
    other: dict[str, Any], book: PaperBook | None, field: str
) -> None:
    with pytest.raises(Invalid) as no:
        issue_paper(None, order(**other), shelf(book))
    assert no.value.field == field


@pytest.mark.parametrize("code", ["甘双督", "甘泉投"])
def test_what_ends_like_a_slip_or_a_complaint_is_no_code_of_an_office(code: str) -> None:
    for refused in (
        lambda: next_number([], code, 2026, "ganzhou"),
        lambda: take_number(None, TakeNumber(code=code), given(QIAN, None)),
        lambda: assign_code(None, AssignPaperCode(code=code, district="*"), given(QIAN, True)),
    ):
        with pytest.raises(Invalid, match="自动编号"):
            refused()


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid) as no:
        issue_paper(None, order(), shelf(unit_exists=False))
    assert no.value.field == "unit"


def test_a_slip_brings_its_own_number() -> None:
    slip = order(kind="slip", number=PaperNo(code="甘州督", year=2026, n=3))
    assert issue_paper(None, slip, shelf(None)).state.number == "甘州督〔2026〕3号"


def test_a_paper_that_is_too_long_and_a_crooked_table_are_refused() -> None:
    long = Passage(runs=("长" * 2000,) * 50)
    with pytest.raises(TooLarge):
        issue_paper(None, order(body=body(blocks=(long,) * (MAX_TEXT // 200_000))), shelf())
    for head, row in ((("甲",), ("1", "2")), (("甲", "乙"), ("1",))):
        grid = Grid(head=head, rows=(row,), widths=(1, 1))
        with pytest.raises(Invalid) as no:
            issue_paper(None, order(body=body(blocks=(grid,))), shelf())
        assert no.value.field == "body.blocks[0]"


def test_a_cancelled_paper_stays_with_its_reason_and_is_cancelled_once() -> None:
    voided = void_paper(issued(), VoidPaper(paper="p", reason="文号有误"), given(QIAN)).state
    assert voided.void and voided.voided is not None
    assert (voided.voided.by, voided.voided.reason) == ("qian", "文号有误")
    assert voided.print == PRINT
    with pytest.raises(WrongState):
        void_paper(voided, VoidPaper(paper="p", reason="又一次"), given(QIAN))


def test_only_the_office_that_issued_it_or_the_city_cancels_it() -> None:
    paper = replace(issued(), office="*")
    with pytest.raises(Forbidden):
        void_paper(paper, VoidPaper(paper="p", reason="文号有误"), given(QIAN))
    assert void_paper(paper, VoidPaper(paper="p", reason="文号有误"), given(ZHAO)).state.void


def test_sources_are_told_once_in_their_order() -> None:
    other = Figure(text="2", source="台账")
    grid = Grid(head=(), rows=(("甲", FIGURE), ("乙", other)), widths=(1, 1))
    said = body(blocks=(Passage(runs=("总分", FIGURE)), grid))
    assert said.sources() == ["得分快照", "台账"]
    assert [one.text for one in said.figures()] == ["91.325", "91.325", "2"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", "秘密★1年 通报"),
        ("issuer", "机密★办公室"),
        ("addressees", "绝密★长期"),
        ("copies", "秘密★"),
        ("mark", "机密★文件"),
    ],
)
def test_no_mark_of_secrecy_stands_in_a_paper(field: str, said: str) -> None:
    with pytest.raises(ClassifiedMatter) as no:
        must_be_lawful(order(body=body(**{field: said})))
    assert no.value.field == f"$.body.{field}"


@pytest.mark.parametrize(
    "said",
    ["联系电话13912345678", "身份证11010519491231002X", "第48军412团", "错\x07误", "\u202e倒"],
)
def test_no_number_of_a_person_or_troop_and_no_control_sign_stands_in_a_paper(said: str) -> None:
    block = Grid(head=("甲",), rows=(("好",), (said,)), widths=(1,))
    with pytest.raises(Unfit) as no:
        must_be_lawful(order(body=body(blocks=(Passage(runs=("好",)), block))))
    assert no.value.field == "$.body.blocks[1].rows[1][0]"
