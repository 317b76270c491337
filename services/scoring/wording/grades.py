"""Grades side by side: A（2分）：完成率95%以上；B（1分）：90%以上. Their columns are written so.

Where the grades' texts are ranges of one number, that number decides; else somebody says who does.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec import structs

from services.scoring.exact import number as exact
from services.scoring.exact import written as decimal
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Done
from services.scoring.rules.ladder import Ladder, Rung
from services.scoring.rules.node import Points
from services.scoring.wording import chinese, short_forms
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import normal

NAMES = (
    "[A-E](?:级|等|档)?|基本合格|不合格|合格|优秀|良好|优|良|中等?|基本达标|不达标|达标|不满意|基本满意|满意"
    "|较好|较差|好|差|一般|第?[一二三四五1-5]档|[一二三四五]等|[一二三四五]级|好评|中评|差评"
)
_NUMBER = r"\d{1,3}(?:\.\d{1,3})?"
NAMED = re.compile(
    rf"(?P<name>{NAMES})(?:等次|等级|档次)?(?:[(（](?P<note>[^()（）]{{1,40}})[)）])?[:：]"
)
BEGINS = re.compile(rf"(?:\A|[；;\n])\s{{0,4}}{NAMED.pattern}")
WORTH = re.compile(rf"(?:得|计|记|为|满分的?)?(?P<worth>{_NUMBER}(?:分|%)?)")
RANGE = re.compile(
    rf"(?:得|计|记)?(?P<low>{_NUMBER})分?[-~—–\uff0d\uff5e至到](?P<high>{_NUMBER})分?"
)
ENDS = re.compile(
    rf"[,，;；]?(?:的|者)?(?:(?:得|计|记)(?P<worth>{_NUMBER}分|满分的?{_NUMBER}%)|不得分)[。.]?\Z"
)
LEGEND = re.compile(
    rf"(?<![\u3400-\u9fff])(?P<name>{NAMES})(?:等次|等级|档次)?(?:的|者)?[:：]?"
    rf"(?:得|计|记|按|为|=)(?:(?P<full>满分|全分)|(?:满分的?)?(?P<worth>{_NUMBER}(?:分|%)))"
)
NOTHING = re.compile(r"(?:不得分|0分?|零分)")
REST = re.compile(
    r"(?:其余|其他|其它)(?:情形|情况|的)?|(?:以下|未达到以上|低于以上|达不到以上|达不到上述|未达到上述|不符合以上)"
    r"(?:标准|要求|情形|条件|的)?|未达到?[A-D一二三]?(?:级|等|档)?(?:标准|要求)?的?"
)
LOWEST = ("不合格", "不达标", "差", "D", "E", "差评", "不满意")
FULL = "100%"
GIVEN = ("given",)
RANGED = ("marker", "highest")
SHOWN = 60


class Grade(NamedTuple):
    """``worth``: points, a percentage of the points, or empty; ``high``: the upper end of a range
    of points whose lower end is ``worth``."""

    name: str
    worth: str
    text: str
    high: str = ""

    def said(self) -> str:
        worth = f"{self.worth}-{self.high}分" if self.high else _shown(self.worth)
        beside = f"（{worth}）" if worth and self.text else ""
        return f"{self.name}{beside}：{self.text or worth}"


def grade(name: str, note: str, text: str) -> Grade:
    """``note``: what stands beside the name; a worth, or else a part of the text."""
    plain, told = text.strip().strip("。；;"), normal(note)
    for worded in (told, normal(plain)):
        if found := RANGE.fullmatch(worded):
            rest = plain if worded == told else ""
            return Grade(name, found["low"], rest, found["high"])
        if found := WORTH.fullmatch(worded):
            rest = plain if worded == told else ""
            return Grade(name, found["worth"].removesuffix("分"), rest)
        if NOTHING.fullmatch(worded):
            return Grade(name, "0", plain if worded == told else "")
    if found := ENDS.search(plain):
        worth = re.sub("满分的?|分", "", found["worth"] or "0")
        return Grade(name, worth, _with(note, plain[: found.start()]))
    return Grade(name, "", _with(note, plain))


def parsed(text: str) -> list[Grade]:
    """The grades of a text that names several, each before a colon; else none."""
    marks = [*BEGINS.finditer(text)]
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found = [
        grade(mark["name"], mark["note"] or "", text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=True)
    ]
    return found if len({one.name for one in found}) == len(found) else []


def written(grades: Sequence[Grade]) -> str:
    """As ``parsed`` reads it."""
    return "；".join(one.said() for one in grades)


def best(grades: Sequence[Grade]) -> str:
    """The most points that a grade gives, or empty where they are none or shares."""
    worths = [one.high or one.worth for one in grades]
    points = [worth for worth in worths if worth and not worth.endswith("%")]
    return max(points, key=exact, default="") if len(points) == len(worths) else ""


def legend(text: str) -> dict[str, str]:
    """A得满分，B得66%: what each grade is worth, by its name; empty where not several are named."""
    found = {one["name"]: (one["full"] and FULL) or one["worth"] for one in LEGEND.finditer(text)}
    return (
        {name: worth.removesuffix("分") for name, worth in found.items()} if len(found) > 1 else {}
    )


def read(grades: list[Grade], points: str, ask: Ask) -> Points:
    """Raises: Unreadable."""
    if any(one.high for one in grades):
        return _ranged(grades, points, ask)
    priced = [_priced(one, at, ask) for at, one in enumerate(grades)]
    if decided := _by_number(priced, points, ask):
        return decided
    quoted = "；".join(f"{one.name}：{one.text[:SHOWN]}" for one in priced if one.text)
    quoted = quoted or "、".join(one.name for one in priced)
    text = f"各等级（{quoted}）由谁来定：given 由评审评定等级；"
    ask("grades", f"{text}由一个数决定的，请把条文改写成“…95%以上得2分，…”", GIVEN, GIVEN[0])
    return _given(priced, points)


def _ranged(grades: list[Grade], points: str, ask: Ask) -> Points:
    """优秀 1.8-2分: whoever marks chooses within it."""
    quoted = "；".join(one.said()[:SHOWN] for one in grades)
    text = (
        f"有的等级是一段分值（{quoted}）：marker 由评审在 0 至 {points} 分之间评定；"
        "highest 由评审评定等级，按该等级的最高分计"
    )
    if ask("grades", text, RANGED, RANGED[0]) == "marker":
        return short_forms.marked(cap=points)
    tops = [one._replace(worth=one.high or one.worth, high="") for one in grades]
    return _given([_priced(one, at, ask) for at, one in enumerate(tops)], points)


def _priced(one: Grade, at: int, ask: Ask) -> Grade:
    if one.worth:
        return one
    default = "0" if one.name in LOWEST else FULL if at == 0 else ""
    text = f"“{one.name}”（{one.text[:SHOWN]}）得多少分（分值，或满分的百分比）？"
    worth = ask(f"grade.{one.name}", text, (), default) or "0"
    if not re.fullmatch(rf"{_NUMBER}%?", worth):
        raise Unreadable(f"回答“{worth[:40]}”不是分值")
    return one._replace(worth=worth)


def _given(grades: Sequence[Grade], points: str) -> Points:
    """As somebody grades it; of two that were given, the better counts."""
    rungs = [
        Rung(
            name=one.name,
            when=Done(input=f"grade_{one.name}", label=f"评为{one.name}"),
            gives=one.worth,
        )
        for one in sorted(grades, key=lambda one: _weight(one.worth, points))
    ]
    paid = [rung for rung in rungs if exact(rung.gives)]
    return Ladder(rungs=tuple(paid or rungs))


def _weight(worth: str, points: str) -> Fraction:
    return exact(worth) * (exact(points) if worth.endswith("%") else 1)


def _by_number(grades: Sequence[Grade], points: str, ask: Ask) -> Points | None:
    """Bands, where each grade but the rest is one band of one number; else None."""
    rest = [one for one in grades if _is_rest(one)]
    told = [one for one in grades if one not in rest]
    if len(rest) > 1 or len(told) < 2 or not all(one.text for one in told):
        return None
    sentence = "；".join(_clause(one, points) for one in told)

    def silent(topic: str, text: str, options: tuple[str, ...], default: str) -> str:
        return default

    def asks(topic: str, text: str, options: tuple[str, ...], default: str) -> str:
        return default if rest and topic == "below" else ask(topic, text, options, default)

    try:
        tried = chinese.read(sentence, points, silent)
    except Unreadable:
        return None
    if not isinstance(tried, Bands) or _gains(told, points) != _gains(tried.bands, points):
        return None
    found = chinese.read(sentence, points, asks)
    if rest and isinstance(found, Bands):
        return structs.replace(found, otherwise=rest[0].worth)
    return found


def _is_rest(one: Grade) -> bool:
    return bool(REST.fullmatch(normal(one.text))) or (not one.text and one.worth == "0")


def _gains(of: Sequence[Grade] | Sequence[Band], points: str) -> list[Fraction]:
    """What is more than nothing."""
    worths = [one.worth if isinstance(one, Grade) else one.gives for one in of]
    return sorted(filter(None, (_weight(worth, points) for worth in worths)))


def _clause(one: Grade, points: str) -> str:
    """In points, where they are exact: a range of amounts takes no share."""
    text = re.sub("(?:的|者)?[,，。]?\\Z", "", one.text)
    worth = _weight(one.worth, points)
    exactly = (worth * 1000).denominator == 1
    gives = f"{decimal(worth)}分" if exactly else one.worth
    return f"{text}得{gives}" if worth else f"{text}不得分"


def _shown(worth: str) -> str:
    return worth if worth.endswith("%") or not worth else f"{worth}分"


def _with(note: str, text: str) -> str:
    return "，".join(filter(None, (note, text)))
