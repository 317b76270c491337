"""How far published texts go is told as it is, and no row of them is lost."""

import pytest

from tests.published.__main__ import BEGIN, PAGE, account, table, written
from tests.published.texts import TEXTS, Text

FATES = ("planned", "asked", "faulted", "left")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_every_row_of_a_published_text_is_accounted_for_and_none_is_refused(text: Text) -> None:
    told, _ = account(text)
    assert told["rows"] == sum(told[fate] for fate in FATES) > 0
    assert not told["faulted"]
    assert len(told["left_out"]) == told["left"]


def test_the_page_says_what_the_command_says() -> None:
    """``python -m tests.published --write`` writes it."""
    assert BEGIN + table() in PAGE.read_text(encoding="utf-8")
    assert written() == PAGE.read_text(encoding="utf-8")
