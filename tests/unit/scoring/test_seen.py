"""A reading is worked out before it is published, and whoever publishes has seen the figures."""

from services.scoring.standards.importing import Imported, import_csv
from tests.unit.scoring.test_import import as_csv, rows_of_the_sample

RULE = "每年不少于3次，每少一次扣0.5分"
FIGURES = "“完成数量” 3 得 1.5 分， 2 得 1 分， 0 得 0 分；没有任何记录得 0 分"


def drafted(rule: str = RULE, title: str = "", **answers: str) -> Imported:
    rows = rows_of_the_sample()
    rows[0]["rule"] = rule
    rows[0]["points"] = "1.5"
    rows[1]["points"] = "1.5"
    if title:
        rows[0]["title_zh"] = title
    code = rows[0]["code"]
    given = {f"{code}.{topic}": answer for topic, answer in answers.items()}
    return import_csv(as_csv(rows), version="v1", name="试", answers=given)


def questions(found: Imported, ending: str) -> list:  # type: ignore[type-arg]
    return [each for each in found.questions if each.id.endswith(ending)]


def test_a_rule_in_words_asks_whether_its_figures_are_right() -> None:
    (seen,) = questions(drafted(), ".seen")
    assert seen.options == (FIGURES,) and FIGURES in seen.text and not seen.settled


def test_who_answers_with_the_figures_has_seen_them() -> None:
    (seen,) = questions(drafted(seen=FIGURES), ".seen")
    assert seen.settled


def test_figures_that_were_seen_of_another_reading_are_asked_again() -> None:
    (seen,) = questions(drafted("每年不少于2次，每少一次扣0.5分", seen=FIGURES), ".seen")
    assert not seen.settled and "2 得 1.5 分" in seen.answer


def test_short_forms_and_trees_are_nobodys_words() -> None:
    assert questions(drafted("FIX"), ".seen") == []
    assert questions(drafted('{"op":"award","when":{"op":"done","input":"甲"}}'), ".seen") == []


def test_a_text_that_says_and_beside_a_rule_that_says_or_is_shown_with_both() -> None:
    found = drafted("有方案或有记录得1.5分", title="有方案且有记录")
    (joined,) = questions(found, ".joined")
    assert "有方案且有记录" in joined.text and "有方案或有记录" in joined.text


def test_points_in_the_text_that_are_others_are_shown_with_both() -> None:
    (points,) = questions(drafted(title="建立制度（3分）"), ".title_points")
    assert "3 分" in points.text and "1.5 分" in points.text
