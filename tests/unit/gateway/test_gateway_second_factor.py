"""Codes by the clock, against the vectors of RFC 6238 (appendix B, the last six digits)."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway import second_factor

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert second_factor.code(SECRET, seconds // 30) == code
    assert second_factor.matched(SECRET, code, seconds, after=0) == seconds // 30


def test_a_code_holds_for_a_clock_half_a_minute_off_and_once() -> None:
    code = second_factor.code(SECRET, 1000)
    assert [
        bool(second_factor.matched(SECRET, code, 30.0 * step + 5, after=0))
        for step in (998, 999, 1000, 1001, 1002)
    ] == [False, True, True, True, False]
    assert second_factor.matched(SECRET, code, 30_000, after=1000) is None


@pytest.mark.parametrize(
    "given", ["", "28708", "0287082", "２８７０８２", "abcdef", "\ud800", "-87082"]
)
def test_what_is_no_code_matches_nothing(given: str) -> None:
    assert second_factor.matched(SECRET, given, 59, after=0) is None


def test_an_app_reads_city_and_account() -> None:
    found = urlsplit(second_factor.uri(SECRET, issuer="金城市", account="admin"))
    assert (found.scheme, found.netloc) == ("otpauth", "totp")
    assert found.path == "/%E9%87%91%E5%9F%8E%E5%B8%82%3Aadmin"
    asked = parse_qs(found.query)
    assert (asked["secret"], asked["issuer"]) == ([SECRET], ["金城市"])


def test_recovery_codes_are_many_different_and_kept_as_hashes() -> None:
    made = second_factor.new_recoveries()
    assert len(set(made)) == 10
    stored = second_factor.all_kept(made)
    assert not [one for one in made if one in repr(stored)]
    assert second_factor.kept(made[0].upper().replace("-", " ")) == stored[0]
