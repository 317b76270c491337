"""A client that speaks as ODK Collect does: HEAD first, then the form with its pictures."""

import io
import re
import secrets
import uuid
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import httpx
from PIL import Image

from contracts.captions import CAPTIONS


def picture(size: int = 0) -> bytes:
    """A JPEG that no other is like; ``size``: at least so many bytes."""
    out = io.BytesIO()
    Image.frombytes("RGB", (8, 8), secrets.token_bytes(192)).save(out, "JPEG")
    return out.getvalue() + secrets.token_bytes(max(0, size - out.tell()))


@dataclass
class Filled:
    """A form that somebody filled in."""

    item: str
    task: str
    district: str
    pictures: dict[str, bytes]
    id: str = field(default_factory=lambda: f"uuid:{uuid.uuid4()}")
    version: str = "an old one"
    form: str = ""

    @property
    def xml(self) -> bytes:
        root = ET.Element("data", id=self.form or f"tongxin-{self.item}", version=self.version)
        said = {"start": "2026-05-04T10:05:00.000+08:00", "district": self.district}
        said |= {"task": self.task, **{f"caption_{name}": "写了" for name in CAPTIONS}}
        for name, text in said.items():
            ET.SubElement(root, name).text = text
        for name in self.pictures:
            ET.SubElement(ET.SubElement(root, "photos"), "photo").text = name
        meta = ET.SubElement(root, "{http://openrosa.org/xforms}meta")
        ET.SubElement(meta, "{http://openrosa.org/xforms}instanceID").text = self.id
        return ET.tostring(root)


class Collect:
    def __init__(self, base: str, account: str, secret: str) -> None:
        self.http = httpx.Client(
            base_url=base + "/openrosa",
            auth=(account, secret) if secret else None,
            headers={"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026"},
            timeout=60,
        )

    def close(self) -> None:
        self.http.close()

    def send(
        self, filled: Filled, *, only: set[str] | None = None, incomplete: bool = False
    ) -> httpx.Response:
        """``only``: the pictures of this post."""
        ready = self.http.head("/submission")
        if ready.status_code != 204:
            return ready
        files = {"xml_submission_file": ("form.xml", filled.xml, "text/xml")}
        for name, content in filled.pictures.items():
            if only is None or name in only:
                files[name] = (name, content, "image/jpeg")
        more = {"*isIncomplete*": "yes"} if incomplete else {}
        return self.http.post(ready.headers["location"], files=files, data=more)


def said(answer: httpx.Response) -> tuple[str, str]:
    """Nature and text of an answer."""
    (message,) = ET.fromstring(answer.content)
    return message.get("nature", ""), message.text or ""


def app_password(base: str, account: str, password: str) -> str:
    """A new one, as its page hands it out. Raises: httpx.HTTPError."""
    with httpx.Client(base_url=base, headers={"Origin": base}, timeout=30) as browser:
        asked = {"account": account, "password": password}
        _post(browser, "/console/login", "/console/login", asked)
        made = _post(browser, "/console/devices", "/console/devices", {"label": "采集手机"})
    return _found(r"<code>([\w-]{22})</code>", made)


def _post(browser: httpx.Client, page: str, path: str, given: dict[str, str]) -> str:
    form = browser.get(page).raise_for_status()
    sealed = _found(r'name="form_token" value="([0-9a-f]{64})"', form.text)
    answer = browser.post(path, data={**given, "form_token": sealed})
    if answer.is_error:
        answer.raise_for_status()
    return answer.text


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text[:500]
    return found[1]
