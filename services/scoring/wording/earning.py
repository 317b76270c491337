"""The one way in which a rule in words earns: a rate, a quota, ranges, shares, claims or parts."""

import re
from collections.abc import Callable

from msgspec import structs

from services.scoring.exact import ZERO, written
from services.scoring.exact import number as exact
from services.scoring.names import CLAIM, CLAIMS, COUNT, DONE, of_kind
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import AllOf, Done
from services.scoring.rules.count import Count
from services.scoring.rules.ladder import Ladder, Rung
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import Points
from services.scoring.rules.occurrences import HighestOnce, Occurrences
from services.scoring.rules.parts import Part, Parts, Sum
from services.scoring.rules.quota import Quota
from services.scoring.rules.ratio import Linear
from services.scoring.wording import bounds, grading, placing, quotas, rates, short_forms
from services.scoring.wording.asking import Unreadable, number
from services.scoring.wording.clauses import Clause, counted, each_of
from services.scoring.wording.sentence import Sentence, called, prices
from services.scoring.wording.short_forms import PartOf
from services.scoring.wording.vocabulary import LEVELS


def start(sentence: Sentence) -> Points | None:
    """None where nothing is earned and only deductions are named. Raises: Unreadable."""
    used = [name for name, (kinds, _) in WAYS.items() if sentence.has(*kinds)]
    if sentence.misses_people() or ("claims" in used and not sentence.has("short")):
        used = [name for name in used if name != "count"]
    if sentence.misses_people() and _whole(sentence, used):
        used.remove("ratio")
    if "sampled" in used:
        used = [name for name in used if name != "count"]
    if len(used) > 1:
        words = "、".join(f"“{_first(sentence, name)}”" for name in used)
        raise Unreadable(f"{words} 是不同的计分方式，请分为几项或逐项选定算法")
    return WAYS[used[0]][1](sentence) if used else _undone(sentence)


def _whole(sentence: Sentence, used: list[str]) -> bool:
    """完成率100%得4分，每少一户扣0.05分: the second says what is lost below the first."""
    rate = [each for each in sentence.clauses if each.kind in WAYS["ratio"][0]]
    if "ratio" not in used or any(each.kind != "band" or each.get("at") != "100%" for each in rate):
        return False
    return all(sentence.is_full(each.worth) for each in sentence.of("band"))


def _first(sentence: Sentence, way: str) -> str:
    return next(clause.text for clause in sentence.clauses if clause.kind in WAYS[way][0])


# Shares of the whole


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
    kinds = {clause.kind for clause in sentence.clauses} & {"level", "earn", "one_earn", "marker"}
    if kinds == {"level", "earn"} and not sentence.has("once"):
        return _by_kind(sentence)
    if len(kinds - {"one_earn"}) > 1:
        raise Unreadable("按级别、按次与酌情加分请分为几项")
    if sentence.has("marker"):
        return _marked(sentence)
    if sentence.has("level"):
        return _honours(sentence)
    return _earned(sentence)


def _by_kind(sentence: Sentence) -> Points:
    """县级批示每次加0.5分，省级每次加2分: each kind by its own words."""
    levels = {clause.get("level"): clause.worth for clause in sentence.of("level")}
    priced = {**prices(sentence.of("earn"), ""), **levels}
    return Limit(rule=Occurrences(input=CLAIMS, prices=priced), cap=_cap(sentence))


def _marked(sentence: Sentence) -> Points:
    found = sentence.of("marker")
    if len(found) > 1:
        raise Unreadable("几处由评分人评定的，请分为几项")
    if said := found[0].get("range"):
        low, high = re.split("[-至到]", said.replace("分", ""))
        return Marker(input="mark", low=low, high=high, label=found[0].get("label"))
    return short_forms.marked(cap=_cap(sentence))


def _honours(sentence: Sentence) -> Points:
    found = sentence.of("level")
    priced = {LEVELS[_level(clause)]: clause.worth for clause in found}
    if len(priced) < len(found):
        raise Unreadable("同一级别写了两次分值")
    once = bool(sentence.of("once")) or _once_only(sentence)
    cap = _cap(sentence)
    if once:
        return short_forms.honours(priced, cap=cap)
    each = tuple(
        Occurrences(input=f"{CLAIMS}_{n}", prices={level: worth}, label=f"{of_kind(level)}荣誉")
        for n, (level, worth) in enumerate(priced.items(), start=1)
    )
    return Limit(rule=each[0] if len(each) == 1 else Sum(of=each), cap=cap)


def _level(clause: Clause) -> str:
    said = clause.get("level").removeprefix("地").removeprefix("设区")
    return said[0]


def _once_only(sentence: Sentence) -> bool:
    text = "同一荣誉得了几级时：highest 就高计一次；each 各级都计"
    return sentence.ask("both", text, ("highest", "each"), "highest") == "highest"


def _earned(sentence: Sentence) -> Points:
    for clause in sentence.of("one_earn"):
        text = f"“{clause.text}”：each 每有一{clause.get('unit')}都计；once 只计一次"
        if counted(clause.get("n")) != "1":
            raise Unreadable(f"“{clause.text}”没有写明每次得多少分")
        if sentence.ask("each", text, ("each", "once"), "each") == "once":
            raise Unreadable("只计一次的，请写成“……的得……分”")
    found, cap = sentence.of("earn", "one_earn"), _cap(sentence)
    once = bool(sentence.of("once"))
    if any(counted(clause.get("n")) not in ("", "1") for clause in found):
        raise Unreadable("“每几个得分”的，请写明每一个得多少分")
    if len(found) > 1:
        return Limit(rule=Occurrences(input=CLAIMS, prices=prices(found, "")), cap=cap)
    each = found[0].worth
    most = exact(cap) / exact(each)
    if any(exact(need.times) != most for need in sentence.of("need")):
        raise Unreadable("应有数量与最高分不符")
    if "加" not in found[0].get("earn") and most.denominator == 1:
        count = Count(input=COUNT, label=called(found[0]))
        times = short_forms.times(written(most))
        return Quota(count=count, needed=times, each=each, direction="up")
    if once:
        levels, label = {CLAIM: each}, called(found[0])
        return Limit(rule=HighestOnce(input=CLAIMS, levels=levels, label=label), cap=cap)
    return short_forms.bonus(each, cap=cap, label=called(found[0]))


def _cap(sentence: Sentence) -> str:
    caps = sentence.of("cap")
    if len({exact(each.worth) for each in caps}) > 1:
        raise Unreadable("写了几个不同的最高分")
    if caps:
        return sentence.points if caps[0].worth == "100%" else caps[0].worth
    return number(sentence.ask("cap", "加分没有上限，按多少分封顶？", (), sentence.points))


# All or none, and parts


def _undone(sentence: Sentence) -> Points | None:
    """岗位津贴未落实的不得分: nothing else is said, so what is done has the full mark."""
    rest = {"not_done", "remark", "floor", "total"}
    if not sentence.has("not_done") or {clause.kind for clause in sentence.clauses} - rest:
        return None
    found = sentence.of("not_done")
    if len(found) == 1:
        return Award(when=Done(input=DONE, label=_kept(found[0])))
    done = [Done(input=f"done_{n}", label=_kept(each)) for n, each in enumerate(found, start=1)]
    return Award(when=AllOf(of=tuple(done)))


def _kept(clause: Clause) -> str:
    there = "有" if clause.get("no") in ("无", "没有", "没", "缺乏") else ""
    return clause.get("label") + there + clause.get("what")


def _parts(sentence: Sentence) -> Points:
    found = sentence.of("part", "each", "linear_part", "inner")
    if len(found) == 1 and found[0].kind == "part":
        if not sentence.is_full(found[0].worth):
            bounds.differ(sentence, found[0].text, found[0].worth)
        sentence.of("otherwise")
        _opposite(sentence, found)
        return Award(when=Done(input=DONE, label=found[0].get("label").removesuffix("的")))
    if len(found) > 1 and (
        sentence.has("once") or any(sentence.is_full(each.worth) for each in found)
    ):
        _opposite(sentence, found)
        _ask_about_tiers(sentence, found)
        return _tiers(sentence, found)
    parts: list[Part] = []
    for clause in found:
        if clause.kind != "inner":
            parts += _part(sentence, clause, len(parts) + 1)
    return _at_most(sentence, parts) or _nested(found, parts)


def _at_most(sentence: Sentence, parts: list[Part]) -> Points | None:
    """各得1分的三项，最高2分: the parts are added up to the points."""
    together = sum((exact(each.points) for each in parts), ZERO)
    caps = [each for each in sentence.clauses if each.kind == "cap"]
    if together <= exact(sentence.points) or len(caps) != 1 or not sentence.is_full(caps[0].worth):
        return None
    sentence.of("cap")
    awards = [
        structs.replace(each.rule, gives=each.points)
        for each in parts
        if isinstance(each.rule, Award)
    ]
    return Limit(rule=Sum(of=tuple(awards))) if len(awards) == len(parts) else None


def _ask_about_tiers(sentence: Sentence, found: list[Clause]) -> None:
    """Written from the full mark down they look like tiers; that they are, somebody says."""
    worths = [sentence.weight(clause.worth) for clause in found]
    text = (
        f"各档合计 {written(sum(worths, ZERO))} 分，分值 {sentence.points} 分："
        "tiers 只算达到的最高一档"
    )
    sentence.ask("tiers", text, ("tiers",), "tiers")


def _tiers(sentence: Sentence, found: list[Clause]) -> Points:
    """齐全得2分，基本齐全得1分 in an item of 2: one counts, the highest that is so."""
    if {clause.kind for clause in found} != {"part"}:
        raise Unreadable(f"各部分合计超过 {sentence.points} 分")
    sentence.of("once")
    rising = sorted(found, key=lambda clause: sentence.weight(clause.worth))
    names = [clause.get("label").removesuffix("的") for clause in rising]
    return Ladder(
        rungs=tuple(
            Rung(name=name, when=Done(input=f"tier_{n}", label=name), gives=clause.worth)
            for n, (name, clause) in enumerate(zip(names, rising, strict=True), start=1)
        )
    )


def _opposite(sentence: Sentence, done: list[Clause]) -> None:
    """落实的得满分，未落实的不得分: the second says nothing new where the words are the same."""
    names = [clause.get("label").removesuffix("的") for clause in done]
    undone = [clause for clause in sentence.clauses if clause.kind == "not_done"]
    said = [clause.get("label") + clause.get("what").removesuffix("的") for clause in undone]
    if said and all(any(name.endswith(each) for name in names) for each in said):
        sentence.of("not_done")


def _nested(found: list[Clause], parts: list[Part]) -> Points:
    """组织领导3分，其中机构1分、制度2分，宣传2分: the inner parts fill the one before them."""
    at = next((n for n, clause in enumerate(found) if clause.kind == "inner"), 0)
    if not at:
        return Parts(of=tuple(parts))
    outer, inner, left = found[at - 1], list[Part](), exact(found[at - 1].worth)
    for clause in found[at:]:
        if left > 0:
            name = clause.get("label").removesuffix("的")
            inner.append(short_forms.part(PartOf(name, clause.worth), at * 100 + len(inner)))
            left -= exact(clause.worth)
    if left or outer.kind != "part" or any(c.kind == "inner" for c in found[at + 1 :]):
        raise Unreadable(f"“{found[at].text}”所在各项合计与“{outer.text}”不符")
    own = Part(label=parts[at - 1].label, points=outer.worth, rule=Parts(of=tuple(inner)))
    return Parts(of=(*parts[: at - 1], own, *parts[at - 1 + len(inner) :]))


def _part(sentence: Sentence, clause: Clause, index: int) -> list[Part]:
    label = clause.get("label").removesuffix("的")
    if clause.kind == "linear_part":
        share = sentence.share(label, f"ratio_{index}")
        return [Part(label=label, points=clause.worth, rule=Linear(of=share))]
    names = each_of(label) if clause.kind == "each" else [label]
    return [
        short_forms.part(PartOf(name, clause.worth), n) for n, name in enumerate(names, start=index)
    ]


WAYS: dict[str, tuple[tuple[str, ...], Callable[[Sentence], Points]]] = {
    "ratio": (("linear", "band", "step", "step_up", "step_over", "ceiling"), rates.rate),
    "graded": (("graded", "grade", "noise", "of_all", "rest_graded"), grading.graded),
    "ranked": (("rank", "placed"), placing.ranked),
    "sampled": (("sampled",), quotas.sampled),
    "count": (("short", "need"), quotas.quota),
    "ranges": (("range",), grading.ranges),
    "shares": (("share",), _shares),
    "claims": (("earn", "one_earn", "level", "marker"), _claims),
    "parts": (("part", "each", "linear_part", "inner"), _parts),
}
"""Each way with the clauses that call for it."""
