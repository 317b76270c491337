"""What is sealed opens for those who hold the keys, and for nobody else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kit import sealing
from kit.errors import Malformed
from kit.sealing import opened_by, sealed_by
from kit.signing import Signer, own, read_trusted, trusted_keys

SECRETS = {
    name: f"a secret of at least thirty-two signs: {name}"
    for name in ("gateway", "tasks", "tasks-new", "thief")
}
SIGNERS = {name: Signer(secret) for name, secret in SECRETS.items()}
BODY = "电话13800138000".encode()


def keys(*names: str) -> tuple[Ed25519PublicKey, ...]:
    return read_trusted(" ".join(f"x={SIGNERS[name].public}" for name in names))["x"]


def test_a_call_and_its_reply_are_read_by_the_two_alone() -> None:
    call, there = sealed_by(SIGNERS["gateway"], keys("tasks"), BODY)
    raw, here = opened_by(SIGNERS["tasks"], keys("gateway"), call)
    assert raw == BODY and BODY not in call
    reply = here.closed(b"answer")
    assert there.opened(reply) == b"answer" and b"answer" not in reply
    with pytest.raises(Malformed):
        opened_by(SIGNERS["thief"], keys("gateway"), call)


def test_nobody_else_seals_in_the_gateways_name() -> None:
    call, _ = sealed_by(SIGNERS["thief"], keys("tasks"), BODY)
    with pytest.raises(Malformed):
        opened_by(SIGNERS["tasks"], keys("gateway"), call)


def test_no_two_seals_are_alike() -> None:
    calls = {sealed_by(SIGNERS["gateway"], keys("tasks"), BODY)[0] for _ in range(20)}
    assert len(calls) == 20


@pytest.mark.parametrize("receiver", ["tasks", "tasks-new"])
def test_while_keys_change_the_old_and_the_new_one_open(receiver: str) -> None:
    call, _ = sealed_by(SIGNERS["gateway"], keys("tasks", "tasks-new"), BODY)
    assert opened_by(SIGNERS[receiver], keys("thief", "gateway"), call)[0] == BODY


def test_what_was_changed_or_cut_on_the_way_is_not_opened() -> None:
    call, there = sealed_by(SIGNERS["gateway"], keys("tasks"), BODY)
    ends = [call[:n] for n in range(len(call))]
    changed = [call[:n] + bytes((call[n] ^ 1,)) + call[n + 1 :] for n in range(len(call))]
    for broken in (*ends, *changed, b"\xff" * 40):
        with pytest.raises(Malformed):
            opened_by(SIGNERS["tasks"], keys("gateway"), broken)
    for broken in (b"", b"x" * 27, b"x" * 200):
        with pytest.raises(Malformed):
            there.opened(broken)


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TONGXIN_SIGNING_KEY", SECRETS["gateway"])
    monkeypatch.setenv("TONGXIN_TRUSTED_KEYS", f"tasks={SIGNERS['tasks'].public}")
    for made in (own, trusted_keys):
        made.cache_clear()
    yield
    for made in (own, trusted_keys):
        made.cache_clear()


@pytest.mark.usefixtures("gateway")
def test_a_process_seals_with_its_own_key_for_those_whose_key_is_trusted() -> None:
    call, _ = sealing.sealed("tasks", BODY)
    assert opened_by(SIGNERS["tasks"], keys("gateway"), call)[0] == BODY
    back, _ = sealed_by(SIGNERS["tasks"], keys("gateway"), BODY)
    assert sealing.opened("tasks", back)[0] == BODY
    with pytest.raises(LookupError, match="notify"):
        sealing.sealed("notify", BODY)
