"""One trace from the caller to the last handler."""

import io
import json
import logging

import pytest
import structlog

from kit import logs

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture
def stream():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    into = io.StringIO()
    logs.configure("probe", into)
    yield into
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    logs.clear()


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_child_stays_in_its_trace_with_a_span_of_its_own():
    child = logs.child(PARENT)
    assert logs.trace_of(child) == TRACE
    assert child != PARENT


@pytest.mark.parametrize(
    "broken", ["", "junk", PARENT.upper(), PARENT + "-", "00-0-0-01", PARENT[:-1]]
)
def test_what_is_no_traceparent_begins_a_new_trace(broken):
    assert logs.trace_of(broken) == ""
    assert len(logs.trace_of(logs.child(broken))) == 32


def test_a_line_says_its_service_its_trace_its_event_and_its_district(stream):
    logs.bind(trace=TRACE, event_id="e-1", district="north")
    logs.get("kit.x").warning("parked", handler="on_x")
    (line,) = lines(stream)
    expected = {
        "service": "probe",
        "trace": TRACE,
        "event_id": "e-1",
        "district": "north",
        "event": "parked",
        "handler": "on_x",
        "level": "warning",
        "logger": "kit.x",
    }
    assert expected.items() <= line.items()
    assert line["timestamp"].endswith("Z")


def test_words_are_forgotten_between_inputs(stream):
    logs.bind(trace=TRACE)
    logs.clear()
    logs.get("kit.x").info("next")
    assert "trace" not in lines(stream)[0]


def test_lines_of_libraries_are_json_too_and_keep_their_trace(stream):
    logging.getLogger("somebody").error("不好: %s", 7)
    try:
        raise RuntimeError("as asked")
    except RuntimeError:
        logs.get("kit.x").exception("failed")
    first, second = lines(stream)
    assert first["event"] == "不好: 7"
    assert "RuntimeError: as asked" in second["exception"]
