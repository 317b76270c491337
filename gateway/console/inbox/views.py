"""Messages and choices as the pages show them. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from contracts.words import SEVERITY_NAMES, Severity
from gateway.console.frame.words import moment

Json = dict[str, Any]
SHAPES: dict[Severity, str] = {"routine": "", "important": "orange", "urgent": "red"}


class Message(NamedTuple):
    """``shape``: "" where its severity is nothing to speak of. ``path``: "" where it leads nowhere.
    ``noted``: the moment of it, or ""; ``waits``: it is urgent and not taken note of.
    """

    id: str
    subject: str
    body: str
    at: str
    iso: str
    severity: Severity
    shape: str
    path: str
    read: bool
    noted: str
    waits: bool


def messages(items: list[Json]) -> list[Message]:
    return [_message(item) for item in items]


def _message(item: Json) -> Message:
    severity: Severity = item["severity"]
    noted = item["acknowledged_at"]
    return Message(
        id=item["id"],
        subject=item["subject"],
        body=item["body"].strip(),
        at=_moment(item["created_at"]),
        iso=item["created_at"],
        severity=severity,
        shape=SHAPES[severity],
        path=item["path"],
        read=item["read_at"] is not None,
        noted=_moment(noted) if noted else "",
        waits=severity == "urgent" and not noted,
    )


def newest(items: list[Json]) -> str:
    """When the last of them came (an instant), "" without any."""
    return max((item["delivered_at"] for item in items), default="")


def _moment(iso: str) -> str:
    return moment(datetime.fromisoformat(iso))


class Choosing(NamedTuple):
    """``channels``: by name, which severities come by it now. ``given``: what its fields hold."""

    known: bool
    channels: dict[str, list[Severity]]
    given: dict[str, str]
    next: str


def choosing(found: Json) -> Choosing:
    through = found["through"]
    channels = {name: through.get(name, usual) for name, usual in found["channels"].items()}
    given = {
        "digest_at": "，".join(found["digest_at"]),
        "quiet_from": found["quiet_from"] or found["usual"]["quiet_from"],
        "quiet_until": found["quiet_until"] or found["usual"]["quiet_until"],
    }
    next = _moment(found["next_digest"]) if found["known"] else ""
    return Choosing(found["known"], channels, given, next)


def order(form: Mapping[str, str], channels: Mapping[str, Any]) -> Json:
    """``ChooseNotices`` as the form says it: a tick ``<channel>.<severity>`` each."""
    through = {
        name: [severity for severity in SEVERITY_NAMES if f"{name}.{severity}" in form]
        for name in channels
    }
    times = form.get("digest_at", "")
    for sign in "，、；,;":
        times = times.replace(sign, " ")
    clocks = [_clock(time) for time in times.split()]
    return {
        "through": through,
        "digest_at": clocks,
        "quiet_from": _clock(form.get("quiet_from", "")),
        "quiet_until": _clock(form.get("quiet_until", "")),
    }


def _clock(text: str) -> str:
    """8：30 as people write it: 08:30."""
    text = text.strip().replace("：", ":")
    return f"0{text}" if text[1:2] == ":" else text
