"""Receipts signed with a key of the tests' own, as the evidence service signs them."""

import json
import warnings
from datetime import UTC, datetime
from typing import Any

import httpx
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

KEY = OKPKey.generate_key("Ed25519", {"kid": "a-key-of-tests"})
ANOTHER = OKPKey.generate_key("Ed25519", {"kid": "a-key-of-tests"})
KEYS = {"keys": [KEY.as_dict(private=False)]}


def receipt(*, key: OKPKey = KEY, typ: str = "receipt+jwt", **said: Any) -> str:
    """A compact JWS. ``said``: in place of what is usual."""
    usual = {
        "iss": "tongxin",
        "evidence": "0192f0c1-2345-7abc-8def-0123456789ab",
        "district": "ganzhou",
        "state": "SEALED",
        "sha256": "0" * 64,
        "size": 1,
        "filename": "现场.jpg",
        "at": datetime.now(UTC).isoformat(),
        "codes": [],
        "custody": "0" * 64,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        header = {"alg": "EdDSA", "typ": typ, "kid": "a-key-of-tests"}
        payload = json.dumps({**usual, **said})
        return jws.serialize_compact(header, payload, key, algorithms=["EdDSA"])


class Signing(httpx.BaseTransport):
    """Before the real gateway, in the place of one that lies: receipts of another key, or that say
    another thing."""

    def __init__(self, key: OKPKey = KEY, **said: Any) -> None:
        self._real, self._key, self._said = httpx.HTTPTransport(), key, said

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/receipt-keys"):
            return httpx.Response(200, json=KEYS)
        if not request.url.path.endswith("/receipt"):
            return self._real.handle_request(request)
        path = request.url.path.removesuffix("/receipt")
        headers = {k: v for k, v in request.headers.items() if k in ("host", "authorization")}
        asked = httpx.Request("GET", request.url.copy_with(path=path), headers=headers)
        answer = self._real.handle_request(asked)
        answer.read()
        if not answer.is_success:
            return answer
        piece = answer.json()
        if piece["state"] not in ("SEALED", "REJECTED"):
            return httpx.Response(409, json={"code": "receipt-not-ready", "detail": "还没有收据"})
        said = {"evidence": piece["id"], "codes": [piece.get("code", "")]}
        said |= {name: piece[name] for name in ("district", "state", "sha256", "size")}
        text = receipt(key=self._key, **(said | self._said))
        return httpx.Response(200, json={"receipt": text})

    def close(self) -> None:
        self._real.close()
