"""What this service keeps of standards and charges."""

from datetime import UTC, date, datetime

import msgspec

from contracts.envelope import seal
from contracts.scoring import ItemSummary, StandardPublished
from contracts.tasks import TaskAssigned
from kit.change import Given
from services.evidence.wanting.wanted import keep_charge, keep_wanting

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def item(code, captions):
    return ItemSummary(
        code=code,
        category="一",
        title="内容",
        points=1000,
        side="civil",
        kind="hard",
        evidence=("PIC 照片",),
        lead="宣传部",
        cooperating=(),
        register=False,
        captions=captions,
    )


PUBLISHED = StandardPublished(
    version="v1", name="标准", items=(item("A01", ("time",)), item("A02", ())), sha256="0" * 64
)
ASSIGNED = TaskAssigned(
    task="t-1",
    year=2026,
    standard="v1",
    item="",
    title="内容",
    lead="publicity",
    person="sun",
    cooperating=(),
    due=date(2026, 6, 30),
    about="A01",
)


def heard(fact):
    event = seal(
        fact,
        id="0198a3c2-7000-7000-8000-000000000001",
        source="/t",
        subject="t-1",
        time=NOW,
        district="ganzhou",
        version=1,
    )
    return Given(key="t-1", now=NOW, cause="c", event=event)


def test_of_a_version_the_items_that_want_captions_are_kept_once():
    change = keep_wanting(None, PUBLISHED, heard(PUBLISHED))
    assert change is not None
    assert change.state.captions == {"A01": ("time",)}
    assert keep_wanting(change.state, PUBLISHED, heard(PUBLISHED)) is None


def test_a_charge_is_kept_with_its_item_a_parts_too():
    change = keep_charge(None, ASSIGNED, heard(ASSIGNED))
    assert change is not None
    assert (change.state.district, change.state.standard, change.state.item) == (
        "ganzhou",
        "v1",
        "A01",
    )
    assert keep_charge(change.state, ASSIGNED, heard(ASSIGNED)) is None


def test_a_task_about_no_item_wants_nothing():
    plain = msgspec.structs.replace(ASSIGNED, about="")
    assert keep_charge(None, plain, heard(plain)) is None
