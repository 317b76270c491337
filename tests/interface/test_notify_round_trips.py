"""What one event costs notify: as much for forty persons as for one, on a real database."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from uuid6 import uuid7

from contracts import tasks
from contracts.envelope import Envelope, Fact
from kit.testing.bare import Bare, bare
from kit.testing.round_trips import RoundTrips
from services.notify.looks import NotInDirectory
from services.notify.service import Notify
from tests.support.stack import Stack
from tests.unit.notify.cast import DISTRICT, FACTS, envelope, fact

SERVICES = ("services.notify.service:Notify",)
MOST_READS = 6
CROWD = 40
RETURNED = fact(tasks.TaskReturned)


@pytest.fixture(scope="module")
def round_trips() -> RoundTrips:
    return RoundTrips()


@pytest.fixture(scope="module")
def notify(stack: Stack, round_trips: RoundTrips) -> Iterator[Bare]:
    """It knows everybody of the cast."""
    with bare(Notify, stack.env("notify"), round_trips) as notify:
        hear(notify, tasks.DistrictFounded(district=DISTRICT, name="安宁区"))
        for unit in ("education", "culture"):
            appoint(notify, f"{unit}-contact", "unit", unit=unit)
        for account in ("zhang-min", "li-qiang"):
            appoint(notify, account, "field", unit="education")
        for role in ("district_office", "leader", "reviewer"):
            appoint(notify, role.replace("_", "-"), role)
        for role in ("city_office", "reviewer"):
            appoint(notify, f"city-{role.replace('_', '-')}", role, district="*")
        for n in range(CROWD):
            appoint(notify, f"crowd-{n}", "unit", unit="crowd")
        yield notify


def appoint(
    notify: Bare, account: str, role: Any, *, unit: str = "", district: str = DISTRICT
) -> None:
    email = f"{account}@example.gov.cn"
    person = tasks.PersonAppointed(
        account=account, name=account, roles=(role,), unit=unit, email=email
    )
    hear(notify, person, district=district)


def event(fact: Fact, district: str = DISTRICT) -> Envelope:
    return replace(envelope(fact, district=district), id=str(uuid7()))


def hear(notify: Bare, fact: Fact, *, district: str = DISTRICT) -> None:
    notify.hear(event(fact, district))


def deliveries(notify: Bare, heard: Envelope) -> dict[str, Any]:
    """An event's deliveries as they are kept, by id."""
    found = notify.runtime.store.database.deliveries.find({"_id": {"$regex": f"^{heard.id}:"}})
    return {document["_id"]: document for document in found}


def test_forty_persons_cost_as_many_round_trips_as_one(
    notify: Bare, round_trips: RoundTrips
) -> None:
    costs = {}
    for unit, persons in (("culture", 1), ("crowd", CROWD)):
        returned = replace(RETURNED, lead=unit, person="")
        heard = event(returned)
        with round_trips.counted() as costs[unit]:
            assert notify.hear(heard) == "done"
        assert len(deliveries(notify, heard)) == 2 * persons  # inbox and mail
    assert costs["culture"] == costs["crowd"]
    assert costs["crowd"]["find"] <= MOST_READS
    assert costs["crowd"]["insert"] == 1
    assert set(costs["crowd"]) == {"find", "insert"}


@pytest.mark.parametrize("sample", FACTS, ids=lambda sample: sample.type)
def test_no_audience_costs_more_than_six_reads_and_a_write(
    notify: Bare, round_trips: RoundTrips, sample: Fact
) -> None:
    with round_trips.counted() as cost:
        assert notify.hear(event(sample)) == "done"
    assert cost["find"] <= MOST_READS
    assert cost - Counter(find=MOST_READS) == Counter(insert=1)


def test_a_repeat_makes_what_a_broken_write_left_out_and_touches_nothing_else(
    notify: Bare, round_trips: RoundTrips
) -> None:
    returned = replace(RETURNED, lead="crowd")
    heard = event(returned)
    notify.hear(heard)
    whole = deliveries(notify, heard)
    lost = sorted(whole)[::2]
    notify.runtime.store.database.deliveries.delete_many({"_id": {"$in": lost}})
    with round_trips.counted() as cost:
        assert notify.hear(heard) == "done"
    again = deliveries(notify, heard)
    assert again.keys() == whole.keys()
    kept = whole.keys() - set(lost)
    assert {key: again[key] for key in kept} == {key: whole[key] for key in kept}
    assert cost["find"] <= MOST_READS
    assert cost["insert"] == 1
    assert notify.hear(heard) == "repeated"
    assert deliveries(notify, heard) == again


def test_who_is_known_is_told_once_and_who_is_missing_after_the_appointment(
    notify: Bare,
) -> None:
    returned = replace(RETURNED, person="chen-jie")
    heard = event(returned)
    for _ in range(2):
        with pytest.raises(NotInDirectory, match="chen-jie"):
            notify.hear(heard)
        first = deliveries(notify, heard)
        assert {key.split(":")[1] for key in first} == {"education-contact"}
    appoint(notify, "chen-jie", "field", unit="education")
    assert notify.hear(heard) == "done"
    then = deliveries(notify, heard)
    assert {key.split(":")[1] for key in then} == {"education-contact", "chen-jie"}
    assert {key: then[key] for key in first} == first
