"""Two ways to the points: the better one (either/or), or the one that a condition opens."""

from typing import Annotated

from msgspec import Meta

from contracts.measures import Flag, Quantity
from services.scoring.domain.explain import Line
from services.scoring.domain.rules.amount import Given
from services.scoring.domain.rules.award import Award
from services.scoring.domain.rules.conditions import Bounds, Done, Within
from services.scoring.domain.rules.node import AnyCondition, AnyPoints, Case, Example, Points
from services.scoring.domain.rules.years import Change


class Best(Points, frozen=True, kw_only=True, tag="best"):
    """The best of several; the first of equals. A threshold or an improvement on last year."""

    NAME = "择优计分"
    of: Annotated[tuple[AnyPoints, ...], Meta(min_length=2, max_length=20)]

    def work(self, case: Case) -> Line:
        lines = [rule.work(case) for rule in self.of]
        chosen = max(range(len(lines)), key=lambda index: (lines[index].amount, -index))
        others = tuple(line for index, line in enumerate(lines) if index != chosen)
        return self.total((lines[chosen],), f"{len(lines)} 项中取最高", aside=others)


class Choose(Points, frozen=True, kw_only=True, tag="choose"):
    """``then`` where the condition holds, else ``otherwise``: a unit without projects."""

    NAME = "分情形计分"
    when: AnyCondition
    then: AnyPoints
    otherwise: AnyPoints

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        rule = self.then if found.value else self.otherwise
        return self.total((rule.work(case),), found.reading.text, found.reading)


_NOW, _LAST = Given(input="now"), Given(input="last")
_EITHER = Best(
    of=(
        Award(when=Within(number=_NOW, bounds=Bounds(at_least="90"))),
        Award(
            gives="80%",
            when=Within(number=Change(now=_NOW, before=_LAST), bounds=Bounds(at_least="5")),
        ),
    )
)
_PATHS = Choose(when=Done(input="has_projects"), then=Award(), otherwise=Award(gives="60%"))

EXAMPLES = (
    Example(_EITHER, {"now": Quantity(value="91"), "last": Quantity(value="80")}, "1"),
    Example(_EITHER, {"now": Quantity(value="80"), "last": Quantity(value="70")}, "0.8"),
    Example(_EITHER, {"now": Quantity(value="80")}, "0"),
    Example(
        Best(of=(Award(label="甲"), Award(label="乙"))),
        {},
        "1",
        '"children":[{"op":"award","label":"甲"',
    ),
    Example(_PATHS, {"has_projects": Flag(value=True)}, "5", mark="5"),
    Example(_PATHS, {"has_projects": Flag(value=False)}, "3", mark="5"),
)
