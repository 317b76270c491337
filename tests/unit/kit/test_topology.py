"""Properties of the description that every broker gets."""

import re

import pytest

from kit.definitions import definitions
from kit.topology import DELAYS, RPC_EXCHANGE
from tests.probe.service import Probe, Sleeper

DESCRIBED = definitions([Probe, Sleeper])
QUEUES = {queue["name"]: queue for queue in DESCRIBED["queues"]}
EXCHANGES = {exchange["name"]: exchange for exchange in DESCRIBED["exchanges"]}
BINDINGS = {(b["source"], b["destination"], b["routing_key"]) for b in DESCRIBED["bindings"]}
HANDLERS = [name for name in QUEUES if ".on_" in name and f"{name}.parked" in QUEUES]


def test_every_queue_is_a_durable_quorum_queue():
    for queue in QUEUES.values():
        assert queue["durable"] and not queue["auto_delete"]
        assert queue["arguments"]["x-queue-type"] == "quorum"


def test_each_handler_has_a_queue_of_its_own():
    assert sorted(HANDLERS) == [
        "probe.on_known_happened",
        "probe.on_other_happened",
        "probe.on_thing_happened",
        "sleeper.on_thing_happened",
    ]
    for name in HANDLERS:
        handler = name.partition(".")[2]
        fact = f"probe.{handler.removeprefix('on_')}.v1"
        bound = {(source, key) for source, queue, key in BINDINGS if queue == name}
        assert bound == {("probe.events", fact), (f"{name.partition('.')[0]}.back", name)}


@pytest.mark.parametrize("name", HANDLERS)
def test_a_handlers_queue_gives_up_to_its_own_parked_queue(name):
    arguments = QUEUES[name]["arguments"]
    service = name.partition(".")[0]
    assert arguments["x-delivery-limit"] == 20
    assert arguments["x-dead-letter-exchange"] == f"{service}.park"
    assert (f"{service}.park", f"{name}.parked", arguments["x-dead-letter-routing-key"]) in BINDINGS


def test_what_dead_letters_does_so_at_least_once_and_without_a_length_limit():
    """at-least-once needs reject-publish; with a limit, a full queue would jam the delays."""
    for queue in QUEUES.values():
        arguments = queue["arguments"]
        if "x-dead-letter-exchange" in arguments:
            assert arguments["x-dead-letter-strategy"] == "at-least-once"
            assert arguments["x-overflow"] == "reject-publish"
            assert "x-max-length" not in arguments


def test_nothing_dead_letters_to_the_default_exchange_or_to_an_absent_one():
    for queue in QUEUES.values():
        exchange = queue["arguments"].get("x-dead-letter-exchange")
        assert exchange is None or exchange in EXCHANGES


@pytest.mark.parametrize("seconds", DELAYS)
@pytest.mark.parametrize("service", ["probe", "sleeper"])
def test_a_delay_returns_a_message_under_the_key_it_came_with(seconds, service):
    name = f"{service}.delay.{seconds}s"
    arguments = QUEUES[name]["arguments"]
    assert arguments["x-message-ttl"] == seconds * 1000
    assert arguments["x-dead-letter-exchange"] == f"{service}.back"
    assert "x-dead-letter-routing-key" not in arguments
    assert EXCHANGES[name]["type"] == "fanout"


@pytest.mark.parametrize("service", ["probe", "sleeper"])
def test_what_comes_back_and_finds_no_queue_is_kept(service):
    lost = f"{service}.lost"
    otherwise = f"{service}.back.lost"
    assert EXCHANGES[f"{service}.back"]["arguments"] == {"alternate-exchange": otherwise}
    assert (otherwise, lost, "") in BINDINGS
    for name in (lost, f"{lost}.parked", *(f"{name}.parked" for name in HANDLERS)):
        assert QUEUES[name]["arguments"]["x-delivery-limit"] >= 1_000_000


def test_nobody_publishes_where_only_the_broker_routes():
    internal = {name for name, exchange in EXCHANGES.items() if exchange["internal"]}
    assert internal == {
        f"{s}.{part}" for s in ("probe", "sleeper") for part in ("back", "back.lost")
    }


def test_a_services_retries_come_back_to_its_own_handlers_only():
    for source, queue, _ in BINDINGS:
        if source.endswith(".back"):
            assert queue.partition(".")[0] == source.partition(".")[0]


def test_calls_are_not_dead_lettered():
    for service in ("probe", "sleeper"):
        arguments = QUEUES[f"rpc-{service}"]["arguments"]
        assert "x-dead-letter-exchange" not in arguments
        assert arguments["x-delivery-limit"] == 5
        assert (RPC_EXCHANGE, f"rpc-{service}", f"{service}.*") in BINDINGS
        assert (f"{service}.park", f"rpc-{service}.parked", f"rpc-{service}") in BINDINGS


def test_the_gateways_feed_hears_everything():
    sources = {source for source, queue, key in BINDINGS if queue == "gateway.feed" and key == "#"}
    assert sources == {name for name in EXCHANGES if name.endswith(".events")}


def test_every_user_has_rights_and_only_the_gateway_declares_anything():
    users = {right["user"]: right for right in DESCRIBED["permissions"]}
    assert set(users) == {"probe", "sleeper", "gateway"}
    for user, right in users.items():
        for kind in ("configure", "write", "read"):
            for foreign in ("amq.default", "other.events", "other.on_thing_happened"):
                assert not re.match(right[kind], foreign), (right, kind, foreign)
        if user != "gateway":
            assert right["configure"] == "^$"
    assert re.match(users["gateway"]["configure"], "rpc.reply-gateway-1")


def test_a_service_publishes_its_own_facts_and_cannot_call():
    topics = {(t["user"], t["exchange"]): t for t in DESCRIBED["topic_permissions"]}
    rights = {right["user"]: right for right in DESCRIBED["permissions"]}
    for service in ("probe", "sleeper"):
        own = topics[(service, f"{service}.events")]["write"]
        assert re.match(own, f"{service}.anything.v1")
        assert not re.match(own, "tasks.task_assigned.v1")
        assert re.match(rights[service]["write"], f"{service}.replies")
        assert not re.match(rights[service]["write"], RPC_EXCHANGE)


def test_the_description_is_the_same_each_time():
    assert definitions([Sleeper, Probe])["queues"] == DESCRIBED["queues"]
