"""Messages and choices as the pages show them. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from contracts.words import SEVERITY_NAMES, Lang, Severity
from gateway.console.frame.words import stamp, word

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


def messages(items: list[Json], lang: Lang) -> list[Message]:
    return [_message(item, lang) for item in items]


def _message(item: Json, lang: Lang) -> Message:
    severity: Severity = item["severity"]
    noted = item["acknowledged_at"]
    return Message(
        id=item["id"],
        subject=item["subject"],
        body=item["body"].strip(),
        at=stamp(item["created_at"], lang),
        iso=item["created_at"],
        severity=severity,
        shape=SHAPES[severity],
        path=item["path"],
        read=item["read_at"] is not None,
        noted=stamp(noted, lang),
        waits=severity == "urgent" and not noted,
    )


def newest(items: list[Json]) -> str:
    """When the last of them came (an instant), "" without any."""
    return max((item["delivered_at"] for item in items), default="")


class Choosing(NamedTuple):
    """``channels``: by name, which severities come by it now. ``given``: what its fields hold."""

    known: bool
    channels: dict[str, list[Severity]]
    given: dict[str, str]
    next: str


def choosing(found: Json, lang: Lang) -> Choosing:
    through = found["through"]
    channels = {name: through.get(name, usual) for name, usual in found["channels"].items()}
    given = {
        "digest_at": word(lang, "comma").join(found["digest_at"]),
        "quiet_from": found["quiet_from"] or found["usual"]["quiet_from"],
        "quiet_until": found["quiet_until"] or found["usual"]["quiet_until"],
    }
    next = stamp(found["next_digest"], lang) if found["known"] else ""
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
