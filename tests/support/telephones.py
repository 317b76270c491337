"""A provider of text messages and WeCom's own server, as both answer."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.robots import Robots

APP_KEY, SECRET = "k-1", "sms-c0ffee"
ORGANISATION, AGENT, APP_SECRET = "ww01", 1000002, "app-c0ffee"


class Telephones(Robots):
    """``taken``: (protocol, body). ``tokens``: how many were given; ``code``: answered in the body
    in place of yes; ``known``: WeCom users, and numbers that are ones.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tokens = 0
        self.code: Any = None
        self.known = {"zhang.min", "13987264951"}

    def answer(self, path: str, raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if self.status != 200:
            return self.status, b""
        if self.body is not None:
            return 200, self.body
        where, asked = urlsplit(path).path, parse_qs(urlsplit(path).query)
        said = {"/cgi-bin/gettoken": self._token, "/cgi-bin/message/send": self._card}.get(where)
        answer = said(asked, raw) if said else self._message(raw, headers)
        return 200, json.dumps(answer).encode()

    def expire(self) -> None:
        """The token that was given last holds no longer."""
        self.tokens += 1

    def _token(self, asked: dict[str, list[str]], raw: bytes) -> dict[str, Any]:
        if (asked["corpid"], asked["corpsecret"]) != ([ORGANISATION], [APP_SECRET]):
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.tokens += 1
        return {"errcode": 0, "access_token": f"t-{self.tokens}", "expires_in": 7200}

    def _card(self, asked: dict[str, list[str]], raw: bytes) -> dict[str, Any]:
        if asked["access_token"] != [f"t-{self.tokens}"]:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        if self.code is not None:
            return {"errcode": self.code, "errmsg": "no"}
        said = json.loads(raw)
        if said["agentid"] != AGENT or said["msgtype"] not in ("text", "textcard"):
            return {"errcode": 40056, "errmsg": "invalid agentid"}
        if said["touser"] not in self.known:
            return {"errcode": 0, "errmsg": "ok", "invaliduser": said["touser"]}
        self.taken.append(("wecomapp", said))
        return {"errcode": 0, "errmsg": "ok"}

    def _message(self, raw: bytes, headers: dict[str, str]) -> dict[str, Any]:
        at = headers["x-timestamp"]
        made = hmac.new(SECRET.encode(), f"{at}.".encode() + raw, hashlib.sha256).hexdigest()
        if headers["x-signature"] != f"v1={made}" or headers["x-app-key"] != APP_KEY:
            return {"code": "SignatureDoesNotMatch"}
        if abs(time.time() - int(at)) > 300:
            return {"code": "InvalidTimestamp"}
        if self.code is not None:
            return {"code": self.code, "message": "no"}
        said = json.loads(raw)
        if said["phone"] not in self.known:
            return {"code": "isv.MOBILE_NUMBER_ILLEGAL", "message": said["phone"]}
        if any(len(value) > 35 for value in said["params"].values()):
            return {"code": "isv.PARAM_LENGTH_LIMIT"}
        self.taken.append(("sms", said))
        return {"code": "OK"}
