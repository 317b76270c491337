"""What the kit's page promises, a test proves: each row of its tables names one that there is."""

import re
from pathlib import Path

import pytest

import kit.config
from infra.local.programs import ROOT

PAGE = (ROOT / "kit" / "README.md").read_text()
ROWS = [
    line
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| |", "| it |"))
]
TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^ *(?:async )?def (test_\w+)", file.read_text(), re.MULTILINE)
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:40])
def test_each_promise_names_tests_that_there_are(row: str) -> None:
    named = re.findall(r"`(test_\w+)`", row.rsplit(" | ", 1)[1])
    assert named
    assert [name for name in named if name not in TESTS] == []


def test_both_tables_are_read() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MARK_DAYS", "MARK_DAYS (30)"),
        ("RETRY_DELAYS", "RETRY_DELAYS (1, 10, 60, 300 s)"),
        ("AWAY_DELAY", "AWAY_DELAY (3 s)"),
        ("COMMAND_SECONDS", "COMMAND_SECONDS (30)"),
        ("HANDLER_SECONDS", "HANDLER_SECONDS (300)"),
    ],
)
def test_the_figures_are_those_of_the_settings(name: str, told: str) -> None:
    default = getattr(kit.config, name).default
    assert told in PAGE
    assert re.findall(r"[\d.]+", told) == default.split(",")


def test_it_lies_beside_what_it_tells_of() -> None:
    assert Path(kit.config.__file__).with_name("README.md").is_file()
