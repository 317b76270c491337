"""What holds of every page: axe finds nothing, nothing overflows, every tab stop can be seen."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from infra.local.programs import ROOT
from tests.console.browsing import Opener

AXE = ROOT / ".local" / "tools" / "console" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = [1366, 1024, 360, 320]
MOST_STOPS, WALKED = 160, 60
FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e)
    const at = [...document.querySelectorAll('*')].indexOf(e)
    return [
        e.tagName, `${at} ${e.outerHTML.slice(0, 120)}`, style.outlineStyle, style.outlineWidth,
        e.getBoundingClientRect().width,
    ]
}"""


ODD = {
    "a day as machines write it": r"(?<![\d-])20\d\d-\d\d-\d\d(?![\d-])",
    "what stands for nothing": r"\b(?:None|undefined|NaN|null)\b|\[object|\{\{|\}\}",
    "a stop before a dot": r"[。；，] ?·",
    "an id for a name": r"\b[a-z]{1,3}-20\d\d-?[A-Za-z0-9-]{0,60}",
    "a part without a name": r"(?<!事项)第\d{1,2}项",
    "a rule in its short form": r"\b(?:FIX|SUM|CNT|RAT|DED|ESC|BON)\b",
    "a kind that nobody named": r"\b(?:claim|case|found|late|twice|per [a-z]+)\b ?[：×]",
    "two marks at once": r"：\s*：|。。|，，|、、|（\s*）",
    "a space before a mark": r"[\u4e00-\u9fff] [，。；：、）]",
}
"""What no page says, of its text without what people typed, code, and samples of input."""
SHOWN = """() => {
    const skipped = 'script,style,code,pre,textarea,option,.said,[id$=-hint],.fault,.at-fault'
    const all = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    const found = []
    while (all.nextNode()) {
        const text = all.currentNode.textContent.trim()
        if (text && !all.currentNode.parentElement.closest(skipped)) found.push(text)
    }
    return found.join(' \\n ')
}"""
NAMELESS = """[...document.querySelectorAll('td')].filter(td => td.getClientRects().length)
    .filter(td => /^"(?:：|: ?)"/.test(getComputedStyle(td, '::before').content))
    .map(td => td.outerHTML.slice(0, 120))"""


def oddities(page: Page) -> list[str]:
    """What reads badly, each with its kind and surroundings; the page is as wide as a phone."""
    text = page.evaluate(SHOWN)
    found = [
        f"{kind}: {text[max(0, at.start() - 20) : at.end() + 20]!r}"
        for kind, pattern in ODD.items()
        for at in re.finditer(pattern, text)
    ]
    return found + [f"no head: {cell}" for cell in page.evaluate(NAMELESS)]


FOREIGN = """() => {
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
    while (all.nextNode()) {
        const text = all.currentNode.textContent.trim(), held = all.currentNode.parentElement
        const own = !held.closest('[lang=zh-CN],script,style,code,pre,textarea,select,.who')
        const full = /[\\u3001-\\u303f\\u4e00-\\u9fff\\uff01-\\uffee]/.test(text)
        if (own && full) found.push(text.slice(0, 60))
    }
    return found
}"""


def chinese(page: Page) -> list[str]:
    """What of an English page is Chinese and does not say so."""
    found: list[str] = page.evaluate(FOREIGN)
    return found


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
        found += [f"{path}: {wide}, {size}" for wide in too_wide(page)]
        page.context.close()
    return found


BEYOND = """[...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(-3).map(e => `${e.tagName}.${e.className} ${e.innerText || ''}`.slice(0, 60))"""


def too_wide(page: Page) -> list[str]:
    """Windows that the page is wider than, and what reaches beyond them."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} at {width}: {page.evaluate(BEYOND)}")
    return found


def fits(page: Page, path: str) -> None:
    wide = too_wide(page)
    assert wide == [], f"{path}: {wide}"


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
    assert len(seen) >= min(expected, WALKED) - 2


def sound(
    visit: Callable[..., Page],
    path: str,
    foreign: Callable[[Page], Any] = lambda page: [],
    **who: Any,
) -> None:
    """All of the above in three visits: the page as it opens, in large type, in English.

    ``foreign``: what of the English page is not English.
    """
    page = visit(told(path, lang="zh"), width=WIDTHS[0], **who)
    assert complaints(page) == [], path
    walk(page)
    fits(page, path)
    page.goto(told(path, size="large"))
    fits(page, f"{path} in large type")
    assert oddities(page) == [], path
    page.set_viewport_size({"width": WIDTHS[0], "height": 768})
    page.goto(told(path, size="normal", lang="en"))
    assert complaints(page) == [], f"{path} in English"
    assert foreign(page) == [], path
    page.context.close()
