"""The mail settings say what is wrong with them."""

import pytest

from services.notify.settings import MailServer, mail_address, mail_server


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
