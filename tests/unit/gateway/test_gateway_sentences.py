"""Refusals in the reader's language: which sentences have English of their own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.sentences import HOLE, MOST, in_english, known
from gateway import languages
from gateway.problems import Problem, from_service

ROOT = Path(__file__).parents[3]
WITHOUT = 373
"""Sentences of refusals that have no English of their own; a new one gets its line, so that this
number may only fall."""
HAN = range(0x4E00, 0xA000)


def sentences() -> Iterator[str]:
    """All that is raised in Chinese without English beside it, and what is told of rows and cells;
    with HOLE for what differs."""
    for folder in ("services", "contracts", "kit", "gateway"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                call = node.exc if isinstance(node, ast.Raise) else node
                if isinstance(call, ast.Call) and (call is not node or _of_a_cell(call)):
                    yield from filter(_chinese, map(_text, call.args) if _bare(call) else ())


def _bare(call: ast.Call) -> bool:
    return all(word.arg != "english" for word in call.keywords)


def _of_a_cell(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("Fault", "CellFault")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.Constant) else HOLE for one in node.values)
        return "".join(map(str, parts))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _chinese(text: str) -> bool:
    return any(ord(char) in HAN for char in text)


def test_sentences_without_english_of_their_own_only_grow_fewer() -> None:
    assert len(set(sentences()) - known().keys()) == WITHOUT


def test_the_faults_of_rows_are_told_in_english_too() -> None:
    faults = [{"row": 2, "field": "key", "detail": "编号 A 重复"}, {"row": 3, "detail": "别的"}]
    languages.begin("en")
    try:
        told = Problem("faulty-rows", "别的话。", faults=faults).document()["faults"]
    finally:
        languages.begin("")
    assert told[0] == {"row": 2, "field": "key", "detail": "the code A stands twice"}
    assert told[1] == faults[1]


def test_each_line_has_as_many_holes_in_both_languages_and_none_hides_another() -> None:
    for chinese, english in known().items():
        assert chinese.count(HOLE) == english.count(HOLE), chinese
        filled = chinese.format(*range(101, 101 + chinese.count(HOLE)))
        assert in_english(filled) == english.format(*range(101, 101 + chinese.count(HOLE)))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("期限 2026-01-02 已过。", "The deadline 2026-01-02 is over."),
        (
            "共2处有误，整表未入库。第3行：编号 A|1 重复。请全部改正后重新提交。",
            "2 faults; nothing of the table was taken. Row 3: the code A|1 stands twice. "
            "Mend them all and send it again.",
        ),
        ("超过 90 行，请拆分后再提交。", "more than 90 rows; split it and send it again."),
        ("期限 已过。", ""),
        ("别的话。", ""),
        (f"期限 {'{}' * MOST} 已过。", ""),
    ],
)
def test_a_sentence_is_told_in_english_with_its_values(said: str, told: str) -> None:
    assert in_english(said) == told


@pytest.mark.parametrize(("said", "kept"), [("期限 2026-01-02 已过。", False), ("别的话。", True)])
def test_a_services_sentence_reaches_who_prefers_english(said: str, kept: bool) -> None:
    languages.begin("en")
    try:
        told = from_service({"code": "invalid", "status": 422, "detail": said}).document()
    finally:
        languages.begin("")
    assert ("detail_zh" in told) == kept
    assert Problem("invalid", said).document()["detail"] == said
