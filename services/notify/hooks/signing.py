"""How a request is signed: Standard Webhooks, https://www.standardwebhooks.com. Pure."""

import base64
from collections.abc import Iterable

from services.notify.robots import digest

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_of(random: bytes) -> str:
    return PREFIX + base64.b64encode(random).decode()


def signatures(secrets: Iterable[str], id: str, at: int, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256, in base64, of id, moment and body with full stops between: one
    for each secret, with blanks between.
    """
    content = b".".join((id.encode(), str(at).encode(), body))
    keys = (base64.b64decode(secret.removeprefix(PREFIX)) for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(digest(key, content)).decode()}" for key in keys)


def headers(secrets: Iterable[str], id: str, at: int, body: bytes) -> dict[str, str]:
    return {
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": signatures(secrets, id, at, body),
    }
