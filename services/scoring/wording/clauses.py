"""The clauses of a rule as offices write it: 达到98%得满分 · 每少一次扣0.5分 · 最高6分.

A clause says one thing; ``chinese.py`` puts clauses together. The first form that fits counts.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

from services.scoring.exact import number
from services.scoring.wording.asking import NUMBER, Unreadable

Kind = Literal[
    "once",  # 同一荣誉就高计一次
    "floor",  # 扣完为止
    "remark",  # 以会议记录为准
    "marker",  # 酌情加分
    "cap",  # 最高6分
    "step",  # 每低1个百分点扣0.5分
    "linear",  # 完成率×分值
    "linear_part",  # 覆盖率按比例得0.5分
    "low",  # 化解率低于85%扣1分
    "otherwise",  # 否则不得分
    "band",  # 达到80%得60%
    "range",  # 15-30分钟得0.3分
    "share",  # 资料占40%
    "target",  # 登记率100%
    "short",  # 每少一次扣0.5分
    "cost",  # 每有一起扣1分
    "level",  # 国家级加1分
    "earn",  # 每次得1分
    "need",  # 每年不少于2次
    "flat",  # 未开展的扣2分
    "each",  # 房屋、设备各2.5分
    "not_done",  # 未落实的不得分
    "part",  # 列入预算得0.75分
]

MAX_PROSE = 500
MAX_CLAUSE = 100
"""Characters; the forms try many ways to divide a clause."""
_N = NUMBER
_UNIT = "(?:人次|批次|次|起|件|人|名|户|项|个|例|天|处|篇|期|场|所|家|份|条|笔|批|班|宗|块)"
_ONE = "(?:一|1)?"
_HOW_MANY = "(?P<n>\\d{1,4}|[一二两三四五六七八九十])"
_WORTH = rf"(?:(?P<full>满分|全分)|(?P<worth>{_N})分|满分的?(?P<share>{_N}%)|(?P<share2>{_N}%))"
_FULL = "(?:的?(?:得|计)(?P<full>满分))"
_OF = r"(?P<label>[^\d%≥>]*?)(?<![未不没足过于低])"

FORMS: tuple[tuple[Kind, str], ...] = (
    ("once", r".*(?:就高|最高级别|不重复).*"),
    ("floor", r"(?:直至)?扣完(?:本项)?(?:分值)?为止|不倒扣|不计负分|本项最低0分"),
    ("remark", r"以.*为(?:准|依据|唯一依据)"),
    ("marker", r"(?:由评分人|由评审组)?(?:酌情|视情)(?:加分|给分|计分|评定)?"),
    (
        "cap",
        rf"(?:累计|合计|总分|加分)?(?:最高|最多|不超过|上限|至多|以)(?:得|加|计|为)*(?P<worth>{_N})分(?:为限|封顶)?",
    ),
    ("cap", rf"(?:加|得)满(?P<worth>{_N})分为止|(?P<worth2>{_N})分封顶"),
    ("step", rf"每(?:低|下降|降低|少|差|减少)(?P<n>{_N}|一)(?:个百分点|%)扣(?P<worth>{_N})分"),
    ("linear", rf"(?P<label>.*?)[×*](?:分值|满分|标准分|本项分值|(?P<worth>{_N})分?)"),
    ("linear", r"按(?P<label>.*?)(?:比例|率)(?:得分|计分|折算|折算得分)"),
    ("linear_part", rf"(?P<label>.+?)按比例(?:得|计)?(?P<worth>{_N})分"),
    ("low", rf"{_OF}(?:低于|不足|未达到?|<)(?P<at>{_N}%)的?扣(?P<worth>{_N})分"),
    (
        "otherwise",
        rf"(?:否则|其余|其他|未达到的?|(?:低于|不足|未达到?|<)(?P<at>{_N}%)的?|(?P<at2>{_N}%)以下的?)(?:均|一律)?(?:不得分|得0分|计0分|0分|为0分)",
    ),
    (
        "band",
        rf"{_OF}(?:达到|达|≥|不低于|在)?(?P<at>{_N}%)(?:及?以上|\(含\)以上)?(?:的|时)?(?:得|计|给)?{_WORTH}",
    ),
    (
        "range",
        rf"{_OF}(?P<low>{_N})(?:-(?P<high>{_N}))?(?P<unit>[^\d%,以得计不]+)(?P<side>及?以内|及?以下|及?以上)?的?(?:(?:得|计)(?P<worth>{_N})分|(?P<none>不得分))",
    ),
    ("share", rf"(?P<label>[^\d%]+?)占(?P<by>{_N}%)"),
    ("target", rf"(?P<label>[^\d%]*率)(?:应?达到|达|为)?(?P<at>{_N}%)"),
    (
        "short",
        rf"每?(?:少|缺|缺少|减少){_ONE}(?P<unit>{_UNIT})(?P<what>[^\d扣]*?)的?扣(?P<worth>{_N})分",
    ),
    (
        "cost",
        rf"(?P<label>[^\d]*?)(?:每|一)(?P<verb>[^\d扣一]*?){_ONE}(?P<unit>{_UNIT})(?P<what>[^\d扣]*?)的?扣(?P<worth>{_N})分",
    ),
    (
        "level",
        rf"(?:获|受|获得|受到)?(?P<level>国|省|市)(?:家级|家|级)?(?:的|表彰|推广|奖励|荣誉)*每?(?:次|项|个)?(?:得|计|加)?(?P<worth>{_N})分?",
    ),
    (
        "earn",
        rf"(?P<label>[^\d]*?)每(?P<what>[^\d得计加]*?){_ONE}(?P<unit>{_UNIT})(?P<what2>[^\d得计加]*?)(?P<verb>得|计|加)(?P<worth>{_N})分",
    ),
    (
        "need",
        rf"(?P<label>.*?)每(?P<every>季度|季|月|半年)(?:至少|不少于)?[^\d,扣得]*?(?:一|1){_UNIT}{_FULL}?",
    ),
    (
        "need",
        rf"(?P<label>.*?)(?:不少于|至少|≥|不低于|应有|须有|应|须){_HOW_MANY}(?P<unit>{_UNIT})"
        rf"(?:以上)?(?P<what>[^\d分扣%得计]*?){_FULL}?",
    ),
    (
        "need",
        rf"(?P<label>[^\d]*?){_HOW_MANY}(?P<unit>{_UNIT})(?P<what>[^\d分扣%得计]*?)"
        rf"(?:及?以上{_FULL}?|{_FULL.replace('full', 'full2')})",
    ),
    ("flat", rf"(?P<label>[^\d每最至计限]+?)(?:的)?扣(?P<worth>{_N})分"),
    ("each", rf"(?P<label>.+?)(?:每项)?各(?:得|计)?(?P<worth>{_N})分"),
    (
        "not_done",
        r"(?P<label>.*?)(?:未|没有|不)(?P<what>落实|完成|建立|开展|配备|达标|执行|到位|制定|.{1,12}?)的?(?:不得分|得0分|计0分)",
    ),
    (
        "part",
        rf"(?P<label>[^\d扣减罚加最至低超]+?)(?:的)?(?:得|计)?(?:(?P<full>满分|全分)|(?P<worth>{_N})分)",
    ),
)
_IN_NO_LABEL = re.compile(
    r"扣|满分|否则|不得分|不少于|至少|以上|以下|酌情|就高|最高|每(?!年)|[\d.]分|%|[×*]"
)
"""Words that score: a label that holds one is a clause that lacks its comma."""
_NAMES_COUNTED: tuple[Kind, ...] = ("once", "cost", "earn", "need", "short", "level")
_PRICED: tuple[Kind, ...] = ("step", "short", "cost", "flat", "level", "earn")
"""Clauses with a price: one of 0 says nothing."""
_COMPILED = tuple((kind, re.compile(form)) for kind, form in FORMS)
_A_YEAR = {"半年": "2", "季度": "4", "季": "4", "月": "12"}
_DIGITS = {"两": "2", **{word: str(n) for n, word in enumerate("一二三四五六七八九十", start=1)}}


class Clause(NamedTuple):
    kind: Kind
    text: str
    parts: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of the named parts that is there."""
        return next((self.parts[name] for name in names if self.parts.get(name)), "")

    @property
    def worth(self) -> str:
        """Points, or a percentage of the points; empty where no figure is said."""
        return (
            "100%" if self.get("full", "full2") else self.get("worth", "worth2", "share", "share2")
        )

    @property
    def times(self) -> str:
        if self.get("every"):
            return _A_YEAR[self.get("every")]
        said = self.get("n")
        return _DIGITS.get(said, said)


def normal(text: str) -> str:
    """Half-width, without blanks, one kind of dash: the form in which clauses are read."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[−－—–~]+", "-", text)
    return re.sub(r"\s+", "", text).strip("。.;,")


def clauses(text: str) -> list[Clause]:
    """Raises: Unreadable with the clause that no form fits."""
    return [clause(part) for part in re.split("[,;。]", normal(text)) if part]


def clause(text: str) -> Clause:
    """Raises: Unreadable."""
    if len(text) > MAX_CLAUSE:
        raise Unreadable(f"“{text[:20]}…”超过 {MAX_CLAUSE} 字，请用逗号分开")
    for kind, form in _COMPILED:
        found = form.fullmatch(text)
        if found:
            parts = {k: v for k, v in found.groupdict().items() if v}
            if kind not in _NAMES_COUNTED and _IN_NO_LABEL.search(parts.get("label", "")):
                raise Unreadable(f"“{text[:60]}”像是少了逗号")
            if kind in _PRICED and not number(parts["worth"]):
                raise Unreadable(f"“{text[:60]}”的分值不能为 0")
            if kind == "step" and parts["n"] != "一" and not number(parts["n"]):
                raise Unreadable(f"“{text[:60]}”的一级不能为 0")
            return Clause(kind, text, parts)
    raise Unreadable(f"读不懂“{text[:60]}”")
