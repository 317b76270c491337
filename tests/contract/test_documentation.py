"""README and docs/ are true of the tree: paths, links, targets, modules, settings and commands."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from contracts.product import ENV
from infra.local.programs import ROOT
from tests.support.documents import PAGES, Block, blocks, commands, links, named

MODULE = re.compile(r"(?:python|\.venv/bin/python) -m ([a-z_]+(?:\.[a-z_]+)*)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)\b")
SETTING = re.compile(r"TONGXIN_[A-Z0-9_]+")
PLACES = ("contracts/", "kit/", "services/", "gateway/", "infra/", "tests/", "docs/", ".ci/")
SOURCES = ("kit", "services", "gateway", "infra", "tests/bench")
MADE = (".local/", "infra/compose/.env")
"""What a command makes, so that it is not in the tree."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_path_that_a_page_names_is_there_with_what_it_is_said_to_hold(page: Path) -> None:
    missing = []
    for words in named(page):
        path, _, held = words.partition(": ")
        if not path.startswith(PLACES) or " " in path or path.startswith(MADE):
            continue
        pattern = re.sub(r"<\w+>|…", "*", path)
        found = list(ROOT.glob(pattern.rstrip("/")))
        symbol = re.match(r"\w*", held)
        if not found or (symbol and symbol[0] not in "".join(map(_text, found))):
            missing.append(words)
    assert missing == []


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_of_a_page_leads_to_a_file(page: Path) -> None:
    near = [link for link in links(page) if not link.startswith("https://")]
    assert [link for link in near if not (page.parent / link).is_file()] == []


def test_readme_leads_to_each_page_and_is_short() -> None:
    readme = ROOT / "README.md"
    led_to = {(ROOT / link).resolve() for link in links(readme) if "//" not in link}
    assert set(PAGES) - led_to == {readme}
    assert len(readme.read_text().splitlines()) < 150


def test_each_target_of_make_that_is_named_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = {name for line in commands() for name in TARGET.findall(line)}
    assert {"run", "test"} <= asked <= targets


def test_each_module_that_is_run_is_one() -> None:
    asked = {name for line in commands() for name in MODULE.findall(line)}
    assert {"kit.parked", "infra.deploy", "services.scoring.replay"} <= asked
    assert [name for name in sorted(asked) if find_spec(name) is None] == []


def test_each_setting_that_is_named_is_read_somewhere() -> None:
    files = [path for place in SOURCES for path in (ROOT / place).rglob("*") if path.is_file()]
    known = set()
    for path in files:
        if path.suffix in (".py", ".yml", ".example"):
            known |= set(SETTING.findall(path.read_text().replace("{ENV}", ENV)))
    asked = {name for page in PAGES for name in SETTING.findall(page.read_text())}
    unread = {name for name in asked if name not in known and not _begins(name, known)}
    assert unread == set()


def _begins(name: str, known: set[str]) -> bool:
    """``TONGXIN_PASSWORD_…`` names them all."""
    return name.endswith("_") and any(each.startswith(name) for each in known)


@pytest.mark.parametrize(
    "block",
    [b for page in PAGES for b in blocks(page) if b.kind in ("sh", "console")],
    ids=lambda block: f"{block.page}: {block.text.strip().splitlines()[0][:60]}",
)
def test_a_block_of_commands_is_one_for_a_shell(block: Block) -> None:
    done = subprocess.run(
        ["bash", "-n"], input=block.text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["kit.parked", "services.scoring.replay", "infra.deploy"])
def test_a_command_without_its_settings_names_what_is_missing(module: str) -> None:
    words = {
        "kit.parked": ["list", "tasks"],
        "services.scoring.replay": ["--district", "ganquan", "--year", "2026"],
        "infra.deploy": [],
    }[module]
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 78
    assert "TONGXIN_" in done.stderr
    assert "Traceback" not in done.stderr
