"""Golden samples: a rename breaks a test and not a neighbour."""

import importlib
import json
from pathlib import Path

import msgspec
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat

from contracts import envelope
from contracts.product import PUBLISHERS

GOLDEN = Path(__file__).parents[2] / "contracts" / "golden"

for publisher in PUBLISHERS:
    importlib.import_module(f"contracts.{publisher}")

TYPES = sorted(t for t in envelope.FACTS if t.partition(".")[0] in PUBLISHERS)


def sample(type_: str) -> bytes:
    return (GOLDEN / f"{type_}.json").read_bytes()


def test_every_fact_has_its_sample_and_every_sample_its_fact() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == TYPES


@pytest.mark.parametrize("type_", TYPES)
def test_the_publisher_still_writes_the_sample_to_the_letter(type_: str) -> None:
    read = envelope.decode(sample(type_))
    fact = envelope.open_fact(read)
    again = envelope.seal(
        fact,
        id=read.id,
        source=read.source,
        subject=read.subject,
        time=read.time,
        district=read.district,
        version=read.version,
        traceparent=read.traceparent,
        confidants=read.told_to,
    )
    assert json.loads(envelope.encode(again)) == json.loads(sample(type_))


@pytest.mark.parametrize("type_", TYPES)
def test_a_consumer_ignores_fields_that_it_does_not_know(type_: str) -> None:
    document = json.loads(sample(type_))
    known = envelope.open_fact(envelope.decode(sample(type_)))
    document["futureattribute"] = "x"
    document["data"]["future_field"] = {"any": "thing"}
    newer = envelope.decode(json.dumps(document).encode())
    assert envelope.open_fact(newer) == known


@pytest.mark.parametrize("type_", TYPES)
def test_a_sample_without_one_of_its_fields_is_refused_by_name(type_: str) -> None:
    document = json.loads(sample(type_))
    required = [
        field.encode_name
        for field in msgspec.structs.fields(envelope.FACTS[type_])
        if field.required
    ]
    for name in required:
        data = {k: v for k, v in document["data"].items() if k != name}
        broken = envelope.decode(json.dumps({**document, "data": data}).encode())
        with pytest.raises(msgspec.ValidationError, match=name):
            envelope.open_fact(broken)


@pytest.mark.parametrize("type_", TYPES)
def test_the_cloudevents_package_reads_the_sample(type_: str) -> None:
    message = HTTPMessage({"content-type": envelope.CONTENT_TYPE}, sample(type_))
    event = from_http_event(message, JSONFormat())
    ours = envelope.decode(sample(type_))
    assert event.get_id() == ours.id
    assert event.get_type() == type_
    assert event.get_specversion() == "1.0"
    assert event.get_time() == ours.time
    assert event.get_extension("district") == ours.district
    assert event.get_extension("sequence") == ours.sequence
    assert event.get_data() == json.loads(sample(type_))["data"]
