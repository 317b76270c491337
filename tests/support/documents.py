"""The documentation as data: its pages, what they name, and their commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from infra.local.programs import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "kit" / "README.md"]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


class Block(NamedTuple):
    """``kind``: ``sh`` is run against the running system, ``console`` needs more than that."""

    page: str
    kind: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for kind, text in _FENCE.findall(page.read_text()):
        yield Block(page.name, kind, text)


def named(page: Path) -> list[str]:
    """What stands between backticks, outside fences."""
    return _CODE.findall(_FENCE.sub("", page.read_text()))


def links(page: Path) -> list[str]:
    """Addresses of its links and pictures."""
    return _LINK.findall(_FENCE.sub("", page.read_text()))


def commands() -> list[str]:
    """Each line of each command of the documentation, with continued lines put together."""
    found = []
    for page in PAGES:
        for block in blocks(page):
            if block.kind in ("sh", "console", ""):
                found += block.text.replace("\\\n", " ").splitlines()
        found += named(page)
    return found
