"""Two versions of a wording, side by side."""

from typing import Any

from gateway.console.texts.views import Line, compared, dated, lines

USUAL = {"subject": "任务逾期", "brief": "", "body": "请提交。\n谢谢。"}


def found(*versions: dict[str, Any]) -> dict[str, Any]:
    return {"usual": USUAL, "versions": list(versions)}


def test_a_version_stands_beside_the_one_before_it() -> None:
    first = {**USUAL, "number": 1, "body": "请补交。\n谢谢。"}
    second = {**first, "number": 2, "brief": "逾期"}
    told = compared(found(second, first), "2")
    assert told is not None and (told.number, told.before) == (2, 1)
    assert told.parts["brief"] == [Line("new", "逾期")]
    assert told.parts["body"] == [Line("same", "请补交。"), Line("same", "谢谢。")]
    beside_usual = compared(found(second, first), "1")
    assert beside_usual is not None and beside_usual.before == 0
    assert beside_usual.parts["body"][:2] == [Line("gone", "请提交。"), Line("new", "请补交。")]
    assert "brief" not in beside_usual.parts


def test_of_a_version_that_is_not_kept_nothing_is_shown() -> None:
    assert compared(found(), "1") is None
    assert compared(found(), "") is None


def test_its_moment_is_one() -> None:
    assert dated({"at": "2026-08-01T02:00:00Z"})["at"].year == 2026


def test_what_was_added_and_what_went_is_told_line_by_line() -> None:
    assert lines("一\n二", "一\n三\n四") == [
        *(Line("same", "一"), Line("gone", "二"), Line("new", "三"), Line("new", "四")),
    ]
