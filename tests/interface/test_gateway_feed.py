"""The live feed on a real broker and database: what changed, to whom it concerns, with resume."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest

from contracts.caller import Caller
from contracts.envelope import encode, seal
from contracts.tasks import RectificationOrdered
from contracts.words import Role
from gateway.tokens import Tokens
from kit.signing import FACT
from tests.support.calling import signed_fact
from tests.support.running import Running
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

SERVICES = [bare("tasks")]
BEAT = "0.3"  # seconds


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start(
        "gateway", TONGXIN_FEED_BEAT_SECONDS=BEAT, TONGXIN_FEED_BACKLOG="20"
    ).wait_ready()


DAY = 86_400
"""Seconds: longer than all tests together, of which some are given their token at the beginning."""


def token(
    district: str, lifetime: int = DAY, account: str = "lifang", role: Role = "unit"
) -> dict[str, str]:
    caller = Caller(account=account, name="李芳", roles=(role,), district=district)
    tokens = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=lifetime)
    return {"Authorization": "Bearer " + tokens.issue(caller)[0]}


def happen(stack: Stack, district: str, subject: str, id: str | None = None) -> str:
    """A fact is published, as a service's outbox would."""
    id = id or str(uuid.uuid4())
    body, type_ = event_of(district, subject, id), RectificationOrdered.type
    stack.api.publish("tasks.events", type_, body, headers=signed_fact(stack, type_, body))
    return id


def event_of(district: str, subject: str, id: str = "") -> bytes:
    fact = RectificationOrdered(
        finding=subject,
        year=2026,
        item="B04",
        unit="secret-unit",
        fault="a covert finding",
        due=datetime.now(UTC).date(),
    )
    event = seal(
        fact,
        id=id or str(uuid.uuid4()),
        source="/tongxin/tasks",
        subject=subject,
        time=datetime.now(UTC),
        district=district,
        version=1,
    )
    return encode(event)


class Listener:
    """One open stream; ``messages`` grows in a thread of its own."""

    def __init__(self, answer: httpx.Response) -> None:
        self.messages: list[dict[str, str]] = []
        self.text = ""
        self.headers = answer.headers
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(answer,), daemon=True)
        self._thread.start()

    def _read(self, answer: httpx.Response) -> None:
        try:
            for part in answer.iter_text():
                self.text += part
                self.messages = parse(self.text)
        except (httpx.HTTPError, httpx.StreamError):
            pass
        self.ended.set()

    @property
    def changes(self) -> list[str]:
        return [json.loads(m["data"])["subject"] for m in self.messages if "event" not in m]

    def named(self, event: str) -> dict[str, str]:
        return next(m for m in self.messages if m.get("event") == event)


def parse(text: str) -> list[dict[str, str]]:
    blocks = text.split("\n\n")[:-1]
    parsed = [dict(line.split(": ", 1) for line in b.split("\n")) for b in blocks]
    return [m for m in parsed if "data" in m]


@contextmanager
def listening(gateway: Running, headers: dict[str, str]) -> Iterator[Listener]:
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    with httpx.Client(base_url=base, timeout=20) as http:
        answer = eventually(lambda: _opened(http, headers))
        try:
            yield Listener(answer)
        finally:
            answer.close()


def _opened(http: httpx.Client, headers: dict[str, str]) -> httpx.Response | None:
    """None while the streams of an earlier test still count."""
    request = http.build_request("GET", "/api/v1/feed", headers=headers)
    answer = http.send(request, stream=True)
    if answer.status_code == 429:
        answer.close()
        return None
    assert answer.status_code == 200
    return answer


def test_a_change_arrives_with_ids_only_and_only_in_its_district(
    stack: Stack, gateway: Running
) -> None:
    with (
        listening(gateway, token("ganzhou")) as own,
        listening(gateway, token("suzhou", account="wangwei")) as other,
        listening(gateway, token("*", account="admin")) as city,
    ):
        eventually(lambda: own.named("hello") and other.named("hello") and city.named("hello"))
        happen(stack, "ganzhou", "f-1")
        happen(stack, "suzhou", "f-2")
        happen(stack, "*", "f-3")
        eventually(lambda: own.changes == ["f-1", "f-3"])
        eventually(lambda: other.changes == ["f-2", "f-3"])
        eventually(lambda: city.changes == ["f-1", "f-2", "f-3"])
        assert own.headers["content-type"].startswith("text/event-stream")
        assert own.headers["x-accel-buffering"] == "no"
        sent = json.loads(own.messages[-1]["data"])
        assert sorted(sent) == ["district", "subject", "time", "type"]
        assert "covert" not in city.text and "secret-unit" not in city.text


def test_a_stream_that_broke_off_resumes_without_gap_and_without_repeat(
    stack: Stack, gateway: Running
) -> None:
    with listening(gateway, token("ganzhou")) as first:
        eventually(lambda: first.named("hello"))
        happen(stack, "ganzhou", "r-1")
        eventually(lambda: first.changes == ["r-1"])
        last = first.messages[-1]["id"]
    for n in (2, 3, 4):
        happen(stack, "ganzhou", f"r-{n}")
    with listening(gateway, token("ganzhou") | {"Last-Event-ID": last}) as again:
        eventually(lambda: again.changes == ["r-2", "r-3", "r-4"])
        happen(stack, "ganzhou", "r-5")
        eventually(lambda: again.changes == ["r-2", "r-3", "r-4", "r-5"])
        ids = [int(m["id"]) for m in again.messages]
        assert ids == sorted(ids) and ids[0] > int(last)


def test_who_missed_too_much_is_told_to_load_anew(stack: Stack, gateway: Running) -> None:
    with listening(gateway, token("ganzhou")) as first:
        eventually(lambda: first.named("hello"))
        happen(stack, "ganzhou", "m-1")
        eventually(lambda: first.changes == ["m-1"])
        last = first.messages[-1]["id"]
    ids = {happen(stack, "ganzhou", f"m-{n}") for n in range(2, 24)}
    feed = stack.mongo("gateway")["feed"]
    eventually(lambda: feed.count_documents({"event": {"$in": list(ids)}}) == len(ids))
    for gone in (last, "1"):
        with listening(gateway, token("ganzhou") | {"Last-Event-ID": gone}) as again:
            reset = eventually(lambda again=again: again.named("reset"))
            happen(stack, "ganzhou", f"after-{gone}")
            eventually(lambda again=again, gone=gone: again.changes == [f"after-{gone}"])
            assert int(again.messages[-1]["id"]) > int(reset["id"]) >= int(last)


def test_who_was_away_longer_than_the_feed_remembers_is_told_to_load_anew(
    stack: Stack, gateway: Running
) -> None:
    with listening(gateway, token("ganzhou")) as first:
        eventually(lambda: first.named("hello"))
        happen(stack, "ganzhou", "x-1")
        happen(stack, "ganzhou", "x-2")
        eventually(lambda: first.changes == ["x-1", "x-2"])
        last = first.messages[-1]["id"]
    stack.mongo("gateway")["feed"].delete_one({"_id": int(last)})  # as its age would have
    with listening(gateway, token("ganzhou") | {"Last-Event-ID": last}) as again:
        eventually(lambda: again.named("reset"))
        happen(stack, "ganzhou", "x-3")
        eventually(lambda: again.changes == ["x-3"])
        assert int(again.messages[-1]["id"]) > int(last)  # a position is never given twice


def test_an_event_delivered_twice_is_told_once(stack: Stack, gateway: Running) -> None:
    with listening(gateway, token("ganzhou")) as stream:
        eventually(lambda: stream.named("hello"))
        same = happen(stack, "ganzhou", "d-1")
        happen(stack, "ganzhou", "d-1", id=same)
        happen(stack, "ganzhou", "d-2")
        eventually(lambda: stream.changes[-1:] == ["d-2"])
        assert stream.changes == ["d-1", "d-2"]


def test_what_is_not_an_event_does_not_stop_the_feed(stack: Stack, gateway: Running) -> None:
    with listening(gateway, token("ganzhou")) as stream:
        eventually(lambda: stream.named("hello"))
        stack.api.publish("tasks.events", "tasks.odd.v1", b"\xff{")
        stack.api.publish("tasks.events", "tasks.odd.v1", b'{"specversion": "1.0"}')
        happen(stack, "ganzhou", "o-1")
        eventually(lambda: stream.changes == ["o-1"])
    eventually(lambda: stack.api.depth("gateway.feed") == 0)
    kept = stack.api.take("gateway.feed.parked")
    assert [message["headers"]["reason"] for message in kept] == ["unreadable", "unreadable"]


def test_what_its_publisher_has_not_signed_does_not_enter_the_feed(
    stack: Stack, gateway: Running
) -> None:
    """As the service itself could publish it with its password, and as another could not."""
    with listening(gateway, token("ganzhou")) as stream:
        eventually(lambda: stream.named("hello"))
        type_, body = RectificationOrdered.type, event_of("ganzhou", "forged")
        for headers in ({}, {"signature": stack.signer("notify").sign(FACT, body)}):
            stack.api.publish("tasks.events", type_, body, headers=headers)
        happen(stack, "ganzhou", "s-1")
        eventually(lambda: stream.changes == ["s-1"])
    kept = eventually(lambda: stack.api.take("gateway.feed.parked"))
    assert [message["headers"]["reason"] for message in kept] == ["forged", "forged"]
    assert gateway.metric("tongxin_forged_total", service="gateway") == 2


def test_a_quiet_stream_beats_and_ends_with_its_token(stack: Stack, gateway: Running) -> None:
    with listening(gateway, token("ganzhou", lifetime=3)) as stream:
        eventually(lambda: ": beat" in stream.text)
        assert stream.ended.wait(10)


def test_a_closed_stream_is_no_longer_counted_and_too_many_are_refused(
    stack: Stack, gateway: Running
) -> None:
    eventually(lambda: gateway.metric("tongxin_feed_streams") == 0)
    base = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"]
    mine = token("ganzhou", account="greedy")
    with httpx.Client(base_url=base) as http:
        open_ones = [
            http.send(http.build_request("GET", "/api/v1/feed", headers=mine), stream=True)
            for _ in range(6)
        ]
        eventually(lambda: gateway.metric("tongxin_feed_streams") == 6)
        refused = http.get("/api/v1/feed", headers=mine)
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-streams")
        for answer in open_ones:
            answer.close()
    eventually(lambda: gateway.metric("tongxin_feed_streams") == 0)


def test_a_second_replica_sees_the_same_positions(stack: Stack, gateway: Running) -> None:
    second = stack.start("gateway", TONGXIN_FEED_BEAT_SECONDS=BEAT).wait_ready()
    eventually(lambda: "the feed listens" in second.text())
    with listening(gateway, token("*")) as one, listening(second, token("*")) as two:
        eventually(lambda: one.named("hello") and two.named("hello"))
        for n in range(5):
            happen(stack, "ganzhou", f"s-{n}")
        eventually(lambda: len(one.changes) == 5 and len(two.changes) == 5)
        changed = [m for m in one.messages if "event" not in m]
        assert changed == [m for m in two.messages if "event" not in m]
        gateway.kill()  # the active consumer: the other takes over
        happen(stack, "ganzhou", "s-5")
        eventually(lambda: two.changes[-1] == "s-5")


def test_sigterm_ends_open_streams_and_the_process(stack: Stack) -> None:
    running = stack.start("gateway").wait_ready()
    with listening(running, token("*")) as stream:
        eventually(lambda: stream.named("hello"))
        running.term()
        assert running.wait(10) == 0
        assert stream.ended.wait(5)


def test_the_feed_forgets_by_age(stack: Stack) -> None:
    indexes = stack.mongo("gateway")["feed"].index_information()
    lives = [
        index["expireAfterSeconds"] for index in indexes.values() if index["key"][0][0] == "at"
    ]
    assert lives == [7 * 24 * 3600]
