"""What may be handed in for an input of an item's rule, and what is refused with its reason."""

import msgspec
import pytest

from contracts.measures import (
    Entry,
    Flag,
    ItemInput,
    Measure,
    MeasureKind,
    Measures,
    Quantity,
    Ratio,
    Tally,
)

TALLY = Tally(entries=(Entry(kind="case", ref="a"),))


def wanted(measure: MeasureKind, **kinds: str) -> ItemInput:
    return ItemInput(name="x", label="某数", measure=measure, kinds=kinds)


def ratio(done: int, due: int) -> Ratio:
    return Ratio(numerator=done, denominator=due)


@pytest.mark.parametrize(
    ("measure", "given", "why"),
    [
        ("count", Quantity(value="-1"), "不能为负数"),
        ("count", Quantity(value="-0"), "不能为负数"),
        ("count", Quantity(value="2.5"), "应为整数"),
        ("count", Quantity(value="0.000001"), "应为整数"),
        ("count", Quantity(value="999999999999"), "过大"),
        ("count", Flag(value=True), "应为数量或逐笔记录"),
        ("count", ratio(1, 2), "应为数量或逐笔记录"),
        ("ratio", ratio(9, 8), "完成数大于应有数"),
        ("ratio", ratio(1, 0), "完成数大于应有数"),
        ("ratio", Flag(value=True), "应为比率"),
        ("ratio", Quantity(value="0.9"), "应为比率"),
        ("flag", Quantity(value="1"), "应为是否"),
        ("flag", TALLY, "应为是否"),
        ("quantity", TALLY, "应为数值"),
        ("tally", Quantity(value="3"), "应为逐笔记录"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    measure: MeasureKind, given: Measure, why: str
) -> None:
    assert why in wanted(measure).misfit(given)


@pytest.mark.parametrize(
    ("measure", "given"),
    [
        ("count", Quantity(value="0")),
        ("count", Quantity(value="3")),
        ("count", Quantity(value="3.000")),
        ("count", TALLY),
        ("ratio", ratio(0, 0)),
        ("ratio", ratio(8, 8)),
        ("quantity", Quantity(value="-2.5")),
        ("quantity", Quantity(value="60.25")),
        ("tally", TALLY),
        ("flag", Flag(value=False)),
    ],
)
def test_what_fits_passes(measure: MeasureKind, given: Measure) -> None:
    assert wanted(measure).misfit(given) == ""


@pytest.mark.parametrize(
    "text",
    [
        '{"x": {"type": "quantity", "value": "NaN"}}',
        '{"x": {"type": "quantity", "value": "Infinity"}}',
        '{"x": {"type": "quantity", "value": "1e9"}}',
        '{"x": {"type": "quantity", "value": "9999999999999"}}',
        '{"x": {"type": "quantity", "value": 3}}',
        '{"x": {"type": "quantity", "value": "３"}}',
        '{"x": {"type": "ratio", "numerator": -1, "denominator": 2}}',
        '{"x": {"type": "ratio", "numerator": 1.5, "denominator": 2}}',
        '{"x": {"type": "ratio", "numerator": 1, "denominator": 1000000000}}',
        '{"x": {"type": "flag", "value": 1}}',
        '{"x": {"type": "tally", "entries": [{"kind": "a", "ref": "", "count": 1}]}}',
        '{"x": {"type": "tally", "entries": [{"kind": "a", "ref": "b", "count": 0}]}}',
        '{"x": true}',
    ],
)
def test_what_is_no_measure_is_refused_at_the_door(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Measures)
