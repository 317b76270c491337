"""Places that somebody published: 前五名加5至1分，后五名扣5至1分 · 第一名得5分."""

import re
from collections.abc import Sequence
from fractions import Fraction

from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.names import OF, PLACE
from services.scoring.rules.award import Award
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Rank
from services.scoring.rules.node import Points
from services.scoring.rules.parts import Sum
from services.scoring.wording import bounds
from services.scoring.wording.asking import Unreadable, number
from services.scoring.wording.clauses import Clause, counted
from services.scoring.wording.sentence import Sentence

MOST = 100
"""Places that a rule may price."""


def ranked(sentence: Sentence) -> Points:
    found = sentence.of("rank")
    if placed := sentence.of("placed"):
        return _asked(sentence, placed[0])
    first = _from_top([clause for clause in found if not clause.get("bottom")])
    first = _falling(sentence, first)
    last = [worth for clause in found if clause.get("bottom") for worth in _down(clause)]
    rank = Rank(place=PLACE, of=OF, first=tuple(first), last=tuple(last))
    if not first:
        return bounds.silent(sentence, Sum(of=(Award(), rank)), [PLACE])
    low = min(map(exact, (*last, "0")))
    if low >= 0:
        return rank
    text = "名次靠后的扣分能否使本项低于 0 分、计入总分：yes 能；no 不能"
    if sentence.ask("over", text, ("yes", "no"), "yes") == "no":
        return rank
    return Limit(rule=rank, floor=written(low), into_total=True)


def _asked(sentence: Sentence, clause: Clause) -> Points:
    """按月排名计分: the places are recorded; what each is worth, the words do not say."""
    text = f"“{clause.text}”：第一名起依次得多少分（如 3、2、1）？其余 0 分"
    answer = sentence.ask("places", text, (), "")
    worths = tuple(filter(None, re.split("[、,，]", answer))) or (sentence.points,)
    return Rank(place=PLACE, of=OF, first=tuple(number(worth) for worth in worths))


def _from_top(found: Sequence[Clause]) -> list[str]:
    priced: dict[int, str] = {}
    for clause in found:
        first, upto = _ends(clause)
        places = [n for n in range(first, upto + 1) if n not in priced]
        worths = _rising_to(clause, len(places)) if clause.get("range") else [clause.worth] * MOST
        priced |= dict(zip(places, worths, strict=False))
    if sorted(priced) != list(range(1, len(priced) + 1)):
        raise Unreadable("名次不连续，请从第一名写起")
    return [priced[place] for place in sorted(priced)]


def _falling(sentence: Sentence, first: list[str]) -> list[str]:
    """第1名得6分，每后退1名扣0.5分: 6, 5.5, 5 … down to nothing."""
    found = sentence.of("falls")
    if not found:
        return first
    if len(found) > 1 or not first or counted(found[0].get("n") or "1") != "1":
        raise Unreadable(f"“{found[0].text}”没有写明从第几名、多少分算起")
    start, each = sentence.weight(first[-1]), exact(found[0].worth)
    many = min(int(start / each), MOST - len(first))
    return [*first, *(written(start - each * n) for n in range(1, many + 1))]


def _ends(clause: Clause) -> tuple[int, int]:
    if said := clause.get("nths"):
        first, last = (_place(each) for each in re.split("[-至到]", said))
        return first, last
    place = _place(clause.get("top", "nth"))
    return (place if clause.get("nth") else 1), place


def _down(clause: Clause) -> list[str]:
    """The last place is last."""
    many = _place(clause.get("bottom"))
    if not clause.get("range"):
        return [f"-{clause.worth}"] * many
    return [f"-{worth}" for worth in reversed(_rising_to(clause, many))]


def _rising_to(clause: Clause, many: int) -> list[str]:
    """5至1分 for five places: in equal steps."""
    start, end = (
        Fraction(each) for each in re.split("[-至到]", clause.get("range").replace("分", ""))
    )
    if many < 2:
        raise Unreadable(f"“{clause.text}”的名次数与分值对不上")
    step = (end - start) / (many - 1)
    worths = [start + step * n for n in range(many)]
    if any((worth * 1000).denominator != 1 for worth in worths):
        raise Unreadable(f"“{clause.text}”的名次数与分值对不上")
    return [written(worth) for worth in worths]


def _place(said: str) -> int:
    place = int(counted(re.sub("[前后末第名位最倒数列居]", "", said)))
    if not 0 < place <= MOST:
        raise Unreadable(f"“{said}”不在 1 至 {MOST} 之间")
    return place
