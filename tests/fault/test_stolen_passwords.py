"""One stolen broker password gives its service's rights and no more: everything is tried with each.

The rights alone are tried on the whole system's topology, with no process running; what they
cannot keep out, signatures do, and those are tried on a running service.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import amqp
import pytest
from amqp.exceptions import AMQPError
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from kit.definitions import definitions
from kit.topology import RPC_EXCHANGE, delay, events, park, replies
from tests.support.stack import ALL, Stack, load
from tests.support.waiting import eventually

DESCRIBED = definitions([load(one) for one in ALL])
EXCHANGES = [exchange["name"] for exchange in DESCRIBED["exchanges"]]
QUEUES = [queue["name"] for queue in DESCRIBED["queues"]]
SERVICES_ = ("tasks", "evidence", "scoring", "notify")
USERS = (*SERVICES_, "gateway")
BUILT_IN = ("", "amq.direct", "amq.topic", "amq.fanout", "amq.headers", "amq.match")

Act = Callable[..., Any]


def own_exchanges(user: str) -> set[str]:
    """Where a user may write."""
    if user == "gateway":
        return {RPC_EXCHANGE, park("gateway")}
    delays = {name for name in EXCHANGES if name.startswith(f"{user}.delay.")}
    return {events(user), park(user), replies(user), *delays}


def own_queues(user: str) -> set[str]:
    """What a user may read."""
    if user == "gateway":
        return {"gateway.feed", "gateway.feed.parked"}
    delays = tuple(name for name in EXCHANGES if ".delay." in name)
    mine = {q for q in QUEUES if q.startswith((f"{user}.", f"rpc-{user}"))}
    return mine - set(delays)


class Thief:
    """Holds one user's password and nothing else."""

    def __init__(self, stack: Stack, user: str) -> None:
        self.user = user
        self.connection = stack.amqp(user).clone(transport_options={"confirm_publish": True})

    def may(self, act: Act) -> bool:
        """Whether the broker lets it happen; what it refuses, it must refuse as a right."""
        channel: Any = self.connection.channel()
        try:
            act(channel)
            channel.queue_declare("gateway.feed", passive=True)  # what was refused comes before
        except AMQPError as fault:
            assert fault.code == 403, f"{self.user}: {fault}"
            return False
        channel.close()
        return True


@pytest.fixture(params=USERS)
def thief(stack: Stack, request: pytest.FixtureRequest) -> Iterator[Thief]:
    thief = Thief(stack, request.param)
    with closing(thief.connection):
        yield thief


def sends(exchange: str, key: str, body: bytes = b"x", **headers: Any) -> Act:
    message = amqp.Message(body, application_headers=headers)
    return lambda channel: channel.basic_publish(message, exchange, key, confirm_timeout=5)


def declares(name: str, **arguments: Any) -> Act:
    return lambda channel: channel.queue_declare(
        name, durable=True, auto_delete=False, arguments=arguments
    )


def test_it_writes_to_its_own_exchanges_and_to_no_other(thief: Thief) -> None:
    may = {
        name
        for name in (*EXCHANGES, *BUILT_IN)
        for key in (f"{thief.user}.fact.v1", "tasks.districts")
        if thief.may(sends(name, key))
    }
    assert may == own_exchanges(thief.user)


def test_it_publishes_no_other_services_facts(thief: Thief) -> None:
    for key in ("tasks.x.v1", "evidence.x.v1", "scoring.x.v1", "notify.x.v1", "", "#"):
        for service in SERVICES_:
            mine = service == thief.user and key.startswith(f"{service}.")
            assert thief.may(sends(events(service), key)) is mine, (service, key)


def test_it_reads_its_own_queues_and_no_other(thief: Thief) -> None:
    may = {name for name in QUEUES if thief.may(lambda c, name=name: c.queue_purge(name))}
    assert may == own_queues(thief.user)
    for name in set(QUEUES) - own_queues(thief.user):
        assert not thief.may(lambda c, name=name: c.basic_consume(name)), name
        assert not thief.may(lambda c, name=name: c.basic_get(name)), name


def test_it_deletes_nothing_not_even_of_its_own(thief: Thief) -> None:
    for name in QUEUES:
        assert not thief.may(lambda c, name=name: c.queue_delete(name)), name
    for name in EXCHANGES:
        assert not thief.may(lambda c, name=name: c.exchange_delete(name)), name


def test_it_gives_no_queue_a_dead_letter_exchange_that_it_may_not_write_to(thief: Thief) -> None:
    """A dead letter has any key, and passes every right but that of writing to its exchange."""
    user, reply = thief.user, "rpc.reply-gateway-mine"
    own = own_exchanges(user)
    for name in (f"{user}.mine", f"rpc-{user}", f"rpc-{user}-2", "mine", reply):
        for exchange in EXCHANGES:
            letters = {
                "x-dead-letter-exchange": exchange,
                "x-dead-letter-routing-key": "tasks.found_district",
            }
            made = thief.may(declares(name, **letters))
            assert made is (user == "gateway" and name == reply and exchange in own), name
            assert not made or thief.may(lambda channel: channel.queue_delete(reply))


def test_it_makes_no_exchange_that_passes_on_to_another(thief: Thief) -> None:
    user = thief.user
    for name in (f"{user}.mine", f"{user}.events", f"{user}.delay.2s", "mine"):
        assert not thief.may(
            lambda c, name=name: c.exchange_declare(
                name, "fanout", arguments={"alternate-exchange": RPC_EXCHANGE}
            )
        ), name
    # The gateway must hear the answers; whither it leads them, unsigned, nobody believes them.
    answers = {replies(service) for service in SERVICES_ if user == "gateway"}
    for source in sorted({*EXCHANGES} - answers):
        for destination in sorted(own_exchanges(user)):
            bind = (destination, source, "#")
            assert not thief.may(lambda c, bind=bind: c.exchange_bind(*bind)), bind


def test_it_binds_no_queue(thief: Thief) -> None:
    """A binding brings copies: of another's retries, calls, answers or facts."""
    for exchange in EXCHANGES:
        for queue in sorted(own_queues(thief.user))[:3]:
            bind = (queue, exchange, "#")
            assert not thief.may(lambda c, bind=bind: c.queue_bind(*bind)), bind


def test_a_reply_queue_hears_replies_and_nothing_else(stack: Stack) -> None:
    thief, queue = Thief(stack, "gateway"), f"rpc.reply-gateway-{secrets.token_hex(4)}"
    with closing(thief.connection):
        own: Any = thief.connection.channel()
        own.queue_declare(queue, exclusive=True, auto_delete=True)
        heard = {
            exchange
            for exchange in EXCHANGES
            if thief.may(lambda c, e=exchange: c.queue_bind(queue, e, queue))
        }
        assert heard == {replies(service) for service in SERVICES_}


@pytest.mark.parametrize("user", SERVICES_)
def test_a_message_put_off_comes_back_to_its_own_service_only(stack: Stack, user: str) -> None:
    """A delay keeps the key it was given; another service's queue as the key leads nowhere."""
    thief, mark = Thief(stack, user), secrets.token_bytes(8)
    other = "scoring" if user != "scoring" else "tasks"
    foreign = [q for q in QUEUES if q.startswith((f"{other}.", f"rpc-{other}"))]
    with closing(thief.connection):
        for key in foreign:
            assert thief.may(sends(delay(user, 1), key, mark, CC=foreign, BCC=foreign))
    home: list[Any] = []

    def came_home() -> bool:
        home.extend(marked(stack, f"{user}.lost", mark))
        return len(home) >= len(foreign)

    eventually(came_home)
    assert [queue for queue in foreign if marked(stack, queue, mark)] == []


@pytest.mark.parametrize("user", SERVICES_)
def test_copies_by_header_reach_no_other_service(stack: Stack, user: str) -> None:
    """CC and BCC add routing keys that some brokers do not check against the rights."""
    thief, mark = Thief(stack, user), secrets.token_bytes(8)
    facts = {b["routing_key"] for b in DESCRIBED["bindings"]}
    keys = [*QUEUES, "tasks.found_district", "scoring.try_rule", "#", *facts]
    keys = [key for key in keys if not key.startswith(f"{user}.")]
    with closing(thief.connection):
        for exchange in own_exchanges(user):
            thief.may(sends(exchange, f"{user}.nothing.v1", mark, CC=keys, BCC=keys))
    foreign = [q for q in QUEUES if not q.startswith((f"{user}.", f"rpc-{user}", "gateway.feed"))]
    assert [queue for queue in foreign if marked(stack, queue, mark)] == []


def marked(stack: Stack, queue: str, mark: bytes) -> list[Any]:
    """Messages of this mark that were in a queue; they are taken."""
    return [m for m in stack.api.take(queue, 1000) if m["payload"] == mark]


# -- the document server ---------------------------------------------------------------------


@pytest.mark.parametrize("user", USERS)
def test_a_password_of_the_document_server_opens_its_own_database_only(
    stack: Stack, user: str
) -> None:
    own = f"{stack.database_prefix}_{user}"
    address = stack.env(user)["TONGXIN_MONGO_URL"]
    client: MongoClient[Any] = MongoClient(address, serverSelectionTimeoutMS=5000)
    with client:
        client[own].notes.insert_one({"text": "mine"})
        for other in {*USERS} - {user}:
            theirs = client[f"{stack.database_prefix}_{other}"]
            acts: tuple[Act, ...] = (
                lambda d: d.notes.find_one(),
                lambda d: d.notes.insert_one({}),
                lambda d: d.notes.delete_many({}),
                lambda d: d.list_collection_names(),
                lambda d: d.command("createUser", "me", pwd="x", roles=["root"]),
                lambda d: d.command("dropDatabase"),
            )
            for act in acts:
                with pytest.raises(OperationFailure, match=r"(?i)not authorized"):
                    act(theirs)
        for admin in ({"createUser": "me", "pwd": "x", "roles": ["root"]}, {"usersInfo": 1}):
            with pytest.raises(OperationFailure, match=r"(?i)not authorized"):
                client.admin.command(admin)
        aggregate = [{"$out": {"db": f"{stack.database_prefix}_tasks", "coll": "notes"}}]
        if user != "tasks":
            with pytest.raises(OperationFailure):
                client[own].notes.aggregate(aggregate)


@pytest.mark.parametrize("user", USERS)
def test_no_password_opens_a_second_door(stack: Stack, user: str) -> None:
    """One at the broker, another at the document server, and a key that is neither."""
    env = stack.env(user)
    doors = [urlsplit(env[name]).password for name in ("TONGXIN_AMQP_URL", "TONGXIN_MONGO_URL")]
    doors.append(env["TONGXIN_SIGNING_KEY"])
    assert len({*doors}) == 3
    address = env["TONGXIN_MONGO_URL"].replace(str(doors[1]), str(doors[0]))
    client: MongoClient[Any] = MongoClient(address, serverSelectionTimeoutMS=5000)
    with client, pytest.raises(OperationFailure, match=r"(?i)auth"):
        client.get_default_database().notes.find_one()
