"""What a text may hold: nothing unseen in a name, nothing that turns or ends a line in a note."""

import sys

import pytest

from contracts import texts
from contracts.evidence import EvidenceSealed
from contracts.measures import Flag
from contracts.orders.evidence import Declare
from contracts.orders.tasks import (
    AddRows,
    FoundDistrict,
    ImportUnits,
    RegisterUnit,
    Row,
    Submit,
    Urge,
)
from contracts.secrecy import ClassifiedMatter, must_be_lawful
from contracts.sheets import Sheet, Workbook
from contracts.texts import FILE, NAME, NOTE, REASON, Unfit, composed, fault
from tests.support.minimal import minimal

UNSEEN = "\0\a\x1b\x7f\x85\u061c\u202a\u202e\u2066\u2069\u2028\u2029\u3164\u2800\ue000\ufffe\ud800"
IN_NAMES = "\n\t\r\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f"


@pytest.mark.parametrize("sign", [*UNSEEN, "\U000e0041", "\U0010ffff", "\U0001fffe"])
def test_no_text_holds_what_nobody_sees(sign: str) -> None:
    for manner in (NOTE, REASON, NAME, FILE):
        for one in (f"甘泉{sign}", f"{sign}甘泉", f"甘{sign}泉"):
            assert f"U+{ord(sign):04X}" in fault(one, manner)


@pytest.mark.parametrize("sign", IN_NAMES)
def test_a_name_holds_less_than_a_note(sign: str) -> None:
    assert fault(f"甘{sign}泉", NAME)
    assert not fault(f"甘{sign}泉", NOTE)


@pytest.mark.parametrize("text", ["甘泉区", "A b（一）", "慰问❤️", "第8️⃣项", "𠮷野家", "é", "·"])
def test_what_people_write_is_a_name(text: str) -> None:
    assert fault(text, NAME) == ""


@pytest.mark.parametrize("text", [" ", "\u3000", " \xa0\u2003"])
def test_blanks_alone_are_no_name_and_no_reason(text: str) -> None:
    assert "空格" in fault(text, NAME)
    assert "空格" in fault(text + "\n\u200b", REASON)
    assert fault(text, NOTE) == ""


def test_every_sign_is_judged_alike_by_the_short_way_and_by_the_long() -> None:
    """What is printable passes without being looked for; nothing refused may be among it."""
    for manner in (NOTE, NAME):
        for sign in map(chr, range(sys.maxunicode + 1)):
            if manner.refused.search(sign):
                assert fault(sign, manner), hex(ord(sign))


def test_what_looks_the_same_becomes_the_same() -> None:
    assert texts.composed('"e\u0301"'.encode()) == '"é"'.encode()
    assert texts.composed('"\u0301{}[]:,"'.encode()) == '"\u0301{}[]:,"'.encode()
    assert fault("e\u0301", NAME), "what was not composed on the way in"


@pytest.mark.parametrize(
    "name",
    [
        "..",
        ".",
        ".htaccess",
        "a.",
        "a .",
        " a.jpg",
        "a.jpg ",
        "a.jpg\u3000",
        "../a.jpg",
        "a\\b.jpg",
        "a/b.jpg",
        "a:b.jpg",
        "NUL",
        "CON.jpg",
        "con .jpg",
        "Com1.tar.gz",
        "LPT9",
        "ＣＯＮ.jpg",
        "com¹.jpg",
        "gpj.\u202eexe.jpg",
        "a\u200b.jpg",
        "a\x00.jpg",
        "a\n.jpg",
    ],
)
def test_a_file_has_a_name_that_every_system_can_hold(name: str) -> None:
    assert fault(name, FILE)


@pytest.mark.parametrize(
    "name", ["校门口标语.jpg", "IMG_0001.JPG", "concert.jpg", "第1期 简报（终稿）.docx", "a..b.jpg"]
)
def test_ordinary_file_names_stay(name: str) -> None:
    assert fault(name, FILE) == ""


ORDERS = [
    (FoundDistrict(district="north", name="甘\u200b泉"), "$.name"),
    (
        RegisterUnit(district="n1", unit="u1", name="局", kind="office", aliases=("a", "b\n")),
        "$.aliases[1]",
    ),
    (
        AddRows(register="r", rows=(Row(key="p1", label="广场\u202e", unit="u1"),)),
        "$.rows[0].label",
    ),
    (Urge(task="t-1", reason="  "), "$.reason"),
    (Submit(task="t-1", measures={"a\u2060": Flag(value=True)}), "$.measures.*"),
    (minimal(Declare, filename="CON.jpg"), "$.filename"),
    (
        ImportUnits(
            district="n1",
            workbook=Workbook(
                filename="a.xlsx", sheets=(Sheet(name="一", rows=(("x", "\u202ey"),)),)
            ),
        ),
        "$.workbook.sheets[0].rows[0][1]",
    ),
]


@pytest.mark.parametrize(("order", "field"), ORDERS, ids=lambda one: str(one)[:40])
def test_the_refusal_names_the_field(order: object, field: str) -> None:
    with pytest.raises(Unfit) as no:
        must_be_lawful(order)
    assert (no.value.field, no.value.status, no.value.code) == (field, 422, "invalid")


def test_a_mark_of_secrecy_comes_before_whatever_else_is_wrong() -> None:
    with pytest.raises(ClassifiedMatter) as no:
        must_be_lawful(Row(key="p1", label="广\u200b场", unit="u1", note="机\u200b密"))
    assert no.value.field == "$.note"


def test_what_a_table_leaves_between_letters_is_lawful_there() -> None:
    sheet = Sheet(name="一", rows=(("单位\n名称", "宣\u200b传部\ufeff"),))
    must_be_lawful(
        ImportUnits(district="n1", workbook=Workbook(filename="名单.xlsx", sheets=(sheet,)))
    )


def test_a_fact_says_nothing_of_manners() -> None:
    """Facts are made of texts that were looked through when they came in."""
    assert {how for _, _, how in texts.manners(EvidenceSealed)} == {NOTE, texts.CODE}


def test_a_crowd_of_marks_on_one_sign_is_refused_before_it_is_put_in_order() -> None:
    crowd = "a" + "\u0301\u0316" * 200_000
    with pytest.raises(Unfit):
        composed(f'"{crowd}"'.encode())
    assert fault(crowd)
    assert composed('"e\u0301"'.encode()) == '"\u00e9"'.encode()


@pytest.mark.parametrize("name", ["甘泉区\u00a0", " 甘泉区", "甘泉区\u3000"])
def test_a_name_has_no_blank_at_its_ends(name: str) -> None:
    assert fault(name, NAME)


def test_a_crowd_of_marks_is_refused_before_anything_normalises_it() -> None:
    crowd = "é" + "\u0301" * 40
    assert fault(crowd) == texts.CROWDED
    with pytest.raises(texts.Unfit) as refused:
        texts.composed(f'{{"note": "{crowd}"}}'.encode())
    assert refused.value.field == "$"


def test_a_body_of_plain_letters_is_left_as_it_is() -> None:
    assert composed(b'{"name": "x"}') == b'{"name": "x"}'


def test_no_text_has_no_fault() -> None:
    assert fault("") == ""
