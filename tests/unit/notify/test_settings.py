"""The mail settings say what is wrong with them."""

import pytest

from services.notify.schedule import hours
from services.notify.settings import (
    Group,
    MailServer,
    groups,
    http_url,
    mail_address,
    mail_server,
    parameters,
    public_url,
    quiet_hours,
    signed_groups,
    templates,
    wecom_app,
    word,
    words,
)


def test_without_an_address_no_mail_is_sent():
    assert mail_server("") is None


def test_the_usual_ports_belong_to_the_schemes():
    assert mail_server("smtp://mail.example.cn") == MailServer("mail.example.cn", 25, tls=False)
    assert mail_server("smtps://mail.example.cn") == MailServer("mail.example.cn", 465, tls=True)


def test_user_and_password_may_hold_any_sign():
    server = mail_server("smtps://tong%40xin:p%2Fw%3A@mail.example.cn:2465")
    assert server
    assert (server.user, server.password, server.port) == ("tong@xin", "p/w:", 2465)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("mail.example.cn:25", "begin with"),
        ("http://mail.example.cn", "begin with"),
        ("smtp://", "no host"),
        ("smtp://tongxin@mail.example.cn", "without a password"),
        ("smtp://mail.example.cn:99999", "range"),
    ],
)
def test_a_faulty_address_of_a_mail_server_says_its_fault(raw, fault):
    with pytest.raises(ValueError, match=fault):
        mail_server(raw)


@pytest.mark.parametrize("raw", ["", "tongxin", "@example.cn", "a@", "a b@example.cn", "同@a.cn"])
def test_a_sender_must_be_a_plain_address(raw):
    with pytest.raises(ValueError, match="not an address"):
        mail_address(raw)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("", ""),
        ("https://tongxin.example.gov.cn/", "https://tongxin.example.gov.cn"),
        ("http://10.1.2.3:8080/sy", "http://10.1.2.3:8080/sy"),
    ],
)
def test_the_public_address_is_what_links_begin_with(raw, kept):
    assert public_url(raw) == kept


@pytest.mark.parametrize(
    "raw",
    [
        *("tongxin.example.gov.cn", "ftp://a.cn", "https://", "https://a.cn?x=1", "https://a.cn#x"),
        *("https://u:p@a.cn", "https://a.cn:99999", "https://同心.cn", "https://a.cn/a b"),
    ],
)
def test_a_faulty_public_address_is_refused(raw):
    with pytest.raises(ValueError):
        public_url(raw)


def test_quiet_hours_are_a_stretch_of_the_day():
    assert quiet_hours("20:00-07:30") == hours("20:00", "07:30")
    start, end = quiet_hours("")
    assert start == end


@pytest.mark.parametrize("raw", ["20:00", "8pm-7am", "20:00-", "25:00-07:00"])
def test_faulty_quiet_hours_are_refused(raw):
    with pytest.raises(ValueError, match="stretch"):
        quiet_hours(raw)


def test_each_district_has_its_group():
    raw = "ganquan=https://a.cn/send?key=1 *=https://b.cn/x|SEC1"
    assert groups(raw) == {
        "ganquan": Group("https://a.cn/send?key=1"),
        "*": Group("https://b.cn/x", "SEC1"),
    }
    assert groups("") == {}


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("https://a.cn", "district"),
        ("=https://a.cn", "district"),
        ("Gan=https://a.cn", "district"),
        ("gan=a.cn", "no address"),
        ("gan=ftp://a.cn", "no address"),
        ("gan=https://a.cn:99999", "range"),
        ("gan=https://a.cn gan=https://b.cn", "one already"),
    ],
)
def test_a_faulty_list_of_groups_says_its_fault(raw, fault):
    with pytest.raises(ValueError, match=fault):
        groups(raw)


def test_a_machine_is_never_told_without_a_signature():
    with pytest.raises(ValueError, match="secret"):
        signed_groups("gan=https://a.cn")


def test_what_text_messages_and_wecom_need_is_read():
    assert (http_url(""), http_url("https://sms.example.cn/send/")) == (
        "",
        "https://sms.example.cn/send",
    )
    assert templates("urgent=T-1  slip_issued=T-2") == {"urgent": "T-1", "slip_issued": "T-2"}
    assert parameters("title, link") == ("title", "link")
    assert words("A, B,") == {"A", "B"} and word(" x ") == "x"
    assert wecom_app("") is None
    assert wecom_app("ww01|7|s") == ("ww01", 7, "s")


@pytest.mark.parametrize(
    ("parse", "raw"),
    [
        (http_url, "sms.example.cn"),
        (http_url, "https://"),
        (http_url, "https://x:y/"),
        (templates, "urgent"),
        (templates, "=T-1"),
        (parameters, "title,body"),
        (word, "a\tb"),
        (wecom_app, "ww01|7"),
        (wecom_app, "ww01|seven|s"),
        (wecom_app, "ww01|7|"),
    ],
)
def test_what_they_need_and_is_wrong_is_refused(parse, raw):
    with pytest.raises(ValueError):
        parse(raw)
