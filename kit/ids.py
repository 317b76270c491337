"""Ids and digests that follow from what caused them."""

import hashlib
import uuid
from typing import Any

import msgspec

NAMESPACE = uuid.UUID("6f2f0f0e-6b0c-4f0f-9a53-1d6f6c0a7a11")


def derived_id(service: str, cause: str) -> str:
    """The id of an aggregate born from this cause: a repeat meets the duplicate key."""
    return str(uuid.uuid5(NAMESPACE, f"{service}:{cause}"))


def digest(method: str, order: Any) -> str:
    return hashlib.sha256(method.encode() + b"\0" + msgspec.json.encode(order)).hexdigest()
