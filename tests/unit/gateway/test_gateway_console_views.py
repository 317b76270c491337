"""How figures are written, and what the pages make of the services' answers."""

import re
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from gateway import console
from gateway.console.brief import views
from gateway.console.frame import words
from gateway.console.scores import ledgers

TEMPLATES = sorted(Path(console.__path__[0]).glob("*/*.html"))


def test_scores_have_three_decimals_and_a_real_minus() -> None:
    assert [words.points(n) for n in (0, 1050, 92125, -800)] == [
        "0.000",
        "1.050",
        "92.125",
        "−0.800",
    ]
    assert [words.change(n) for n in (800, 0, -800)] == ["+0.800", "0.000", "−0.800"]


def test_a_percentage_is_cut_and_never_reaches_a_threshold_by_rounding() -> None:
    assert words.percent(228, 252) == "90.476%"
    assert words.percent(949996, 1000000) == "94.999%"
    assert words.percent(1, 1) == "100.000%"
    assert words.percent(0, 0) == ""


def test_dates_read_as_in_an_official_letter() -> None:
    assert words.day(date(2026, 7, 31), "zh") == "2026年7月31日（星期五）"
    assert words.day(date(2026, 7, 31), "en") == "31 July 2026"


def test_both_languages_say_the_same_with_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, (zh, en) in words.WORDS.items():
        assert zh and en, key
        assert names(zh) == names(en), key
        assert "!" not in zh + en and "！" not in zh, key
        assert "系统繁忙" not in zh


def test_every_word_of_a_template_is_in_the_dictionary() -> None:
    for template in TEMPLATES:
        text = template.read_text()
        for key in re.findall(r"w\(\"([a-z_.0-9]+)\"", text):
            named = key.endswith(".") and any(word.startswith(key) for word in words.WORDS)
            assert key in words.WORDS or named, f"{template.parent.name}/{template.name}: {key}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_templates_keep_to_what_the_content_policy_allows(template: Path) -> None:
    text = template.read_text()
    for forbidden in ("style=", "|safe", "hx-on", "js:", "<script>", "javascript:", "http://"):
        assert forbidden not in text
    assert not re.search(r'hx-trigger="[^"]*\[', text)


def line(label: str, thousandths: int, *children: dict[str, Any], op: str = "x") -> dict[str, Any]:
    found: dict[str, Any] = {"op": op, "label": label, "text": f"{label} text"}
    return found | {"thousandths": thousandths, "exact": "0", "children": list(children)}


def answer(score: int, *children: dict[str, Any]) -> dict[str, Any]:
    root = line("得分", score, *children, op="item")
    return {"item": "B04", "score": score, "points": 2000, "line": root}


def test_the_ledger_keeps_a_running_balance_and_a_bar_for_each_change() -> None:
    parts = line("分项", 1500, line("一", 1000), line("二", 500))
    rows = ledgers.ledger(answer(1200, parts, line("扣分", -300)), 200)
    assert [(r.label, r.change, r.balance) for r in rows] == [
        ("分项 · 一", 1000, 1000),
        ("分项 · 二", 500, 1500),
        ("扣分", -300, 1200),
    ]
    assert [(r.bar.x, r.bar.width) for r in rows] == [(0, 100), (100, 50), (120, 30)]


def test_lines_that_are_not_the_score_are_never_shown() -> None:
    with pytest.raises(ledgers.DoesNotAddUp):
        ledgers.ledger(answer(1200, line("一", 1199)), 200)


def test_the_most_urgent_is_pushed_first_and_bonus_items_are_not_losses() -> None:
    def item(code: str, priority: int, attainable: int = 500) -> dict[str, Any]:
        return {
            "item": code,
            "priority": priority,
            "attainable": attainable,
            "recoverable": attainable > 0,
        }

    plan = {
        "groups": [
            {"kind": "hard", "items": [item("A01", 30), item("A02", 10), item("A03", 0, 0)]},
            {"kind": "soft", "items": [item("B01", 20), *(item(f"C0{n}", 5) for n in range(5))]},
            {"kind": "feature", "items": [item("T01", 99)]},
        ]
    }
    assert [each["item"] for each in views.first_to_push(plan)] == [
        "A01",
        "B01",
        "A02",
        "C00",
        "C01",
    ]
