"""Rules as offices of many trades put them: read as they mean, asked about, or refused; never read
as something else."""

import re
from fractions import Fraction

import pytest

from contracts.choices import choices
from infra.local.programs import ROOT
from services.scoring.exact import thousandths
from services.scoring.standards.figures import figures
from services.scoring.wording import clauses, prose, scanning
from services.scoring.wording.asking import Ask
from services.scoring.wording.chinese import NO_POINTS
from tests.unit.scoring.wording.sentences import CORPUS, Said, answered, counts, read

FLOORS = {"read": 55, "asked": 230}
MOST_ANSWERED = 40
"""Sets of answers that are tried of one sentence."""


@pytest.mark.parametrize("said", CORPUS, ids=lambda said: said.text)
def test_a_sentence_is_read_with_its_questions_and_its_figures(said: Said) -> None:
    assert read(said.text, said.points) == said


def test_nine_in_ten_are_read_or_asked_to_the_end() -> None:
    found = counts()
    assert len(CORPUS) >= 300 and found["refused"] * 10 <= len(CORPUS)
    assert found["read"] >= FLOORS["read"] and found["asked"] >= FLOORS["asked"]


def _offers(text: str, options: tuple[str, ...], default: str) -> tuple[str, ...]:
    """What somebody could answer: each choice, or of a free answer the default and some numbers."""
    if options:
        return options
    if f"答“{NO_POINTS}”" in text:
        return (NO_POINTS,)
    if "第一名起" in text:
        return ("3、2、1",)
    return ("A02", "A02,A03") if "项号" in text else tuple(filter(None, (default, "1", "3")))


@pytest.mark.parametrize(
    "said", [said for said in CORPUS if said.outcome != "refused"], ids=lambda said: said.text
)
def test_whatever_is_answered_the_end_is_a_tree_with_figures(said: Said) -> None:
    waiting: list[dict[str, str]] = [{}]
    seen: set[tuple[tuple[str, str], ...]] = set()
    while waiting and len(seen) < MOST_ANSWERED:
        answers = waiting.pop(0)
        rule, asked, why = answered(said.text, said.points, answers)
        assert rule is not None, (answers, why)
        assert figures(rule, thousandths(Fraction(said.points)))
        for topic, question in asked.items():
            for answer in _offers(*question) if topic not in answers else ():
                further = {**answers, topic: answer}
                if (key := tuple(sorted(further.items()))) not in seen:
                    seen.add(key)
                    waiting.append(further)


@pytest.mark.parametrize("said", CORPUS, ids=lambda said: said.text)
def test_every_choice_of_a_question_is_called_by_its_chinese_name(said: Said) -> None:
    for topic, (text, options, _) in answered(said.text, said.points, {}).asked.items():
        _, named = choices(text, options)
        assert not any(option == name for option, name in named.items()), (topic, text)


def test_the_page_on_rules_tells_the_counts_and_ten_that_are_asked_or_refused() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    found = counts()
    told = (
        f"{len(CORPUS)} sentences: {found['read']} read, {found['asked']} asked about, "
        f"{found['refused']} refused"
    )
    assert told in " ".join(page.split())
    rows = re.findall(r"^\| (\d[\d.]*) \| ([^|]+) \| (asked|refused) \| ([^|]+) \|", page, re.M)
    assert len(rows) == 10
    by_text = {(said.points, said.text): said for said in CORPUS}
    for points, text, outcome, why in rows:
        said = by_text[points, text.strip()]
        assert said.outcome == outcome
        asked = answered(text.strip(), points, {})
        assert why.strip() in (asked.why, *(told for told, _, _ in asked.asked.values()))


@pytest.mark.parametrize("said", CORPUS, ids=lambda said: said.text)
def test_every_character_stands_in_one_word(said: Said) -> None:
    for piece in clauses.pieces(said.text):
        assert "".join(token.text for token in scanning.tokens(piece)) == piece


@pytest.mark.parametrize(
    ("text", "points", "unread"),
    [
        ("每次会议得1分，最高6分，线上会议减半", "6", "线上会议减半"),
        ("达到98%得满分，特殊情况另行研究", "2", "特殊情况另行研究"),
        ("列入预算得2分，分别按比例折算", "2", "分别按比例折算"),
        ("每少一次扣0.5分，依次类推", "2", "依次类推"),
        ("达到90%得满分，其余得1分", "2", "其余得1分"),
        ("每有一起扣1分，超出部分加倍", "5", "超出部分加倍"),
        ("得票率前20%得2分", "2", "得票率前20%"),
        ("除特殊情况外每少一次扣0.5分", "2", "除特殊情况外"),
        ("原则上每季度一次，每少一次扣0.5分", "2", "原则上每季度一次"),
        ("制度健全得2分，有条件的单位适当提高", "2", "有条件的单位适当提高"),
    ],
)
def test_words_that_nobody_claims_are_asked_about_in_quotes(
    text: str, points: str, unread: str
) -> None:
    told: list[str] = []

    def ask(topic: str, text: str, _options: tuple[str, ...], default: str) -> str:
        if topic.startswith(("clause", "beside")):
            told.append(text)
        return default

    try:
        prose.read(text, points, ask)
    except prose.Unreadable as error:
        told.append(str(error))
    assert any(unread in each for each in told), told


def _answering(answers: dict[str, str]) -> Ask:
    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        return answers.get(topic, default)

    return ask


def test_a_clause_that_was_not_read_is_read_as_it_is_answered() -> None:
    answers = {"clause.2": "每低1个百分点扣0.5分", "part": "share"}
    rule = prose.read(
        "达到98%得满分，达不到的递减",
        "2",
        _answering(answers),
    )
    assert rule == prose.read(
        "达到98%得满分，每低1个百分点扣0.5分",
        "2",
        _answering(answers),
    )
