"""Whether anything is known at all: where nobody recorded, silence is no proof."""

from typing import Annotated

from msgspec import Meta

from contracts.measures import Flag
from services.scoring.explain import Explained
from services.scoring.rules.node import Case, Condition, Example, Input


class Unrecorded(Condition, frozen=True, kw_only=True, tag="unrecorded"):
    """None of these inputs, which other nodes read, has a fact."""

    NAME = "没有任何记录"
    ABOUT = "列出的数据都还没有任何记录；这些数据由同一条规则的其他部分读取。"
    FIELDS = {
        "inputs": "看哪几个数据的名称",
    }
    inputs: Annotated[tuple[Input, ...], Meta(min_length=1, max_length=40)]

    def said(self) -> str:
        return f"{'、'.join(f'“{self.called(name)}”' for name in self.inputs)}没有任何记录"

    def read(self, case: Case) -> Explained[bool]:
        there = [name for name in self.inputs if name in case.facts]
        text = f"有记录 {len(there)} 项" if there else "没有任何记录"
        return self.found(not there, text, *self.inputs)


EXAMPLES = (
    Example(Unrecorded(inputs=("甲", "乙")), {}, "是", "没有任何记录"),
    Example(Unrecorded(inputs=("甲", "乙")), {"乙": Flag(value=False)}, "否", "有记录 1 项"),
)
