"""Grades and ranges in words: 75%以上为A · A得满分，B得66% · 15分钟以内得0.5分."""

import re
from collections.abc import Sequence
from fractions import Fraction

from msgspec import structs

from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.names import AMOUNT, COUNT
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Done, HowMany
from services.scoring.rules.count import Count
from services.scoring.rules.ladder import Ladder, Rung
from services.scoring.rules.node import Number, Points
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.clauses import Clause, counted
from services.scoring.wording.sentence import Sentence, one_name

_COUNTED = ("次", "场", "期", "篇", "件", "项", "班")
"""Units of what a register counts; other amounts are measured."""
_GRADE = re.compile(r"[A-D]#?|不合格|基本合格|合格|优秀|良好")
_AT_MOST = re.compile(r"以下|以内|之内|不超过|不高于|不大于|≤|<=|小于等于|控制在")
_WORTH = re.compile(r"\d{1,6}(?:\.\d{1,3})?%?")


# Grades


def graded(sentence: Sentence) -> Points:
    """By a rate, by an amount, by how many hold, or as somebody gave the grade."""
    worth = _worths(sentence)
    rates, noise, of_all = (sentence.of(kind) for kind in ("graded", "noise", "of_all"))
    if sum(map(bool, (rates, noise, of_all))) > 1:
        raise Unreadable("几种评等次的办法请分为几项")
    if of_all:
        return _of_all(sentence, of_all, worth)
    if not rates and not noise:
        return _given(sentence, worth)
    found = rates or noise
    bands = [_graded(sentence, clause, worth) for clause in found if not clause.get("red")]
    reds = [_red(clause) for clause in found if clause.get("red")]
    rest = sentence.of("rest_graded")
    last = _price(sentence, _grade(rest[0]), worth) if rest else None
    label = one_name(found)
    if rates:
        of: Number = sentence.share(label)
    else:
        of = AmountOf(input=label or AMOUNT, unit=found[0].get("unit"), label=label)
    bands = _narrowest_first(bands)
    _ask_edges(sentence, bands)
    at = next((n for n, band in enumerate(bands) if not band.at_least and not band.more_than), 0)
    whole = [*bands[:at], *reds, *bands[at:]] if reds else bands
    if last is None and Bands(of=of, bands=tuple(whole)).gaps():
        text = "没有列入任何等次的：zero 不得分"
        sentence.ask("below", text, ("zero",), "zero")
        last = "0"
    return Bands(of=of, bands=tuple(whole), otherwise=last)


def _worths(sentence: Sentence) -> dict[str, str]:
    found = sentence.of("grade")
    return {_grade(clause): "0" if clause.get("none") else clause.worth for clause in found}


def _grade(clause: Clause) -> str:
    found = _GRADE.search(clause.get("grade"))
    return found[0] if found else clause.get("grade")


def _price(sentence: Sentence, grade: str, worth: dict[str, str]) -> str:
    if grade in worth:
        return worth[grade]
    default = "100%" if grade in ("A", "优秀") else "0"
    text = f"“{grade}”得多少分（分值，或满分的百分比）？"
    answer = sentence.ask(f"grade.{grade}", text, (), default)
    if not _WORTH.fullmatch(answer):
        raise Unreadable(f"回答“{answer[:40]}”不是分值")
    return answer


def _graded(sentence: Sentence, clause: Clause, worth: dict[str, str]) -> Band:
    name = _grade(clause)
    gives = _price(sentence, name, worth)
    low, high, open_ = clause.get("low"), clause.get("high"), clause.get("below")
    if re.search("[-至到]", low):
        ends = [f"{each.removesuffix('%')}%" for each in re.split("[-至到]", low)]
        below, above = sorted(ends, key=exact)
        return Band(at_least=below, at_most=above, gives=gives, name=name)
    if high:
        return _bounded("less_than" if open_ else "at_most", high, gives, name)
    return _bounded("more_than" if clause.get("above") else "at_least", low, gives, name)


def _bounded(side: str, bound: str, gives: str, name: str, *, red: bool = False) -> Band:
    return structs.replace(Band(gives=gives, name=name, red=red), **{side: bound})


def _red(clause: Clause) -> Band:
    side = "less_than" if clause.get("below") else "at_most"
    return _bounded(side, clause.get("high"), "0", "红灯", red=True)


def _narrowest_first(bands: Sequence[Band]) -> list[Band]:
    """Lower bounds from the highest down, then upper bounds from the lowest up."""
    low = [band for band in bands if band.at_least or band.more_than]
    high = [band for band in bands if not (band.at_least or band.more_than)]
    falling = sorted(low, key=lambda band: exact(band.at_least or band.more_than or "0"))[::-1]
    return falling + sorted(high, key=lambda band: exact(band.at_most or band.less_than or "0"))


def _of_all(sentence: Sentence, found: Sequence[Clause], worth: dict[str, str]) -> Points:
    """4项标准全部达到为A, 3项为B, 其余为C: how many hold."""
    sizes = [int(counted(clause.get("of"))) for clause in found]
    if max(sizes) > 20:
        raise Unreadable("标准的项数应在 20 以内")
    name = found[0].get("name") or "标准"
    name = re.sub("(?:全部|都|均)?(?:达到|符合|达标|完成)?\\Z", "", name) or "标准"
    each = tuple(Done(input=f"standard_{n}", label=f"{name}{n}") for n in range(1, max(sizes) + 1))
    bands = tuple(
        Band(at_least=str(size), gives=_price(sentence, _grade(c), worth), name=_grade(c))
        for size, c in sorted(zip(sizes, found, strict=True), key=lambda pair: -pair[0])
    )
    rest = sentence.of("rest_graded")
    last = _price(sentence, _grade(rest[0]), worth) if rest else "0"
    return Bands(of=HowMany(of=each), bands=bands, otherwise=last)


def _given(sentence: Sentence, worth: dict[str, str]) -> Points:
    """A得满分，B得66%: the grade that the markers gave; without one nothing is earned."""
    label = one_name([clause for clause in sentence.clauses if clause.kind == "grade"])
    rising = sorted(worth.items(), key=lambda pair: sentence.weight(pair[1]))
    return Ladder(
        rungs=tuple(
            Rung(
                name=grade,
                when=Done(input=f"grade_{grade}", label=f"{label}评为{grade}"),
                gives=gives,
            )
            for grade, gives in rising
        )
    )


# Ranges


def ranges(sentence: Sentence) -> Points:
    found = sentence.of("range")
    units = {clause.get("unit") or "分" for clause in found}
    if len(units) != 1:
        raise Unreadable("各档的单位不一致")
    bands = _tightest_first([_band(clause) for clause in found])
    if all(band.gives == "0" for band in bands):
        raise Unreadable("没有写明哪一档得分")
    label, unit = one_name(found), units.pop()
    of: Number = AmountOf(input=label or AMOUNT, unit=unit, label=label)
    if unit in _COUNTED:
        of = Count(input=COUNT, label=label)
    _ask_edges(sentence, bands)
    if not sentence.of("otherwise") and Bands(of=of, bands=bands).gaps():
        text = "没有写明的地方：zero 不得分"
        sentence.ask("below", text, ("zero",), "zero")
    return Bands(of=of, bands=bands, otherwise="0")


def _tightest_first(bands: Sequence[Band]) -> tuple[Band, ...]:
    """1次以上得0.1分，2次以上得0.2分: twice is the second, in whatever order they are written."""
    open_up = [band for band in bands if band.at_least and not band.at_most]
    open_down = [band for band in bands if not band.at_least]
    rising = iter(sorted(open_down, key=Band.edges))
    falling = iter(sorted(open_up, key=Band.edges, reverse=True))
    return tuple(
        next(falling) if band in open_up else next(rising) if band in open_down else band
        for band in bands
    )


def _ask_edges(sentence: Sentence, bands: Sequence[Band]) -> None:
    """15分钟 in two bands: the one written first counts."""
    edges = sorted({edge for band in bands for edge in band.edges()})
    shared = [e for e in edges if _ends(bands, e) > 1]
    if shared:
        shown = "、".join(written(edge) for edge in shared[:3])
        text = f"{shown} 同时写在两档：first 按先写的一档（要按后一档的，请改写界限）"
        sentence.ask("edge", text, ("first",), "first")


def _ends(bands: Sequence[Band], edge: Fraction) -> int:
    """In how many bands a value stands that is the end of one and the start of another."""
    low = sum(1 for b in bands if b.at_least and exact(b.at_least) == edge)
    high = sum(1 for b in bands if b.at_most and exact(b.at_most) == edge)
    return low + high if low and high else 0


def _band(clause: Clause) -> Band:
    gives = "0" if clause.get("none") else clause.worth
    if said := clause.get("low"):
        low, high = re.split("[-至到]", said.replace("分", ""))
        return Band(at_least=low, at_most=high, gives=gives)
    at, side = counted(clause.get("at").removesuffix("分")), clause.get("side")
    if clause.get("below"):
        return Band(less_than=at, gives=gives)
    if _AT_MOST.search(side):
        return Band(at_most=at, gives=gives)
    return Band(at_least=at, gives=gives)
