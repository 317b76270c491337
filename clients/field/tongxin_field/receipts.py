"""Receipts: what the server has signed about a file, checked with its public key alone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongxin import BadReceipt, files
from tongxin import receipts as signed

ENDS = {"SEALED": "SEALED", "REJECTED": "REJECTED", "DISPOSED": "SEALED"}
"""What a receipt may say, and what it means for the file here: what was disposed of was sealed."""


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


def opened(text: str, keys: dict[str, Any]) -> Receipt:
    """``text``: a compact JWS; ``keys``: a JWKS. Raises: ReceiptInvalid."""
    try:
        said = signed.checked(text.strip(), keys)
    except BadReceipt as error:
        raise ReceiptInvalid(f"收据的签名不对：{error}") from error
    if said["state"] not in ENDS:
        raise ReceiptInvalid(f"收据的状态是 {said['state']!r}，文件还没有处理完")
    told: dict[str, Any] = {name: said.get(name) for name in Receipt.__dataclass_fields__}
    return Receipt(**told | {"codes": tuple(said["codes"]), "state": ENDS[said["state"]]})


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
