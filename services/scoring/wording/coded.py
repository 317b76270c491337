"""The short forms of the sample standard: FIX, SUM, CNT, RAT, DED, ESC, BON, read to trees."""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from services.scoring.exact import number
from services.scoring.names import TOWNSHIPS, UNITS
from services.scoring.rules.amount import AmountOf, Times
from services.scoring.rules.node import Number, Points
from services.scoring.rules.occurrences import Unrecorded
from services.scoring.rules.steps import Steps
from services.scoring.wording import short_forms
from services.scoring.wording.asking import NUMBER, Ask, Unreadable
from services.scoring.wording.asking import number as _number
from services.scoring.wording.short_forms import PartOf
from services.scoring.wording.vocabulary import LEVELS, in_chinese

MAX_PARTS, MAX_NAME = 40, 60
UNNAMED = "不起名"


def _fix(rest: str, points: str, ask: Ask) -> Points:
    if rest:
        raise Unreadable("FIX 之后不应再有内容")
    return short_forms.fixed()


def _sum(rest: str, points: str, ask: Ask) -> Points:
    """``4×0.5`` · ``0.25+0.25+1`` · ``plan 0.5+drill 0.5`` · ``元旦0.5+八一1``."""
    equal = re.fullmatch(rf"(\d{{1,2}})\s*[×x]\s*({NUMBER})", rest)
    if equal:
        parts = [("", equal[2])] * int(equal[1])
    else:
        parts = [_part(part.strip()) for part in rest.split("+")]
    if not 0 < len(parts) <= MAX_PARTS:
        raise Unreadable(f"分项数应在 1 至 {MAX_PARTS} 之间")
    called = _called([in_chinese(name) for name, _ in parts], ask)
    return short_forms.summed(
        [PartOf(name, worth) for name, (_, worth) in zip(called, parts, strict=True)]
    )


def _called(named: list[str], ask: Ask) -> list[str]:
    """What each part is called: as the table says, else as whoever imports it does."""
    lacking = [at for at, name in enumerate(named) if not name]
    if not lacking:
        return named
    text = (
        f"有 {len(lacking)} 个分项没有写名称：请依次写出每一项做到什么，用“、”分开，"
        f"如“列入规划、纳入考核”；都没有名称的答“{UNNAMED}”"
    )
    answer = ask("names", text, (), UNNAMED).strip()
    of = len(named)
    told = (
        [f"标准所列 {of} 项中的第 {at + 1} 项" for at in lacking]
        if answer == UNNAMED
        else [name.strip()[:MAX_NAME] for name in re.split("[、；;]", answer)]
    )
    if len(told) != len(lacking) or not all(told):
        raise Unreadable(f"没有名称的分项有 {len(lacking)} 个，请写出同样多的名称，用“、”分开")
    own = iter(told)
    return [name or next(own) for name in named]


def _part(text: str) -> tuple[str, str]:
    found = re.fullmatch(rf"(?P<a>\D*)(?P<n>{NUMBER})(?P<b>\D*)", text)
    if not found:
        raise Unreadable("SUM 应为“个数×分值”或“名称 分值+名称 分值…”")
    return found["a"].strip() or found["b"].strip(), found["n"]


def _cnt(rest: str, points: str, ask: Ask) -> Points:
    """``≥2/yr, -0.75 each missing`` · ``≥1/yr, all-or-none`` · ``≥1 per township, …``."""
    up = re.fullmatch(rf"\+({NUMBER}) each, ≤(\d{{1,4}})", rest)
    if up:
        return short_forms.counted(short_forms.times(up[2]), each=up[1], up=True)
    found = re.fullmatch(
        rf"≥(?P<n>\d{{1,4}})(?P<of>[^,]*), "
        rf"(?:(?P<all>all-or-none)|-(?P<each>{NUMBER}) each missing)",
        rest,
    )
    if not found:
        raise Unreadable("CNT 应为“≥次数/yr, −分值 each missing”或“…, all-or-none”")
    if found["all"]:
        return short_forms.counted_or_none(found["n"])
    return short_forms.counted(_needed(found["n"], found["of"]), each=found["each"])


def _needed(times: str, of: str) -> Number:
    """So many a year, or so many for each township or garrison unit."""
    if of.strip() == "per township":
        each: Number = AmountOf(input=TOWNSHIPS, unit="个")
    elif of.endswith("/unit"):
        each = AmountOf(input=UNITS, unit="个")
    elif of.endswith("/yr"):
        return short_forms.times(times)
    else:
        raise Unreadable("CNT 的范围应为 /yr、per township 或 /unit")
    if times != "1":
        each = Times(of=(short_forms.times(times), each))
    return each


def _rat(rest: str, points: str, ask: Ask) -> Points:
    """``points ≥95% full, ≥80% 60%, else 0`` · ``schools 100% full, linear to 0 at 60%``."""
    rate = _Rate(rest)
    if not (rate.linear or rate.bands or rate.otherwise or rate.step):
        raise Unreadable("RAT 未写明未达标时如何计分（linear、档次或 else 0）")
    return rate.tree(ask)


def _rat_ded(rest: str, points: str, ask: Ask) -> Points:
    """A ratio first (linear where no bands are given), then ``-0.5 per case``."""
    head, _, tail = rest.rpartition(", ")
    each, label = _each(tail)
    start = _Rate(head).tree(ask)
    return short_forms.deducted(each, unrecorded=_unrecorded(ask), label=label, start=start)


class _Rate:
    """The pieces of a RAT: label, full mark, lower bands, what else."""

    def __init__(self, text: str) -> None:
        self.label, self.full, self.zero = "", "100%", "0"
        self.linear, self.otherwise, self.bands = False, False, dict[str, str]()
        self.step: tuple[str, str] | None = None
        label = re.split(r"[≥<\d,]", text, maxsplit=1)[0]
        if label != "linear":
            self.label, text = in_chinese(label.strip()), text.removeprefix(label)
        for piece in filter(None, (part.strip() for part in text.split(","))):
            self._piece(piece)

    def _piece(self, piece: str) -> None:
        if found := re.fullmatch(rf"≥?({NUMBER}%)(?: ([a-z ]+))? full", piece):
            self.full = found[1]
            self.label = self.label or in_chinese(found[2] or "")
        elif found := re.fullmatch(rf"≥({NUMBER}%) ({NUMBER}%)", piece):
            self.bands[found[1]] = found[2]
        elif piece == "else 0" or piece == f"<{self.full} 0":
            self.otherwise = True
        elif found := re.fullmatch(rf"linear(?: to 0 at ({NUMBER}%))?", piece):
            self.linear, self.zero = True, found[1] or "0"
        elif found := re.fullmatch(rf"-({NUMBER}) for each ({NUMBER}%) below", piece):
            self.step = (found[1], found[2])
        else:
            raise Unreadable(f"RAT 中读不懂“{piece}”")

    def tree(self, ask: Ask) -> Points:
        if self.linear and (self.bands or self.otherwise):
            raise Unreadable("RAT 不能既按档次又按比例")
        text = "应有数为 0（0/0）时如何计分？zero 计 0 分；full 计满分"
        empty = ask("empty", text, ("zero", "full"), "zero")
        share = short_forms.share("full" if empty == "full" else "zero", self.label)
        if self.step:
            return self._steps(share, *self.step, ask)
        if self.bands or self.otherwise:
            return short_forms.banded(share, {self.full: "100%", **self.bands})
        return short_forms.linear(share, full_at=self.full, zero_at=self.zero)

    def _steps(self, share: Number, each: str, step: str, ask: Ask) -> Points:
        if not number(step):
            raise Unreadable("RAT 的一级不能为 0")
        text = f"不足一级（{step}）的部分如何扣分？whole 按一级扣；nothing 不扣；share 按比例扣"
        answer = ask("part", text, ("whole", "nothing", "share"), "whole")
        part = msgspec.convert(answer, Literal["whole", "nothing", "share"])
        return Steps(of=share, full_at=self.full, step=step, each=each, part=part)


def _ded(rest: str, points: str, ask: Ask) -> Points:
    """``-0.5 per failure``."""
    each, label = _each(rest)
    return short_forms.deducted(each, unrecorded=_unrecorded(ask), label=label)


def _each(text: str) -> tuple[str, str]:
    """What one occurrence costs, and what it is called."""
    found = re.fullmatch(rf"-({NUMBER}) (?:per|each) (.+)", text)
    if not found:
        raise Unreadable("扣分应为“−分值 per 情形”")
    return found[1], in_chinese(found[2])


def _unrecorded(ask: Ask) -> Unrecorded:
    text = "没有任何记录时：none 视为未发生；zero 视为无事实，按 0 分计"
    return "zero" if ask("unrecorded", text, ("none", "zero"), "none") == "zero" else "none"


def _esc(rest: str, points: str, ask: Ask) -> Points:
    found = re.fullmatch(
        rf"-({NUMBER}) found, -({NUMBER}) not fixed in time, -({NUMBER}) named twice", rest
    )
    if not found:
        raise Unreadable("ESC 应为“−a found, −b not fixed in time, −c named twice”")
    return short_forms.escalated(found[1], found[2], found[3], unrecorded=_unrecorded(ask))


def _bon(rest: str, points: str, ask: Ask) -> Points:
    """``≤2`` · ``0.5 per class, ≤1.5`` · ``国1/省0.5/市0.25, best level once each, ≤2``."""
    body, cap = rest, ""
    if found := re.fullmatch(rf"(.*?)(?:, )?≤({NUMBER})", rest):
        body, cap = found[1], found[2]
    if not cap:
        cap = _number(ask("cap", "加分没有上限，按多少分封顶？", (), points))
    body = body.removesuffix(", best level once each")
    if not body:
        return _unpriced(cap, ask)
    if found := re.fullmatch(rf"({NUMBER}) (?:per (.+)|each)", body):
        return short_forms.bonus(found[1], cap=cap, label=in_chinese(found[2] or ""))
    levels = [re.fullmatch(rf"(国|省|市)({NUMBER})", part) for part in body.split("/")]
    if not all(levels):
        raise Unreadable("BON 应为“分值 each, ≤封顶”、“国a/省b/市c, ≤封顶”或“≤封顶”")
    priced = {LEVELS[level[1]]: level[2] for level in levels if level}
    return short_forms.honours(priced, cap=cap)


def _unpriced(cap: str, ask: Ask) -> Points:
    text = "每项加分未定分值：marker 由评分人在封顶以内评定，或填写每项分值"
    answer = ask("price", text, (), "marker")
    if answer == "marker":
        return short_forms.marked(cap=cap)
    return short_forms.bonus(_number(answer), cap=cap)


FORMS: dict[str, Callable[[str, str, Ask], Points]] = {
    "FIX": _fix,
    "SUM": _sum,
    "CNT": _cnt,
    "RAT": _rat,
    "RAT+DED": _rat_ded,
    "DED": _ded,
    "ESC": _esc,
    "BON": _bon,
}
