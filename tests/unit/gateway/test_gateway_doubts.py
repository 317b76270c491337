"""What is to be looked at once more before a paper is issued."""

from datetime import date, timedelta
from typing import Any

import pytest

from gateway.console.papers.drafts.doubts import Doubt, doubts
from tests.support.papers import drafts

TODAY = date(2026, 8, 1)
DRAFTS = drafts()


@pytest.mark.parametrize("days", [-61, 61])
def test_a_day_far_off_is_doubted_and_sixty_days_are_not(days: int) -> None:
    (found,) = doubts(DRAFTS["bulletin"], TODAY + timedelta(days=days), TODAY, [])
    assert found.key == "far" and found.text.startswith("2026年")
    near = TODAY + timedelta(days=days // abs(days) * 60)
    assert doubts(DRAFTS["bulletin"], near, TODAY, []) == []


def test_a_second_paper_on_the_matter_is_doubted_and_one_after_a_cancelled_is_not() -> None:
    issued: list[dict[str, Any]] = [{"number": "甘双通〔2026〕1号", "void": True}]
    assert doubts(DRAFTS["bulletin"], TODAY, TODAY, issued) == []
    issued.append({"number": "甘双通〔2026〕2号", "void": False})
    told = doubts(DRAFTS["bulletin"], TODAY, TODAY, issued)
    assert told == [Doubt("second", "甘双通〔2026〕2号")]


def test_a_finding_that_is_closed_is_doubted_in_what_orders_its_rectification() -> None:
    for kind in ("slip", "notice"):
        assert doubts(DRAFTS[kind], TODAY, TODAY, []) == [Doubt("closed")]
    assert doubts(DRAFTS["reply"], TODAY, TODAY, []) == []
