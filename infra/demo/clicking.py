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

    def send(self, path: str, typed: dict[str, str], confirmed: dict[str, str]) -> str:
        """The address to which the page's form led, once what it shows was ``confirmed``.

        Raises: httpx.HTTPStatusError, LookupError.
        """
        asked = self._sent(path, self._http.get(path), typed)
        answer = self._sent(path, asked, confirmed)
        if not answer.is_redirect:
            raise LookupError(f"{path} gave the form again: {answer.status_code}")
        return answer.headers["location"].partition("?")[0]

    def _sent(self, path: str, page: httpx.Response, typed: dict[str, str]) -> httpx.Response:
        form = Form()
        form.feed(page.raise_for_status().text)
        return self._http.post(path, data=form.fields | typed)

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
            # The line break after <textarea> is none of its text (HTML, 13.2.6.4.7).
            self.fields[self._text] += data if self.fields[self._text] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag in ("form", "textarea"):
            self._text = ""
