"""What stands before the points: zero if, a gate, not applicable."""

from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from contracts.measures import Entry, Flag, Quantity, Tally
from contracts.words import ItemCode
from services.scoring.domain.exact import ZERO
from services.scoring.domain.explain import Line, Reading, Signal, leaf
from services.scoring.domain.rules.amount import Given
from services.scoring.domain.rules.award import Award
from services.scoring.domain.rules.conditions import Bounds, Done, Happened, Within
from services.scoring.domain.rules.node import AnyCondition, AnyPoints, Case, Example, Points


class _Before(Points, frozen=True, kw_only=True):
    """The rule behind a condition; its limits are the rule's own."""

    when: AnyCondition
    rule: AnyPoints

    def limits(self, mark: Fraction) -> tuple[Fraction, Fraction]:
        return self.rule.limits(mark)

    def _passed(self, case: Case, reading: Reading) -> Line:
        return self.total((self.rule.work(case),), reading.text, reading)


class ZeroIf(_Before, frozen=True, kw_only=True, tag="zero_if"):
    """Nothing is earned if the condition holds: untrue papers, a fatal accident."""

    NAME = "否决本项"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if not found.value:
            return self._passed(case, found.reading)
        inner = self.rule.work(case)
        lost = leaf("zero", self.name, -inner.amount, f"{found.reading.text}：本项计 0 分")
        return self.total((inner, lost), "本项计 0 分", found.reading)


class Gate(_Before, frozen=True, kw_only=True, tag="gate"):
    """Who does not pass may not apply: 0 here, and the total says "not eligible"."""

    NAME = "申报门槛"

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if found.value:
            return self._passed(case, found.reading)
        barred = Signal(matter="barred", text=f"{self.name}：{found.reading.text}")
        return self.line(ZERO, "未过门槛，不得申报", found.reading, signals=(barred,))


class NotApplicable(_Before, frozen=True, kw_only=True, tag="not_applicable"):
    """Where the task does not arise, its points move to the items ``to``, by their points."""

    NAME = "不适用"
    to: Annotated[tuple[ItemCode, ...], Meta(min_length=1, max_length=20)]

    def work(self, case: Case) -> Line:
        found = self.when.read(case)
        if not found.value:
            return self._passed(case, found.reading)
        moved = f"本项不适用，分值移入 {'、'.join(self.to)}"
        signal = Signal(matter="not_applicable", text=moved)
        return self.line(ZERO, moved, found.reading, signals=(signal,))


_FALSE = ZeroIf(when=Happened(input="log", kinds=("untrue",)), rule=Award(when=Done(input="done")))
_LOG = Tally(entries=(Entry(kind="untrue", ref="X"),))
_DONE = {"done": Flag(value=True)}
_PASS = Gate(when=Within(number=Given(input="other"), bounds=Bounds(at_least="85")), rule=Award())
_NONE = NotApplicable(when=Done(input="none_here"), rule=Award(), to=("A02",))

EXAMPLES = (
    Example(_FALSE, {**_DONE, "log": _LOG}, "0", "本项计 0 分"),
    Example(_FALSE, _DONE, "1"),
    Example(_PASS, {"other": Quantity(value="84.9")}, "0", "不得申报"),
    Example(_PASS, {"other": Quantity(value="85")}, "1"),
    Example(_NONE, {"none_here": Flag(value=True)}, "0", "分值移入 A02"),
    Example(_NONE, {"none_here": Flag(value=False)}, "1"),
)
