"""A draft rewritten item by item: its own table is written out, changed cell by cell, and read
again as any table is, so that what is asked of a draft has one source.
"""

from collections.abc import Mapping

from msgspec import structs

from contracts.orders.scoring import AmendStandard, ImportStandard, ItemChange
from contracts.refusals import Invalid
from contracts.sheets import Sheet, Workbook
from kit.change import Change, Knowing
from services.scoring.refusals import StandardPublishedAlready
from services.scoring.standards import exporting, publishing
from services.scoring.standards.proposing import PLACED, Known
from services.scoring.standards.publishing import Published
from services.scoring.standards.tables import ANSWERS, COLUMNS, ITEMS, KINDS, SIDES

RULE, REREAD = ".rule", "reread"
"""Of an item whose rule is read anew, what was answered of its reading is asked again."""
_OPEN = "amended"
"""No question of its own: a table that asks something is read as a draft."""
_WORDS = {code: word for word, code in {**SIDES, **KINDS}.items()}
_COLUMN_OF = {"title": "title_zh"}
Cells = tuple[str, ...]


def amend(
    state: Published, order: AmendStandard, given: Knowing[tuple[Known, ...]]
) -> Change[Published]:
    """``given.found`` as of an import.

    Raises: StandardPublishedAlready, Invalid (an item that the draft does not have), SheetFaulty.
    """
    if state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布，不能再改；请导入新版本")
    changes = {change.item: _cells(change) for change in order.items}
    ruled = {id.removesuffix(RULE) for id in order.answers if id.endswith(RULE)}
    for item in state.standard.items:
        if {item.code, changes.get(item.code, {}).get("code")} & ruled:
            changes.setdefault(item.code, {})[REREAD] = ""
    for at, change in enumerate(order.items):
        if state.standard.item(change.item) is None:
            raise Invalid(f"草案没有 {change.item} 这一项", field=f"$.items[{at}].item")
    open_ = frozenset(question.id for question in state.questions)
    book = exporting.workbook(state.standard, open_=open_ | {_OPEN})
    again = ImportStandard(
        version=order.version,
        name=state.standard.name,
        workbook=_changed(book, changes),
        answers=order.answers,
    )
    kept = structs.replace(state, answers=_kept(state.answers, changes))
    return publishing.import_(kept, again, given)


def _cells(change: ItemChange) -> dict[str, str]:
    """What the item's cells say, by the table's columns."""
    said = {name: getattr(change, name) for name in change.__struct_fields__ if name != "item"}
    return {
        _COLUMN_OF.get(name, name): _WORDS.get(value, value)
        for name, value in said.items()
        if value is not None
    }


def _changed(book: Workbook, changes: Mapping[str, Mapping[str, str]]) -> Workbook:
    rows = {ITEMS: _items, ANSWERS: _answers}
    sheets = (
        structs.replace(sheet, rows=rows[sheet.name](sheet, changes))
        if sheet.name in rows
        else sheet
        for sheet in book.sheets
    )
    return structs.replace(book, sheets=tuple(sheets))


def _items(sheet: Sheet, changes: Mapping[str, Mapping[str, str]]) -> tuple[Cells, ...]:
    return tuple(_row(row, changes.get(row[0], {})) for row in sheet.rows)


def _row(row: Cells, said: Mapping[str, str]) -> Cells:
    return tuple(said.get(column, cell) for column, cell in zip(COLUMNS, row, strict=True))


def _answers(sheet: Sheet, changes: Mapping[str, Mapping[str, str]]) -> tuple[Cells, ...]:
    kept = _kept({row[0]: row[1] for row in sheet.rows}, changes)
    return tuple((id, answer, "") for id, answer in kept.items())


def _kept(answers: Mapping[str, str], changes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Without answers that a cell now gives, and under the items' new codes."""
    kept = {}
    for id, answer in answers.items():
        item, dot, field = id.partition(".")
        said = changes.get(item, {})
        reread = {REREAD, "title_zh", "points", "kind"} & said.keys() and field not in PLACED
        if not reread and _COLUMN_OF.get(field, field) not in said:
            kept[f"{said.get('code', item)}{dot}{field}"] = answer
    return kept
