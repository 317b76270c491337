"""A standard as a workbook that imports as the same standard, fingerprint included."""

from collections.abc import Iterator
from fractions import Fraction

from contracts.sheets import Sheet, Workbook
from services.scoring.exact import points as in_points
from services.scoring.exact import written
from services.scoring.rules.weighted import Weighted
from services.scoring.standards import beside, tables
from services.scoring.standards.cells import GRADE_FULL
from services.scoring.standards.proposing import PLACED
from services.scoring.standards.rows import NO_VETOES
from services.scoring.standards.standard import Item, Standard, fingerprint
from services.scoring.standards.tables import (
    ANSWERS,
    COLUMNS,
    HEADERS,
    ITEMS,
    SETTINGS,
    VETOES,
)

Cells = tuple[str, ...]

WIDTHS = {
    ITEMS: (8, 24, 36, 24, 8, 8, 8, 8, 36, 30, 16, 24, 8),
    ANSWERS: (24, 24, 40),
    VETOES: (20, 36, 40, 12, 24),
    SETTINGS: (20, 60),
}
_SIDES = {code: word for word, code in tables.SIDES.items()}
_KINDS = {code: word for word, code in tables.KINDS.items()}


def workbook(
    standard: Standard, *, one: bool = False, open_: frozenset[str] = frozenset()
) -> Workbook:
    """Four sheets; with ``one`` the same four sections below each other in a single sheet.

    ``open_``: of a draft, the questions that nobody has answered: they are asked again.
    """
    parts = {
        ITEMS: tuple(_items(standard, open_)),
        ANSWERS: tuple(_answers(standard, open_)),
        VETOES: tuple(_vetoes(standard)),
        SETTINGS: tuple(_settings(standard, open_)),
    }
    if NO_VETOES in open_:
        del parts[VETOES]
    if one:
        rows = list(parts.pop(ITEMS))
        for name, part in parts.items():
            rows += [(tables.SECTION + name,), *part]
        parts = {ITEMS: tuple(rows)}
    sheets = tuple(
        Sheet(name=name, rows=rows, widths=WIDTHS[name], header=1) for name, rows in parts.items()
    )
    return Workbook(filename=f"考评标准-{standard.version}.xlsx", sheets=sheets)


def _items(standard: Standard, open_: frozenset[str]) -> Iterator[Cells]:
    yield tuple(HEADERS[column][0] for column in COLUMNS)
    for item in standard.items:
        cells = _item(standard, item)
        asked = {column for column in PLACED if f"{item.code}.{column}" in open_}
        yield tuple("" if column in asked else cells[column] for column in COLUMNS)


def _item(standard: Standard, item: Item) -> dict[str, str]:
    points, weight = written(in_points(item.points)), ""
    if isinstance(item.rule, Weighted) and item.weight:
        full = item.rule.full
        points, weight = "" if standard.answers.get(GRADE_FULL) == full else full, points
    return {
        "code": item.code,
        "category": _category(standard, item.category),
        "title_zh": item.title,
        "gloss_en": item.gloss,
        "points": points,
        "weight": weight,
        "side": _SIDES[item.side],
        "kind": _KINDS[item.kind],
        "rule": item.rule_text,
        "evidence": "; ".join(f"{each.kind} {each.text}".strip() for each in item.evidence),
        "lead": item.lead,
        "cooperating": "、".join(item.cooperating),
        "source": item.source,
    }


def _category(standard: Standard, name: str) -> str:
    total = standard.headings.get(name)
    return name if total is None else f"{name}({written(Fraction(total, 1000))})"


def _answers(standard: Standard, open_: frozenset[str]) -> Iterator[Cells]:
    """The settings stand on their own sheet."""
    yield beside.HEADS[ANSWERS]
    own = set(beside.SETTING_IDS.values())
    for id, answer in sorted(standard.answers.items()):
        if id not in own | open_:
            item = standard.item(id.partition(".")[0])
            yield id, answer, item.title if item else ""


def _vetoes(standard: Standard) -> Iterator[Cells]:
    yield beside.HEADS[VETOES]
    for veto in standard.vetoes:
        effect = beside.EFFECTS[veto.effect]
        yield veto.topic, veto.title, beside.condition_text(veto), effect, veto.section


def _settings(standard: Standard, open_: frozenset[str]) -> Iterator[Cells]:
    yield beside.HEADS[SETTINGS]
    yield beside.VERSION, standard.version
    yield beside.NAME, standard.name
    yield beside.FINGERPRINT, fingerprint(standard)
    if open_:
        yield beside.STATE, beside.DRAFT
    for name, id in beside.SETTING_IDS.items():
        if id in standard.answers and id not in open_:
            yield name, standard.answers[id]
