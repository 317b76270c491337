"""Rules as offices of many trades put them: read as they mean, asked about, or refused; never read
as something else."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from services.scoring import evaluate
from services.scoring.exact import thousandths
from services.scoring.standards.figures import figures
from services.scoring.wording import clauses, prose, scanning
from services.scoring.wording.asking import Ask

FLOORS = {"read": 40, "asked": 110}
MOST_REFUSED = 5
HELP = "；请改用规则树"


class Said(NamedTuple):
    """``figures``: of the reading with every default, or why the sentence is refused."""

    points: str
    text: str
    outcome: str
    questions: tuple[str, ...]
    figures: str


def corpus() -> Iterator[Said]:
    lines = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.strip() for line in lines if not line.startswith("#")]
    for said, how, shown in zip(*[iter(kept)] * 3, strict=True):
        points, text = said.split(" ", 1)
        outcome, *questions = how.split()
        yield Said(points, text, outcome, tuple(questions), shown)


CORPUS = tuple(corpus())


def read(text: str, points: str) -> Said:
    asked: dict[str, None] = {}

    def ask(topic: str, _text: str, _options: tuple[str, ...], default: str) -> str:
        asked[topic if default else f"{topic}!"] = None
        return default

    try:
        rule = prose.read(text, points, ask)
    except prose.Unreadable as error:
        return Said(points, text, "refused", tuple(asked), str(error).split(HELP)[0])
    mark = thousandths(Fraction(points))
    assert evaluate.faults(rule, mark) == ()
    outcome = "asked" if asked else "read"
    return Said(points, text, outcome, tuple(asked), figures(rule, mark))


@pytest.mark.parametrize("said", CORPUS, ids=lambda said: said.text)
def test_a_sentence_is_read_with_its_questions_and_its_figures(said: Said) -> None:
    assert read(said.text, said.points) == said


def test_nine_in_ten_and_more_are_read_or_asked_to_the_end() -> None:
    counted = Counter(said.outcome for said in CORPUS)
    assert len(CORPUS) >= 150 and counted["refused"] <= MOST_REFUSED
    assert counted["read"] >= FLOORS["read"] and counted["asked"] >= FLOORS["asked"]


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
