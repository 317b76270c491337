"""What only pages do: a form opened, filled in and sent, as a browser does it without a script."""

from html.parser import HTMLParser
from typing import Any

import httpx

from infra.demo.api import SECONDS

Attributes = list[tuple[str, str | None]]


class Console:
    """Pages as somebody who is signed in. ``token``: as of ``POST /token``."""

    def __init__(self, url: str, token: str) -> None:
        cookies = {"tongxin": token}
        self._http = httpx.Client(base_url=url, cookies=cookies, timeout=SECONDS)

    def send(self, path: str, **typed: str) -> str:
        """The address to which the page's form led. Raises: httpx.HTTPStatusError, LookupError."""
        page = self._http.get(path)
        page.raise_for_status()
        form = Form()
        form.feed(page.text)
        answer = self._http.post(path, data=form.fields | typed)
        if not answer.is_redirect:
            raise LookupError(f"{path} gave the form again: {answer.status_code}")
        return answer.headers["location"].partition("?")[0]

    def file(self, path: str) -> bytes:
        """Raises: httpx.HTTPStatusError."""
        return self._http.get(path).raise_for_status().content

    def close(self) -> None:
        self._http.close()


class Form(HTMLParser):
    """What the page's own form (class ``bring``) holds before anybody types."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._text = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._inside = given.get("class") == "bring"
        elif self._inside and tag in ("input", "textarea"):
            self.fields[given["name"]] = given.get("value") or ""
            self._text = given["name"] if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag in ("form", "textarea"):
            self._text = ""
