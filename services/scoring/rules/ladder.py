"""A ladder: of the rungs whose conditions hold, the highest counts."""

from typing import Annotated

from msgspec import Meta, Struct

from contracts.measures import Entry, Tally
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import Line, Signal
from services.scoring.rules.conditions import AnyOf, Bounds, Within
from services.scoring.rules.count import Consecutive, Count
from services.scoring.rules.node import (
    AnyCondition,
    Case,
    Example,
    Label,
    Points,
    worded,
)


class Rung(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """``remark`` is a consequence for the unit beside the points; never one for a person."""

    name: Label
    when: AnyCondition
    gives: Worth = "0"
    remark: Label = ""


class Ladder(Points, frozen=True, kw_only=True, tag="ladder"):
    """Rungs from low to high, on one or several counters or on consecutive periods."""

    NAME = "逐级升级"
    ABOUT = "逐级升级：由低到高写各级，达到的最高一级生效；可用几个计数或连续期数。后果只对单位。"
    FIELDS = {
        "rungs": "各级：名称 name、条件 when、得分 gives、附带后果 remark",
    }
    rungs: Annotated[tuple[Rung, ...], Meta(min_length=1, max_length=20)]

    def said(self) -> str:
        rungs = "；".join(
            f"{rung.name}：{rung.when.said()}，{worded(rung.gives)}" for rung in self.rungs
        )
        return f"以达到的最高一级计：{rungs}"

    def work(self, case: Case) -> Line:
        found = [rung.when.read(case) for rung in self.rungs]
        readings = tuple(each.reading for each in found)
        reached = [rung for rung, each in zip(self.rungs, found, strict=True) if each.value]
        if not reached:
            return self.line(ZERO, "未达到任何一级", *readings)
        rung = reached[-1]
        amount = worth(rung.gives, case.mark)
        remark = Signal(matter="remark", text=rung.remark)
        return self.line(
            amount,
            f"达到“{rung.name}”，计 {written(amount)} 分",
            *readings,
            signals=(remark,) if rung.remark else (),
        )


def _at_least(kind: str, times: str) -> Within:
    return Within(number=Count(input="整改记录", kinds=(kind,)), bounds=Bounds(at_least=times))


def _log(*kinds: str) -> dict[str, Tally]:
    entries = (Entry(kind=kind, ref=str(index)) for index, kind in enumerate(kinds))
    return {"整改记录": Tally(entries=tuple(entries))}


_CARDS = Ladder(
    rungs=(
        Rung(name="黄牌两次", when=_at_least("黄牌", "2"), gives="-1", remark="发函提醒"),
        Rung(name="红牌", when=_at_least("红牌", "1"), gives="-2", remark="约谈单位"),
    )
)
_TWO_COUNTERS = Ladder(
    rungs=(
        Rung(name="一级", when=AnyOf(of=(_at_least("未整改", "1"), _at_least("不合格", "2")))),
        Rung(
            name="二级",
            when=AnyOf(of=(_at_least("未整改", "2"), _at_least("不合格", "3"))),
            gives="-1",
        ),
    )
)
_IN_A_ROW = Ladder(
    rungs=(
        Rung(
            name="连续三个月",
            when=Within(
                number=Consecutive(input="整改记录", every="month"), bounds=Bounds(at_least="3")
            ),
            gives="-1",
        ),
    )
)

EXAMPLES = (
    Example(_CARDS, _log("黄牌", "黄牌", "红牌"), "-2", "红牌"),
    Example(_CARDS, _log("黄牌", "黄牌"), "-1", "发函提醒"),
    Example(_CARDS, _log("黄牌"), "0", "未达到任何一级"),
    Example(_TWO_COUNTERS, _log("不合格", "不合格", "不合格"), "-1", "二级"),
    Example(_IN_A_ROW, _log("黄牌"), "0", "未达到任何一级"),
)
