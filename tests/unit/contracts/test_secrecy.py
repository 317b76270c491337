"""Classified matter and numbers that name a person are found however they are written."""

import pytest

from contracts.measures import Flag
from contracts.orders.tasks import AddRows, FoundDistrict, Row, Submit
from contracts.secrecy import ClassifiedMatter, is_marked, marked_field, personal


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
        ("SFZ620102199001011234", "identity"),
        ("110101199003071000", "identity"),
        ("13812345678，李四", "telephone"),
        ("13812345678元旦值班", "telephone"),
        ("116207020139004567", ""),
        ("11620702013900456X", ""),
        ("91620700MA72Y1234X", ""),
        ("凭证号 202705101234567", ""),
        ("凭证号 622848040256489001", ""),
        ("6228480402564890018", ""),
        ("13800000000.00", ""),
        ("13800000000元", ""),
        ("￥13,800,000,000.00", ""),
    ],
)
def test_a_full_number_that_names_a_person_is_found(text: str, kind: str) -> None:
    assert personal(text) == kind


PULLED_APART = (
    *(
        "机|密",
        "机｜密",
        "絕密",
        "機密",
        "祕密",
        "绝—密",
        "绝——密",
        "秘／密",
        "机/密",
        "机\\密",
        "机*密",
    ),
    *("机_密", "机~密", "机·密", "机.密", "机😀密", "机🈲密", "机→密", "机ˉ密", "机I密", "机丨密"),
    *("⼁机⼁密", "机\u0332密\u0332", "机\ufe0f密", "㊙密", "絶密", "内|部|资料3", "內部資料第3号"),
    *("机&nbsp;密", "机&#x200b;密", "&#26426;&#23494;", "机<b></b>密", "机\u3164密"),
    "机\U000e0100密",
    "机　密",
    "機 密",
    "机\n密",
    "机、密",
    "(机，密)",
    "《绝》《密》",
    "本件机、密文件请勿外传",
    "本件机、密切勿外传",
    *(
        "内\n部资料第3号",
        "内部资\n料 3",
        "内\n部\n资\n料\n3",
        "内\r\n部\r\n资\r\n料3",
        "内 部 资 料 3",
    ),
    *("机\r\n密", "秘 \n 密★", "绝&#10;密"),
    "國家秘密★长期",
    "国家秘密 ☆ 1年",
    "機 _ | 密",
)


@pytest.mark.parametrize("text", PULLED_APART)
def test_a_mark_is_found_through_what_stands_between_and_in_other_forms(text: str) -> None:
    assert is_marked(text)
    assert is_marked(f"附件{text}")


PROSE = (
    "请司机、密切配合的单位按时到场",
    "飞机｜密云机场｜客车",
    "司机 密切配合",
    "手机、密码由本人保管",
    "打印机，密集架，保密柜各一",
    "收割机/密植示范",
    "坚决杜绝、密切关注苗头性问题",
    "揭秘、密林中的哨所",
    "飞机\n密云",
    "保守国家“秘密”宣传",
    "保守国家 秘密",
    "商业·秘密保护",
    "單位內部、資料室12個",
    "加强内部\n资料室 12 个",
    "印发单位内部\n资料共 3 份",
    "门内\n部队慰问，资料 3 份",
    "社区内 部分军属参加，资料齐全 3 户",
    "建立工作秘\n密管理制度",
    "内部整顿，资料3份",
    "保密教育、秘书处、密切联系群众",
    "计算机、秘书、绝不、内部",
    "军地密切协作，机关带头",
)


@pytest.mark.parametrize("text", PROSE)
def test_words_that_meet_in_running_prose_are_no_mark(text: str) -> None:
    assert not is_marked(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("138.1234.5678", "telephone"),
        ("138/1234/5678", "telephone"),
        ("138—1234—5678", "telephone"),
        ("(138)1234·5678", "telephone"),
        ("1.3.8.1.2.3.4.5.6.7.8", "telephone"),
        ("①③⑧12345678", "telephone"),
        ("١٣٨١٢٣٤٥٦٧٨", "telephone"),
        ("110105/19491231/002X", "identity"),
        ("110105·1949·1231·002x", "identity"),
        ("1|1|0|1|0|5|1|9|4|9|1|2|3|1|0|0|2|X", "identity"),
        ("2026.07.01—2026.12.31", ""),
        ("2026.1.15—2026.12.31", ""),
        ("得分 13, 14, 15, 16, 17, 18", ""),
        ("1.05/1.10/2.20/3.30/4.40/5.50/6.60/7.7", ""),
        ("2019、2020、2021、2022、2023", ""),
        ("14:00-16:30，18:00-20:30", ""),
    ],
)
def test_a_number_is_found_through_what_pulls_it_apart_and_a_list_is_none(
    text: str, kind: str
) -> None:
    assert personal(text) == kind


@pytest.mark.parametrize(
    "text", ["手机密码管理", "计算机密码", "杜绝密切接触", "司机密切配合", "发动机密封圈"]
)
def test_an_ordinary_word_before_another_is_no_mark(text: str) -> None:
    assert not is_marked(text)
