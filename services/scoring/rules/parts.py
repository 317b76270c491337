"""A sum: of parts that each have their own full mark, or of lines that add and deduct."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct, structs

from contracts.measures import Flag
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import Line
from services.scoring.rules.award import Award
from services.scoring.rules.conditions import Done
from services.scoring.rules.limit import clipped
from services.scoring.rules.node import (
    AnyPoints,
    Case,
    Example,
    Label,
    Node,
    Points,
    worded,
)


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of its own under a share of the points."""

    label: Label
    points: Worth
    rule: AnyPoints


class Parts(Points, frozen=True, kw_only=True, tag="parts"):
    """Parts that add up to the points; each lies between 0 and its own full mark."""

    NAME = "分项计分"
    ABOUT = "分成几部分，各有分值和算法，合计等于满分。"
    FIELDS = {
        "of": "各部分：名称 label、分值 points、算法 rule",
    }
    of: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=40)]

    def said(self) -> str:
        parts = "；".join(f"{part.label} {worded(part.points)}" for part in self.of)
        return f"分 {len(self.of)} 部分相加：{parts}"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        together = sum((worth(part.points, mark) for part in self.of), ZERO)
        unlike = f"各分项合计 {written(together)} 分，与满分 {written(mark)} 分不符"
        unnamed = "有的分项没有写名称，请写明这一项做到什么"
        return (
            *([unlike] if together != mark else ()),
            *([unnamed] if not all(part.label.strip() for part in self.of) else ()),
        )

    def children(self, mark: Fraction) -> Iterator[tuple[str, Node, Fraction]]:
        for index, part in enumerate(self.of):
            yield f"of[{index}].rule", part.rule, worth(part.points, mark)

    def work(self, case: Case) -> Line:
        lines = (self._line(part, case) for part in self.of)
        return self.total(tuple(lines), f"{len(self.of)} 个分项相加")

    def _line(self, part: Part, case: Case) -> Line:
        mark = worth(part.points, case.mark)
        line = clipped(part.rule.work(case._replace(mark=mark)), *part.rule.limits(mark))
        return structs.replace(line, label=part.label)


class Sum(Points, frozen=True, kw_only=True, tag="sum"):
    """Lines that all look at the whole mark: a ratio, then deductions."""

    NAME = "合计"
    ABOUT = "几行相加，每行都看整项的满分，如“完成率得分，再扣问题分”。"
    FIELDS = {
        "of": "相加的各行，扣分行为负",
    }
    of: Annotated[tuple[AnyPoints, ...], Meta(min_length=1, max_length=40)]

    def said(self) -> str:
        return f"下列 {len(self.of)} 行相加，扣分行为负"

    def work(self, case: Case) -> Line:
        return self.total(tuple(rule.work(case) for rule in self.of))


_PAID = Parts(
    of=(
        Part(label="列入预算", points="0.75", rule=Award(when=Done(input="列入预算"))),
        Part(label="拨付到位", points="0.75", rule=Award(when=Done(input="拨付到位"))),
    )
)

EXAMPLES = (
    Example(_PAID, {"列入预算": Flag(value=True)}, "0.75", "无事实，按 0 分计", mark="1.5"),
    Example(_PAID, {"列入预算": Flag(value=True), "拨付到位": Flag(value=True)}, "1.5", mark="1.5"),
    Example(Sum(of=(Award(), Award(gives="-0.5"))), {}, "1.5", mark="2"),
)
