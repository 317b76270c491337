"""Versions of the standard: one that is known, and the one in force."""

from typing import Any

from contracts.orders.scoring import ImportStandard, PublishStandard
from kit.change import Given
from kit.reader import Reader
from services.scoring.sample import sample
from services.scoring.standards.standard import Item, Standard
from services.scoring.standards.store import STANDARDS

KNOWN: dict[str, Standard] = {}
"""Published standards by version: they never change."""

MAX_KNOWN = 20
MAX_STANDARDS = 500


def standard(reader: Reader, version: str) -> Standard:
    """Raises: NotFound where the version is unknown or still a draft."""
    if version not in KNOWN:
        found = reader.get(STANDARDS, version)
        if not found.published:
            return found.standard
        if len(KNOWN) >= MAX_KNOWN:
            KNOWN.clear()
        KNOWN[version] = found.standard
    return KNOWN[version]


def known_items(
    reader: Reader, _state: Any, order: ImportStandard, given: Given
) -> tuple[Item, ...]:
    """Those of the version in force, or of the sample: what is near is proposed from them."""
    version = in_force(reader, None, PublishStandard(version=order.version), given)
    if version:
        return standard(reader, version).items
    found = sample().standard
    return found.items if found else ()


def in_force(reader: Reader, _state: Any, order: PublishStandard, _given: Given) -> str:
    """The version published last that no other supersedes; empty before the first."""
    found = reader.all(STANDARDS, {"published": True}, limit=MAX_STANDARDS)
    superseded = {state.supersedes for _, state in found}
    free = [
        (state.published_at.timestamp() if state.published_at else 0.0, version)
        for version, state in found
        if version not in superseded and version != order.version
    ]
    return max(free, default=(0.0, ""))[1]
