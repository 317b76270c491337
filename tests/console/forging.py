"""Receipts that whoever sits between may tell a phone in the place of genuine ones."""

import base64
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

STRANGER = Ed25519PrivateKey.generate()


def part(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def another(genuine: str, *, head: dict[str, Any] | None = None, **said: Any) -> str:
    """The receipt with another head or other words, signed by a stranger."""
    first, second, _ = genuine.split(".")
    told = [json.loads(base64.urlsafe_b64decode(one + "==")) for one in (first, second)]
    text = f"{part(told[0] | (head or {}))}.{part(told[1] | said)}"
    return f"{text}.{base64.urlsafe_b64encode(STRANGER.sign(text.encode())).rstrip(b'=').decode()}"


LIES: tuple[Callable[[str], Any], ...] = (
    another,
    lambda genuine: another(genuine, head={"alg": "none"}).rpartition(".")[0] + ".",
    lambda genuine: another(genuine, head={"kid": "of nobody"}),
    lambda genuine: another(genuine, head={"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A"}}),
    lambda genuine: ".".join([*genuine.split(".")[:2], another(genuine).split(".")[2]]),
    lambda genuine: ".".join(another(genuine, size=1).split(".")[:2] + genuine.split(".")[2:]),
    lambda genuine: genuine + ".",
    lambda _: "A" * 3_000_000,
    lambda _: ".".join([base64.urlsafe_b64encode(b"[" * 300_000).rstrip(b"=").decode()] * 3),
    lambda _: None,
    lambda _: {"toString": 1},
)
"""What stands in the place of a genuine receipt."""
