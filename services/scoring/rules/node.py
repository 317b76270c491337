"""What every operator is: a frozen struct (its schema) with one method (its function).

Three sorts: a ``Number`` says how much, a ``Condition`` whether, ``Points`` what it earns.
A new operator is one file in this folder: a subclass with a ``tag``, its method and its ``NAME``,
and an ``EXAMPLES`` tuple; the package finds it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, ForwardRef, NamedTuple

from msgspec import Meta, Struct

from contracts.measures import (
    KIND_NAMES,
    Entry,
    Flag,
    Measure,
    MeasureKind,
    Quantity,
    Ratio,
    Tally,
)
from services.scoring import names
from services.scoring.exact import ZERO, written
from services.scoring.explain import (
    NO_FACT,
    Claim,
    Explained,
    Line,
    Reading,
    Signal,
    leaf,
    total,
)

Input = Annotated[str, Meta(min_length=1, max_length=60)]
Label = Annotated[str, Meta(max_length=120)]
Kind = Annotated[str, Meta(min_length=1, max_length=60)]
Kinds = Annotated[tuple[Kind, ...], Meta(max_length=40)]


def worded(worth: str) -> str:
    """``60%`` is 满分的 60%, ``-0.5`` is 扣 0.5 分."""
    if worth.endswith("%"):
        return "满分" if worth == "100%" else f"满分的 {worth}"
    return f"扣 {worth[1:]} 分" if worth.startswith("-") else f"{worth} 分"


class Period(Struct, frozen=True, kw_only=True):
    """An assessment year, both days included."""

    first: date
    last: date


class Need(NamedTuple):
    """An input that a rule reads; ``kinds`` are the occurrence kinds that it prices or counts."""

    name: str
    measure: MeasureKind
    kinds: tuple[str, ...] = ()
    label: str = ""


class Case(NamedTuple):
    """What a rule is applied to: facts, the full mark in points, the assessment year if known."""

    facts: Mapping[str, Measure]
    mark: Fraction
    period: Period | None = None

    def flag(self, name: str) -> Flag | None:
        fact = self.facts.get(name)
        return fact if isinstance(fact, Flag) else None

    def quantity(self, name: str) -> Fraction | None:
        fact = self.facts.get(name)
        return Fraction(fact.value) if isinstance(fact, Quantity) else None

    def ratio(self, name: str) -> Ratio | None:
        fact = self.facts.get(name)
        return fact if isinstance(fact, Ratio) else None

    def tally(self, name: str) -> tuple[Entry, ...] | None:
        fact = self.facts.get(name)
        return fact.entries if isinstance(fact, Tally) else None


class Node(
    Struct,
    frozen=True,
    kw_only=True,
    tag_field="op",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """``label`` is the Chinese name of the line; without it the operator's own name is shown."""

    NAME: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    """What it is for, in one Chinese sentence to whoever writes a rule."""
    FIELDS: ClassVar[dict[str, str]] = {}
    """Field → its meaning in Chinese; what many operators share stands in ``grammar.py``."""
    label: Label = ""

    @property
    def op(self) -> str:
        return str(self.__struct_config__.tag)

    @property
    def name(self) -> str:
        return self.label or self.NAME

    def called(self, input: str) -> str:
        return self.label or names.of_input(input)

    def said(self) -> str:
        """The node read aloud in Chinese, its numbers and conditions included."""
        raise NotImplementedError

    def no_fact(self, case: Case, input: str, wanted: MeasureKind) -> Signal:
        """Why ``input`` gave nothing: no fact, or one of another kind."""
        called = self.called(input)
        if input not in case.facts:
            return Signal(matter="missing", text=f"“{called}”{NO_FACT}")
        return Signal(matter="misfit", text=f"“{called}”应为{KIND_NAMES[wanted]}，按无事实计")

    def needs(self) -> tuple[Need, ...]:
        """The inputs that this node itself reads."""
        return ()

    def faults(self, mark: Fraction) -> tuple[str, ...]:
        """What is wrong with this node itself (in Chinese), given the full mark."""
        return ()

    def children(self, mark: Fraction) -> Iterator[tuple[str, "Node", Fraction]]:
        """Path, node and full mark of each part."""
        for name in self.__struct_fields__:
            for path, node in _nodes(name, getattr(self, name)):
                yield path, node, mark


def _nodes(path: str, value: object) -> Iterator[tuple[str, Node]]:
    if isinstance(value, Node):
        yield path, value
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _nodes(f"{path}[{index}]", part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _nodes(f"{path}.{name}", getattr(value, name))


class Number(Node, frozen=True, kw_only=True):
    """How much: a count, an amount, a share."""

    def read(self, case: Case) -> Explained[Fraction]:
        raise NotImplementedError

    def found(
        self,
        value: Fraction,
        text: str = "",
        *inputs: str,
        of: tuple[Reading, ...] = (),
        signals: tuple[Signal, ...] = (),
    ) -> Explained[Fraction]:
        exact = written(value)
        return Explained(value, self._reading(exact, text or exact, inputs, of, signals))

    def missing(
        self, signal: Signal | None, *inputs: str, of: tuple[Reading, ...] = ()
    ) -> Explained[Fraction]:
        return Explained(None, self._reading("", "无事实", inputs, of, (signal,) if signal else ()))

    def _reading(
        self,
        value: str,
        text: str,
        inputs: tuple[str, ...],
        of: tuple[Reading, ...],
        signals: tuple[Signal, ...],
    ) -> Reading:
        return Reading(
            op=self.op,
            label=self.name,
            text=text,
            value=value,
            inputs=inputs,
            of=of,
            signals=signals,
        )


class Condition(Node, frozen=True, kw_only=True):
    """Whether something holds; a missing fact does not hold."""

    def read(self, case: Case) -> Explained[bool]:
        raise NotImplementedError

    def found(
        self,
        value: bool | None,
        text: str,
        *inputs: str,
        of: tuple[Reading, ...] = (),
        signals: tuple[Signal, ...] = (),
    ) -> Explained[bool]:
        shown = "" if value is None else "是" if value else "否"
        return Explained(
            value,
            Reading(
                op=self.op,
                label=self.name,
                text=text,
                value=shown,
                inputs=inputs,
                of=of,
                signals=signals,
            ),
        )


class Points(Node, frozen=True, kw_only=True):
    """What something earns (or costs: a negative line)."""

    def work(self, case: Case) -> Line:
        raise NotImplementedError

    def limits(self, mark: Fraction) -> tuple[Fraction, Fraction]:
        """Floor and cap of an item with this rule: 0 and the points, unless the rule says more."""
        return ZERO, mark

    def line(
        self,
        amount: Fraction,
        text: str,
        *readings: Reading,
        inputs: tuple[str, ...] = (),
        aside: tuple[Line, ...] = (),
        signals: tuple[Signal, ...] = (),
        claims: tuple[Claim, ...] = (),
    ) -> Line:
        return leaf(
            self.op,
            self.name,
            amount,
            text,
            inputs=inputs,
            readings=readings,
            aside=aside,
            signals=signals,
            claims=claims,
        )

    def total(
        self,
        children: tuple[Line, ...],
        text: str = "",
        *readings: Reading,
        aside: tuple[Line, ...] = (),
        signals: tuple[Signal, ...] = (),
    ) -> Line:
        return total(
            self.op, self.name, children, text, readings=readings, aside=aside, signals=signals
        )

    def nothing(self, *readings: Reading) -> Line:
        """The line where a fact is missing."""
        return self.line(ZERO, NO_FACT, *readings)


if TYPE_CHECKING:
    AnyNumber = Number
    AnyCondition = Condition
    AnyPoints = Points
else:
    # msgspec must see the union of all operators, which is known once all files are read.
    _ALL = "services.scoring.rules"
    AnyNumber = ForwardRef("EveryNumber", module=_ALL)
    AnyCondition = ForwardRef("EveryCondition", module=_ALL)
    AnyPoints = ForwardRef("EveryPoints", module=_ALL)


class Example(NamedTuple):
    """A node applied to facts. ``gives``: points or a number as exact text, or 是 / 否 / empty.

    ``says`` must stand somewhere in the explanation; ``mark`` is the full mark in points.
    """

    node: Node
    facts: Mapping[str, Measure]
    gives: str
    says: str = ""
    mark: str = "1"
