"""What is signed."""

from datetime import datetime
from typing import Literal

from contracts.answers.base import Answer, answers
from contracts.orders import evidence as orders


@answers(orders.ReceiptOf)
class SignedReceipt(Answer, frozen=True, kw_only=True):
    """A compact JWS (EdDSA with Ed25519, ``typ`` receipt+jwt). Its payload is JSON: ``iss``,
    ``evidence``, ``district``, ``state`` (SEALED, REJECTED or DISPOSED), ``sha256``, ``size``,
    ``filename``, ``at``, ``codes`` (of a rejection) and ``custody`` (the hash of the entry that
    ended it). It is checked with the keys of ``GET /receipt-keys``, without this system."""

    receipt: str


@answers(orders.TreeHeadOf)
class SignedTreeHead(Answer, frozen=True, kw_only=True):
    """A Merkle tree (RFC 9162) over every entry of custody; ``head``: a compact JWS of the rest."""

    head: str
    number: int
    size: int
    root: str
    signed_at: datetime


class PublicKey(Answer, frozen=True, kw_only=True):
    """A JSON Web Key (RFC 8037); ``kid`` is its thumbprint (RFC 7638)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    alg: Literal["EdDSA"]
    use: Literal["sig"]


@answers(orders.ReceiptKeys)
class KeySet(Answer, frozen=True, kw_only=True):
    """A JSON Web Key Set: the key in force in front, and all that ever signed a receipt."""

    keys: tuple[PublicKey, ...]
