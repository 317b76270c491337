"""Versions of the standard: one that is known, and the one in force."""

import csv
import functools
from pathlib import Path
from typing import Any

from contracts.orders.scoring import (
    AmendStandard,
    ImportStandard,
    PreviewStandard,
    PublishStandard,
)
from kit.change import Given
from kit.reader import Reader
from services.scoring.standards.proposing import PLACED, Known, of_item
from services.scoring.standards.standard import Standard
from services.scoring.standards.store import STANDARDS

SAMPLE = Path(__file__).parents[1] / "sample" / "sample_74.csv"
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
    reader: Reader, _state: Any, order: ImportStandard | AmendStandard, _given: Given
) -> tuple[Known, ...]:
    return items_before(reader, order)


def items_before(
    reader: Reader, order: ImportStandard | AmendStandard | PreviewStandard
) -> tuple[Known, ...]:
    """Those of the version in force, or of the sample: what is near is proposed from them."""
    version = _in_force(reader, order.version)
    return tuple(map(of_item, standard(reader, version).items)) if version else of_sample()


@functools.cache
def of_sample() -> tuple[Known, ...]:
    """The sample's items, as its table says them."""
    text = SAMPLE.read_text("utf-8").partition("\n#")[0]
    return tuple(
        Known(row["code"], row["title_zh"], {field: row[field] for field in PLACED})
        for row in csv.DictReader(text.splitlines())
    )


def in_force(reader: Reader, _state: Any, order: PublishStandard, _given: Given) -> str:
    return _in_force(reader, order.version)


def _in_force(reader: Reader, beside: str) -> str:
    """The version published last that no other supersedes; empty before the first."""
    found = reader.all(STANDARDS, {"published": True}, limit=MAX_STANDARDS)
    superseded = {state.supersedes for _, state in found}
    free = [
        (state.published_at.timestamp() if state.published_at else 0.0, version)
        for version, state in found
        if version not in superseded and version != beside
    ]
    return max(free, default=(0.0, ""))[1]
