"""What OpenRosa answers with. Pure."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from gateway.openrosa.forms import Form, md5, writable

HOME = "/openrosa"
HEADERS = {"X-OpenRosa-Version": "1.0", "Cache-Control": "private, no-store"}
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
MEDIA_TYPE = "text/xml; charset=utf-8"


def server_of(request: Request) -> str:
    """What an app is told to ask."""
    return str(request.base_url).rstrip("/") + HOME


def _xml(root: ET.Element, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, HEADERS | (headers or {}), media_type=MEDIA_TYPE)


def _with(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = writable(text)


def form_list(forms: Iterable[Form], home: str) -> Response:
    root = ET.Element("xforms", xmlns=LIST)
    for form in forms:
        _with(
            ET.SubElement(root, "xform"),
            formID=form.id,
            name=form.title,
            version=form.version,
            hash=f"md5:{form.hash}",
            downloadUrl=f"{home}/forms/{form.item}",
            manifestUrl=f"{home}/forms/{form.item}/manifest",
        )
    return _xml(root)


def manifest(item: str, files: dict[str, bytes], home: str) -> Response:
    root = ET.Element("manifest", xmlns=MANIFEST)
    for name, content in files.items():
        _with(
            ET.SubElement(root, "mediaFile"),
            filename=name,
            hash=f"md5:{md5(content)}",
            downloadUrl=f"{home}/forms/{item}/{name}",
        )
    return _xml(root)


def form(made: Form) -> Response:
    return Response(made.xml, 200, HEADERS, media_type=MEDIA_TYPE)


def said(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    root = ET.Element("OpenRosaResponse", xmlns=RESPONSE)
    nature = "submit_success" if status < 300 else "error"
    ET.SubElement(root, "message", nature=nature).text = writable(text)
    return _xml(root, status, headers)
