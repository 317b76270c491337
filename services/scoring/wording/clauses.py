"""The clauses of a rule as offices write it: 达到98%得满分 · 每少一次扣0.5分 · 最高6分.

A clause says one thing; ``chinese.py`` puts clauses together. Each is read by the first form that
takes all of its words (``forms.py``); what no form takes is asked about, never passed over.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.scoring.exact import number
from services.scoring.wording import scanning
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.forms import FORMS
from services.scoring.wording.lexicon import A_YEAR, HAN, NAMED

MAX_PROSE = 500
MAX_CLAUSE = 100
"""Characters; the forms try many ways to divide a clause."""
_COMPILED = tuple((kind, scanning.compiled(form)) for kind, form in FORMS)
_PRICED = ("step", "step_up", "step_over", "short", "cost", "one_cost", "flat", "level", "earn")
"""Clauses with a price: one of 0 says nothing."""
_BY_HUNDREDS = re.compile(r"每[十百千万亿]{1,3}(?:[^每的、]{1,4})?\Z")
_FROM_THE_NTH = re.compile(
    r"(?:(?<![提会])[前头](?:\d{1,3}|[一二两三四五六七八九十]{1,2})(?P<first>[^\d每]{1,2})"
    r"|第(?:\d{1,3}|[一二三四五六七八九十]{1,2})(?P<later>[^\d每]{1,2}?)(?:开始|起|及?以[后上]|之后))"
)
"""前3次每次扣0.1分，第4次起每次扣0.3分: one count by its order, not two kinds of things."""
_STATED = ("flat", "flat_each", "part", "inner", "each", "zero_if")
_ACTS = ("deduct", "earn", "zero", "all", "costs_freely", "barred", "moved")
_OPENS = (*_ACTS, "marker", "freely", "each_lower")
"""What a clause of its own cannot begin with: 未报备的，扣1分 is one clause."""
_OPENS_AFTER_OF = ("each", "fewer", "number", "proportion")
"""…and what only after 的: 迟报的，每次扣1分."""
_SPEAKS = (
    *_ACTS,
    "points",
    "percent",
    "floor",
    "most",
    "mostcost",
    "proportion",
    "product",
    "full",
)
_MARKS = re.compile("[\u2460-\u2473\u2474-\u2487\u2488-\u249b]")
_NUMBERING = re.compile(
    r"(?:^|(?<=[,;。:]))(?:\d{1,2}[、.](?!\d)|\([\d一二三四五六七八九十]{1,2}\))"
)
_POINTS_IN_BRACKETS = re.compile(r"\((\d{1,4}(?:\.\d{1,3})?分)\)")
_RULE_IN_BRACKETS = re.compile(r"\(([^()]{0,40}(?:[扣得计加]|最高)[^()]{0,40})\)")


_TOP = re.compile("国家|中央|全国")
_RESPECTIVELY = re.compile(
    r"(?P<names>[^,;、。:的每]{1,20}(?:、[^,;、。:的每]{1,10}?){1,5})"
    r"(?P<what>(?:表彰|推广|采用|通报|命名|奖励|表扬|批示|媒体刊发){0,2})的?,?"
    r"(?P<each>每(?:次|篇|项|个|件|条)|)分别(?P<act>得|加|计|扣)"
    r"(?P<worths>\d{1,3}(?:\.\d{1,3})?分(?:、\d{1,3}(?:\.\d{1,3})?分){1,5})"
)


_NO_NAMES = frozenset({"只", "仅", "只有", "仅有", "只是", "另", "还", "又", "再", "反之", "如"})
"""只缺一项 speaks of what stands before it, and names nothing."""


class Unclaimed(Unreadable):
    """A clause that no form takes as a whole."""


class Clause(NamedTuple):
    kind: str
    text: str
    parts: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of the named parts that is there."""
        return next((self.parts[name] for name in names if self.parts.get(name)), "")

    @property
    def worth(self) -> str:
        """Points, or a percentage of the points; empty where no figure is said."""
        if self.get("full"):
            return "100%"
        said = self.get("worth")
        if said in ("满分", "全分"):
            return "100%"
        return re.sub("^满分的?|分$", "", said)

    @property
    def times(self) -> str:
        """How many are needed in a year, or of what the clause counts."""
        each = A_YEAR[period(self.get("every"))] if self.get("every") else 1
        said = counted(self.get("n") or "1")
        if not said.isdecimal():
            raise Unreadable(f"“{self.text}”的数量应为整数")
        return str(each * int(said))


def period(said: str) -> str:
    return next(word for word in A_YEAR if word in said)


def counted(said: str) -> str:
    """``两`` is 2, ``十二`` 12; digits stay."""
    if said in HAN or not said or said[0] in "0123456789":
        return HAN.get(said, said)
    tens, _, ones = said.rpartition("十")
    if "十" not in said:
        raise Unreadable(f"读不懂数字“{said}”")
    return str(int(HAN.get(tens, "1")) * 10 + int(HAN.get(ones, "0")))


def normal(text: str) -> str:
    """Half-width, without blanks, one kind of dash, without numbering: as clauses are read."""
    text = unicodedata.normalize("NFKC", _MARKS.sub(";", text))
    text = re.sub(r"[−－—–~]+", "-", text)
    text = re.sub(r"\s+", "", text)
    text = _NUMBERING.sub(";", text)
    text = re.sub(r"(\d%)\(含\)-(\d{1,3}(?:\.\d{1,3})?%)", r"\1以上低于\2", text)
    text = re.sub(r"(\d%)-(\d{1,3}(?:\.\d{1,3})?%)\(不含\)", r"\1以上低于\2", text)
    text = re.sub(r"(以[上下])\(含(?:\d{1,3}(?:\.\d{1,3})?%)?\)", r"\1", text)
    text = _POINTS_IN_BRACKETS.sub(r"\1", text)
    text = _RULE_IN_BRACKETS.sub(r",\1,", text)
    text = _spread(text)
    text = re.sub(r"(?<=分)(?:、|并且|且|并)(?=[^扣加得减])", ",", text)
    return text.strip("。.;,:")


def _spread(text: str) -> str:
    """国家级、省级表彰的，分别加3分、2分: each name with its own worth, where there are as many."""
    return _RESPECTIVELY.sub(_each_with_its_own, text)


def _each_with_its_own(found: re.Match[str]) -> str:
    names, worths = found["names"].split("、"), found["worths"].split("、")
    if len(names) != len(worths):
        return found[0]
    each, act = found["each"] or "", found["act"]
    top = _TOP.search(names[0])
    head, names[0] = names[0][: top.start() if top else 0], names[0][top.start() if top else 0 :]
    return ",".join(
        f"{head if n == 0 else ''}{name}{found['what']}的{each}{act}{worth}"
        for n, (name, worth) in enumerate(zip(names, worths, strict=True))
    )


def pieces(text: str) -> list[str]:
    """The clauses of a text; a condition is put before the price that follows it."""
    found: list[str] = []
    waiting: list[str] = []
    for part in filter(None, re.split("[,;。:]", normal(text))):
        opening = _opening(part)
        after = waiting and waiting[-1].endswith("的") and opening in _OPENS_AFTER_OF
        after = after or (waiting and _bare(part) and _names(waiting[-1]))
        if after or (waiting and opening in _OPENS):
            held = len(waiting) if opening == "all" else 1
            found += waiting[:-held]
            found.append(
                "、".join(each.removesuffix("的") for each in waiting[-held:]) + "的" + part
            )
            waiting = []
        elif _speaks(part):
            found += [*waiting, part]
            waiting = []
        else:
            waiting.append(part)
    return found + waiting


def _opening(part: str) -> str:
    found = scanning.tokens(part[:MAX_CLAUSE])
    return found[0].sort if found else ""


def _bare(part: str) -> bool:
    """每家扣0.5分: a price whose name stands before it."""
    sorts = [token.sort for token in scanning.tokens(part[:MAX_CLAUSE])]
    return sorts[:2] == ["each", "unit"] and sorts[2:] in (["deduct", "points"], ["earn", "points"])


def _names(part: str) -> bool:
    return all(token.sort in (*NAMED, "of") for token in scanning.tokens(part[:MAX_CLAUSE]))


def _speaks(part: str) -> bool:
    return any(token.sort in _SPEAKS for token in scanning.tokens(part[:MAX_CLAUSE]))


def clause(text: str) -> Clause:
    """Raises: Unreadable."""
    if len(text) > MAX_CLAUSE:
        raise Unreadable(f"“{text[:20]}…”超过 {MAX_CLAUSE} 字，请用逗号分开")
    found = scanning.tokens(text)
    letters = scanning.letters(found)
    for kind, form in _COMPILED:
        match = form.fullmatch(letters)
        if match:
            return _sound(Clause(kind, text, scanning.parts(found, match)))
    raise Unclaimed(f"读不懂“{text[:60]}”{_unclaimed(found)}")


def _unclaimed(found: list[scanning.Token]) -> str:
    """The words that weigh, so that whoever rewrites the clause sees what stood in the way."""
    words = [token.text for token in found if token.sort in ("odd", "how", "otherwise", "ofwhich")]
    return f"：“{'”“'.join(words)}”没有读入" if words else ""


def _sound(read: Clause) -> Clause:
    """Raises: Unreadable."""
    if read.kind in _PRICED and not number(read.worth):
        raise Unreadable(f"“{read.text[:60]}”的分值不能为 0")
    step = read.get("n", "percent").removesuffix("%")
    if read.kind.startswith("step") and step and not number(counted(step)):
        raise Unreadable(f"“{read.text[:60]}”的一级不能为 0")
    if (name := read.get("label").strip("的")) in _NO_NAMES:
        raise Unclaimed(f"读不懂“{read.text[:60]}”：“{name}”没有读入")
    if read.kind in _STATED and _BY_HUNDREDS.search(read.get("label").rstrip("的")):
        raise Unclaimed(f"“{read.text[:60]}”按数量折算，请写成数字，如“每100人扣0.1分”")
    return _of_one_price(read)


def _of_one_price(read: Clause) -> Clause:
    """Raises: Unreadable."""
    order = _FROM_THE_NTH.search(read.get("label"))
    if order and read.kind in ("cost", "earn") and read.get("unit") in order.groups():
        by_steps = {"cost": "1次扣0.1分，2次扣0.2分", "earn": "1次以上得0.1分，2次以上得0.2分"}
        told = f"按次序分段计分，请按总次数逐档写明，如“{by_steps[read.kind]}”"
        raise Unreadable(f"“{read.text[:60]}”{told}")
    return read


def each_of(label: str) -> Iterator[str]:
    """The things that 各 speaks of."""
    yield from filter(None, re.split("、|和|及|与", label))
