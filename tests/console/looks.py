"""What holds of every page: axe finds nothing, nothing overflows, every tab stop can be seen."""

from typing import Any

from playwright.sync_api import Page

from infra.local.programs import ROOT
from tests.console.browsing import Opener

AXE = ROOT / ".local" / "tools" / "console" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = [1366, 1024, 360, 320]
MOST_STOPS = 80
FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e)
    return [
        e.tagName, e.outerHTML.slice(0, 120), style.outlineStyle, style.outlineWidth,
        e.getBoundingClientRect().width,
    ]
}"""


def told(path: str, **choices: str) -> str:
    """The address with ``lang`` or ``size`` chosen."""
    asked = "&".join(f"{name}={value}" for name, value in choices.items())
    return f"{path}{'&' if '?' in path else '?'}{asked}"


def complaints(page: Page) -> list[Any]:
    """What axe finds, each with its elements."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run({{runOnly: {TAGS}}})")["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


def overflows(visit: Opener, path: str, **who: Any) -> list[str]:
    """Widths at which the page, in normal or large type, is wider than the window."""
    found = []
    for size in ("normal", "large"):
        page = visit(told(path, size=size), width=WIDTHS[0], **who)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{path}: {wide} at {width}, {size}")
        page.context.close()
    return found


def walk(page: Page) -> None:
    """By Tab from the top: every stop has the outline, and none is left out."""
    seen = set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop[0] == "BODY":
            break
        assert stop[2] == "solid" and stop[3] == "3px" and stop[4] > 0, stop
        seen.add(stop[1])
    expected = page.locator("a:visible, button:visible, select:visible, summary:visible").count()
    assert len(seen) >= min(expected, MOST_STOPS - 20) - 2
