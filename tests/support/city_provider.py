"""The city's own sign-in as a real HTTP server, and what a false one might answer."""

import threading
import time
from collections.abc import Callable
from typing import Any

import flask
import msgspec
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

Claims = dict[str, Any]


class CityProvider:
    """Listens on loopback.

    Attributes:
        alter: what becomes of the claims before they are signed anew, or None.
        forge: sign with a key that is not among those it tells of.
        silent: seconds before any answer.
    """

    def __init__(self) -> None:
        self.alter: Callable[[Claims], Claims] | None = None
        self.forge, self.silent = False, 0.0
        self.asked: list[str] = []
        self._foreign = RSAKey.generate_key(2048)
        app = oidc_provider_mock.app(require_nonce=True)
        app.before_request(self._before)
        app.after_request(self._after)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._ended = threading.Event()

    def __enter__(self) -> "CityProvider":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _before(self) -> None:
        self.asked.append(flask.request.path)
        self._ended.wait(self.silent)

    def _after(self, response: flask.Response) -> flask.Response:
        tampers = self.alter is not None or self.forge
        if flask.request.path != "/oauth2/token" or not tampers or response.status_code != 200:
            return response
        own = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        body = msgspec.json.decode(response.get_data())
        claims = dict(jwt.decode(body["id_token"], own).claims)
        claims = self.alter(claims) if self.alter else claims
        key = self._foreign if self.forge else own
        header = {"alg": "RS256", **({} if self.forge else {"kid": own.kid})}
        response.set_data(
            msgspec.json.encode({**body, "id_token": jwt.encode(header, claims, key)})
        )
        return response


def expired(claims: Claims) -> Claims:
    return {**claims, "iat": int(time.time()) - 900, "exp": int(time.time()) - 600}
