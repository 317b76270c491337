"""Every pattern judges a whole text: no line feed at its end, nothing unseen, no look-alike."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import inspect

from contracts import texts
from contracts.caller import Caller
from contracts.envelope import Envelope
from gateway.door import _KEY, _VERSION
from gateway.routes import bodies
from infra.generate import facts, orders
from kit.logs import TRACEPARENT
from services.scoring.rules import EveryPoints
from services.scoring.standards.standard import Standard
from services.tasks.registers.register import ROW_KEY
from services.tasks.task.sealed import ITEM_TASK
from tests.support.minimal import text

ROOT = Path(__file__).parent.parent.parent.parent
HOUSE = ("contracts", "kit", "gateway", "services", "infra")
JUDGES = {"search", "match", "fullmatch", "compile", "Meta"}
READERS_OF_PROSE = {
    "gateway/sheets/reading/package.py",  # refuses by it: it may find more, never less
    "services/evidence/checks/packages.py",
    "kit/rpc.py",  # reads what the decoder says
    "services/scoring/standards/cells.py",  # looks for the last bracket of a heading
    "services/scoring/wording/sentence.py",
    "services/tasks/dates/phrases.py",
    "services/tasks/dates/deadlines.py",
    "services/tasks/planning/table/rows.py",
}
"""Files whose patterns read what people write and judge nothing by its end."""

UNSEEN = (
    *"\n\r\0\t \x1f\x7f\x85\xa0\u3000\u2028\u2029",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *map(chr, range(0x200B, 0x2010)),
    *"\xad\u061c\u2060\ufeff\u180e\u3164\u2800\u034f\ufe0f",
    "\U000e0041",
    "\ud800",
    "\udc80",
    "\ue000",
    "\ufdd0",
    "\uffff",
)
ALIKE = (
    *"ａＡ１０－．：＊＠",
    *"аеосіАВЕ",  # Cyrillic
    *"αοΑΒ",  # Greek
    *"١٣",
    "\u0301",
    "\u0338",
    "\u20dd",
)
WORDS = {r"^[^.$\x00-\x1f\x7f-\x9f]{1,60}\Z", r"^[^|\s\x00-\x1f\x7f-\x9f]{4,100}\Z"}
"""Names that people give in any script; what they may hold is ``texts.NAME``'s, too."""


def described() -> dict[str, inspect.StrType]:
    """Every pattern of the contracts, of the gateway's own bodies and of the rules."""
    kinds = [Caller, Envelope, *bodies(), EveryPoints, Standard, *facts().values()]
    found: dict[str, inspect.StrType] = {}
    for kind in (*kinds, *orders().values()):
        for one in _texts(inspect.type_info(kind), set()):
            found[one.pattern or ""] = one
    return found


def _texts(info: Any, seen: set[Any]) -> Iterator[inspect.StrType]:
    if isinstance(info, inspect.StructType):
        if info.cls in seen:
            return
        seen.add(info.cls)
    if isinstance(info, inspect.StrType) and info.pattern:
        yield info
    for name in getattr(info, "__struct_fields__", ()):
        part = getattr(info, name)
        for one in part if isinstance(part, tuple) else (part,):
            if isinstance(one, inspect.Type | inspect.Field):
                yield from _texts(one, seen)


PATTERNS = described()
SAMPLES = {pattern: text(info) for pattern, info in PATTERNS.items()}
MATCHED = {
    "the key of a command": (_KEY.fullmatch, "abc-1"),
    "a version": (_VERSION.fullmatch, '"12"'),
    "a row's key": (ROW_KEY.fullmatch, "S-900"),
    "an item's task": (ITEM_TASK.fullmatch, "t-2026-ganzhou-B04"),
    "a trace": (TRACEPARENT.match, f"00-{'0' * 32}-{'1' * 16}-01"),
}


def with_sign(sample: str, sign: str) -> Iterator[str]:
    yield sample + sign
    yield sign + sample
    yield sample[: len(sample) // 2] + sign + sample[len(sample) // 2 :]


def holds(pattern: str, value: str) -> bool:
    """As the doors judge: by the pattern, and a name by what a name may hold."""
    lawful = pattern not in WORDS or not texts.fault(value, texts.NAME)
    return lawful and re.search(pattern, value) is not None


def test_the_patterns_of_all_orders_and_facts_are_found() -> None:
    assert len(PATTERNS) > 15
    assert PATTERNS.keys() >= WORDS


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
def test_nothing_unseen_stands_at_the_end_the_start_or_within(pattern: str) -> None:
    sample = SAMPLES[pattern]
    assert holds(pattern, sample)
    taken = [
        repr(value)
        for sign in UNSEEN
        for value in with_sign(sample, sign)
        if holds(pattern, value) and not (pattern in WORDS and sign in " \xa0\u3000")
    ]
    assert taken == []


@pytest.mark.parametrize("pattern", sorted(PATTERNS.keys() - WORDS))
def test_a_look_alike_is_none(pattern: str) -> None:
    sample = SAMPLES[pattern]
    taken = [one for sign in ALIKE for one in with_sign(sample, sign) if holds(pattern, one)]
    assert taken == []


@pytest.mark.parametrize("name", sorted(MATCHED))
def test_other_judges_of_foreign_text_see_all_of_it(name: str) -> None:
    judge, sample = MATCHED[name]
    assert judge(sample)
    taken = [repr(one) for sign in UNSEEN for one in with_sign(sample, sign) if judge(one)]
    assert taken == []


def test_no_pattern_of_the_house_ends_where_a_line_feed_may_follow() -> None:
    r"""Python's ``$`` stands before a last line feed, ``\Z`` at the very end."""
    found = [
        f"{path}:{line} {pattern}"
        for folder in HOUSE
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in READERS_OF_PROSE
        for line, pattern in _patterns(path)
        if re.search(r"(?<!\\)\$(?:$|[|)])", pattern)
    ]
    assert found == []


def _patterns(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in JUDGES:
            given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "pattern")]
            for one in given:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield node.lineno, one.value
