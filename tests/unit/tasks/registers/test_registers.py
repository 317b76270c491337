"""Registers: rows that sealed photos mark as done."""

import dataclasses
from datetime import datetime
from typing import Any

from hypothesis import given as drawn
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.evidence import EvidenceSealed
from contracts.measures import Ratio
from contracts.orders.tasks import AddRows, OpenRegister, Row
from contracts.sight import Confidants
from contracts.tasks import RegisterChanged, RegisterCounted
from kit.change import Knowing
from services.tasks.registers import looks
from services.tasks.registers.register import (
    MAX_PHOTOS,
    MAX_ROWS,
    Early,
    Marker,
    Register,
    add_rows,
    attach_photo,
    open_register,
)
from services.tasks.task.sealed import keep_sealed
from tests.unit.tasks.cast import CAMPAIGN, NOW, QIAN, STANDARD, given, heard, refused

UNITS = frozenset({"publicity", "transport"})
OPEN = OpenRegister(district="ganzhou", campaign="c-2026", item="B04", title="标语点位")
ID = "r-2026-ganzhou-B04"


def opened() -> Register:
    return open_register(None, OPEN, given(QIAN, (CAMPAIGN, STANDARD))).state


def row(key: str, unit: str = "publicity") -> Row:
    return Row(key=key, label=f"点位{key}", unit=unit)


def with_rows(*keys: str) -> Register:
    order = AddRows(register=ID, rows=tuple(row(key) for key in keys))
    return add_rows(opened(), order, given(QIAN, UNITS)).state


def photo(key: str, evidence: str = "e-1", **changes: Any) -> EvidenceSealed:
    usual: dict[str, Any] = {
        "evidence": evidence,
        "by": "wu",
        "unit": "publicity",
        "tasks": ("t-1",),
        "items": ("B04",),
        "sha256": "0" * 64,
        "size": 1000,
        "media_type": "image/jpeg",
        "mode": "camera",
        "captured_at": NOW,
        "has_position": True,
        "register": ID,
        "row": key,
        "sealed_until": datetime(2031, 1, 1, tzinfo=NOW.tzinfo),
    }
    return EvidenceSealed(**{**usual, **changes})


def sealed(fact: EvidenceSealed, *units: str, every: bool = False, **about: Any) -> Knowing[Any]:
    """``units``: whose rows it may mark, else its maker's."""
    marker = Marker(units=units or (fact.unit,), every=every)
    return dataclasses.replace(heard(fact, **{"key": ID, **about}), found=marker)


def after(register: Register, *photos: EvidenceSealed) -> Register:
    for fact in photos:
        change = attach_photo(register, fact, sealed(fact))
        register = change.state if change else register
    return register


def counted(done: int, rows: int) -> RegisterCounted:
    return RegisterCounted(register=ID, year=2026, standard="v1", item="B04", done=done, rows=rows)


def test_a_register_belongs_to_an_item_a_district_and_a_year() -> None:
    register = opened()
    assert (register.district, register.year, register.item) == ("ganzhou", 2026, "B04")
    assert register.counted == Ratio(numerator=0, denominator=0)


def test_an_item_has_one_register() -> None:
    with refused("already-exists", "item"):
        open_register(opened(), OPEN, given(QIAN, (CAMPAIGN, STANDARD)))


def test_an_item_that_counts_no_list_has_no_register() -> None:
    for code in ("A01", "Z99"):
        with refused("invalid", "item") as no:
            open_register(None, replace(OPEN, item=code), given(QIAN, (CAMPAIGN, STANDARD)))
        wanted = {item.code: item.title for item in STANDARD.items if item.register}
        assert {one["value"]: one["label"] for one in no.value.extra["options"]} == wanted
        assert all(f"{code} {title}" in no.value.detail for code, title in wanted.items())


def test_a_register_outside_the_campaign_is_refused() -> None:
    with refused("district-not-in-campaign"):
        order = replace(OPEN, district="shandan")
        open_register(None, order, given(QIAN, (CAMPAIGN, STANDARD)))


def test_added_rows_are_counted() -> None:
    order = AddRows(register=ID, rows=(row("p-1"), row("p-2")))
    change = add_rows(opened(), order, given(QIAN, UNITS, key=ID))
    assert change.events == (counted(0, 2),)


def test_every_fault_names_row_and_field_and_no_row_is_added() -> None:
    rows = (row("p-1"), row("p-2"), row("p-2"), row("p-3", unit="nobody"))
    with refused("faulty-rows", "rows[0].key") as no:
        add_rows(with_rows("p-1"), AddRows(register=ID, rows=rows), given(QIAN, UNITS))
    assert [(f["row"], f["field"]) for f in no.value.extra["faults"]] == [
        (0, "key"),
        (2, "key"),
        (3, "unit"),
    ]


def test_a_register_has_a_limit() -> None:
    register = opened()
    for start in range(0, MAX_ROWS, 500):
        rows = tuple(row(f"p-{n}") for n in range(start, start + 500))
        register = add_rows(register, AddRows(register=ID, rows=rows), given(QIAN, UNITS)).state
    with refused("limit-exceeded", "rows"):
        add_rows(register, AddRows(register=ID, rows=(row("more"),)), given(QIAN, UNITS))


def test_a_sealed_photo_marks_its_row_as_done() -> None:
    fact = photo("p-1")
    change = attach_photo(with_rows("p-1", "p-2"), fact, sealed(fact))
    assert change and change.events == (counted(1, 2),)


def test_a_photo_picked_from_the_gallery_counts() -> None:
    assert after(with_rows("p-1"), photo("p-1", mode="gallery")).counted.numerator == 1


def test_a_file_or_another_type_does_not_count() -> None:
    register = after(
        with_rows("p-1"),
        photo("p-1", mode="file"),
        photo("p-1", media_type="application/pdf"),
    )
    assert register.counted.numerator == 0


def test_a_photo_of_another_district_does_not_count() -> None:
    fact = photo("p-1")
    assert attach_photo(with_rows("p-1"), fact, sealed(fact, district="linze")) is None


def test_a_second_photo_of_a_row_counts_once_and_the_newest_is_shown() -> None:
    fact = photo("p-1", evidence="e-2")
    change = attach_photo(after(with_rows("p-1"), photo("p-1")), fact, sealed(fact))
    assert change and [type(fact) for fact in change.events] == [RegisterChanged]
    assert change.state.photos == {"p-1": ("e-1", "e-2")}


def test_a_photo_sealed_before_its_row_was_added_counts_from_then_on() -> None:
    early = after(opened(), photo("p-1"))
    assert early.counted == Ratio(numerator=0, denominator=0)
    order = AddRows(register=ID, rows=(row("p-1"), row("p-2")))
    change = add_rows(early, order, given(QIAN, UNITS, key=ID))
    assert change.events == (counted(1, 2),)


def test_a_row_key_that_no_row_can_have_is_passed_over() -> None:
    for key in ("", "a.b", "$set", "点"):
        assert after(with_rows("p-1"), photo(key)).photos == {}


def test_photos_of_unknown_rows_are_bounded() -> None:
    waiting = (Early(evidence="e-0", units=("publicity",)),)
    full = replace(with_rows("p-1"), early={f"x-{n}": waiting for n in range(MAX_PHOTOS)})
    fact = photo("y-1")
    assert attach_photo(full, fact, sealed(fact)) is None
    assert len(after(full, photo("x-1")).early["x-1"]) == 2
    assert after(full, photo("p-1")).proof("p-1") == ("e-1",)


def test_a_photo_of_another_units_worker_marks_no_row() -> None:
    register, fact = with_rows("p-1"), photo("p-1", unit="veterans")
    assert attach_photo(register, fact, sealed(fact)) is None
    assert attach_photo(register, fact, sealed(fact, every=True)) is not None
    follower = attach_photo(register, fact, sealed(fact, "veterans", "publicity"))
    assert follower and follower.events == (counted(1, 1),)


def test_a_photo_that_waited_for_a_row_of_another_unit_is_let_go() -> None:
    early = after(opened(), photo("p-1", unit="veterans"), photo("p-2"))
    assert set(early.early) == {"p-1", "p-2"}
    order = AddRows(register=ID, rows=(row("p-1"), row("p-2")))
    change = add_rows(early, order, given(QIAN, UNITS, key=ID))
    assert change.events == (counted(1, 2),)
    assert (change.state.photos, change.state.early) == ({"p-2": ("e-1",)}, {})


def test_a_photo_that_is_shown_already_changes_nothing() -> None:
    fact = photo("p-1")
    assert attach_photo(after(with_rows("p-1"), fact), fact, sealed(fact)) is None


@drawn(st.permutations([("p-1", "e-1"), ("p-1", "e-2"), ("p-2", "e-3"), ("p-9", "e-4")]))
def test_the_order_in_which_photos_are_sealed_does_not_matter(order: list[Any]) -> None:
    register = after(with_rows("p-1", "p-2", "p-3"), *(photo(key, id) for key, id in order))
    assert register.photos == {"p-1": ("e-1", "e-2"), "p-2": ("e-3",)}
    assert [one.evidence for one in register.early["p-9"]] == ["e-4"]
    assert register.counted == Ratio(numerator=2, denominator=3)


def test_sealed_evidence_is_known_for_its_tasks_in_its_district() -> None:
    fact = photo("")
    change = keep_sealed(None, fact, heard(fact))
    assert change
    assert (change.state.district, change.state.tasks) == ("ganzhou", ("t-1",))
    assert keep_sealed(change.state, fact, heard(fact)) is None


VISIT = Confidants(("zheng",))


def test_reserved_evidence_is_kept_with_its_confidants_until_it_is_told_anew() -> None:
    fact = photo("p-1")
    first = keep_sealed(None, fact, heard(fact, confidants=VISIT))
    assert first and first.state.confidants == VISIT
    wider = Confidants(("zheng", "chu", "@city"))
    later = keep_sealed(first.state, fact, heard(fact, version=2, confidants=wider))
    assert later and later.state.confidants == wider
    shown = keep_sealed(later.state, fact, heard(fact, version=3))
    assert shown and shown.state.confidants is None
    assert keep_sealed(shown.state, fact, heard(fact, version=2, confidants=wider)) is None


def test_reserved_evidence_marks_no_row_and_meets_no_demand() -> None:
    class Everything:
        def find(self, _: Any, id: str) -> str:
            return id

    everything: Any = Everything()
    fact = replace(photo("p-1"), register="r-1", unit="publicity")
    for confidants, found in ((VISIT, False), (None, True)):
        event = heard(fact, confidants=confidants)
        assert bool(looks.of_photo(fact, event, everything)) is found
        assert bool(looks.of_demand(fact, event, everything)) is found
