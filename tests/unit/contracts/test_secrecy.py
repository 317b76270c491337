"""Classified matter and numbers that name a person are found however they are written."""

import pytest

from contracts.measures import Flag
from contracts.orders.tasks import AddRows, FoundDistrict, Row, Submit
from contracts.secrecy import ClassifiedMatter, marked_field, personal


@pytest.mark.parametrize(
    "text",
    [
        "机密★1年 部署.pdf",
        "绝 密.pdf",
        "秘密★会议开始前",
        "秘\u200b密",
        "内部资料 第3号",
        "绝密☆长期",
        "机．密",
        "国家秘密★长期",
    ],
)
def test_a_marked_text_is_found_and_named_by_its_field_alone(text: str) -> None:
    order = FoundDistrict(district="north", name=text)
    assert marked_field(order) == "$.name"
    assert text not in ClassifiedMatter("$.name").detail


@pytest.mark.parametrize(
    "text",
    ["保密宣传教育", "内部资料整理", "解密时刻", "国防教育", "保守国家秘密宣传", "商业秘密保护"],
)
def test_ordinary_words_are_no_marks(text: str) -> None:
    assert marked_field(FoundDistrict(district="north", name=text)) == ""


def test_a_mark_in_a_row_is_named_with_the_row() -> None:
    rows = (
        Row(key="p1", label="广场", unit="city"),
        Row(key="p2", label="机密★ 库房", unit="city"),
    )
    assert marked_field(AddRows(register="r-1", rows=rows)) == "$.rows[1].label"


def test_a_mark_in_the_name_of_a_measure_does_not_stand_in_the_path() -> None:
    order = Submit(task="t-1", measures={"绝密": Flag(value=True)})
    assert marked_field(order) == "$.measures.*"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证 620102199001011234", "identity"),
        ("62010219900101123X", "identity"),
        ("620102 19900101 123x", "identity"),
        ("６２０１０２１９９００１０１１２３４", "identity"),
        ("620102900101123", "identity"),
        ("电话13812345678", "telephone"),
        ("138-1234-5678", "telephone"),
        ("+86 138 1234 5678", "telephone"),
        ("138****1234", ""),
        ("编号 1234567890123456", ""),
        ("0931-8412345", ""),
    ],
)
def test_a_full_number_that_names_a_person_is_found(text: str, kind: str) -> None:
    assert personal(text) == kind
