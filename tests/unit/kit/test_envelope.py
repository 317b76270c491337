"""The envelope is CloudEvents 1.0, and refuses what is not."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from contracts.envelope import UnknownFact, decode, encode, fact, open_fact, seal
from tests.probe.facts import ThingHappened

NOON = datetime(2026, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)


def sealed(**changes):
    given: dict[str, Any] = {
        "id": "0197f0c0-0000-7000-8000-000000000001",
        "source": "/tongxin/probe",
        "subject": "s-1",
        "time": NOON,
        "district": "north",
        "version": 7,
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    return seal(ThingHappened(key="钥匙"), **(given | changes))


def test_an_envelope_survives_the_wire():
    assert decode(encode(sealed())) == sealed()
    assert open_fact(decode(encode(sealed()))) == ThingHappened(key="钥匙")


def test_the_package_of_cloudevents_reads_it():
    event = JSONFormat().read(CloudEvent, encode(sealed()))
    assert event.get_specversion() == "1.0"
    assert event.get_id() == "0197f0c0-0000-7000-8000-000000000001"
    assert event.get_source() == "/tongxin/probe"
    assert event.get_type() == "probe.thing_happened.v1"
    assert event.get_subject() == "s-1"
    assert event.get_time() == NOON
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("district") == "north"
    assert event.get_extension("sequence") == "0000000007"
    assert event.get_extension("traceparent").startswith("00-0af7")
    data = event.get_data()
    assert isinstance(data, dict) and data["key"] == "钥匙"


def test_what_it_wrote_we_read():
    event = JSONFormat().read(CloudEvent, encode(sealed()))
    again = decode(JSONFormat().write(event))
    assert open_fact(again) == open_fact(sealed())
    assert (again.id, again.version, again.time) == (sealed().id, 7, NOON)


def test_sequences_sort_as_text_as_they_do_as_numbers():
    numbers = [1, 9, 10, 99, 100, 12345]
    assert sorted(sealed(version=n).sequence for n in reversed(numbers)) == [
        sealed(version=n).sequence for n in numbers
    ]


def test_unknown_attributes_and_fields_are_ignored():
    wire = json.loads(encode(sealed())) | {"colour": "red"}
    wire["data"]["later"] = 1
    assert open_fact(decode(json.dumps(wire).encode())) == ThingHappened(key="钥匙")


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("specversion", "0.3"),
        ("id", ""),
        ("id", 7),
        ("source", ""),
        ("type", ""),
        ("subject", ""),
        ("time", "2026-05-01T12:00:00"),
        ("time", "noon"),
        ("district", ""),
        ("sequence", "one"),
        ("sequence", "-1"),
        ("sequence", "9" * 5000),
    ],
)
def test_a_bad_attribute_is_named(attribute, value):
    wire = json.loads(encode(sealed())) | {attribute: value}
    with pytest.raises(msgspec.ValidationError, match=attribute):
        decode(json.dumps(wire).encode())


@pytest.mark.parametrize(
    "attribute",
    ["specversion", "id", "source", "type", "subject", "time", "district", "sequence", "data"],
)
def test_a_missing_attribute_is_named(attribute):
    wire = json.loads(encode(sealed()))
    del wire[attribute]
    with pytest.raises(msgspec.ValidationError, match=f"`{attribute}`"):
        decode(json.dumps(wire).encode())


def test_a_time_of_another_zone_is_the_same_instant():
    shanghai = timezone(timedelta(hours=8))
    assert decode(encode(sealed(time=NOON.astimezone(shanghai)))).time == NOON


def test_a_fact_that_no_contract_has_is_unknown():
    wire = json.loads(encode(sealed())) | {"type": "probe.thing_happened.v9"}
    with pytest.raises(UnknownFact, match="v9"):
        open_fact(decode(json.dumps(wire).encode()))


def test_a_type_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        fact("probe.thing_happened.v1")(ThingHappened)
