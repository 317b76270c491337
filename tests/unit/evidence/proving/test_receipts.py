"""Receipts: what they say, who believes them, and what is not believed."""

import base64
import json
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk, jws
from joserfc.errors import SecurityWarning
from tongxin import receipts
from tongxin.receipts import BadReceipt, checked, proves

from services.evidence import settings
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Facts, Verdict, refused
from services.evidence.proving.keys import ProofKey, base64url, jwk_of, key_set
from services.evidence.proving.receipts import RECEIPT, receipt
from services.evidence.refusals import ReceiptNotReady
from services.evidence.sealing import checking
from services.evidence.sealing.checking import Checked
from tests.unit.evidence.support import given, later, stored

KEY, OTHER = ProofKey("a secret of the tests, long enough"), ProofKey("another secret, as long")
KEYS = key_set(KEY, ())


def ended(verdict: Verdict) -> Piece:
    begun = checking.attempt(stored(), given("e-1"))
    (claim,) = begun.events
    found = given("e-1", found=Checked(verdict, later(days=30)))
    change = checking.conclude(begun.state, claim, found)  # type: ignore[arg-type]
    assert change is not None
    return change.state


SEALED = ended(Verdict(code="ok", facts=Facts()))
REJECTED = ended(refused("macro"))
SAID = receipt(SEALED, "e-1", "同心市")
SIGNED = KEY.signed(RECEIPT, SAID)


def test_a_receipt_says_which_file_was_sealed_when_and_by_which_entry() -> None:
    told = checked(SIGNED, KEYS)
    manifest = SEALED.manifest
    assert proves(told, "e-1", manifest.sha256, manifest.size)
    assert told == {
        "iss": "同心市",
        "evidence": "e-1",
        "district": "chengguan",
        "state": "SEALED",
        "sha256": manifest.sha256,
        "size": manifest.size,
        "filename": manifest.filename,
        "at": "2026-06-01T08:00:00Z",
        "codes": [],
        "custody": SEALED.custody[-1].h,
    }


def test_a_receipt_of_a_rejection_names_its_code_also_when_the_bytes_are_gone() -> None:
    gone = REJECTED.noted("deleted", later(days=7), {})
    told = checked(KEY.signed(RECEIPT, receipt(gone, "e-1", "x")), KEYS)
    assert (told["state"], told["codes"]) == ("REJECTED", ["macro"])
    assert told["custody"] == REJECTED.custody[-1].h


def test_the_same_piece_gives_the_same_bytes_also_after_it_was_read() -> None:
    read = SEALED.noted("fetched", later(days=1), {}, "lin")
    assert KEY.signed(RECEIPT, receipt(read, "e-1", "同心市")) == SIGNED


def test_there_is_no_receipt_before_the_check_has_ended() -> None:
    with pytest.raises(ReceiptNotReady):
        receipt(stored(), "e-1", "x")


def test_a_receipt_of_another_file_proves_nothing() -> None:
    told = checked(SIGNED, KEYS)
    assert not proves(told, "e-2", told["sha256"], told["size"])
    assert not proves(told, "e-1", "0" * 64, told["size"])
    assert not proves(told, "e-1", told["sha256"], told["size"] + 1)


def test_a_library_that_we_did_not_write_believes_it_too() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of the name EdDSA
        keys = jwk.KeySet.import_key_set(KEYS)  # type: ignore[arg-type]
        found = jws.deserialize_compact(SIGNED, keys, algorithms=["EdDSA"])
    assert (found.payload, found.headers()["typ"]) == (SAID, "receipt+jwt")
    assert keys.keys[0].thumbprint() == KEY.public["kid"]


def test_openssl_believes_it_with_the_public_key_alone(tmp_path: Path) -> None:
    body, _, signature = SIGNED.rpartition(".")
    (tmp_path / "said").write_text(body)
    (tmp_path / "signature").write_bytes(raw(signature))
    der = bytes.fromhex("302a300506032b6570032100") + raw(KEY.public["x"])
    (tmp_path / "key").write_bytes(der)
    verify = ("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin")
    named = ("-inkey", "key", "-in", "said", "-sigfile", "signature")
    told = subprocess.run([*verify, *named], cwd=tmp_path, capture_output=True, check=True)
    assert b"Signature Verified Successfully" in told.stdout


def raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def rewritten(**header: Any) -> str:
    """With another header, signed by the right key."""
    head = base64url(json.dumps({**json.loads(raw(SIGNED.split(".")[0])), **header}).encode())
    body = f"{head}.{SIGNED.split('.')[1]}"
    return f"{body}.{base64url(KEY._key.sign(body.encode()))}"


HEAD, BODY, SIGNATURE = SIGNED.split(".")
ALTERED = base64url(SAID.replace(b"SEALED", b"sealed"))
BAD = {
    "an altered payload": f"{HEAD}.{ALTERED}.{SIGNATURE}",
    "another key": OTHER.signed(RECEIPT, SAID),
    "another key under a known id": ".".join(
        (HEAD, BODY, OTHER.signed(RECEIPT, SAID).split(".")[2])
    ),
    "no algorithm": rewritten(alg="none"),
    "no signature": f"{HEAD}.{BODY}.",
    "a secret as algorithm": rewritten(alg="HS256"),
    "an unknown key": rewritten(kid="unknown"),
    "no key": rewritten(kid=None),
    "another kind of thing": KEY.signed("tree-head+jwt", SAID),
    "a demand that nobody knows": rewritten(crit=["b64"]),
    "two parts": f"{HEAD}.{BODY}",
    "four parts": f"{SIGNED}.x",
    "no base64": f"{HEAD}.{BODY}.*",
    "padding": f"{SIGNED}==",
    "an idle bit": SIGNED[:-1] + chr(ord(SIGNED[-1]) + 1),
    "a header that is a list": f"{base64url(b'[]')}.{BODY}.{SIGNATURE}",
    "a header that is no JSON": f"{base64url(b'{')}.{BODY}.{SIGNATURE}",
    "no end": "x" * 20_000,
    "signs of no alphabet": "回.执.条",
    "a payload that says nothing": KEY.signed(RECEIPT, b"{}"),
    "a payload that is no object": KEY.signed(RECEIPT, b"[]"),
    "a payload that is no JSON": KEY.signed(RECEIPT, b"{"),
}


@pytest.mark.parametrize("signed", BAD.values(), ids=BAD)
def test_what_is_not_ours_or_was_altered_is_not_believed(signed: str) -> None:
    with pytest.raises(BadReceipt):
        checked(signed, KEYS)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{**KEY.public, "kty": "EC"}]}])
def test_without_its_key_nothing_is_believed(keys: dict[str, Any]) -> None:
    with pytest.raises(BadReceipt):
        checked(SIGNED, keys)


def test_what_a_former_key_signed_is_checked_with_the_keys_of_now() -> None:
    former = settings.public_keys(f" {KEY.public['x']}\n{OTHER.public['x']} ")
    keys = key_set(OTHER, former)
    assert [key["kid"] for key in keys["keys"]] == [OTHER.public["kid"], KEY.public["kid"]]
    assert checked(SIGNED, keys)["evidence"] == "e-1"


def test_an_id_of_a_key_is_its_thumbprint() -> None:
    """RFC 8037, appendix A.3."""
    key = jwk_of(raw("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    assert key["kid"] == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_secret_of_a_key_is_a_value_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("0123456789abcdef" * 2 + "\n")
    assert settings.proof_secret(str(file)) == settings.proof_secret("0123456789abcdef" * 2)
    for wrong in ("short", str(tmp_path / "absent"), str(tmp_path)):
        with pytest.raises(ValueError):
            settings.proof_secret(wrong)
    for wrong in ("x", "中", KEY.public["x"] + "AAAA"):
        with pytest.raises(ValueError, match="32 bytes"):
            settings.public_keys(wrong)


def test_the_reader_of_receipts_takes_what_is_signed_as_the_service_signs() -> None:
    assert receipts.KIND == RECEIPT
