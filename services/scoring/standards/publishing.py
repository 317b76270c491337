"""The life of a standard: a draft is imported whole or not at all, published, never edited; a newer
version supersedes it, and years that were opened under it keep it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from contracts.orders.scoring import ImportStandard, PreviewStandard, PublishStandard
from contracts.refusals import Invalid, Refusal
from contracts.scoring import StandardPublished
from contracts.sheets import SheetFaulty
from contracts.words import CITY_WIDE
from kit.change import Change, Knowing
from services.scoring.refusals import (
    QuestionsOpen,
    StandardFaulty,
    StandardPublishedAlready,
)
from services.scoring.standards.collecting import Question
from services.scoring.standards.importing import (
    Imported,
    Kept,
    cell_faults,
    import_csv,
    import_workbook,
)
from services.scoring.standards.proposing import Known
from services.scoring.standards.standard import Standard, fingerprint
from services.scoring.standards.summaries import summary

SHOWN_FAULTS = 200
ALL_DEFAULTS = "*"
"""The answer id that accepts every default: {"*": "default"}."""


class Published(Struct, frozen=True, kw_only=True):
    """A version of the standard, draft or published; it belongs to the whole city.

    ``supersedes``: the version that was in force when this one was published.
    """

    district: str = CITY_WIDE
    published: bool = False
    standard: Standard
    questions: tuple[Question, ...] = ()
    published_at: datetime | None = None
    published_by: str = ""
    supersedes: str = ""
    answers: dict[str, str] = {}
    """What was answered while it was a draft, also by the column (``*.side``)."""


def import_(
    state: Published | None, order: ImportStandard, given: Knowing[tuple[Known, ...]]
) -> Change[Published]:
    """Read a table as a draft; a draft of the same version is replaced, its answers stay.

    ``given.found``: the items of the version in force, or of the sample.
    Raises: Invalid, StandardFaulty (CSV), SheetFaulty (workbook), StandardPublishedAlready.
    """
    if state is not None and state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布，不能再改；请导入新版本")
    before = state.answers if state is not None else {}
    said = {**before, **order.answers}
    read = read_table(order, Kept(before, given.found))
    if read.standard is None:
        raise _refusal(order, read)
    open_ = unsettled(read, said)
    draft = Published(standard=read.standard, questions=open_, answers=said)
    return Change(
        draft,
        answer={
            "version": order.version,
            "items": len(read.standard.items),
            "sha256": fingerprint(read.standard),
            "questions": [msgspec.to_builtins(q) for q in read.questions],
            "open": [q.id for q in open_],
            "notes": list(read.notes),
            "account": read.account,
        },
    )


def unsettled(read: Imported, said: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that neither an answer nor an accepted proposal settles."""
    return tuple(q for q in read.questions if not (q.settled or _accepted(q, said)))


def _accepted(question: Question, said: Mapping[str, str]) -> bool:
    """Whether its default was accepted with all (``*``) or with its column (``*.side``)."""
    column = f"{ALL_DEFAULTS}.{question.id.rpartition('.')[2]}"
    return not question.needed and "default" in (said.get(ALL_DEFAULTS), said.get(column))


def read_table(order: ImportStandard | PreviewStandard, kept: Kept) -> Imported:
    """Raises: Invalid where not exactly one table is given."""
    if bool(order.csv) == (order.workbook is not None):
        raise Invalid("csv 与 workbook 须恰好给出一个", field="$.csv")
    answers = {k: v for k, v in order.answers.items() if not k.startswith(ALL_DEFAULTS)}
    if order.workbook is not None:
        return import_workbook(
            order.workbook, version=order.version, name=order.name, answers=answers, kept=kept
        )
    return import_csv(order.csv, version=order.version, name=order.name, answers=answers, kept=kept)


def _refusal(order: ImportStandard, read: Imported) -> Refusal:
    if order.workbook is not None:
        return SheetFaulty(cell_faults(read))
    faults = [msgspec.to_builtins(fault) for fault in read.faults[:SHOWN_FAULTS]]
    return StandardFaulty(
        f"标准未导入：共 {len(read.faults)} 处错误，请逐处修改后重新导入",
        field="$.csv",
        faults=faults,
    )


def publish(state: Published, order: PublishStandard, given: Knowing[str]) -> Change[Published]:
    """``given.found``: the version in force until now, or empty.

    Raises: StandardPublishedAlready, QuestionsOpen.
    """
    if state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布")
    if state.questions:
        raise QuestionsOpen(
            f"还有 {len(state.questions)} 处条文没有说清，请先作答再发布",
            questions=[msgspec.to_builtins(q) for q in state.questions],
        )
    standard = state.standard
    before = given.found
    fact = StandardPublished(
        version=standard.version,
        name=standard.name,
        items=tuple(summary(item) for item in standard.items),
        sha256=fingerprint(standard),
        supersedes=before,
    )
    published = msgspec.structs.replace(
        state,
        published=True,
        published_at=given.now,
        published_by=given.by.account,
        supersedes=before,
    )
    return Change(published, (fact,), {"version": standard.version, "supersedes": before})
