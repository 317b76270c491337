"""What may be a password."""

import time

import pytest
from argon2 import PasswordHasher

from gateway import passwords
from gateway.hashing import NOBODY, Hashing
from gateway.passwords import MAX, TOO_EASY, fault, normal

ABOUT = ("gq-office", "李芳", "minzheng", "ganquan", "金城市")


@pytest.mark.parametrize(
    "password",
    [
        "1111111111",
        " " * 10,
        "　" * 10,
        "1234567890",
        "0987654321",
        "１２３４５６７８９０",
        "一二三四五六七八九十",
        "13987264951",
        "19880612198806",
        "abababababab",
        "abcabcabcabc",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "q1w2e3r4t5",
        "password123",
        "P@ssw0rd2026!",
        "ｐａｓｓｗｏｒｄ１２３",
        "passwordpassword",
        "admin20260101",
        "Admin@2026!",
        "tongxin2026",
        "woaini1314520",
        "gq-office",
        "gq-office12",
        "GQ_Office_2026",
        "ganquan2026!",
        "minzheng1234",
        "lifang19880612",
        "李芳李芳李芳李芳李芳",
        "jincheng2026",
        "JinChengShi@2026",
        "金城市金城市金城市2026",
        "金城2026年金城",
        "双拥模范城双拥模范城",
        "金城双拥26",
        "lifang-jincheng-8",
        "a" * 128,
        "qwertyuiop" * 12,
    ],
)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    assert fault(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "a long enough password",
        "tongxin-demo-2026",
        "3f9a0b7c11d2e4aa",
        "zjfe8;qpmd",
        "清风明月照大江东去浪",
        "Überraschung am Morgen",
        "x" + "Rk3#vQ9z" * 15,
    ],
)
def test_what_nobody_would_guess_is_taken(password: str) -> None:
    assert fault(password, ABOUT) == ""


def test_length_is_counted_in_signs_of_the_normal_form() -> None:
    assert "8 至 128" in fault("e\u0301" * 7)
    assert "8 至 128" in fault("zjfe8;q")
    assert "8 至 128" in fault("zjfe8;qpm " * 12 + "x" * 9)
    assert fault(("zjfe8;qpmd" * 13)[:MAX]) == ""


@pytest.mark.parametrize("sign", ["\x00", "\n", "\u200b", "\u202e", "\ufeff", "\ud800", "\u2028"])
def test_signs_that_nobody_sees_are_refused(sign: str) -> None:
    refused = fault(f"zjfe8;{sign}qpmd")
    assert refused and refused != TOO_EASY


def test_one_password_has_one_spelling_however_it_was_typed() -> None:
    assert normal("cafe\u0301 au lait") == normal("caf\u00e9\u3000au\u00a0lait") == "café au lait"
    assert passwords.as_typed("cafe\u0301 au lait") == "café au lait"
    assert passwords.as_typed("\x00") == "\x00"


def test_the_worst_password_takes_no_more_than_a_moment() -> None:
    hostile = "4@8({[<369&#!1/|0$5+7%2"
    for password in (hostile * 5, "ab" * 64, "a" * 127 + "b", "\ufdfa" * 128):
        started = time.process_time()
        fault(password, ("x" * 200, "金" * 200))
        assert time.process_time() - started < 5  # seconds; 12 where all of it is looked at


def test_nobodys_hash_costs_what_every_other_costs() -> None:
    assert not Hashing().is_old(NOBODY)
    assert Hashing().is_old(PasswordHasher(time_cost=3).hash("made long ago"))
