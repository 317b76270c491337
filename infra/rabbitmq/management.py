"""A small client of RabbitMQ's management API."""

import base64
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import Request, urlopen

TIMEOUT = 15  # seconds for one request


class ManagementError(Exception):
    """The broker refused a request; `status` is its HTTP status."""

    def __init__(self, what: str, status: int, body: str) -> None:
        super().__init__(f"{what}: {status} {body}")
        self.status = status


class Management:
    """The management API at `url` (http://user:password@host:port)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        netloc = parts.netloc.rpartition("@")[2]
        self._root = f"{parts.scheme}://{netloc}/api"

    def get(self, *path: str) -> Any:
        """The decoded answer. Raises: ManagementError, OSError."""
        return self.request("GET", *path)

    def put(self, *path: str, body: Any = None) -> Any:
        return self.request("PUT", *path, body=body)

    def post(self, *path: str, body: Any = None) -> Any:
        return self.request("POST", *path, body=body)

    def delete(self, *path: str) -> None:
        """Delete; what is not there is no error."""
        try:
            self.request("DELETE", *path)
        except ManagementError as error:
            if error.status != 404:
                raise

    def request(self, method: str, *path: str, body: Any = None) -> Any:
        """One request; path segments are quoted. Raises: ManagementError, OSError."""
        url = "/".join([self._root, *(quote(part, safe="") for part in path)])
        data = None if body is None and method == "GET" else json.dumps(body or {}).encode()
        request = Request(url, data, self._headers, method=method)
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:
                text = answer.read()
        except HTTPError as error:
            with error:
                reason = error.read().decode(errors="replace")[:500]
            raise ManagementError(f"{method} {'/'.join(path)}", error.code, reason) from None
        except HTTPException as error:
            raise OSError(f"{method} {'/'.join(path)}: {error!r}") from error
        return json.loads(text) if text else None
