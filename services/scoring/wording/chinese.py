"""A rule as offices write it in Chinese, read to a tree. Clauses stand in ``clauses.py``.

A rule is one way to earn (``earning.py``), any number of deductions (``deducting.py``), and what
stands before both (``bounds.py``). Every word is claimed by a form or asked about; what the words
leave open is asked, with a default. What has no tree is refused with the operators that could.
"""

import re
from collections.abc import Iterator

from services.scoring import rules
from services.scoring.rules.award import Award
from services.scoring.rules.node import Points
from services.scoring.rules.parts import Sum
from services.scoring.wording import bounds, clauses, deducting, earning
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import Clause
from services.scoring.wording.meaning import meant
from services.scoring.wording.sentence import Sentence

NO_POINTS = "不计分"
"""The answer that a clause only explains."""

_HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"加倍|翻倍", ("occurrences",)),
    (r"除外|不计在内|免予", ("occurrences", "none_of")),
    (r"名次|排名|[第前后][一二三四五\d]+名|列末位", ("rank", "limit")),
    (r"移入|移至|调整到|不适用|没有此项任务|无此项任务", ("not_applicable",)),
    (r"否决|取消资格|不得申报|末位|全年0分|全年不得分", ("happened", "zero_if", "gate")),
    (r"平均", ("mean",)),
    (r"比上年|较上年|同比|增长|提高", ("change", "best")),
    (r"择优|取高|或者", ("best", "choose")),
    (r"[A-D][#]?|等次|优秀|良好|亮?红灯", ("bands", "how_many")),
    (r"权重|折算|占", ("weighted", "scale")),
    (r"抽查|随机|样本|其中", ("shortfall", "share")),
    (r"连续|黄牌|红牌|升级|再次|两次", ("ladder", "consecutive", "highest_once")),
    (r"(?:没有|无)[^,;。]{0,40}的(?:得|计)|情形", ("choose", "marker")),
    (r"酌情|\d{1,6}(?:至|到|-)\d{1,6}分", ("marker",)),
    (r"超出|每增|每高|多一|以上每", ("two_way", "quota")),
    (r"以内|以下|低于|分贝|分钟|平方米", ("bands", "within")),
)
ADVICE = "请改写条文，或在“计分规则”页逐项选定算法"
HINTS = tuple((re.compile(pattern), operators) for pattern, operators in _HINTS)


def read(text: str, points: str, ask: Ask) -> Points:
    """The tree of a rule in words. ``points``: the full mark as decimal text.

    Raises: Unreadable, with the operators that could help.
    """
    try:
        return _tree(Sentence(meant(list(_clauses(text, ask)), ask), points, ask))
    except Unreadable as error:
        raise Unreadable(f"{error}；{_help(text)}") from error


def hints(text: str) -> tuple[str, ...]:
    """Operators that could say what the grammar cannot read."""
    plain = clauses.normal(text[: clauses.MAX_PROSE])
    found = [op for pattern, ops in HINTS if pattern.search(plain) for op in ops]
    return tuple(dict.fromkeys(found))


def _help(text: str) -> str:
    found = (rules.OPERATORS[op].NAME for op in hints(text))
    named = "、".join(f"“{name}”" for name in found)
    return ADVICE + (f"，可以用的有{named}" if named else "")


def _clauses(text: str, ask: Ask) -> Iterator[Clause]:
    """A clause that no form takes counts for nothing until somebody says what it means."""
    unread = ""
    for number, piece in enumerate(clauses.pieces(text), start=1):
        try:
            read = clauses.clause(piece)
        except clauses.Unclaimed as error:
            unread = unread or str(error)
            yield from _said(number, f"{error}。请改写成能读的话", "", ask)
            continue
        if read.kind == "words":
            yield from _said(number, f"“{piece}”没有写明分值。要计分的请改写", NO_POINTS, ask)
        else:
            yield read
    if unread:
        yield Clause("unread", unread, {})


def _said(number: int, text: str, default: str, ask: Ask) -> Iterator[Clause]:
    text += f"；只是说明、不影响得分的，答“{NO_POINTS}”"
    answer = ask(f"clause.{number}", text, (), default)
    if answer not in ("", NO_POINTS):
        yield from (clauses.clause(piece) for piece in clauses.pieces(answer))


def _tree(sentence: Sentence) -> Points:
    unread = sentence.of("unread")
    sentence.of("remark", "floor")
    bounds.agree_on_points(sentence)
    start = deducting.escalation(sentence)
    if not start:
        start = bounds.floored(sentence, earning.start(sentence))
        costs = deducting.costs(sentence)
        if costs:
            start = Sum(of=(start or Award(), *costs))
    tree = bounds.around(sentence, start)
    if tree is None:
        raise Unreadable(unread[0].text if unread else "没有写明怎样得分或扣分")
    for clause in sentence.left():
        _left(sentence, clause)
    return tree


def _left(sentence: Sentence, clause: Clause) -> None:
    """A clause without effect on the tree must not pass unseen."""
    number = sentence.clauses.index(clause) + 1
    text = f"“{clause.text}”与其余各句接不上，没有读入"
    said = f"{text}：只是说明、不影响得分的，答“{NO_POINTS}”；否则请改写整条"
    if sentence.ask(f"beside.{number}", said, (), "") not in ("", NO_POINTS):
        raise Unreadable(text)
