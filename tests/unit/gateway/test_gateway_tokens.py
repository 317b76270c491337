"""Tokens: what they carry, and every way in which one is not ours."""

import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from contracts.caller import Caller
from gateway.problems import Problem
from gateway.tokens import Tokens

SECRET = "a secret of at least thirty-two characters"
LI = Caller(account="lifang", name="李芳", roles=("unit", "field"), district="ganzhou", unit="mz")


def tokens(secret: str = SECRET, lifetime: int = 60) -> Tokens:
    return Tokens(secret, lifetime=lifetime)


def code(token: str) -> str:
    with pytest.raises(Problem) as caught:
        tokens().read(token)
    return caught.value.code


def test_a_token_brings_back_who_asks_with_roles_and_scope() -> None:
    token, session = tokens().issue(LI)
    assert tokens().read(token) == session
    assert session.caller == LI
    assert 0 < session.expires - time.time() <= 60


def test_an_old_token_has_expired() -> None:
    token, _ = tokens(lifetime=-1).issue(LI)
    assert code(token) == "token-expired"


def test_a_token_of_another_secret_or_changed_by_hand_is_refused() -> None:
    token, _ = tokens("another secret of thirty-two characters").issue(LI)
    assert code(token) == "token-invalid"
    head, body, signature = tokens().issue(LI)[0].split(".")
    assert code(f"{head}.{body[:-2]}AA.{signature}") == "token-invalid"
    assert code(f"{head}.{body}.") == "token-invalid"
    assert code("x" * 5000) == "token-invalid"
    assert code("") == "token-invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "someone"},
        {"exp": None},
        {"caller": None},
        {"caller": {"account": "x"}},
        {"caller": {"account": "x", "name": "x", "roles": ["king"], "district": "*"}},
    ],
)
def test_a_well_signed_token_with_other_claims_is_refused(change: dict[str, object]) -> None:
    key = OctKey.import_key(SECRET.encode())
    claims = jwt.decode(tokens().issue(LI)[0], key, algorithms=["HS256"]).claims
    changed = {k: v for k, v in {**claims, **change}.items() if v is not None}
    assert code(jwt.encode({"alg": "HS256"}, changed, key)) == "token-invalid"


def test_the_algorithm_is_ours_not_the_tokens() -> None:
    key = OctKey.import_key(SECRET.encode())
    claims = jwt.decode(tokens().issue(LI)[0], key, algorithms=["HS256"]).claims
    other = jwt.encode({"alg": "HS512"}, claims, key, algorithms=["HS512"])
    assert code(other) == "token-invalid"
    import base64

    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    assert code(f"{none}.{other.split('.')[1]}.") == "token-invalid"
