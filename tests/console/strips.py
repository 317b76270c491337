"""One role's acts of the story as a row of pictures, by the same clicking (test_story.py)."""

import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from contracts.words import ROLE_NAMES, Role
from infra.local.__main__ import say
from infra.local.programs import LOCAL, ROOT
from tests.console.browsing import FLAGS, SHELL

HOME = LOCAL / "strips"
STORY = "tests/console/test_story.py"
SECONDS = 600
ASKED = "TONGXIN_STRIPS"
"""In the environment of the story: the folder in which its steps are kept."""
STYLE = """body { display: flex; gap: 16px; margin: 16px; font: 20px/1.4 sans-serif;
width: max-content } figure { width: 640px; margin: 0 } img { width: 640px;
border: 1px solid #7d8692 }"""
_actors: dict[Page, Role] = {}


def enters(page: Page, role: Role) -> None:
    _actors[page] = role


def keep(page: Page, act: str) -> None:
    """The page as it is when its reader does ``act``; nothing where nobody asked for pictures."""
    folder = os.environ.get(ASKED, "")
    if folder and page in _actors:
        at = len(list(Path(folder).glob("*.png")))
        act = act.replace("/", " ")
        page.screenshot(path=Path(folder) / f"{at:03}-{_actors[page]}-{act}.png")


def play(role: Role) -> int:
    """0 where the story went through and has that role's acts."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        f"--timeout={SECONDS}",
        STORY,
    ]
    told = os.environ | {ASKED: str(HOME)}
    code = subprocess.run(command, cwd=ROOT, env=told, timeout=SECONDS, check=False).returncode
    steps = sorted(HOME.glob(f"*-{role}-*.png"))
    if code or not steps:
        say(f"no strip of {role}: {len(steps)} steps, the story ended with {code}\n")
        return 1
    page = HOME / f"{role}.html"
    page.write_text(_row(role, steps), "utf-8")
    _film(page)
    say(f"{len(steps)} steps in {page} and {page.with_suffix('.png')}")
    return 0


def _row(role: Role, steps: list[Path]) -> str:
    figures = "".join(
        f'<figure><img src="{escape(step.name)}" alt=""><figcaption>{at}. '
        f"{escape(step.stem.split('-', 2)[2])}</figcaption></figure>"
        for at, step in enumerate(steps, 1)
    )
    head = f"<!doctype html><meta charset=utf-8><title>{ROLE_NAMES[role]}</title>"
    return f"{head}<style>{STYLE}</style>{figures}"


def _film(page: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SHELL, args=FLAGS)
        opened = browser.new_page()
        opened.goto(page.as_uri())
        wide, high = opened.evaluate("[document.body.offsetWidth, document.body.offsetHeight]")
        opened.set_viewport_size({"width": wide + 32, "height": high + 32})
        opened.screenshot(path=page.with_suffix(".png"))
        browser.close()
