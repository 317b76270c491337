"""The life of a standard: a draft is imported whole or not at all, published, never edited."""

import msgspec
from msgspec import Struct

from contracts.orders.scoring import ImportStandard, PublishStandard
from contracts.scoring import ItemSummary, StandardPublished
from contracts.words import CITY_WIDE
from kit.change import Change, Given
from services.scoring.domain.importing import import_csv
from services.scoring.domain.refusals import (
    QuestionsOpen,
    StandardFaulty,
    StandardPublishedAlready,
)
from services.scoring.domain.rows import Question
from services.scoring.domain.standard import Item, Standard, fingerprint

SHOWN_FAULTS = 200
ALL_DEFAULTS = "*"
"""The answer id that accepts every default: {"*": "default"}."""


class Published(Struct, frozen=True, kw_only=True):
    """A version of the standard, draft or published; it belongs to the whole city."""

    district: str = CITY_WIDE
    published: bool = False
    standard: Standard
    questions: tuple[Question, ...] = ()


def import_(state: Published | None, order: ImportStandard, given: Given) -> Change[Published]:
    """Read a CSV as a draft; a draft of the same version is replaced.

    Raises: StandardFaulty, StandardPublishedAlready.
    """
    if state is not None and state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布，不能再改；请导入新版本")
    answers = {k: v for k, v in order.answers.items() if k != ALL_DEFAULTS}
    read = import_csv(order.csv, version=order.version, name=order.name, answers=answers)
    if read.standard is None:
        faults = [msgspec.to_builtins(fault) for fault in read.faults[:SHOWN_FAULTS]]
        raise StandardFaulty(
            f"标准未导入：共 {len(read.faults)} 处错误，请逐处修改后重新导入",
            field="$.csv",
            faults=faults,
        )
    accepted = order.answers.get(ALL_DEFAULTS) == "default"
    open_ = () if accepted else tuple(q for q in read.questions if not q.settled)
    draft = Published(standard=read.standard, questions=open_)
    return Change(
        draft,
        answer={
            "version": order.version,
            "items": len(read.standard.items),
            "sha256": fingerprint(read.standard),
            "questions": [msgspec.to_builtins(q) for q in read.questions],
            "open": [q.id for q in open_],
        },
    )


def publish(state: Published, order: PublishStandard, given: Given) -> Change[Published]:
    """Raises: StandardPublishedAlready, QuestionsOpen."""
    if state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布")
    if state.questions:
        raise QuestionsOpen(
            f"还有 {len(state.questions)} 处条文没有说清，请先作答再发布",
            questions=[msgspec.to_builtins(q) for q in state.questions],
        )
    standard = state.standard
    fact = StandardPublished(
        version=standard.version,
        name=standard.name,
        items=tuple(summary(item) for item in standard.items),
        sha256=fingerprint(standard),
    )
    return Change(msgspec.structs.replace(state, published=True), (fact,))


def summary(item: Item) -> ItemSummary:
    return ItemSummary(
        code=item.code,
        category=item.category,
        title=item.title,
        points=item.points,
        side=item.side,
        kind=item.kind,
        evidence=tuple(f"{evidence.kind} {evidence.text}".strip() for evidence in item.evidence),
        lead=item.lead,
        cooperating=item.cooperating,
        register=bool(item.register),
    )
