"""What goes to one person's telephone."""

import json

import pytest
from msgspec.structs import replace

from services.notify.personal import (
    answered,
    card,
    is_mobile,
    masked,
    parameters,
    template_for,
    text_message,
)
from tests.interface.test_notify_persons import LINK, SLIP


@pytest.mark.parametrize(
    ("number", "mobile"), [("13987264951", True), ("0936-8210000", False), ("", False)]
)
def test_text_messages_go_to_mobiles(number, mobile):
    assert is_mobile(number) == mobile


def test_a_number_is_told_by_its_ends():
    assert masked("13987264951") == "139****4951"


@pytest.mark.parametrize(
    ("templates", "chosen"),
    [
        ({"urgent": "a", "slip_issued": "b"}, "b"),
        ({"urgent": "a"}, "a"),
        ({"important": "a"}, ""),
        ({}, ""),
    ],
)
def test_the_nearest_template_counts(templates, chosen):
    assert template_for(templates, SLIP) == chosen


def test_what_tells_no_fact_has_a_template_by_its_name():
    assert template_for({"digest": "a"}, replace(SLIP, fact="digest")) == "a"


def test_parameters_are_those_that_are_named_each_cut():
    long = replace(SLIP, subject="长" * 31)
    filled = parameters(("severity", "title", "path", "link"), long, LINK)
    assert list(filled) == ["severity", "title", "path", "link"]
    assert (filled["severity"], filled["title"]) == ("紧急", "长" * 29 + "…")
    assert (filled["path"], filled["link"]) == (SLIP.path, LINK)


def test_a_text_message_has_the_same_id_at_each_try():
    sent = json.loads(text_message("e:z:sms", "13987264951", "T1", "同心", {"title": "紧急"}))
    assert (sent["id"], sent["phone"]) == ("e:z:sms", "13987264951")
    assert (sent["template_id"], sent["sign_name"]) == ("T1", "同心")
    assert sent["params"] == {"title": "紧急"}


def test_a_card_stays_within_its_bytes_and_without_an_address_it_is_a_text():
    long = replace(SLIP, subject="长" * 120)
    said = json.loads(card(long, "z", 7, LINK))
    assert len(said["textcard"]["title"].encode()) <= 128 and said["msgtype"] == "textcard"
    plain = json.loads(card(SLIP, "z", 7, ""))
    assert plain["msgtype"] == "text" and "标识牌破损" in plain["text"]["content"]
    assert "textcard" not in plain


@pytest.mark.parametrize(
    ("answer", "found"), [(b'{"a":1}', {"a": 1}), (b"[]", {}), (b"<html>", {}), (b"", {})]
)
def test_an_answer_is_an_object_or_nothing(answer, found):
    assert answered(answer) == found
