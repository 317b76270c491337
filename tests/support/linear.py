"""Whether a regular expression takes time in proportion to its text, by its shape alone.

A backtracking search is slower than linear only where one text can be divided among the parts of
the expression in ever more ways: where two loops p and q exist such that one word leads from p to
p, from p to q and from q to q (Weber and Seidl, "On the degree of ambiguity of finite automata",
1991). The search for a beginning is a loop, too. What lookarounds and backreferences ask for is
taken for nothing, which can only make an expression look slower than it is; but a loop within a
lookaround runs on from every place (``looks_far``).
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

SAMPLES = "0٣aZ_中é \n\t\u3000!\u00ad\ue000"
"""A character of every category, beside those that the expression names."""
ASSERTIONS = (op.AT, op.ASSERT, op.ASSERT_NOT)
MOST = 400
"""Copies of a part that is repeated so many times at most; more behave as that many."""


class Loops(NamedTuple):
    """Two parts that compete for the same text, as the characters that each takes."""

    first: str
    second: str


class Automaton:
    """States with transitions by sample; ``ends``: those after which the whole may end at once."""

    def __init__(self, pattern: str | bytes, flags: int = 0, *, anywhere: bool) -> None:
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        tree = parser.parse(text, flags)
        self.dotall = bool((flags | tree.state.flags) & re.DOTALL)
        self.samples = sorted({*SAMPLES, *_named(tree)})
        self.known: dict[Any, frozenset[int]] = {}
        self.takes: list[frozenset[int]] = []
        self.next: list[list[int]] = []
        self.asserted: set[int] = set()
        every = frozenset(range(len(self.samples)))
        first, last, empty = self._sequence(list(tree))
        if anywhere and not _anchored(tree, flags):
            loop = self._state(every)
            self._follow([loop], [loop, *first])
        self.ends = frozenset(last) - self.asserted
        self.nullable = empty

    # -- building: each part gives (first states, last states, whether it may be empty) -----------

    def _state(self, takes: frozenset[int]) -> int:
        self.takes.append(takes)
        self.next.append([])
        return len(self.takes) - 1

    def _follow(self, before: Iterable[int], after: Iterable[int]) -> None:
        for state in before:
            self.next[state] += [one for one in after if one not in self.next[state]]

    def _sequence(self, items: list[Any]) -> tuple[list[int], list[int], bool]:
        first: list[int] = []
        last: list[int] = []
        empty = True
        for item in items:
            if item[0] in ASSERTIONS:
                self.asserted |= set(last)  # what stands before it may have to be given back
                continue
            heads, tails, none = self._part(*item)
            self._follow(last, heads)
            first += heads if empty else []
            last = [*last, *tails] if none else tails
            empty = empty and none
        return first, last, empty

    def _part(self, code: Any, given: Any) -> tuple[list[int], list[int], bool]:
        if code is op.SUBPATTERN:
            return self._sequence(list(given[3]))
        if code is op.ATOMIC_GROUP:
            return self._sequence(list(given))
        if code is op.BRANCH:
            found = [self._sequence(list(one)) for one in given[1]]
            return (
                [state for one in found for state in one[0]],
                [state for one in found for state in one[1]],
                any(one[2] for one in found),
            )
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(*given)
        if code is op.GROUPREF:
            return [], [], True
        state = self._state(self._taken(code, given))
        return [state], [state], False

    def _repeat(self, low: int, high: Any, body: Any) -> tuple[list[int], list[int], bool]:
        endless = high is op.MAXREPEAT
        copies = min(max(low, 1) if endless else high, MOST)
        first: list[int] = []
        last: list[int] = []
        empty = True
        for at in range(copies):
            heads, tails, none = self._sequence(list(body))
            self._follow(last, heads)
            first += heads if empty else []
            optional = none or at >= low
            last = [*last, *tails] if optional else tails
            empty = empty and optional
            if endless and at == copies - 1:
                self._follow(tails, heads)
        return first, last, empty or low == 0

    def _taken(self, code: Any, given: Any) -> frozenset[int]:
        key = code, id(given)  # a repeated part is the same object each time
        if key not in self.known:
            chars = enumerate(self.samples)
            self.known[key] = frozenset(n for n, char in chars if self._holds(code, given, char))
        return self.known[key]

    def _holds(self, code: Any, given: Any, char: str) -> bool:
        if code is op.LITERAL:
            return ord(char) == given
        if code is op.NOT_LITERAL:
            return ord(char) != given
        if code is op.ANY:
            return self.dotall or char != "\n"
        if code is op.RANGE:
            return given[0] <= ord(char) <= given[1]
        if code is op.CATEGORY:
            return _of(given, char)
        if code is op.IN:
            negated = given[0][0] is op.NEGATE
            parts = given[1:] if negated else given
            return negated != any(self._holds(code, given, char) for code, given in parts)
        raise NotImplementedError(f"{code}")

    # -- looking ----------------------------------------------------------------------------------

    def rivals(self, *, whole: bool) -> Iterator[Loops]:
        """``whole``: the end of the text is asked for, too; else a loop through an end has done."""
        passed = frozenset() if whole else self.ends
        every = range(len(self.next))
        reach = [self._reached(state, frozenset()) for state in every]
        short = [self._reached(state, passed) for state in every] if passed else reach
        for p in (state for state in every if state in reach[state]):
            near_p = {state for state in reach[p] if p in reach[state]}
            for q in (state for state in reach[p] if state != p and state in short[state]):
                near_q = {state for state in short[q] if q in short[state]}
                if self._divides(p, q, near_p, near_q):
                    yield Loops(self._shown(p), self._shown(q))

    def _reached(self, state: int, without: frozenset[int]) -> set[int]:
        found: set[int] = set()
        ahead = [state]
        while ahead:
            for one in self.next[ahead.pop()]:
                if one not in found and one not in without:
                    found.add(one)
                    ahead.append(one)
        return found

    def _divides(self, p: int, q: int, near_p: set[int], near_q: set[int]) -> bool:
        """Whether one word leads from p to p, from p to q, and from q to q."""
        seen = {(p, p, q)}
        ahead = deque(seen)
        while ahead:
            x, y, z = ahead.popleft()
            for x2 in near_p.intersection(self.next[x]):
                for z2 in near_q.intersection(self.next[z]):
                    both = self.takes[x2] & self.takes[z2]
                    for y2 in self.next[y] if both else ():
                        if not both & self.takes[y2]:
                            continue
                        if (x2, y2, z2) == (p, q, q):
                            return True
                        if (x2, y2, z2) not in seen:
                            seen.add((x2, y2, z2))
                            ahead.append((x2, y2, z2))
        return False

    def _shown(self, state: int) -> str:
        return "".join(self.samples[n] for n in sorted(self.takes[state]))[:20]


def rivals(
    pattern: str | bytes, flags: int = 0, *, anywhere: bool = True, whole: bool = False
) -> list[Loops]:
    """The loops that make it slower than linear; none where it is not.

    ``anywhere``: it is searched for, not matched at the beginning. ``whole``: it must match the
    text to its end.
    """
    return [*Automaton(pattern, flags, anywhere=anywhere).rivals(whole=whole)]


def looks_far(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a lookaround holds a loop."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return any(next(_endless(body), None) for body in _lookarounds(parser.parse(text, flags)))


def _lookarounds(items: Any) -> Iterator[Any]:
    for code, given in items:
        if code in (op.ASSERT, op.ASSERT_NOT):
            yield given[1]
        for part in _bodies(code, given):
            yield from _lookarounds(part)


def loops_within(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a loop consists of nothing but another loop: ``(a*)*`` divides a text in any way."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return any(_only_loops(body) for body in _endless(parser.parse(text, flags)))


def _endless(items: Any) -> Iterator[Any]:
    for code, given in items:
        for part in _bodies(code, given):
            yield from _endless(part)
        if code in (op.MAX_REPEAT, op.MIN_REPEAT) and given[1] is op.MAXREPEAT:
            yield given[2]


def _bodies(code: Any, given: Any) -> list[Any]:
    if code is op.SUBPATTERN:
        return [given[3]]
    if code is op.BRANCH:
        return list(given[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [given[2]]
    return [given[1]] if code in (op.ASSERT, op.ASSERT_NOT) else []


def _anchored(tree: Any, flags: int) -> bool:
    """Whether a search can begin at the beginning of the text only."""
    begins = (op.AT_BEGINNING, op.AT_BEGINNING_STRING)
    first = next(iter(tree), (None, None))
    return first[0] is op.AT and first[1] in begins and not flags & re.MULTILINE


def _only_loops(items: Any) -> bool:
    """Whether a sequence may be one loop and nothing beside it."""
    parts = [*items]
    return any(
        _is_loop(*part) and all(_width(other) == 0 for n, other in enumerate(parts) if n != at)
        for at, part in enumerate(parts)
    )


def _is_loop(code: Any, given: Any) -> bool:
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return given[1] is op.MAXREPEAT or _only_loops(given[2])
    return any(_only_loops(body) for body in _bodies(code, given))


def _width(part: Any) -> int:
    """The least that a part takes."""
    sub = parser.SubPattern(parser.State(), [part])
    return int(sub.getwidth()[0])


def _named(items: Any) -> Iterator[str]:
    """Every character that an expression names, and its neighbours."""
    for code, given in items:
        if code in (op.LITERAL, op.NOT_LITERAL):
            yield from _beside(given)
        elif code is op.RANGE:
            yield from (*_beside(given[0]), *_beside(given[1]))
        elif code is op.IN:
            yield from _named(part for part in given if part[0] is not op.NEGATE)
        else:
            for body in _bodies(code, given):
                yield from _named(body)


def _beside(number: int) -> list[str]:
    return [chr(n) for n in (number - 1, number, number + 1) if 0 <= n < 0x110000]


def _of(category: Any, char: str) -> bool:
    known = {
        op.CATEGORY_DIGIT: str.isdecimal,
        op.CATEGORY_SPACE: str.isspace,
        op.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    }
    for wanted, holds in known.items():
        if category is wanted:
            return bool(holds(char))
        if str(category) == str(wanted).replace("CATEGORY_", "CATEGORY_NOT_"):
            return not holds(char)
    raise NotImplementedError(f"{category}")
