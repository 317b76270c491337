"""A mark in its own right is refused; a word inside a longer one is a question for a person."""

import pytest

from contracts.orders.base import Order
from contracts.orders.evidence import Caption, Declare
from contracts.orders.scoring import ImportStandard
from contracts.orders.tasks import Assign, DecomposeTable, ImportRows, ImportUnits
from contracts.secrecy import DoubtfulMatter, doubts, is_marked, must_be_lawful
from tests.support.minimal import minimal

OWN = (
    *(
        "秘密★1年",
        "机密★",
        "绝密★长期",
        "秘密★会议开始前",
        "秘密1年",
        "机密 长期",
        "秘密",
        "机密",
        "(机密)",
    ),
    *(
        "【绝密】",
        "密级：机密",
        "密级:秘密",
        "密级为机密件",
        "机密：某事",
        "机密_部署.pdf",
        "2026机密.docx",
    ),
    *(
        "方案（机密）.docx",
        "部署-绝密-",
        "附件㊙密",
        "机|密文件",
        "機密文件",
        "秘\u200b密联络点",
        "秘密☆1年联络点旧址",
    ),
    *("关于机 密事项的通知", "&#31192;密联络点", "秘<b></b>密联络点", "机密\n关于部署的通知"),
)
DOUBTS = (
    *(
        "秘密联络点旧址",
        "中共某地下党秘密联络点旧址",
        "秘密交通站",
        "秘密战线纪念馆",
        "隐蔽战线秘密电台旧址",
    ),
    *(
        "绝密行动（电影）放映",
        "机密档案馆旧址",
        "“秘密印刷所”旧址",
        "1936年秘密联络站旧址.jpg",
        "红军秘密医院",
    ),
    *("机密局旧址", "某地秘密党支部旧址（第三批）", "揭开秘密的展览", "绝密飞行展", "保守机密教育"),
)
NEITHER = (
    *(
        "保密宣传教育",
        "保守国家秘密宣传",
        "商业秘密保护",
        "工作秘密管理",
        "手机密码",
        "司机密切配合",
        "杜绝密切接触",
    ),
    *("神秘密林", "解密时刻", "内部资料整理", "国防教育", "双拥模范城"),
)


@pytest.mark.parametrize("text", OWN)
def test_a_mark_in_its_own_right_is_refused(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize("text", DOUBTS)
def test_a_word_inside_a_longer_one_is_a_doubt_and_no_mark(text: str) -> None:
    assert not is_marked(text)
    (phrase,) = doubts(text)
    assert phrase in text and len(phrase) > 2
    assert doubts(text, (phrase,)) == ()


@pytest.mark.parametrize("text", NEITHER)
def test_an_ordinary_text_is_neither(text: str) -> None:
    assert not is_marked(text) and doubts(text) == ()


def test_a_cleared_phrase_clears_what_stands_in_it_and_nothing_else() -> None:
    text = "参观秘密联络点旧址，阅机密文件若干"
    assert doubts(text) == ("参观秘密联络点旧址", "阅机密文件若干")
    assert doubts(text, ("秘密联络点旧址",)) == ("阅机密文件若干",)
    assert doubts(text, ("秘密联络点旧址", "机密文件")) == ()
    assert is_marked("秘密★联络点旧址")


@pytest.mark.parametrize("kind", [ImportUnits, ImportRows, DecomposeTable, ImportStandard])
def test_an_answer_about_a_phrase_is_no_doubt_itself(kind: type[Order]) -> None:
    must_be_lawful(minimal(kind, answers={"secret:秘密联络点旧址": "no"}))


def test_a_title_a_caption_and_a_name_of_a_file_are_doubted_by_their_field() -> None:
    for kind, field in ((Assign, "title"), (Declare, "filename"), (Caption, "people")):
        with pytest.raises(DoubtfulMatter) as no:
            must_be_lawful(minimal(kind, **{field: "秘密联络点旧址.jpg"}))
        assert no.value.field == f"$.{field}"
