"""Whether an event that came by webhook is Tongxin's: the signature of Standard Webhooks."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

PREFIX = "whsec_"
FRESH_SECONDS = 300


class NotGenuine(Exception):
    """The request is not from Tongxin, was changed on the way, or is an old one sent again."""


def verified(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: float | None = None,
    fresh: float = FRESH_SECONDS,
) -> dict[str, Any]:
    """The event (a CloudEvent) of a request.

    Args:
        secret: ``whsec_…``, as the registration answered it.
        headers: of the request; the case of their names does not matter.
        body: exactly as it came, before it is read as JSON.
        fresh: seconds by which the request's own clock may differ from ``now`` (by default, ours).

    Raises: NotGenuine; ValueError for a secret that is none.
    """
    told = {name.lower(): value for name, value in headers.items()}
    id, at, signed = (told.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (at.isascii() and at.isdecimal() and len(at) <= 15):
        raise NotGenuine("there is no moment in webhook-timestamp")
    if abs((time.time() if now is None else now) - int(at)) > fresh:
        raise NotGenuine("it is too old, or a clock is wrong")
    content = b".".join((id.encode(), at.encode(), body))
    wanted = base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest())
    given = (part.partition(",") for part in signed.split(" ")[:10])
    if not any(
        version == "v1" and hmac.compare_digest(sign.encode(), wanted) for version, _, sign in given
    ):
        raise NotGenuine("no signature fits")
    event: dict[str, Any] = json.loads(body)
    return event


def _key(secret: str) -> bytes:
    """Raises: ValueError."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as fault:
        raise ValueError("the secret is no whsec_…") from fault
