"""What a text message and a WeCom application are sent for one person. Pure.

Both lie open on a screen that others see: they say what there is and where, and not what it says.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.words import SEVERITY_NAMES
from services.notify.delivery import Delivery
from services.notify.robots import encoded, title

MAX_PARAMETER = 30
"""Characters of a text message's parameter; providers take 20 to 35."""
MAX_TITLE, MAX_DESCRIPTION = 128, 512
"""Bytes, of a WeCom card."""


def is_mobile(number: str) -> bool:
    return len(number) == 11 and number.startswith("1")


def masked(number: str) -> str:
    """``139****4951``"""
    return f"{number[:3]}****{number[-4:]}"


def template_for(templates: Mapping[str, str], delivery: Delivery) -> str:
    """That of the fact (``slip_issued``), else of its severity; "" where it has none."""
    fact = delivery.fact.split(".")[1] if "." in delivery.fact else delivery.fact
    return templates.get(fact) or templates.get(delivery.severity, "")


def parameters(names: Sequence[str], delivery: Delivery, link: str) -> dict[str, str]:
    """What the provider fills its template with, each cut to what it takes."""
    known = {
        "title": _cut(delivery.subject),
        "severity": SEVERITY_NAMES[delivery.severity].zh,
        "path": delivery.path,
        "link": link,
    }
    return {name: known[name] for name in names}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_PARAMETER else f"{text[: MAX_PARAMETER - 1]}…"


def text_message(
    key: str, number: str, template: str, signed: str, filled: Mapping[str, str]
) -> bytes:
    """``id`` is the same at each try, so that a provider can tell a repeat."""
    return encoded(
        {
            "id": key,
            "phone": number,
            "sign_name": signed,
            "template_id": template,
            "params": dict(filled),
        }
    )


def card(delivery: Delivery, user: str, agent: int, link: str) -> bytes:
    """https://developer.work.weixin.qq.com/document/path/90236; without an address a text."""
    said: dict[str, Any] = {"touser": user, "agentid": agent}
    what = title(delivery)
    if link:
        about = f"{SEVERITY_NAMES[delivery.severity].zh}，请点开办理。"
        shown = {"title": _bytes(what, MAX_TITLE), "description": _bytes(about, MAX_DESCRIPTION)}
        said |= {"msgtype": "textcard", "textcard": {**shown, "url": link, "btntxt": "打开"}}
    else:
        said |= {"msgtype": "text", "text": {"content": what}}
    return encoded({**said, "enable_duplicate_check": 1, "duplicate_check_interval": 1800})


def _bytes(text: str, most: int) -> str:
    """At most so many bytes, in whole signs."""
    return text.encode()[:most].decode(errors="ignore")


def answered(answer: bytes) -> dict[str, Any]:
    """The object that a server answered; empty where it is none."""
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
