"""Rates in words: in proportion, by bands, by steps below or around a base."""

from collections.abc import Sequence

from services.scoring.exact import ZERO, written
from services.scoring.exact import number as exact
from services.scoring.rules.amount import Constant, Times
from services.scoring.rules.conditions import Bounds, Within
from services.scoring.rules.gates import ZeroIf
from services.scoring.rules.limit import Limit
from services.scoring.rules.node import Number, Points
from services.scoring.rules.parts import Part, Parts
from services.scoring.rules.two_way import TwoWay
from services.scoring.wording import bounds, short_forms
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.banding import bands_of, full_at, gives, otherwise, zero
from services.scoring.wording.clauses import Clause, counted
from services.scoring.wording.sentence import Sentence, one_name
from services.scoring.wording.stepping import part_of_step

_TEXT = "未达到满分标准时如何计分：zero 不得分；linear 按比例"


def rate(sentence: Sentence) -> Points:
    lines, bands = sentence.of("linear"), sentence.of("band", "ceiling")
    steps, over, up = (sentence.of(kind) for kind in ("step", "step_over", "step_up"))
    stepped = [*steps, *over, *up]
    if len(lines) > 1 or (lines and (len(bands) > 1 or stepped)):
        raise Unreadable("不能既按比例又按档次")
    if not lines and not stepped and _apart(sentence, bands):
        return _parts(sentence, bands)
    beside = [each for each in sentence.clauses if each.kind == "otherwise"]
    every = [*lines, *bands, *sentence.of("base", "target", "lid"), *stepped, *beside]
    share = sentence.share(one_name([each for each in every if not _undone(each)]))
    if lines:
        return _linear(sentence, share, lines[0], bands)
    if stepped:
        return _steps(sentence, share, bands, (steps, over, up))
    if _simple(bands):
        return _rising(sentence, share, {each.get("at"): each.worth for each in bands})
    return bands_of(sentence, share, bands)


def _undone(clause: Clause) -> bool:
    """未完成的按比例扣分 speaks of the rate before it."""
    return clause.kind == "linear" and clause.get("label").startswith(("未", "没"))


def _apart(sentence: Sentence, bands: Sequence[Clause]) -> bool:
    """满意率达到90%得1分，知晓率达到80%得1分: a part for each rate, together the points."""
    names = {clause.get("label") for clause in bands}
    if len(bands) < 2 or len(names) < len(bands) or "" in names or not _simple(bands):
        return False
    return sentence.is_full(written(sum(map(sentence.weight, (c.worth for c in bands)), ZERO)))


def _parts(sentence: Sentence, bands: Sequence[Clause]) -> Points:
    parts: list[Part] = []
    for clause in bands:
        share = sentence.share(clause.get("label"))
        if clause.worth.endswith("%"):
            raise Unreadable(f"“{clause.text}”没有写明这一部分的分值")
        rule = short_forms.linear(share, full_at=clause.get("at"))
        if sentence.ask("below", _TEXT, ("linear", "zero"), "linear") == "zero":
            rule = short_forms.banded(share, {clause.get("at"): "100%"})
        parts.append(Part(label=clause.get("label"), points=clause.worth, rule=rule))
    return Parts(of=tuple(parts))


def _linear(sentence: Sentence, share: Number, line: Clause, bands: Sequence[Clause]) -> Points:
    """完成率×分值; with 低于60%不得分 nothing is earned below that."""
    if line.worth and not sentence.is_full(line.worth):
        bounds.differ(sentence, line.text, line.worth)
    if bands and (line.get("times") or not _simple(bands)):
        raise Unreadable("不能既按比例又按档次")
    full = line.get("at") or "100%"
    if bands:
        full = full_at(sentence, {each.get("at"): each.worth for each in bands})
        if line.get("at") and exact(line.get("at")) != exact(full):
            raise Unreadable(f"没有写明 {line.get('at')} 至 {full} 之间得多少分")
    linear = short_forms.linear(share, full_at=full)
    none = zero(sentence)
    if none:
        return ZeroIf(when=Within(number=share, bounds=none), rule=linear)
    if sentence.has("otherwise"):
        raise Unreadable("“否则”没有写明前提")
    return linear


def _simple(bands: Sequence[Clause]) -> bool:
    """Only lower bounds: each band reaches up to the next."""
    beyond = ("above", "high", "low", "below", "closed", "none")
    return all(each.kind == "band" and not each.get(*beyond) for each in bands)


def _rising(sentence: Sentence, share: Number, priced: dict[str, str]) -> Points:
    """Where the words leave a space below the full mark, the answer fills it."""
    full = full_at(sentence, priced)
    lowest, none = min(priced, key=exact), zero(sentence)
    edge = none.edges()[0] if none else None
    if edge is not None and edge > exact(lowest):
        raise Unreadable(f"{written(edge * 100)}% 以下不得分，与 {lowest} 得分矛盾")
    gap = edge is not None and edge < exact(lowest)
    rest = otherwise(sentence) or (edge is not None and not gap)
    if len(priced) == 1 and not rest:
        if sentence.ask("below", _TEXT, ("linear", "zero"), "linear") == "linear":
            zero_at = f"{written(edge * 100)}%" if edge is not None else "0"
            return short_forms.linear(share, full_at=full, zero_at=zero_at)
    elif gap:
        raise Unreadable(f"没有写明 {lowest} 以下、不得分以上得多少分")
    elif not rest:
        sentence.ask("below", f"{lowest} 以下没有写明：zero 不得分", ("zero",), "zero")
    order = sorted(priced, key=exact, reverse=True)
    return short_forms.banded(share, {at: gives(sentence, priced[at]) for at in order})


# Steps


def _steps(
    sentence: Sentence,
    share: Number,
    bands: Sequence[Clause],
    said: tuple[list[Clause], list[Clause], list[Clause]],
) -> Points:
    steps, over, up = said
    start = _start(sentence, bands) if up else ""
    full = bands[0].get("at") if start else _base(sentence, bands)
    if len(steps) > 1 or len(over) > 1 or len(up) > 1 or (over and (steps or up)):
        raise Unreadable("逐级增减的写法前后不一，请分开写")
    none = zero(sentence)
    if sentence.has("otherwise") and not none:
        raise Unreadable("既按档次又逐级扣分，请逐项选定算法")
    if up:
        tree = _both_ways(sentence, share, full, steps, up[0], start or "100%", bool(none))
    else:
        tree = _one_way(sentence, share, full, bands, steps, over)
    return ZeroIf(when=Within(number=share, bounds=none), rule=tree) if none else tree


def _one_way(
    sentence: Sentence,
    share: Number,
    full: str,
    bands: Sequence[Clause],
    steps: list[Clause],
    over: list[Clause],
) -> Points:
    step = _step(sentence, (steps or over)[0], full)
    each = (steps or over)[0].worth
    if not over:
        return part_of_step(sentence, share, full, step, each)
    ceiling = sentence.has("lid")
    ceiling |= any(clause.kind == "ceiling" or clause.get("closed") for clause in bands)
    if not ceiling:
        text = f"“{over[0].text}”：是高于 {full} 扣分，还是低于 {full} 扣分？above 高于；below 低于"
        if sentence.ask("side", text, ("above", "below"), "above") == "below":
            return part_of_step(sentence, share, full, step, each)
    return part_of_step(sentence, share, full, step, each, worse="above")


def _start(sentence: Sentence, bands: Sequence[Clause]) -> str:
    """达到60%得2分，每提高1个百分点加0.1分 of three points begins at two."""
    said = bands[0].worth if len(bands) == 1 and bands[0].get("at") else ""
    if not said or said.endswith("%") or exact(said) >= exact(sentence.points):
        return ""
    return said


def _base(sentence: Sentence, bands: Sequence[Clause]) -> str:
    priced = {clause.get("at"): clause.worth for clause in bands}
    bases = [c.get("at") for c in sentence.clauses if c.kind in ("base", "target", "lid")]
    bases += [c.get("base") for c in sentence.clauses if c.get("base")]
    if len(priced) > 1 or (priced and "" in priced):
        raise Unreadable("既按档次又逐级扣分，请逐项选定算法")
    if priced:
        return full_at(sentence, priced)
    if len(set(bases)) != 1:
        raise Unreadable("没有写明达到多少得满分")
    return bases[0]


def _step(sentence: Sentence, clause: Clause, full: str) -> str:
    """A percentage point, or (每低1%) perhaps so much of the rate itself."""
    if not clause.get("percent"):
        return f"{counted(clause.get('n') or '1')}%"
    said = clause.get("percent")
    text = f"“{clause.text}”的 {said}：points 指百分点；relative 指 {full} 的 {said}"
    if sentence.ask("percent", text, ("points", "relative"), "points") == "points":
        return said
    return f"{written(exact(full) * exact(said) * 100)}%"


def _both_ways(
    sentence: Sentence,
    share: Number,
    full: str,
    steps: list[Clause],
    up: Clause,
    start: str,
    bounded: bool,
) -> Points:
    """达到90%得满分，每低1个百分点扣0.5分，每高1个百分点加0.2分. ``start``: what the base is worth;
    ``bounded``: it is said below what nothing is earned."""
    step = _step(sentence, up, full)
    if steps and exact(_step(sentence, steps[0], full)) != exact(step):
        raise Unreadable("高低两个方向的一级大小不同，请逐项选定算法")
    text = "不足一级的部分：share 按比例增减（整级增减请逐项选定算法）"
    sentence.ask("part", text, ("share",), "share")
    one = exact(step) * 100
    tree: Points = TwoWay(
        of=Times(of=(share, Constant(value="100", label="百分点"))),
        base=written(exact(full) * 100),
        start=start,
        up=written(exact(up.worth) / one),
        down=written(exact(steps[0].worth if steps else "0") / one),
    )
    tree = _above(sentence, tree)
    asked = f"低于 {full} 的没有写明：none 不得分；start 仍得达到 {full} 时的分数"
    if steps or bounded or sentence.ask("below", asked, ("none", "start"), "none") == "start":
        return tree
    return ZeroIf(when=Within(number=share, bounds=Bounds(less_than=full)), rule=tree)


def _above(sentence: Sentence, tree: Points) -> Points:
    """最高3分 of three points says that nothing goes beyond them."""
    caps = [clause for clause in sentence.clauses if clause.kind == "cap"]
    if caps and "加" not in caps[0].text and sentence.is_full(caps[0].worth):
        sentence.of("cap")
        return tree
    asked = "加分后能否超过本项满分：no 不能；yes 能（须写明最高分）"
    if sentence.ask("over", asked, ("no", "yes"), "no") == "no":
        return tree
    caps = sentence.of("cap")
    if not caps:
        raise Unreadable("加分可以超过满分的，请写明最高多少分")
    return Limit(rule=tree, cap=_highest(sentence, caps[0]), into_total=True)


def _highest(sentence: Sentence, cap: Clause) -> str:
    """最高加1分 is so much above the points; 最高6分 is all that the item can have."""
    worth, full = exact(cap.worth), exact(sentence.points)
    if "加" in cap.text and worth < full:
        return written(full + worth)
    if cap.worth.endswith("%") or worth < full:
        raise Unreadable(f"“{cap.text}”低于本项分值，没有写明加分后最高多少分")
    return cap.worth
