"""People at the doors of their accounts, on a running gateway."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from gateway.hashing import HASHER
from tests.support.described import must_be_described
from tests.support.running import Running
from tests.support.stack import Stack

PASSWORD = "a long enough password"
HELD = HASHER.hash(PASSWORD)


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def somewhere() -> str:
    """An address that no other test comes from."""
    return f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"


@contextmanager
def coming_from(address: str, gateway: Running) -> Iterator[httpx.Client]:
    """A client whose proxy, which the gateway trusts, says where it comes from."""
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    headers = {"X-Forwarded-For": address}
    with httpx.Client(base_url=base + "/api/v1", headers=headers, timeout=60) as http:
        yield http


def account_of(stack: Stack, role: str, district: str = "ganzhou", **more: Any) -> str:
    """A new account, as it stands once it is opened; its name."""
    account = f"{role.replace('_', '-')}-{secrets.token_hex(4)}"
    document = {"_id": account, "name": "李芳", "roles": [role], "district": district}
    document |= {"unit": "", "state": "active", "password": HELD}
    stack.mongo("gateway")["accounts"].insert_one(document | more)
    return account


class Person:
    """Somebody at the API: what is answered with another status fails the test."""

    def __init__(self, http: httpx.Client, account: str = "") -> None:
        self.http = http
        self.account = account
        self.right: dict[str, str] = {}

    def sign_in(self, password: str = PASSWORD, **more: str) -> httpx.Response:
        given = {"account": self.account, "password": password, **more}
        answer = self.http.post("/token", json=given, headers=key())
        must_be_described("post", "/token", answer)
        if answer.status_code == 200:
            self.right = bearer(answer)
        return answer

    def at(self) -> "Person":
        assert self.sign_in().status_code == 200
        return self

    def post(self, path: str, status: int = 200, /, **body: Any) -> Any:
        answer = self.http.post(path, json=body, headers=self.right | key())
        assert answer.status_code == status, answer.text
        must_be_described("post", path, answer)
        return answer.json()

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        answer = self.http.get(path, params=query, headers=self.right)
        assert answer.status_code == status, answer.text
        must_be_described("get", path, answer)
        return answer.json()

    def refused(self, path: str, status: int, why: str, /, **body: Any) -> dict[str, Any]:
        """The problem, whose code is ``why``."""
        problem: dict[str, Any] = self.post(path, status, **body)
        assert problem["code"] == why, problem
        return problem


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": "Bearer " + answer.json()["token"]}


Someone = Callable[..., Person]


def stranger(someone: Someone, account: str) -> Person:
    """Who comes to that account from elsewhere."""
    person: Person = someone()
    person.account = account
    return person
