"""So much for each step: 每低1个百分点扣0.5分 · 每2次扣1分."""

from typing import Literal

import msgspec

from services.scoring.rules.node import Number
from services.scoring.rules.steps import Steps
from services.scoring.wording.sentence import Sentence


def part_of_step(
    sentence: Sentence,
    of: Number,
    full_at: str,
    step: str,
    each: str,
    *,
    worse: Literal["below", "above"] = "below",
) -> Steps:
    """Steps; what a part of one costs is asked."""
    text = f"不足一级（{step}）的部分如何扣分？whole 按一级扣；nothing 不扣；share 按比例扣"
    answer = sentence.ask("part", text, ("whole", "nothing", "share"), "whole")
    part = msgspec.convert(answer, Literal["whole", "nothing", "share"])
    return Steps(of=of, full_at=full_at, step=step, each=each, part=part, worse=worse)
