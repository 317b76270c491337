"""Signatures: who signed what, and nothing else passes for it."""

import pytest

from kit.signing import FACT, Signer, genuine, own, read_trusted, trusted_keys

SECRET = "a secret of at least thirty-two signs"


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    trusted = f"tasks={Signer(SECRET).public} notify={Signer(SECRET + '2').public}"
    monkeypatch.setenv("TONGXIN_SIGNING_KEY", SECRET)
    monkeypatch.setenv("TONGXIN_TRUSTED_KEYS", trusted)
    for made in (own, trusted_keys):
        made.cache_clear()
    yield
    for made in (own, trusted_keys):
        made.cache_clear()


def test_the_same_secret_makes_the_same_key_and_another_secret_another():
    assert Signer(SECRET).public == Signer(SECRET).public != Signer(SECRET + "!").public


def test_what_was_signed_is_genuine_for_its_signer_alone():
    signature = Signer(SECRET).sign(FACT, b"body")
    assert genuine("tasks", signature, FACT, b"body")
    assert not genuine("notify", signature, FACT, b"body")
    assert not genuine("nobody", signature, FACT, b"body")
    assert not genuine("tasks", signature, "call", b"body")


def test_no_two_lists_of_parts_share_a_signature():
    signature = Signer(SECRET).sign("call", b"tasks.confirm", b"1")
    assert genuine("tasks", signature, "call", b"tasks.confirm", b"1")
    assert not genuine("tasks", signature, "call", b"tasks.confirm1", b"")
    assert not genuine("tasks", signature, "call", b"tasks.confirm", b"1", b"")


@pytest.mark.parametrize("odd", [None, 7, b"x", "", "ß", "AAAA", "A" * 88, "A" * 100_000, ["x"]])
def test_what_is_no_signature_is_refused_and_raises_nothing(odd):
    assert not genuine("tasks", odd, FACT, b"body")


def test_a_signer_may_have_two_keys_while_they_change(monkeypatch):
    new = Signer(SECRET + "new")
    both = f"tasks={Signer(SECRET).public}\ntasks={new.public}"
    monkeypatch.setenv("TONGXIN_TRUSTED_KEYS", both)
    trusted_keys.cache_clear()
    for signer in (Signer(SECRET), new):
        assert genuine("tasks", signer.sign(FACT, b"body"), FACT, b"body")


def test_the_keys_may_stand_in_a_file(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"tasks={Signer(SECRET).public}\n")
    assert set(read_trusted(str(file))) == {"tasks"}


@pytest.mark.parametrize("raw", ["", "tasks", "tasks=", "tasks=AAAA", "tasks=?", "/no/such/file"])
def test_keys_that_cannot_be_read_say_so(raw):
    with pytest.raises(ValueError):
        read_trusted(raw)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        Signer("short")
