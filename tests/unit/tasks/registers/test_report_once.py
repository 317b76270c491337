"""Report once: what is held is not demanded again, and what a unit bears is counted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.envelope import seal
from contracts.orders.tasks import DemandMaterial
from contracts.tasks import MaterialDemanded
from services.tasks.registers.demands import (
    MAX_DEMANDS,
    Burden,
    Held,
    by_month,
    dated,
    demand_material,
    meet,
)
from services.tasks.task.sealed import Sealed, items_of, keep_sealed, year_of
from tests.unit.tasks.cast import NOW, QIAN, given, heard, refused
from tests.unit.tasks.registers.test_registers import photo

ID = "b-2026-ganzhou-publicity"
ORDER = DemandMaterial(
    district="ganzhou",
    year=2026,
    unit="publicity",
    item="B04",
    what="标语照片",
    reason="迎接中期检查",
    due=date(2026, 6, 1),
)
NOTHING = Held(sealed=())


def held() -> Held:
    fact = photo("")
    change = keep_sealed(None, fact, heard(fact))
    assert change
    return Held(sealed=(("e-1", change.state),))


def demanded(burden: Burden | None = None, found: Held = NOTHING, **changes: Any) -> Any:
    return demand_material(burden, replace(ORDER, **changes), given(QIAN, found, key=ID))


def sealed(burden: Burden, **changes: Any) -> Any:
    fact = photo("", **{"tasks": (), **changes})
    return meet(burden, fact, heard(fact, key=ID))


def test_what_is_not_held_is_demanded_and_the_unit_is_told() -> None:
    change = demanded()
    assert change.events == (
        MaterialDemanded(
            demand=f"{ID}.1",
            year=2026,
            item="B04",
            unit="publicity",
            what="标语照片",
            reason="迎接中期检查",
            due=date(2026, 6, 1),
            by="qian",
            repeated=False,
        ),
    )
    assert change.answer == {"stopped": False, "demand": f"{ID}.1"}
    assert (change.state.made, change.state.avoided) == (1, 0)


def test_what_is_held_is_stopped_with_a_link_and_counts_as_avoided() -> None:
    change = demanded(found=held())
    assert change.events == ()
    assert (change.answer["stopped"], change.answer["code"]) == (True, "already-held")
    assert change.answer["held"][0]["path"] == "/api/v1/evidence/e-1"
    assert change.answer["detail"].endswith("。")
    assert (change.state.made, change.state.avoided) == (0, 1)


def test_what_is_asked_for_already_is_stopped_with_a_link_to_that_demand() -> None:
    change = demanded(demanded().state, what="照片一套")
    assert (change.events, change.answer["code"]) == ((), "already-demanded")
    assert [one["demand"] for one in change.answer["demands"]] == [f"{ID}.1"]
    assert (change.state.made, change.state.avoided) == (1, 1)


def test_an_insisted_demand_is_made_and_counts_as_repeated() -> None:
    change = demanded(found=held(), insist=True)
    assert change.events[0].repeated is True
    assert (change.state.made, change.state.repeated, change.state.avoided) == (1, 1, 0)


def test_insisting_where_nothing_is_held_is_no_repetition() -> None:
    assert demanded(insist=True).state.repeated == 0


def test_another_item_of_the_same_unit_is_another_demand() -> None:
    change = demanded(demanded().state, item="A01")
    assert change.events[0].demand == f"{ID}.2"


def test_sealed_evidence_answers_what_was_demanded_for_its_item() -> None:
    change = sealed(demanded().state)
    assert (change.state.met, change.state.demands[0].met_by) == (1, "e-1")
    assert sealed(change.state) is None
    assert demanded(change.state).events, "what was met and is not held may be asked for again"


@pytest.mark.parametrize(
    "changes",
    [
        {"items": ("A01",)},
        {"unit": "transport"},
        {"captured_at": datetime(2025, 5, 1, tzinfo=UTC)},
    ],
)
def test_evidence_of_another_item_unit_or_year_answers_nothing(changes: dict[str, Any]) -> None:
    assert sealed(demanded().state, **changes) is None


def test_evidence_for_an_items_task_answers_although_it_names_no_item() -> None:
    change = sealed(demanded().state, items=(), tasks=("t-2026-ganzhou-B04",))
    assert change.state.met == 1


@pytest.mark.parametrize(
    ("changes", "found", "field"),
    [
        ({}, Held(sealed=(), unit_known=False), "unit"),
        ({}, Held(sealed=(), item_known=False), "item"),
        ({"due": date(2026, 5, 5)}, NOTHING, "due"),
    ],
)
def test_a_demand_that_is_not_sound_is_refused_by_its_field(
    changes: dict[str, Any], found: Held, field: str
) -> None:
    with refused("invalid", field):
        demanded(found=found, **changes)


def test_what_was_met_gives_way_and_what_is_open_never_does() -> None:
    burden = Burden(district="ganzhou", year=2026, unit="publicity")
    for _ in range(MAX_DEMANDS):
        burden = demanded(burden, item="A01", insist=True).state
    with refused("limit-exceeded", "unit"):
        demanded(burden)
    first = replace(burden.demands[0], state="met")
    burden = replace(burden, demands=(first, *burden.demands[1:]))
    after = demanded(burden).state
    assert len(after.demands) == MAX_DEMANDS and first not in after.demands
    assert after.made == MAX_DEMANDS + 1


@pytest.mark.parametrize(
    ("tasks", "captured", "year"),
    [
        (("t-2025-ganzhou-B04",), NOW, 2025),
        (("t-2025-ganzhou-B04", "t-2026-ganzhou-A01.3"), NOW, 2026),
        (("t-2025-linze-B04",), NOW, 2026),
        (("some-decision",), datetime(2025, 12, 31, 17, tzinfo=UTC), 2026),
        ((), datetime(2024, 6, 1, tzinfo=UTC), 2024),
        ((), None, 2026),
    ],
)
def test_the_year_of_evidence_is_its_tasks_else_its_capture_else_its_sealing(
    tasks: tuple[str, ...], captured: datetime | None, year: int
) -> None:
    fact = photo("", tasks=tasks, captured_at=captured)
    event = seal(
        fact,
        id="e",
        source="/tongxin/evidence",
        subject="s",
        time=NOW,
        district="ganzhou",
        version=1,
    )
    assert year_of(fact, event) == year


def test_evidence_proves_the_items_it_names_and_those_of_its_tasks() -> None:
    fact = photo("", items=("B04",), tasks=("t-2026-ganzhou-A01.2", "t-2026-linze-A02", "t-9"))
    assert items_of(fact, "ganzhou") == ("B04", "A01")
    kept = keep_sealed(None, fact, heard(fact))
    assert kept and (kept.state.items, kept.state.year) == (("B04", "A01"), 2026)


def test_evidence_kept_before_it_knew_its_year_is_still_read() -> None:
    old = Sealed(
        district="ganzhou",
        evidence="e-1",
        by="wu",
        unit="publicity",
        tasks=(),
        media_type="image/jpeg",
        mode="camera",
        captured_at=None,
        sha256="0" * 64,
    )
    assert (old.items, old.year) == ((), 0)


def test_the_burden_names_no_person_but_in_its_own_demands() -> None:
    counted = {"made", "met", "avoided", "repeated"}
    assert counted < set(Burden.__struct_fields__)
    assert not {"by", "person", "account"} & set(Burden.__struct_fields__)


def test_evidence_of_a_unit_that_nothing_was_demanded_of_answers_nothing() -> None:
    fact = photo("", tasks=())
    assert meet(None, fact, heard(fact, key=ID)) is None


def test_each_month_stands_beside_the_same_of_the_year_before_and_agrees_with_its_list() -> None:
    first = demanded().state
    (one,) = first.demands
    eve = replace(one, id="x", at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC), repeated=True)
    new_year = replace(one, id="y", at=datetime(2025, 12, 31, 16, 1, tzinfo=UTC), state="met")
    burdens = (
        replace(first, year=2025, demands=(eve,)),
        replace(first, unit="education", demands=(new_year,)),
    )
    months = by_month(burdens, 2026)
    assert [each["month"] for each in months] == list(range(1, 13))
    assert months[0]["now"] == {"made": 1, "met": 1, "repeated": 0}
    assert months[11]["before"] == {"made": 1, "met": 0, "repeated": 1}
    assert sum(each[year]["made"] for each in months for year in ("now", "before")) == 2
    (listed,) = dated(burdens, 2026, 1)
    assert (listed["unit"], listed["demand"], listed["on"]) == ("education", "y", date(2026, 1, 1))
    for each in months:
        for year, of in (("now", 2026), ("before", 2025)):
            assert len(dated(burdens, of, each["month"])) == each[year]["made"]
