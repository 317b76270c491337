"""A rule as offices write it in Chinese, read to a tree. Clauses stand in ``clauses.py``.

A rule is one way to earn (``earning.py``) and any number of deductions (``deducting.py``). What the
words leave open is asked, with a default. What does not fit is refused with the clause at fault and
the operators that could say it.
"""

import re

from services.scoring.rules.award import Award
from services.scoring.rules.node import Points
from services.scoring.rules.parts import Sum
from services.scoring.wording import clauses, deducting, earning
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.sentence import Sentence

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
HINTS = tuple((re.compile(pattern), operators) for pattern, operators in _HINTS)


def read(text: str, points: str, ask: Ask) -> Points:
    """The tree of a rule in words. ``points``: the full mark as decimal text.

    Raises: Unreadable, with the operators that could help.
    """
    if len(text) > clauses.MAX_PROSE:
        raise Unreadable(f"计分办法超过 {clauses.MAX_PROSE} 字，请拆开或写成规则树")
    try:
        return _tree(Sentence(clauses.clauses(text), points, ask))
    except Unreadable as error:
        raise Unreadable(f"{error}；{_help(text)}") from error


def hints(text: str) -> tuple[str, ...]:
    """Operators that could say what the grammar cannot read."""
    plain = clauses.normal(text[: clauses.MAX_PROSE])
    found = [op for pattern, ops in HINTS if pattern.search(plain) for op in ops]
    return tuple(dict.fromkeys(found))


def _help(text: str) -> str:
    found = hints(text)
    named = f"，可用的算子有 {'、'.join(found)}" if found else ""
    return f"请改用规则树（JSON）{named}，写法见“计分规则”一页"


def _tree(sentence: Sentence) -> Points:
    _refuse_unused(sentence)
    escalated = deducting.escalation(sentence)
    if escalated:
        return escalated
    start, costs = earning.start(sentence), deducting.costs(sentence)
    if costs:
        return Sum(of=(start or Award(), *costs))
    if start is None:
        raise Unreadable("没有写明怎样得分或扣分")
    return start


def _refuse_unused(sentence: Sentence) -> None:
    """A clause that would have no effect on the tree must not pass unseen."""
    for cap in sentence.of("cap"):
        if not sentence.of("earn", "level", "marker") and not sentence.is_full(cap.worth):
            raise Unreadable(f"“{cap.text}”与满分 {sentence.points} 分不符")
    for linear in sentence.of("linear"):
        if linear.worth and not sentence.is_full(linear.worth):
            raise Unreadable(f"“{linear.text}”与满分 {sentence.points} 分不符")
    for target in sentence.of("target"):
        if not sentence.misses_people():
            raise Unreadable(f"“{target.text}”没有写明得多少分")
    for otherwise in sentence.of("otherwise"):
        if not sentence.of("linear", "band", "range", "part", "need"):
            raise Unreadable(f"“{otherwise.text}”没有写明前提")
