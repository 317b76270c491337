"""What one event costs notify: as much for forty persons as for one, on a real database."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from uuid6 import uuid7

from contracts import tasks
from contracts.envelope import Envelope, Fact
from kit import event_door, mongo
from kit.runtime import Runtime
from kit.table import Hearing
from services.notify.looks import NotInDirectory
from services.notify.service import Notify
from tests.support.round_trips import RoundTrips
from tests.support.stack import Stack
from tests.unit.notify.cast import DISTRICT, FACTS, envelope, fact

SERVICES = ("services.notify.service:Notify",)
MOST_READS = 4
CROWD = 40
HEARINGS = {hearing.fact: hearing for hearing in Notify.of(Hearing).values()}
RETURNED = fact(tasks.TaskReturned)


@pytest.fixture(scope="module")
def round_trips() -> RoundTrips:
    return RoundTrips()


@pytest.fixture(scope="module")
def notify(stack: Stack, round_trips: RoundTrips) -> Iterator[Runtime]:
    """The service in this process, without its consumer; it knows everybody of the cast."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.env("notify").items():
            patch.setenv(name, value)
        patch.setitem(mongo.OPTIONS, "event_listeners", [round_trips])
        runtime = Runtime(Notify, 1, lambda run: None)
        hear(runtime, tasks.DistrictFounded(district=DISTRICT, name="安宁区"))
        for unit in ("education", "culture"):
            appoint(runtime, f"{unit}-contact", "unit", unit=unit)
        for account in ("zhang-min", "li-qiang"):
            appoint(runtime, account, "field", unit="education")
        for role in ("district_office", "leader", "reviewer"):
            appoint(runtime, role.replace("_", "-"), role)
        for role in ("city_office", "reviewer"):
            appoint(runtime, f"city-{role.replace('_', '-')}", role, district="*")
        for n in range(CROWD):
            appoint(runtime, f"crowd-{n}", "unit", unit="crowd")
        yield runtime
        runtime.store.close()


def appoint(
    runtime: Runtime, account: str, role: Any, *, unit: str = "", district: str = DISTRICT
) -> None:
    email = f"{account}@example.gov.cn"
    person = tasks.PersonAppointed(
        account=account, name=account, roles=(role,), unit=unit, email=email
    )
    hear(runtime, person, district=district)


def event(fact: Fact, district: str = DISTRICT) -> Envelope:
    return replace(envelope(fact, district=district), id=str(uuid7()))


def hear(runtime: Runtime, fact: Fact, *, district: str = DISTRICT) -> None:
    handle(runtime, event(fact, district), fact)


def handle(runtime: Runtime, heard: Envelope, fact: Fact) -> str:
    return event_door.handle(runtime, HEARINGS[type(fact)], heard)


def deliveries(notify: Runtime, heard: Envelope) -> dict[str, Any]:
    """An event's deliveries as they are kept, by id."""
    found = notify.store.database.deliveries.find({"_id": {"$regex": f"^{heard.id}:"}})
    return {document["_id"]: document for document in found}


def test_forty_persons_cost_as_many_round_trips_as_one(
    notify: Runtime, round_trips: RoundTrips
) -> None:
    costs = {}
    for unit, persons in (("culture", 1), ("crowd", CROWD)):
        returned = replace(RETURNED, lead=unit, person="")
        heard = event(returned)
        with round_trips.counted() as costs[unit]:
            assert handle(notify, heard, returned) == "done"
        assert len(deliveries(notify, heard)) == 2 * persons  # inbox and mail
    assert costs["culture"] == costs["crowd"]
    assert costs["crowd"]["find"] <= MOST_READS
    assert costs["crowd"]["insert"] == 1
    assert set(costs["crowd"]) == {"find", "insert"}


@pytest.mark.parametrize("sample", FACTS, ids=lambda sample: sample.type)
def test_no_audience_costs_more_than_four_reads_and_a_write(
    notify: Runtime, round_trips: RoundTrips, sample: Fact
) -> None:
    with round_trips.counted() as cost:
        assert handle(notify, event(sample), sample) == "done"
    assert cost["find"] <= MOST_READS
    assert cost - Counter(find=MOST_READS) == Counter(insert=1)


def test_a_repeat_makes_what_a_broken_write_left_out_and_touches_nothing_else(
    notify: Runtime, round_trips: RoundTrips
) -> None:
    returned = replace(RETURNED, lead="crowd")
    heard = event(returned)
    handle(notify, heard, returned)
    whole = deliveries(notify, heard)
    lost = sorted(whole)[::2]
    notify.store.database.deliveries.delete_many({"_id": {"$in": lost}})
    with round_trips.counted() as cost:
        assert handle(notify, heard, returned) == "done"
    again = deliveries(notify, heard)
    assert again.keys() == whole.keys()
    kept = whole.keys() - set(lost)
    assert {key: again[key] for key in kept} == {key: whole[key] for key in kept}
    assert cost["find"] <= MOST_READS
    assert cost["insert"] == 1
    assert handle(notify, heard, returned) == "repeated"
    assert deliveries(notify, heard) == again


def test_who_is_known_is_told_once_and_who_is_missing_after_the_appointment(
    notify: Runtime,
) -> None:
    returned = replace(RETURNED, person="chen-jie")
    heard = event(returned)
    for _ in range(2):
        with pytest.raises(NotInDirectory, match="chen-jie"):
            handle(notify, heard, returned)
        first = deliveries(notify, heard)
        assert {key.split(":")[1] for key in first} == {"education-contact"}
    appoint(notify, "chen-jie", "field", unit="education")
    assert handle(notify, heard, returned) == "done"
    then = deliveries(notify, heard)
    assert {key.split(":")[1] for key in then} == {"education-contact", "chen-jie"}
    assert {key: then[key] for key in first} == first
