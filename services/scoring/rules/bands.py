"""Bands: the first one that holds the number counts. Either direction, red flag, reported gaps."""

from fractions import Fraction
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, structs

from contracts.measures import Flag, Quantity, Ratio
from services.scoring.exact import ZERO, Worth, worth, written
from services.scoring.explain import Line, Signal
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.conditions import Bounds, Done, HowMany
from services.scoring.rules.node import AnyNumber, Case, Example, Label, Points, worded
from services.scoring.rules.share import Share


class Band(Bounds, frozen=True, kw_only=True):
    """A range, the grade's name, and what it gives; ``red`` raises a flag beside the points."""

    gives: Worth
    name: Label = ""
    red: bool = False

    def title(self) -> str:
        return f"{self.name}（{self.text()}）" if self.name else self.text()


class Bands(Points, frozen=True, kw_only=True, tag="bands"):
    """Looked through in order; a number in no band is a gap: 0 points, and reported."""

    NAME = "分档计分"
    ABOUT = "看一个数落在哪一档：从上往下数，第一个合适的档生效；低好高好都可以。"
    FIELDS = {
        "of": "看的是哪个数",
        "bands": "各档：界限（同 bounds）、得分 gives、名称 name、红灯 red",
        "otherwise": "各档都不合适时得多少；不写则为空档，按 0 分计并提示",
    }
    of: AnyNumber
    bands: Annotated[tuple[Band, ...], Meta(min_length=1, max_length=20)]
    otherwise: Worth | None = None

    def said(self) -> str:
        bands = "；".join(f"{band.title()} 计 {worded(band.gives)}" for band in self.bands)
        rest = "不在任何一档的按 0 分计并提示"
        if self.otherwise is not None:
            rest = f"其余计 {worded(self.otherwise)}"
        return f"{self.of.said()}：{bands}；{rest}"

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        gives = [band.gives for band in self.bands] + [self.otherwise or "0"]
        return tuple(f"档次得分 {g} 超过满分" for g in gives if worth(g, mark) > mark)

    def gaps(self) -> tuple[str, ...]:
        """Values that no band holds, found by trying every edge, between each two, and beyond."""
        if self.otherwise is not None:
            return ()
        edges = sorted({edge for band in self.bands for edge in band.edges()})
        between = [(low + high) / 2 for low, high in pairwise(edges)]
        beyond = [edges[0] - 1, edges[-1] + 1] if edges else []
        tried = sorted(edges + between + beyond)
        return tuple(written(value) for value in tried if self._band(value) is None)

    def work(self, case: Case) -> Line:
        found = self.of.read(case)
        if found.value is None:
            return self.nothing(found.reading)
        band = self._band(found.value)
        if band is None:
            return self._beside(case, found.reading.text, self.line(ZERO, "", found.reading))
        earned = worth(band.gives, case.mark)
        text = f"{found.reading.text}，达到“{band.title()}”，计 {written(earned)} 分"
        red = Signal(matter="red", text=f"{self.name}：{band.title()}")
        return self.line(earned, text, found.reading, signals=(red,) if band.red else ())

    def _band(self, value: Fraction) -> Band | None:
        return next((band for band in self.bands if band.hold(value)), None)

    def _beside(self, case: Case, value: str, line: Line) -> Line:
        if self.otherwise is not None:
            earned = worth(self.otherwise, case.mark)
            text = f"{value}，未达到各档，计 {written(earned)} 分"
            return self.line(earned, text, *line.readings)
        gap = f"{value} 不在任何一档，标准有空档，按 0 分计"
        signal = Signal(matter="gap", text=gap)
        return structs.replace(line, text=gap, signals=(signal,))


_POINTS = Bands(
    of=Share(input="ratio", empty="zero"),
    bands=(Band(at_least="95%", gives="100%"), Band(at_least="80%", gives="60%")),
    otherwise="0",
)
_SATISFIED = Bands(
    of=AmountOf(input="满意率"),
    bands=(
        Band(more_than="75", gives="100%", name="A"),
        Band(more_than="70", gives="60%", name="B"),
        Band(at_most="50", gives="0", name="C#", red=True),
        Band(at_most="70", gives="0", name="C"),
    ),
)
_NOISE = Bands(
    of=AmountOf(input="噪声", unit="dB"),
    bands=(Band(less_than="60", gives="100%"), Band(more_than="60", less_than="65", gives="50%")),
)
_GRADE = Bands(
    of=HowMany(of=(Done(input="标准一"), Done(input="标准二"))),
    bands=(Band(at_least="2", gives="100%", name="A"), Band(at_least="1", gives="50%", name="B")),
    otherwise="0",
)

EXAMPLES = (
    Example(_POINTS, {"ratio": Ratio(numerator=228, denominator=252)}, "1.2", "≥80%", mark="2"),
    Example(_POINTS, {"ratio": Ratio(numerator=1, denominator=2)}, "0", "未达到各档", mark="2"),
    Example(_SATISFIED, {"满意率": Quantity(value="75")}, "0.6", "B"),
    Example(_SATISFIED, {"满意率": Quantity(value="44")}, "0", "C#（≤50）"),
    Example(_NOISE, {"噪声": Quantity(value="59.9")}, "1"),
    Example(_NOISE, {"噪声": Quantity(value="60")}, "0", "标准有空档"),
    Example(_GRADE, {"标准一": Flag(value=True)}, "0.5", "B"),
)
