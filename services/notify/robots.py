"""What the robots of the three chat programs, and a machine's own address, are sent. Pure.

A robot speaks in an office's group: it says what there is and where, and not what it says there,
because a group may hold others than the office.
"""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import quote_plus

from contracts.words import SEVERITY_NAMES
from services.notify.delivery import Delivery

PLAIN = {ord(sign): ord(sign) + 0xFEE0 for sign in "<>[]()*_`#@|\\"}
"""No title may become a link, a mention or a heading: signs of Markdown to their full-width kin."""


def title(delivery: Delivery) -> str:
    mark = "" if delivery.severity == "routine" else f"【{SEVERITY_NAMES[delivery.severity].zh}】"
    return f"{mark}{delivery.subject.translate(PLAIN)}"


def encoded(what: Any) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


def wecom(delivery: Delivery, link: str) -> bytes:
    """https://developer.work.weixin.qq.com/document/path/91770: at most 4096 bytes."""
    opens = f"\n[打开]({link})" if link else ""
    return encoded({"msgtype": "markdown", "markdown": {"content": f"{title(delivery)}{opens}"}})


def dingtalk(delivery: Delivery, link: str) -> bytes:
    """https://open.dingtalk.com/document/robots/custom-robot-access"""
    opens = f"\n\n[打开]({link})" if link else ""
    said = title(delivery)
    text = {"title": said, "text": f"{said}{opens}"}
    return encoded({"msgtype": "markdown", "markdown": text})


def dingtalk_url(url: str, secret: str, seconds: float) -> str:
    """The address with the signature of this moment; of a robot without one, as it is."""
    if not secret:
        return url
    at = str(int(seconds * 1000))
    made = digest(secret.encode(), f"{at}\n{secret}".encode())
    sign = quote_plus(base64.b64encode(made))
    return f"{url}{'&' if '?' in url else '?'}timestamp={at}&sign={sign}"


def feishu(delivery: Delivery, link: str, secret: str, seconds: float) -> bytes:
    """https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot"""
    at = str(int(seconds))
    line: list[dict[str, str]] = [{"tag": "text", "text": f"{title(delivery)} "}]
    if link:
        line.append({"tag": "a", "text": "打开", "href": link})
    post = {"zh_cn": {"title": "同心双拥", "content": [line]}}
    said: dict[str, Any] = {"msg_type": "post", "content": {"post": post}}
    if secret:
        sign = base64.b64encode(digest(f"{at}\n{secret}".encode(), b"")).decode()
        said = {"timestamp": at, "sign": sign, **said}
    return encoded(said)


def machine(key: str, delivery: Delivery, link: str) -> bytes:
    """What a machine is told: which fact, of what, and where to read it."""
    return encoded(
        {
            "id": key,
            "fact": delivery.fact,
            "about": delivery.about,
            "district": delivery.about_district,
            "severity": delivery.severity,
            "subject": delivery.subject,
            "path": delivery.path,
            "link": link,
            "created_at": delivery.created_at.isoformat(),
        }
    )


def signature(secret: str, at: str, body: bytes) -> str:
    """``v1=`` and the HMAC-SHA256, in hex, of the moment, a full stop, and the body."""
    return f"v1={digest(secret.encode(), at.encode() + b'.' + body).hex()}"


def said_no(answer: bytes, field: str) -> str:
    """Why a robot did not take it, from the body that it answers with 200; "" where it did."""
    try:
        found = json.loads(answer)
    except ValueError:
        return "no JSON"
    if not isinstance(found, dict):
        return "no JSON object"
    code = found.get(field)
    if code == 0 and not isinstance(code, bool):
        return ""
    said = found.get("errmsg") or found.get("msg") or ""
    return f"{field} {code} {said}"[:200]


def digest(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
