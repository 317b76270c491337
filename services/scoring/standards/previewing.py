"""What a table would make of a standard, as its preview shows it."""

from typing import Any

import msgspec

from contracts.orders.scoring import PreviewStandard
from contracts.sheets import MAX_SHOWN_FAULTS
from services.scoring.refusals import StandardPublishedAlready
from services.scoring.standards.importing import Kept, cell_faults
from services.scoring.standards.proposing import Known
from services.scoring.standards.publishing import Published, read_table, unsettled
from services.scoring.standards.standard import Item


def preview(
    ask: PreviewStandard, found: tuple[Published | None, tuple[Known, ...]]
) -> dict[str, Any]:
    """The draft that this table would be. Raises: Invalid, StandardPublishedAlready."""
    state, known = found
    if state is not None and state.published:
        raise StandardPublishedAlready(f"标准 {ask.version} 已发布，不能再改；请换一个版本号")
    before = state.answers if state is not None else {}
    read = read_table(ask, Kept(before, known))
    faults = cell_faults(read)
    made = read.standard
    return {
        "replaces": state is not None,
        "items": [_shown(item) for item in made.items] if made else [],
        "vetoes": [veto.title for veto in made.vetoes] if made else [],
        "questions": [msgspec.to_builtins(question) for question in read.questions],
        "open": [question.id for question in unsettled(read, {**before, **ask.answers})],
        "notes": list(read.notes),
        "total": len(faults),
        "faults": [fault._asdict() for fault in faults[:MAX_SHOWN_FAULTS]],
        "account": read.account,
    }


def _shown(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "category": item.category,
        "title": item.title,
        "points": item.points,
        "side": item.side,
        "kind": item.kind,
        "lead": item.lead,
        "rule_text": item.rule_text,
    }
