"""Queues and delays on the real broker. Who may do what there: test_stolen_passwords."""

from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import amqp
import pytest
from uuid6 import uuid7

from contracts.envelope import CONTENT_TYPE, Fact, encode, seal
from infra.deploy.broker import OtherTopology
from kit.definitions import definitions
from kit.topology import Handler, back, delay, events, park, rpc_queue
from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.looking import times
from tests.probe.service import Add, Probe, Sleeper
from tests.support.calling import Calls, publish, signed_fact
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe, Sleeper]
THING = "probe.on_thing_happened"
DELAY = delay("probe", 1)


def body_of(fact: Fact, id: str) -> bytes:
    envelope = seal(
        fact,
        id=id,
        source="/tongxin/probe",
        subject="s-1",
        time=datetime.now(UTC),
        district="north",
        version=1,
    )
    return encode(envelope)


# -- delays ---------------------------------------------------------------------------


def test_messages_that_find_no_queue_are_lost_aloud_and_stop_nobody(stack: Stack) -> None:
    """Dead-lettered to the default exchange, 32 such messages would stop the delay for all."""
    connection = stack.amqp("probe").clone(transport_options={"confirm_publish": True})
    channel = connection.channel()
    for n in range(40):
        channel.basic_publish(amqp.Message(b"nobody's"), DELAY, f"nobody.{n}")
    for _ in range(20):
        channel.basic_publish(amqp.Message(b"good"), DELAY, THING)
    connection.release()
    eventually(lambda: stack.api.depth(THING) == 20)
    eventually(lambda: stack.api.depth("probe.lost") == 40)
    assert stack.api.depth(DELAY) == 0
    stack.api.take(THING)


def test_what_was_lost_goes_home_or_to_a_person(stack: Stack) -> None:
    """A broker that starts anew lets delays end before it has bound every queue again."""
    channel: Any = stack.amqp().clone(transport_options={"confirm_publish": True}).channel()
    channel.queue_unbind(THING, back("probe"), THING)
    id = str(uuid7())
    body = body_of(ThingHappened(key="came home"), id)
    headers = signed_fact(stack, ThingHappened.type, body)
    message = amqp.Message(
        body, content_type=CONTENT_TYPE, message_id=id, application_headers=headers
    )
    channel.basic_publish(message, DELAY, THING)
    eventually(lambda: stack.api.depth("probe.lost") == 41)
    stack.deploy()
    channel.connection.close()
    probe = stack.start(Probe).wait_ready()
    eventually(lambda: times(stack, "came home") == 1)
    eventually(lambda: stack.api.depth("probe.lost.parked") == 40)
    kept = stack.api.peek("probe.lost.parked")
    assert {message["headers"]["home"] for message in kept} == {f"nobody.{n}" for n in range(40)}
    assert probe.metric("tongxin_lost_total", outcome="retried") == 1
    assert probe.metric("tongxin_lost_total", outcome="parked") == 40
    eventually(lambda: probe.metric("tongxin_parked_messages") == 40)
    probe.term()
    assert probe.wait() == 0


def test_a_queue_that_is_missing_turns_readiness_red_and_only_that_queue(stack: Stack) -> None:
    """Nobody but the deploy step may declare it; what is published meanwhile waits."""
    stack.api.management.delete("queues", stack.vhost, THING)
    probe = stack.start(Probe)
    eventually(lambda: THING in str(probe.ready()[1]) and "404" in str(probe.ready()[1]))
    assert "deploy" in probe.wait_not_ready()["checks"]["broker"]
    eventually(lambda: probe.ready()[1]["checks"]["database"] == "ok")
    publish(stack, OtherHappened(key="beside"))
    eventually(lambda: times(stack, "beside") == 1)
    assert Calls(stack, "probe").command(Add(key="called"))["version"] == 1

    stack.deploy()
    probe.wait_ready()
    publish(stack, ThingHappened(key="healed"))
    eventually(lambda: times(stack, "healed") == 1)

    stack.api.management.delete("queues", stack.vhost, THING)
    probe.wait_not_ready()
    stack.deploy()
    eventually(lambda: stack.api.consumers(THING) == 1)
    publish(stack, ThingHappened(key="healed again"))
    eventually(lambda: times(stack, "healed again") == 1)
    assert probe.alive
    probe.kill()


def test_a_queue_with_other_arguments_stops_the_deploy_step_by_name(stack: Stack) -> None:
    handler = Handler("probe", "on_thing_happened", ThingHappened.type)
    stack.api.management.delete("queues", stack.vhost, THING)
    arguments = {**handler.queue.arguments, "x-delivery-limit": 3}
    body = {"durable": True, "arguments": arguments}
    stack.api.management.put("queues", stack.vhost, THING, body=body)
    with pytest.raises(OtherTopology, match="x-delivery-limit"):
        stack.deploy()
    stack.api.management.delete("queues", stack.vhost, THING)
    stack.deploy()


def test_a_service_may_do_its_work(stack: Stack) -> None:
    with closing(stack.amqp("probe").clone(transport_options={"confirm_publish": True})) as mine:
        for exchange, key in (
            (events("probe"), ThingHappened.type),
            (park("probe"), THING),
            (DELAY, THING),
        ):
            mine.channel().basic_publish(amqp.Message(b"x"), exchange, key, confirm_timeout=5)
        for queue in (THING, f"{THING}.parked", "rpc-probe", "rpc-probe.parked", "probe.lost"):
            mine.channel().basic_get(queue)


# -- one description -------------------------------------------------------------------------


def test_deploying_twice_changes_nothing(stack: Stack) -> None:
    before = (stack.api.queues(), len(stack.api.bindings()))
    stack.deploy()
    assert (stack.api.queues(), len(stack.api.bindings())) == before


def test_every_queue_of_the_broker_is_of_the_description(stack: Stack) -> None:
    described = {queue["name"]: queue["arguments"] for queue in definitions(SERVICES)["queues"]}
    there = {queue: stack.api.queue(queue)["arguments"] for queue in stack.api.queues()}
    assert there == described
    assert described["rpc-probe"] == rpc_queue("probe").arguments
