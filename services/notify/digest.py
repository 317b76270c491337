"""Many messages in one letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.words import SEVERITY_NAMES, Severity
from services.notify.links import INBOX

MAX_LISTED = 200
"""Messages that a digest names; of the others it says how many."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that goes along: its own id, and what is said of it."""

    id: str
    severity: Severity
    subject: str
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str
    path: str


def gathered(entries: Sequence[Entry], base: str) -> Letter:
    """One letter of several; of a single message, that message. ``base``: of addresses, or empty.

    Raises: IndexError without any.
    """
    first = entries[0]
    if len(entries) == 1:
        return Letter(first.subject, first.body, first.path)
    ordered = sorted(entries, key=lambda entry: entry.severity == "routine")
    named = ordered[:MAX_LISTED]
    lines = [f"共 {len(entries)} 条消息。", ""]
    for n, entry in enumerate(named, start=1):
        lines.append(f"{n}. {_marked(entry)}")
        if base:
            lines.append(f"   {base}{entry.path}")
    if len(entries) > len(named):
        lines += ["", f"另有 {len(entries) - len(named)} 条，请在收件箱中查看。"]
    subject = f"{len(entries)} 条消息：{ordered[0].subject}等"
    return Letter(subject, "\n".join(lines) + "\n", INBOX)


def _marked(entry: Entry) -> str:
    mark = "" if entry.severity == "routine" else f"【{SEVERITY_NAMES[entry.severity].zh}】"
    return f"{mark}{entry.subject}"
