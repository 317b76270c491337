"""What a provider says of itself, and what is believed of its tokens."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from gateway.city.provider import About, ProviderAway, is_private, read_about
from gateway.city.tokens import LONGEST, Distrusted, Expected, Somebody, UnknownKey, believed

ISSUER = "https://sso.example.org"
SAID = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
KEY = RSAKey.generate_key(2048, {"kid": "k-1"})
KEYS = KeySet([KEY])
EXPECTED = Expected(ISSUER, "tongxin", "n-1")


def token(key: Any = KEY, header: dict[str, str] | None = None, **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "tongxin", "sub": "p-1", "nonce": "n-1", "iat": now}
    claims |= {"exp": now + 60, **changes}
    return jwt.encode(header or {"alg": "RS256", "kid": "k-1"}, claims, key)


def test_what_it_says_of_itself_is_read() -> None:
    assert read_about(SAID, ISSUER) == About(
        f"{ISSUER}/authorize", f"{ISSUER}/token", f"{ISSUER}/keys", "", by_post=False
    )
    more = {
        "end_session_endpoint": f"{ISSUER}/out",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
    found = read_about(SAID | more, ISSUER)
    assert (found.leaving, found.by_post) == (f"{ISSUER}/out", True)


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        SAID | {"issuer": f"{ISSUER}/"},
        SAID | {"issuer": "https://evil.example.org"},
        SAID | {"token_endpoint": "http://sso.example.org/token"},
        SAID | {"jwks_uri": 7},
        {name: value for name, value in SAID.items() if name != "authorization_endpoint"},
    ],
)
def test_who_says_that_it_is_another_or_is_read_on_the_way_is_not_believed(said: Any) -> None:
    with pytest.raises(ProviderAway):
        read_about(said, ISSUER)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("https://sso.example.org", True),
        ("http://127.0.0.1:7", True),
        ("http://sso.example.org", False),
        ("ftp://127.0.0.1", False),
        ("", False),
    ],
)
def test_private_is_https_or_this_machine(address: str, private: bool) -> None:
    assert is_private(address) == private


def test_a_token_that_is_right_is_believed() -> None:
    found = believed(token(amr=["pwd", 7], acr="mfa"), KEYS, EXPECTED, time.time())
    assert found.subject == "p-1" and found.means == {"pwd", "mfa"}


FOREIGN = RSAKey.generate_key(2048)


@pytest.mark.parametrize(
    "made",
    [
        *("", "x", "a.b.c", token() + "x", "x" * (LONGEST + 1)),
        token(FOREIGN, {"alg": "RS256", "kid": "k-1"}),
        token(OctKey.import_key("x" * 40), {"alg": "HS256", "kid": "k-1"}),
        token(iss="https://evil.example.org"),
        token(aud="another"),
        token(nonce="n-2"),
        token(exp=int(time.time()) - 60),
        token(iat=int(time.time()) + 900),
        token(sub="x" * 256),
        token(sub=7),
    ],
)
def test_a_token_that_is_not_right_is_not_believed(made: str) -> None:
    with pytest.raises(Distrusted):
        believed(made, KEYS, EXPECTED, time.time())


def test_a_key_that_is_not_known_may_be_a_new_one() -> None:
    with pytest.raises(UnknownKey):
        believed(token(FOREIGN, {"alg": "RS256", "kid": "k-2"}), KEYS, EXPECTED, time.time())


@pytest.mark.parametrize(
    ("claims", "value"),
    [
        ({"email": "a@example.org", "email_verified": True}, "a@example.org"),
        ({"email": "a@example.org", "email_verified": "true"}, ""),
        ({"email": "a@example.org"}, ""),
        ({"email": {"$ne": ""}, "email_verified": True}, ""),
        ({}, ""),
    ],
)
def test_an_address_counts_where_it_was_seen_proved(claims: dict[str, Any], value: str) -> None:
    assert Somebody("p-1", claims).verified("email") == value


def test_means_that_are_no_texts_are_none() -> None:
    assert Somebody("p-1", {"amr": "otp", "acr": 1}).means == frozenset()
