"""Receipts: what the server has signed about a file, checked with its public key alone."""

import hashlib
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet
from tongxin import files

ENDS = ("SEALED", "REJECTED")
ALGORITHMS = ["EdDSA", "Ed25519"]
"""Two names of one: RFC 8037, and RFC 9864 since."""
MOST = 64 * 1024
"""Characters of a receipt."""


class ReceiptInvalid(Exception):
    """It is not signed by these keys, or says another thing; never a reason to delete a file."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    evidence: str
    district: str
    state: str
    sha256: str
    size: int
    filename: str
    at: str
    codes: tuple[str, ...]
    said: dict[str, Any]
    """Everything that was signed."""


def opened(text: str, keys: dict[str, Any]) -> Receipt:
    """``text``: a compact JWS; ``keys``: a JWKS. Raises: ReceiptInvalid."""
    if len(text) > MOST:
        raise ReceiptInvalid("收据过长")
    try:
        ring = KeySet.import_key_set(_ed25519(keys))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # of the older name of Ed25519
            found = jws.deserialize_compact(text.strip(), ring, algorithms=ALGORITHMS)
        said = json.loads(found.payload)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ReceiptInvalid(f"收据的签名不对：{error}") from error
    if found.headers().get("typ") != "receipt+jwt":
        raise ReceiptInvalid("这不是收据")
    return _receipt(said)


def _ed25519(keys: dict[str, Any]) -> Any:
    """The public keys of this kind. Raises: ValueError without one."""
    known = [k for k in keys.get("keys", ()) if (k.get("kty"), k.get("crv")) == ("OKP", "Ed25519")]
    if not known:
        raise ValueError("没有可用的公钥")
    return {"keys": known}


def _receipt(said: Any) -> Receipt:
    try:
        receipt = Receipt(
            **{name: said[name] for name in ("evidence", "district", "state", "sha256", "size")},
            filename=str(said.get("filename", "")),
            at=str(said["at"]),
            codes=tuple(map(str, said.get("codes") or ())),
            said=said,
        )
    except (KeyError, TypeError) as error:
        raise ReceiptInvalid(f"收据缺少内容：{error}") from error
    if receipt.state not in ENDS:
        raise ReceiptInvalid(f"收据的状态是 {receipt.state!r}，文件还没有处理完")
    return receipt


def checked(text: str, keys: dict[str, Any], *, evidence: str, sha256: str, size: int) -> Receipt:
    """A receipt of this very file. Raises: ReceiptInvalid."""
    receipt = opened(text, keys)
    for name, own, said in (
        ("编号", evidence, receipt.evidence),
        ("校验值", sha256, receipt.sha256),
        ("大小", size, receipt.size),
    ):
        if own != said:
            raise ReceiptInvalid(f"收据说的是另一份文件：{name}是 {said}，这里是 {own}")
    return receipt


def proves(text: str, keys: dict[str, Any], file: Path) -> Receipt:
    """A receipt of the bytes of ``file``, whatever its name. Raises: ReceiptInvalid, OSError."""
    receipt = opened(text, keys)
    digest, size = hashlib.sha256(), file.stat().st_size
    for block in files.blocks(file, 0, size):
        digest.update(block)
    own = digest.hexdigest()
    return checked(text, keys, evidence=receipt.evidence, sha256=own, size=size)
