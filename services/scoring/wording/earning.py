"""The one way in which a rule in words earns: a rate, a quota, ranges, shares, claims or parts."""

import re
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.names import CLAIMS, COUNT, DONE, TOWNSHIPS, UNITS
from services.scoring.rules.amount import AmountOf, Constant
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Bounds, Done, Within
from services.scoring.rules.count import Count
from services.scoring.rules.gates import ZeroIf
from services.scoring.rules.limit import Limit
from services.scoring.rules.node import Number, Points
from services.scoring.rules.occurrences import Occurrences
from services.scoring.rules.parts import Part, Parts
from services.scoring.rules.quota import Quota
from services.scoring.rules.ratio import Linear
from services.scoring.rules.share import Share
from services.scoring.rules.steps import Steps
from services.scoring.wording import short_forms
from services.scoring.wording.asking import Unreadable, number
from services.scoring.wording.clauses import Clause
from services.scoring.wording.sentence import Sentence, called, prices
from services.scoring.wording.short_forms import PartOf
from services.scoring.wording.vocabulary import LEVELS

_TOWNSHIP = re.compile(r"乡镇|镇街|街道|乡\(镇\)")
_GARRISON = re.compile(r"驻军单位|驻军|部队")
_COUNTED = ("次", "场", "期", "篇", "件", "项", "班")
"""Units of what a register counts; other amounts are measured."""


def start(sentence: Sentence) -> Points | None:
    """None where nothing is earned and only deductions are named. Raises: Unreadable."""
    ways = {name: sentence.of(*kinds) for name, (kinds, _) in WAYS.items()}
    if sentence.misses_people() or (ways["claims"] and not sentence.of("short")):
        ways["count"] = []
    used = [name for name, there in ways.items() if there]
    if len(used) > 1:
        words = "、".join(f"“{ways[name][0].text}”" for name in used)
        raise Unreadable(f"{words} 是不同的计分方式，请分为几项或写成规则树")
    return WAYS[used[0]][1](sentence) if used else None


# A rate


def _ratio(sentence: Sentence) -> Points:
    bands, lines, steps = (sentence.of(kind) for kind in ("band", "linear", "step"))
    if lines and (bands or steps):
        raise Unreadable("不能既按比例又按档次")
    share = sentence.share((lines or bands or steps)[0].get("label"))
    if lines:
        return _linear(sentence, share)
    priced = {clause.get("at"): clause.worth for clause in bands}
    full = next((at for at, worth in priced.items() if sentence.is_full(worth)), "")
    if not full:
        raise Unreadable("没有写明达到多少得满分")
    if steps:
        if len(priced) > 1 or sentence.of("otherwise"):
            raise Unreadable("既按档次又逐级扣分，请写成规则树")
        return _steps(sentence, share, full, steps[0])
    return _bands(sentence, share, priced, full)


def _linear(sentence: Sentence, share: Number) -> Points:
    """完成率×分值; with 低于60%不得分 nothing is earned below that."""
    linear = short_forms.linear(share)
    zero = _zero_below(sentence)
    if zero:
        return ZeroIf(when=Within(number=share, bounds=Bounds(less_than=zero)), rule=linear)
    if sentence.of("otherwise"):
        raise Unreadable(f"“{sentence.of('otherwise')[0].text}”没有写明前提")
    return linear


def _zero_below(sentence: Sentence) -> str:
    return next((c.get("at", "at2") for c in sentence.of("otherwise") if c.get("at", "at2")), "")


def _bands(sentence: Sentence, share: Number, priced: dict[str, str], full: str) -> Points:
    """Where the words leave a space below the full mark, the answer fills it."""
    lowest, zero = min(priced, key=exact), _zero_below(sentence)
    if zero and exact(zero) > exact(lowest):
        raise Unreadable(f"{zero} 以下不得分，与 {lowest} 得分矛盾")
    gap = bool(zero) and exact(zero) < exact(lowest)
    if len(priced) == 1 and (gap or not sentence.of("otherwise")):
        text = "未达到满分标准时如何计分：zero 不得分；linear 按比例"
        if sentence.ask("below", text, ("linear", "zero"), "linear") == "linear":
            return short_forms.linear(share, full_at=full, zero_at=zero or "0")
    elif gap:
        raise Unreadable(f"没有写明 {zero} 至 {lowest} 之间得多少分")
    order = sorted(priced, key=exact, reverse=True)
    gives = {at: "100%" if sentence.is_full(priced[at]) else priced[at] for at in order}
    return short_forms.banded(share, gives)


def _steps(sentence: Sentence, share: Number, full: str, step: Clause) -> Points:
    text = f"不足一级（{step.times}%）的部分如何扣分？整级、不扣、按比例"
    answer = sentence.ask("part", text, ("whole", "nothing", "share"), "whole")
    part = msgspec.convert(answer, Literal["whole", "nothing", "share"])
    return Steps(of=share, full_at=full, step=f"{step.times}%", each=step.worth, part=part)


# A number


def _quota(sentence: Sentence) -> Points:
    short, need = sentence.of("short"), sentence.of("need")
    if len(short) > 1 or len(need) > 1:
        raise Unreadable("一项只能有一个应有数量")
    if short:
        what = short[0].get("unit") + short[0].get("what")
        needed = _needed(sentence, need, what)
        count = Count(input=COUNT)
        return Quota(count=count, needed=needed, each=short[0].worth, direction="down")
    if sentence.of("otherwise"):
        return short_forms.counted_or_none(need[0].times)
    if not need[0].get("full", "full2"):
        raise Unreadable("没有写明每少一个扣多少分")
    text = "达不到应有数量时如何计分：zero 不得分；linear 按比例"
    if sentence.ask("below", text, ("zero", "linear"), "zero") == "linear":
        return Linear(of=Count(input=COUNT), full_at=need[0].times)
    return short_forms.counted_or_none(need[0].times)


def _needed(sentence: Sentence, need: Sequence[Clause], what: str) -> Number:
    if _TOWNSHIP.search(what):
        return AmountOf(input=TOWNSHIPS, unit="个")
    if _GARRISON.search(what):
        return AmountOf(input=UNITS, unit="个")
    if need:
        return short_forms.times(need[0].times)
    times = exact(sentence.points) / exact(sentence.of("short")[0].worth)
    default = written(times) if times.denominator == 1 and times > 0 else "1"
    answer = sentence.ask("needed", f"应有多少（{what or '次'}）才得满分？", (), default)
    return Constant(value=number(answer), label="应有")


# Amounts within ranges, and shares of the whole


def _ranges(sentence: Sentence) -> Points:
    found = sentence.of("range")
    units = {clause.get("unit") for clause in found}
    if len(units) != 1:
        raise Unreadable("各档的单位不一致")
    bands = tuple(_band(clause) for clause in found if not clause.get("none"))
    if not bands:
        raise Unreadable("没有写明哪一档得分")
    label, unit = found[0].get("label"), units.pop()
    of: Number = AmountOf(input=label or "amount", unit=unit, label=label)
    if unit in _COUNTED:
        of = Count(input=COUNT, label=label)
    return Bands(of=of, bands=bands, otherwise="0")


def _band(clause: Clause) -> Band:
    low, high, side = clause.get("low"), clause.get("high"), clause.get("side")
    if high:
        return Band(at_least=low, at_most=high, gives=clause.worth)
    if side.endswith("以上"):
        return Band(at_least=low, gives=clause.worth)
    if side:
        return Band(at_most=low, gives=clause.worth)
    raise Unreadable(f"“{clause.text}”没有写明以内还是以上")


def _shares(sentence: Sentence) -> Points:
    """资料占40%, 现场占40%, 问卷占20%: each marked out of 100."""
    return Parts(
        of=tuple(
            Part(
                label=clause.get("label"),
                points=clause.get("by"),
                rule=Linear(of=AmountOf(input=clause.get("label"), unit="分"), full_at="100"),
            )
            for clause in sentence.of("share")
        )
    )


# Claims


def _claims(sentence: Sentence) -> Points:
    levels, earns = sentence.of("level"), sentence.of("earn")
    if len({clause.kind for clause in sentence.of("level", "earn", "marker")}) > 1:
        raise Unreadable("按级别、按次与酌情加分请分为几项")
    cap = _cap(sentence)
    if sentence.of("marker"):
        return short_forms.marked(cap=cap)
    if levels:
        priced = {LEVELS[clause.get("level")]: clause.worth for clause in levels}
        return short_forms.honours(priced, cap=cap)
    if len(earns) > 1:
        return Limit(rule=Occurrences(input=CLAIMS, prices=prices(earns, "")), cap=cap)
    each = earns[0].worth
    most = exact(cap) / exact(each)
    if any(exact(need.times) != most for need in sentence.of("need")):
        raise Unreadable(f"“{sentence.of('need')[0].text}”与最高分不符")
    if earns[0].get("verb") != "加" and most.denominator == 1:
        return short_forms.counted(short_forms.times(written(most)), each=each, up=True)
    return short_forms.bonus(each, cap=cap, label=called(earns[0]))


def _cap(sentence: Sentence) -> str:
    caps = sentence.of("cap")
    if caps:
        return caps[0].worth
    return number(sentence.ask("cap", "加分没有上限，按多少分封顶？", (), sentence.points))


# All or none, and parts


def _parts(sentence: Sentence) -> Points:
    found = sentence.of("part", "each", "not_done", "linear_part")
    whole = [each for each in found if each.kind == "part" and sentence.is_full(each.worth)]
    undone = [each for each in found if each.kind == "not_done"]
    if len(whole) <= 1 and len(undone) <= 1 and len(whole) + len(undone) == len(found):
        one = (whole or undone)[0]
        label = one.get("label") + ("" if whole else one.get("what"))
        return Award(when=Done(input=DONE, label=label))
    if sentence.of("otherwise"):
        raise Unreadable(f"“{sentence.of('otherwise')[0].text}”指哪一部分没有写明")
    parts: list[Part] = []
    for clause in found:
        parts += _part(clause, len(parts) + 1)
    return Parts(of=tuple(parts))


def _part(clause: Clause, index: int) -> list[Part]:
    label = clause.get("label")
    if clause.kind == "not_done" or not clause.worth or clause.worth == "100%":
        raise Unreadable(f"“{clause.text}”没有写明这一部分的分值")
    if clause.kind == "linear_part":
        share = Share(input=f"ratio_{index}", empty="zero", label=label)
        return [Part(label=label, points=clause.worth, rule=Linear(of=share))]
    names = re.split("、|和", label) if clause.kind == "each" else [label]
    return [
        short_forms.part(PartOf(name, clause.worth), n) for n, name in enumerate(names, start=index)
    ]


WAYS: dict[str, tuple[tuple[str, ...], Callable[[Sentence], Points]]] = {
    "ratio": (("linear", "band", "step"), _ratio),
    "count": (("short", "need"), _quota),
    "ranges": (("range",), _ranges),
    "shares": (("share",), _shares),
    "claims": (("earn", "level", "marker"), _claims),
    "parts": (("part", "each", "not_done", "linear_part"), _parts),
}
"""Each way with the clauses that call for it."""
