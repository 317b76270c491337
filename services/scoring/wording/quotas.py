"""Numbers that are needed: so many a year, for each township, at each sampled place."""

import re
from collections.abc import Sequence

from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.names import COUNT, TOWNSHIPS, UNITS
from services.scoring.rules.amount import AmountOf, Constant
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Bounds, Within
from services.scoring.rules.count import Count
from services.scoring.rules.node import Number, Points
from services.scoring.rules.quota import Quota
from services.scoring.rules.ratio import Linear
from services.scoring.rules.shortfall import OfWhich, Shortfall
from services.scoring.rules.steps import Steps
from services.scoring.wording import bounds, short_forms
from services.scoring.wording.asking import Unreadable, number
from services.scoring.wording.clauses import Clause, counted
from services.scoring.wording.sentence import Sentence

_TOWNSHIP = re.compile(r"乡镇|镇街|街道|乡\(镇\)")
_GARRISON = re.compile(r"驻军单位|驻军|部队")


def quota(sentence: Sentence) -> Points:
    short, need = sentence.of("short"), sentence.of("need")
    if len(short) > 1 or len(need) > 1:
        raise Unreadable("一项只能有一个应有数量")
    name = _counted_name(short, need)
    _must_be_full(sentence, need)
    if short:
        if counted(short[0].get("n")) not in ("", "1"):
            raise Unreadable("“每少几个”请改写成每少一个")
        what = short[0].get("unit") + short[0].get("what")
        needed = _needed(sentence, need, what)
        count = Count(input=COUNT, label=name)
        return Quota(count=count, needed=needed, each=short[0].worth, direction="down")
    if sentence.of("otherwise"):
        return _or_none(need[0], name)
    if not need[0].get("given") and not sentence.has("not_done", "zero_if"):
        raise Unreadable("没有写明每少一个扣多少分")
    text = "达不到应有数量时如何计分：zero 不得分；linear 按比例"
    if sentence.ask("below", text, ("zero", "linear"), "zero") == "linear":
        return Linear(of=Count(input=COUNT, label=name), full_at=need[0].times)
    return _or_none(need[0], name)


def _must_be_full(sentence: Sentence, need: Sequence[Clause]) -> None:
    for clause in need:
        given = clause.get("given").removesuffix("分")
        if given and given not in ("满", "全") and not sentence.is_full(given):
            bounds.differ(sentence, clause.text, given)


def _or_none(need: Clause, name: str) -> Points:
    count = Count(input=COUNT, label=name)
    return Award(when=Within(number=count, bounds=Bounds(at_least=need.times)))


def _counted_name(short: Sequence[Clause], need: Sequence[Clause]) -> str:
    """What is counted; the quota and its price must speak of one thing and one unit."""
    said = [
        "".join(each.get(part) for part in ("label", "verb", "more", "what"))
        for each in (*need, *short)
    ]
    names = [name.removesuffix("的") for name in said]
    units = {each.get("unit") for each in (*need, *short)}
    first, *rest = names
    if len(units) > 1 or any(first and name and not _alike(name, first) for name in rest):
        raise Unreadable("应有数量与扣分说的不是同一个数，请分为几项")
    return first or (rest[0] if rest else "")


def _alike(one: str, other: str) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


def _needed(sentence: Sentence, need: Sequence[Clause], what: str) -> Number:
    if need:
        return short_forms.times(need[0].times)
    if _TOWNSHIP.search(what):
        return AmountOf(input=TOWNSHIPS, unit="个")
    if _GARRISON.search(what):
        return AmountOf(input=UNITS, unit="个")
    short = next(clause for clause in sentence.clauses if clause.kind == "short")
    times = exact(sentence.points) / exact(short.worth)
    default = written(times) if times.denominator == 1 and times > 0 else "1"
    answer = sentence.ask("needed", f"应有多少（{what or '次'}）才得满分？", (), default)
    return Constant(value=number(answer), label="应有")


def sampled(sentence: Sentence) -> Points:
    """每辆车不少于2条, 其中1条为指定内容: what one place has too much helps no other place."""
    found, inner, short = (sentence.of(kind) for kind in ("sampled", "of_which", "short"))
    if len(found) != 1 or len(short) > 1 or sentence.has("need"):
        raise Unreadable("一项只能有一个每处应有的数量")
    _must_be_full(sentence, found)
    if {clause.get("unit") for clause in (*inner, *short)} - {found[0].get("unit")}:
        raise Unreadable("每处应有的数量与扣分说的不是同一个数")
    each, place = found[0], found[0].get("place")
    if each.get("place_unit") in ("日", "天", "小时", "分钟"):
        raise Unreadable(f"“{each.text}”全年应有多少没有写明，请写成“全年不少于…”")
    lack = Shortfall(
        input=each.get("what", "label") or COUNT,
        places=_places(place, each.get("place_unit") or "个"),
        needed=int(each.times),
        of_which=tuple(
            OfWhich(kind=one.get("what").removeprefix("为"), needed=int(counted(one.get("n"))))
            for one in inner
        ),
    )
    if short:
        worth = short[0].worth
        return Steps(of=lack, full_at="0", step="1", each=worth, part="share", worse="above")
    if not (sentence.of("otherwise") or each.get("given")):
        raise Unreadable("没有写明每少一个扣多少分")
    return Award(when=Within(number=lack, bounds=Bounds(at_most="0")))


_VERB = re.compile(
    "(?:设置|配备|建有|设有|设立|建立|安排|组织|开展|举办|联系|结对|帮扶|走访|包联)\\Z"
)


def _places(place: str, unit: str) -> Number:
    place = _VERB.sub("", place) or place
    if _TOWNSHIP.search(place):
        return AmountOf(input=TOWNSHIPS, unit="个")
    if _GARRISON.search(place):
        return AmountOf(input=UNITS, unit="个")
    return AmountOf(input=f"{place}数", unit=unit)
