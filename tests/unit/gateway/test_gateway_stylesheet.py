"""Offices have Chromium 87, on machines that nobody may update: what it lacks is not used."""

import re

import pytest

from infra.local.programs import ROOT

STATIC = ROOT / "gateway" / "console" / "static"
CSS = "\n".join(each.read_text() for each in sorted(STATIC.glob("*.css")))
LACKED = {
    "selectors": r":(?:has|is|where|user-valid|user-invalid|popover-open)\(?",
    "a list in :not": r":not\([^)]{0,200},",
    "properties": r"\b(?:aspect-ratio|accent-color|text-wrap|scrollbar-gutter)\s{0,9}:",
    "functions and units": r"\b(?:color-mix|oklch)\(|\d[sdl]v[hw]\b|\bsubgrid\b",
    "rules": r"@(?:container|layer|scope|starting-style)\b",
    "start and end in a flex box": r"(?:align|justify)-(?:items|self|content): (?:start|end)\b",
}


@pytest.mark.parametrize("kind", LACKED)
def test_the_stylesheet_asks_for_nothing_that_chromium_87_lacks(kind: str) -> None:
    assert re.findall(LACKED[kind], CSS) == []
