"""Queues, rights and shared delays on the real broker."""

import socket
from contextlib import closing
from typing import Any

import amqp
import pytest
from amqp.exceptions import AMQPError

from kit.topology import BACK, LOST, RPC_EXCHANGE, Handler, definitions, delay, rpc_queue
from tests.probe.facts import OtherHappened, ThingHappened
from tests.probe.looking import times
from tests.probe.service import Add, Probe, Sleeper
from tests.support.calling import Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Probe, Sleeper]
THING = "probe.on_thing_happened"


# -- shared delays ---------------------------------------------------------------------------


def test_messages_that_find_no_queue_are_lost_aloud_and_stop_nobody(stack: Stack) -> None:
    """Dead-lettered to the default exchange, 32 such messages would stop the delay for all."""
    connection = stack.amqp().clone(transport_options={"confirm_publish": True})
    channel = connection.channel()
    for n in range(40):
        channel.basic_publish(amqp.Message(b"nobody's"), delay(1), f"nobody.{n}")
    for _ in range(20):
        channel.basic_publish(amqp.Message(b"good"), delay(1), THING)
    connection.release()
    eventually(lambda: stack.api.depth(THING) == 20)
    eventually(lambda: stack.api.depth(LOST) == 40)
    assert stack.api.depth(delay(1)) == 0
    stack.api.take(THING)


def test_a_queue_with_other_arguments_turns_readiness_red_and_only_that_queue(
    stack: Stack,
) -> None:
    """And lost messages show in a gauge."""
    handler = Handler("probe", "on_thing_happened", ThingHappened.type)
    stack.api.management.delete("queues", stack.vhost, THING)
    arguments = {**handler.queue.arguments, "x-delivery-limit": 3}
    stack.api.management.put(
        "queues", stack.vhost, THING, body={"durable": True, "arguments": arguments}
    )
    probe = stack.start(Probe)
    eventually(lambda: THING in str(probe.ready()[1]) and "406" in str(probe.ready()[1]))
    body = probe.wait_not_ready()
    assert "x-delivery-limit" in body["checks"]["broker"]
    eventually(lambda: probe.ready()[1]["checks"]["database"] == "ok")
    publish(stack, OtherHappened(key="beside"))
    eventually(lambda: times(stack, "beside") == 1)
    assert Calls(stack, "probe").command(Add(key="called"))["version"] == 1
    eventually(lambda: probe.metric("tongxin_lost_messages") == 40)

    stack.api.management.delete("queues", stack.vhost, THING)
    probe.wait_ready()
    publish(stack, ThingHappened(key="healed"))
    eventually(lambda: times(stack, "healed") == 1)

    stack.api.management.delete("queues", stack.vhost, THING)
    eventually(lambda: stack.api.consumers(THING) == 1)
    publish(stack, ThingHappened(key="healed again"))
    eventually(lambda: times(stack, "healed again") == 1)
    assert probe.alive


# -- rights ----------------------------------------------------------------------------------


def refused(stack: Stack, act: Any, user: str = "probe") -> str:
    """What the broker says to an act of this user on a channel; "" where it is allowed."""
    with closing(stack.amqp(user).clone(transport_options={"confirm_publish": True})) as connection:
        try:
            act(connection.channel())
            with pytest.raises(socket.timeout):
                connection.drain_events(timeout=0.1)
        except AMQPError as fault:
            return str(fault)
        return ""


def sends(exchange: str, key: str) -> Any:
    return lambda channel: channel.basic_publish(
        amqp.Message(b"x"), exchange, key, mandatory=True, confirm_timeout=5
    )


FORBIDDEN: dict[str, Any] = {
    "publish another service's facts": sends("tasks.events", "tasks.task_assigned.v1"),
    "publish another's facts in its own exchange": sends("probe.events", "tasks.task_assigned.v1"),
    "call another service": sends(RPC_EXCHANGE, "sleeper.anything"),
    "call itself": sends(RPC_EXCHANGE, "probe.add"),
    "write to the default exchange": sends("", "sleeper.on_thing_happened"),
    "write to back": sends(BACK, "sleeper.on_thing_happened"),
    "write to lost": sends(LOST, ""),
    "park in another's name": sends("sleeper.park", "sleeper.on_thing_happened"),
    "read lost": lambda channel: channel.basic_get(LOST),
    "read a delay": lambda channel: channel.basic_get(delay(1)),
    "read another's queue": lambda channel: channel.basic_get("sleeper.on_thing_happened"),
    "read another's calls": lambda channel: channel.basic_get("rpc-sleeper"),
    "read the gateway's feed": lambda channel: channel.basic_get("gateway.feed"),
    "empty a delay": lambda channel: channel.queue_purge(delay(1)),
    "delete a delay": lambda channel: channel.queue_delete(delay(1)),
    "delete another's queue": lambda channel: channel.queue_delete("sleeper.on_thing_happened"),
    "declare a foreign queue": lambda channel: channel.queue_declare("mine", durable=True),
    "declare a queue in another's name": lambda channel: channel.queue_declare("sleeper.mine"),
    "declare an exchange": lambda channel: channel.exchange_declare("mine.events", "topic"),
    "hear another's calls": lambda channel: channel.queue_bind(
        "probe.on_thing_happened", RPC_EXCHANGE, "sleeper.*"
    ),
    "take another's replies": lambda channel: channel.queue_bind(
        "probe.on_thing_happened", RPC_EXCHANGE, "rpc.reply-gateway-1"
    ),
}


@pytest.mark.parametrize("act", FORBIDDEN)
def test_a_service_may_not(stack: Stack, act: str) -> None:
    assert "ACCESS_REFUSED" in refused(stack, FORBIDDEN[act])


GATEWAY_FORBIDDEN: dict[str, Any] = {
    "publish a fact": sends("probe.events", ThingHappened.type),
    "answer for a service": sends(RPC_EXCHANGE, "rpc.reply-other-1"),
    "call an unknown service": sends(RPC_EXCHANGE, "nobody.add"),
    "read a service's events": lambda channel: channel.basic_get(THING),
    "read a service's calls": lambda channel: channel.basic_get("rpc-probe"),
}


@pytest.mark.parametrize("act", GATEWAY_FORBIDDEN)
def test_the_gateway_may_not(stack: Stack, act: str) -> None:
    assert "ACCESS_REFUSED" in refused(stack, GATEWAY_FORBIDDEN[act], "gateway")


def test_a_service_may_do_its_work(stack: Stack) -> None:
    for processes in stack.processes:
        processes.kill()
    for act in (
        sends("probe.events", ThingHappened.type),
        sends("probe.park", THING),
        sends(delay(1), THING),
        lambda channel: channel.basic_get(f"{THING}.parked"),
        lambda channel: channel.queue_declare(LOST, passive=True),
    ):
        assert refused(stack, act) == ""


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
