"""What is wrong is named by its place, in Chinese."""

from typing import Any

import pytest

from contracts.orders import tasks
from gateway.problems import Problem
from gateway.validation import read


def fault(wanted: Any, data: dict[str, Any], *, text: bool = False) -> Problem:
    with pytest.raises(Problem) as caught:
        read(wanted, data, text=text)
    return caught.value


RATIO = {"type": "ratio", "numerator": 1, "denominator": 2}


@pytest.mark.parametrize(
    ("measures", "field"),
    [
        ({"ratio": {**RATIO, "numerator": "x"}}, "$.measures.ratio.numerator"),
        ({"a": RATIO, "b": {**RATIO, "denominator": -1}}, "$.measures.b.denominator"),
        ({"ratio": {**RATIO, "type": "rate"}}, "$.measures.ratio.type"),
        ({"list": {"type": "tally", "entries": [{"kind": "x"}]}}, "$.measures.list.entries[0].ref"),
        (
            {
                "ok": RATIO,
                "list": {"type": "tally", "entries": [{"kind": "x", "ref": "r", "z": 1}]},
            },
            "$.measures.list.entries[0].z",
        ),
    ],
)
def test_a_fault_inside_a_mapping_is_named_with_its_key(measures: Any, field: str) -> None:
    assert fault(tasks.Submit, {"task": "t", "measures": measures}).field == field


def test_an_unknown_field_has_a_code_of_its_own() -> None:
    problem = fault(tasks.Accept, {"task": "t", "colour": "red"})
    assert (problem.code, problem.status, problem.field) == ("unknown-field", 422, "$.colour")
    assert "colour" in problem.detail


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": None}, "$.name", "类型须为 str"),
        ({"year": 1999}, "$.year", "数值须 >= 2000"),
        ({"name": ""}, "$.name", "长度须 >= 1"),
        ({"standard": "?"}, "$.standard", "格式须符合"),
        ({"districts": []}, "$.districts", "项数须 >= 1"),
    ],
)
def test_a_fault_is_told_in_chinese(change: dict[str, Any], field: str, words: str) -> None:
    good = {"year": 2026, "name": "x", "standard": "s-1", "districts": ["ganzhou"]}
    problem = fault(tasks.OpenCampaign, {**good, **change})
    assert (problem.code, problem.field) == ("invalid", field)
    assert words in problem.detail


def test_a_missing_field_is_named() -> None:
    problem = fault(tasks.FoundDistrict, {"district": "ganzhou"})
    assert (problem.field, problem.detail) == ("$.name", "缺少必填字段 name。")


def test_a_date_that_is_none_is_refused() -> None:
    duty = {"item": "A01", "lead": "minzheng", "person": "lifang", "due": "2026-02-30"}
    order = {"campaign": "c", "district": "ganzhou", "due": "2026-09-01", "duties": [duty]}
    problem = fault(tasks.Decompose, order)
    assert (problem.field, problem.detail) == ("$.duties[0].due", "须为 RFC 3339 格式的 date。")


def test_the_values_of_a_url_are_text() -> None:
    ask = read(tasks.Tasks, {"year": "2026", "overdue": "false", "limit": "5"}, text=True)
    assert (ask.year, ask.overdue, ask.limit) == (2026, False, 5)
    assert fault(tasks.Tasks, {"overdue": "perhaps"}, text=True).field == "$.overdue"
