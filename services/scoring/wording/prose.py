"""A rule as the table's prose has it, read to a tree (FIX, SUM, CNT, RAT, DED, ESC, BON).

The short forms are those of the sample standard; a cell that begins with ``{`` is a rule tree in
JSON; anything else is read as Chinese (``chinese.py``). Where the prose is silent, ``Ask`` says
what was decided. Text is read in half-width form (NFKC).
"""

import unicodedata
from typing import Any

import msgspec

from contracts import misfits
from contracts.orders.scoring import MAX_RULE
from contracts.sheets import MAX_CELL
from services.scoring import rules
from services.scoring.evaluate import walk
from services.scoring.exact import ONE
from services.scoring.rules.bands import Bands
from services.scoring.rules.node import Points
from services.scoring.wording import chinese, grades, shapes
from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import MAX_PROSE
from services.scoring.wording.coded import FORMS

MAX_NESTING = 100
"""Brackets within brackets of a rule tree: what walks a tree calls itself at each."""


def read(text: str, points: str, ask: Ask) -> Points:
    """The tree of a rule cell. ``points``: the item's full mark as decimal text.

    Raises: Unreadable; what is too long is not looked at.
    """
    must_be_short(text)
    if text.startswith("{"):
        return _tree(text, ask)
    if told := grades.parsed(text):
        return grades.read(told, points, ask)
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    must_be_short(plain)
    form, _, rest = plain.partition(" ")
    if form in FORMS:
        return FORMS[form](rest.strip(), points, ask)
    if form.isascii():
        raise Unreadable(f"计分办法应以 {'、'.join(FORMS)} 之一开头，或写成中文、JSON 规则树")
    return chinese.read(text, points, ask)


def spoken(text: str) -> bool:
    """Whether a rule is read as Chinese: neither a tree nor one of the short forms."""
    form = unicodedata.normalize("NFKC", text).strip().partition(" ")[0]
    short = text.startswith("{") or form in FORMS or form.isascii()
    return not short or bool(grades.parsed(text))


def must_be_short(text: str) -> None:
    """Raises: Unreadable."""
    most = MAX_RULE if text.startswith("{") else MAX_PROSE
    if len(text) > most and not (len(text) <= MAX_CELL and grades.parsed(text)):
        raise Unreadable(f"计分办法超过 {most} 字，请拆开或逐项选定算法")


def _tree(text: str, ask: Ask) -> Points:
    try:
        if _nesting(msgspec.json.decode(text)) > MAX_NESTING:
            raise Unreadable(f"规则树的括号嵌套超过 {MAX_NESTING} 层")
        rule = rules.decode(text)
    except RecursionError as error:
        raise Unreadable(f"规则树的括号嵌套超过 {MAX_NESTING} 层") from error
    except msgspec.DecodeError as error:
        told = f"规则树有误：{misfits.in_chinese(str(error), place=True)}"
        unreadable = Unreadable(told)
        unreadable.faults = _misfits(text, str(error))
        raise unreadable from error
    gaps = [gap for _, node, _ in walk(rule, ONE) if isinstance(node, Bands) for gap in node.gaps()]
    if gaps:
        ask("gap", f"档次之间有空档（如 {'、'.join(gaps[:5])}），按 0 分计", ("zero",), "zero")
    return rule


def _misfits(text: str, error: str) -> tuple[tuple[str, str], ...]:
    """Every field at fault; where the types know more, the one that they name."""
    if "JSON is malformed" in error:
        return ()
    found = tuple(shapes.misfits(msgspec.json.decode(text)))
    path = error.rpartition(" - at ")[2].strip("`").replace("$", "rule", 1)
    return found or ((path, f"不合要求：{misfits.in_chinese(error)}"),)


def _nesting(raw: Any) -> int:
    """How many brackets stand within each other, counted layer by layer."""
    layers, here = 0, [raw]
    while here := [one for one in here if isinstance(one, dict | list)]:
        layers += 1
        here = [part for one in here for part in (one.values() if isinstance(one, dict) else one)]
    return layers


def hints(text: str) -> tuple[str, ...]:
    """Operators that could say what no form can read."""
    return chinese.hints(text)


__all__ = ["Ask", "Unreadable", "hints", "read"]
