"""What programs are told: nothing of covert visits, no name, no other office's affairs."""

import json

import pytest
from msgspec.structs import replace

from contracts import evidence, notify, tasks
from services.notify.audiences import AUDIENCES
from services.notify.hooks import told
from tests.unit.notify.cast import DISTRICT, FACTS, envelope, fact

SAMPLES = [sample for sample in FACTS if type(sample) not in told.NEVER]


def body(sample):
    return json.loads(told.event(envelope(sample), sample))


@pytest.mark.parametrize("kind", AUDIENCES, ids=lambda kind: kind.type)
def test_each_field_of_each_event_is_told_or_withheld_by_name(kind):
    fields = set(kind.__struct_fields__)
    if kind not in told.NEVER:
        assert fields <= told.TOLD | told.WITHHELD
        assert not told.TOLD & told.WITHHELD


def test_no_field_is_listed_that_no_event_has():
    known = {name for kind in told.TYPES.values() for name in kind.__struct_fields__}
    assert known == told.TOLD | told.WITHHELD


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_an_event_of_a_covert_visit_goes_to_no_program(sample):
    for confidants in ("@city", "@district", "li-qiang @district"):
        secret = replace(envelope(sample), confidants=confidants)
        assert told.districts(secret, sample) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_no_event_tells_an_account(sample):
    said = body(sample)
    accounts = {"zhang-min", "li-qiang", "zhao"}
    assert not accounts & {value for value in said["data"].values() if isinstance(value, str)}
    assert not {"person", "by", "inspector", "answered_by"} & said["data"].keys()


def test_what_is_held_of_an_unpublished_visit_is_offered_to_nobody():
    assert tasks.FindingHeld.type not in told.offered("*")
    assert tasks.ComplaintReceived.type not in told.offered("*")


def test_an_event_is_a_cloud_event_of_its_own_words():
    said = body(fact(tasks.TaskAssigned))
    assert said["specversion"] == "1.0" and said["type"] == tasks.TaskAssigned.type
    assert said["data"]["title"] == "校园国防教育" and said["data"]["due"] == "2026-07-31"
    assert said["time"] == "2026-07-01T02:00:00Z" and said["district"] == DISTRICT
    assert not {"confidants", "traceparent"} & said.keys()


def test_the_citys_programs_and_the_districts_are_told_of_what_all_know():
    sample = fact(tasks.FindingRaised)
    assert told.districts(envelope(sample), sample) == [DISTRICT, "*"]
    assert told.districts(envelope(sample, district="*"), sample) == ["*"]


@pytest.mark.parametrize("kind", [tasks.ComplaintRegistered, tasks.ComplaintAnswered])
@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("unit", [DISTRICT, "*"]),
        ("system", [DISTRICT, "*"]),
        ("district_office", ["*"]),
        ("city_office", ["*"]),
    ],
)
def test_a_complaint_about_an_office_is_told_to_the_citys_programs_alone(kind, target, wanted):
    sample = replace(fact(kind), target=target)
    assert told.districts(envelope(sample), sample) == wanted


def test_what_went_over_a_districts_head_is_the_citys():
    sample = fact(tasks.ComplaintPressed)
    assert told.districts(envelope(sample), sample) == ["*"]
    assert sample.type in told.offered("*") and sample.type not in told.offered(DISTRICT)
    assert tasks.ComplaintRegistered.type in told.offered(DISTRICT)


@pytest.mark.parametrize("kind", sorted(told.NEVER, key=str))
def test_messages_to_people_are_told_to_no_program(kind):
    sample = fact(kind)
    assert told.districts(envelope(sample), sample) == []
    assert kind.type not in told.offered("*")


def test_an_event_that_nobody_is_told_of_is_offered_to_no_program():
    stored = evidence.EvidenceStored(evidence="e-1", size=1, media_type="image/jpeg")
    assert told.districts(envelope(stored), stored) == []
    assert notify.DeliveryFailed.type not in told.offered("*")


def test_what_another_district_holds_is_withheld():
    assert "duplicate_district" not in told.fields_of(evidence.EvidenceReused.type)


def test_a_trial_says_nothing_but_which_address_it_tries():
    said = json.loads(told.trial("e-1", "h-1", DISTRICT, envelope(FACTS[0]).time))
    assert (said["id"], said["type"], said["data"]) == ("e-1", told.TRIED, {"hook": "h-1"})
