"""A delivery as an e-mail."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.policy import default
from typing import Any

import pytest

from services.notify.letter import compose
from tests.unit.notify.cast import NOW

LETTER: dict[str, Any] = {
    "key": "0197c0de:zhang-min:mail",
    "name": "张敏",
    "address": "zhang@example.gov.cn",
    "sender": "tongxin@example.gov.cn",
    "subject": "任务被退回：校园国防教育",
    "body": "退回理由：缺少照片\n",
    "link": "https://tongxin.example.gov.cn/console/tasks/t-1",
    "written_at": NOW,
}


def received(**changes):
    return message_from_bytes(bytes(compose(**LETTER | changes)), policy=default)


def test_chinese_arrives_as_it_was_written():
    letter = received()
    assert letter["Subject"] == "任务被退回：校园国防教育"
    assert letter["From"].addresses[0].display_name == "同心双拥"
    assert letter["To"].addresses[0].display_name == "张敏"
    body = letter.get_content().replace("\r\n", "\n")
    assert body.startswith("张敏：\n\n退回理由：缺少照片\n")


def test_the_wire_carries_seven_bit_lines_of_lawful_length():
    wire = bytes(compose(**LETTER | {"body": "长" * 5000, "subject": "长" * 120}))
    assert wire.isascii()
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "subject", ["长" * 120, "任务被退回：" + "第三实验小学 national-defence " * 4, "a" * 120]
)
def test_a_long_subject_is_folded_and_read_again_as_it_was(subject):
    subject = subject.strip()
    wire = bytes(compose(**LETTER | {"subject": subject, "name": "长" * 60}))
    head, _, body = wire.partition(b"\r\n\r\n")
    assert max(len(line) for line in head.split(b"\r\n")) <= 76
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert message_from_bytes(wire, policy=default)["Subject"] == subject
    words = re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", head)
    assert all(len(word) <= 75 for word in words)


def test_it_leads_to_the_very_page_and_names_none_without_an_address():
    assert f"打开：{LETTER['link']}\n" in received().get_content().replace("\r\n", "\n")
    bare = received(link="").get_content()
    assert "打开" not in bare and "登录" not in bare


def test_its_date_is_that_of_the_message():
    assert received()["Date"].datetime == NOW


def test_each_try_carries_the_same_message_id():
    assert received()["Message-ID"] == "<0197c0de.zhang-min.mail@example.gov.cn>"
    assert bytes(compose(**LETTER)) == bytes(compose(**LETTER))


def test_no_robot_answers_it():
    assert received()["Auto-Submitted"] == "auto-generated"


def test_a_name_with_a_line_break_makes_no_new_header():
    letter = received(name="张敏\r\nBcc: x@example.com")
    assert letter["Bcc"] is None


def test_an_address_with_a_line_break_is_an_error():
    with pytest.raises((ValueError, MessageError)):
        compose(**LETTER | {"address": "a@b\r\nBcc: x@example.com"})


@pytest.mark.parametrize("address", ["<a>@b.cn", "a,c@b.cn", '"a"@b.cn'])
def test_signs_in_an_address_do_not_make_a_second_one(address):
    (only,) = received(address=address)["To"].addresses
    assert only.domain == "b.cn"
