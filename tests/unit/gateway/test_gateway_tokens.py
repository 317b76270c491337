"""Tokens: what they carry, and every way in which one is not ours."""

import asyncio
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from contracts.caller import Caller
from gateway.problems import Problem
from gateway.tokens import Session, Tokens

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


def test_two_sessions_of_one_person_are_told_apart() -> None:
    (_, first), (_, second) = tokens().issue(LI), tokens().issue(LI)
    assert first.id and first.id != second.id
    assert abs(first.issued - time.time() * 1000) < 60_000


def test_an_ended_session_is_refused_like_a_token_that_was_never_ours() -> None:
    ended: set[str] = set()

    async def has_ended(session: Session) -> bool:
        return session.id in ended

    asking = Tokens(SECRET, lifetime=60, ended=has_ended)
    token, session = asking.issue(LI)
    assert asyncio.run(asking.admit(token)) == session
    ended.add(session.id)
    with pytest.raises(Problem) as refused:
        asyncio.run(asking.admit(token))
    assert refused.value.code == "token-invalid"


def test_a_device_is_known_to_its_own_account_alone_and_opens_nothing() -> None:
    device = tokens().issue_device("lifang")
    assert tokens().device(device, "lifang")
    assert tokens().device(device, "lifan") is None
    assert tokens("another secret of thirty-two characters").device(device, "lifang") is None
    assert code(device) == "token-invalid"
    session, _ = tokens().issue(LI)
    assert tokens().device(session, "lifang") is None
    for other in ("", "x", "a.b.c", "x" * 5000):
        assert tokens().device(other, "lifang") is None


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
