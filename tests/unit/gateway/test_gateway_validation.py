"""What is wrong is named by its place, in Chinese."""

from typing import Any

import msgspec
import pytest

from contracts.orders import scoring, tasks
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


def tallies(count: int, entries: int) -> dict[str, Any]:
    one = [{"kind": "k", "ref": str(n)} for n in range(entries)]
    return {f"t{n}": {"type": "tally", "entries": [dict(e) for e in one]} for n in range(count)}


def test_naming_a_key_converts_each_value_once_more_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 40 tallies and 999 answers the last is wrong: the cost does not grow with their number."""
    converted: list[int] = []
    convert = msgspec.convert

    def counted(data: Any, *given: Any, **more: Any) -> Any:
        converted.append(len(data))
        return convert(data, *given, **more)

    monkeypatch.setattr("gateway.validation.msgspec.convert", counted)
    facts = tallies(40, 500)
    facts["t39"]["entries"][499]["count"] = "x"
    problem = fault(scoring.TryRule, {"rule": "x", "facts": facts})
    assert problem.field == "$.facts.t39.entries[499].count"
    assert converted == [2, 40]
    converted.clear()
    answers = {f"a{n}": "x" for n in range(998)} | {"last": 1}
    order = {"campaign": "c", "district": "ganzhou", "due": "2026-09-01", "answers": answers}
    assert fault(tasks.PreviewByRoles, order).field == "$.answers.last"
    assert converted == [4, 999]


def test_a_key_within_a_key_is_named_with_both() -> None:
    change: dict[str, Any] = {"type": "finish", "item": "A01", "measures": tallies(2, 2)}
    change["measures"]["t1"]["entries"][1]["ref"] = 5
    asked = {"district": "ganzhou", "year": 2026, "level": "self", "changes": [change]}
    assert fault(scoring.WhatIf, asked).field == "$.changes[0].measures.t1.entries[1].ref"


@pytest.mark.parametrize(
    "name",
    ["x` - at `$.facts[...]", "x - at `$.facts[...]`", "x - at `$.facts[...].a", "`", "\n", ""],
)
def test_a_name_that_looks_like_a_place_misleads_nobody(name: str) -> None:
    problem = fault(scoring.TryRule, {"rule": "x", name: 1})
    assert (problem.code, problem.field[:1]) == ("unknown-field", "$")


def test_what_is_repeated_of_a_long_name_is_short() -> None:
    problem = fault(scoring.TryRule, {"rule": "x", "n" * 10_000: 1})
    assert len(problem.field) < 300 and len(problem.detail) < 300


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_date_at_the_calendars_edge_is_refused_by_its_place(day: str) -> None:
    order = {"campaign": "c", "district": "ganzhou", "due": "2026-09-01"}
    duty = {"item": "A01", "lead": "minzheng", "person": "lifang", "due": day}
    problem = fault(tasks.Decompose, {**order, "duties": [duty]})
    assert (problem.code, problem.field) == ("invalid", "$.duties[0].due")
    assert "1900" in problem.detail
    facts = {"list": {"type": "tally", "entries": [{"kind": "x", "ref": "r", "at": day}]}}
    problem = fault(scoring.TryRule, {"rule": "x", "facts": facts})
    assert problem.field == "$.facts.list.entries[0].at"


@pytest.mark.parametrize("word", ["null", "NULL", "Null"])
def test_the_word_null_in_an_address_is_no_absent_filter(word: str) -> None:
    for name in ("year", "overdue", "due_from", "level"):
        with pytest.raises(Problem) as no:
            read(tasks.Tasks, {name: word}, text=True)
        assert no.value.field == f"$.{name}"


def test_a_text_that_says_null_stays_a_text() -> None:
    assert read(tasks.Tasks, {"text": "null"}, text=True).text == "null"
    assert read(tasks.Tasks, {}, text=True).year is None
