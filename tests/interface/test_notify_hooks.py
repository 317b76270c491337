"""Events to programs, from notify as a process to receivers that fail in every way."""

import json
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace
from tongxin import NotGenuine, verified
from uuid6 import uuid7

from contracts import tasks
from contracts.caller import Caller
from contracts.envelope import CONTENT_TYPE, encode, seal
from contracts.orders import notify as orders
from contracts.words import Role
from infra.local import ports
from tests.support.calling import CallFailed, Calls, signed_fact
from tests.support.receiver import Receiver, receiver
from tests.support.waiting import eventually
from tests.unit.notify.cast import fact

__all__ = ["receiver"]
SERVICES = ("services.notify.service:Notify",)
HERE, THERE = "anning", "xigu"
OFFICE = Caller(account="office", name="办", roles=("district_office",), district=HERE)
FAR = Caller(account="far", name="远", roles=("district_office",), district=THERE)
CITY = Caller(account="city", name="市", roles=("city_office",), district="*")
OVERDUE = fact(tasks.TaskOverdue)
KIND = OVERDUE.type
RAISED = fact(tasks.FindingRaised)


def certificate(folder: Path, name: str, host: str) -> Path:
    """Signed by itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    hosts = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.9"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    held = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(held + made.public_bytes(pem))
    return path


def server_context(path: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), "known", "localhost")


@pytest.fixture(scope="module")
def settings(known):
    return {
        "TONGXIN_HOOK_NETWORKS": "127.0.0.0/9",
        "TONGXIN_HOOK_SECONDS": "0.7",
        "TONGXIN_HOOK_RETRY_DELAYS": "1",
        "TONGXIN_DUE_SECONDS": "0.1",
        "SSL_CERT_FILE": str(known),
    }


@pytest.fixture(scope="module")
def notify(stack, settings):
    running = stack.start(SERVICES[0], **settings).wait_ready()
    people: tuple[tuple[str, Role, str], ...] = (
        *(("office", "district_office", HERE), ("far", "district_office", THERE)),
        *(("zhang-min", "field", HERE), ("city", "city_office", "*")),
    )
    for account, role, district in people:
        appointed = tasks.PersonAppointed(
            account=account, name=account, roles=(role,), unit="", email=""
        )
        publish(stack, appointed, district=district)
    eventually(lambda: stack.mongo("notify").persons.count_documents({}) == 4)
    return running


def publish(stack, told, *, district=HERE, confidants=None):
    envelope = seal(
        told,
        id=str(uuid7()),
        source="/tongxin/tasks",
        subject="t-1",
        time=datetime.now(UTC),
        district=district,
        version=1,
    )
    if confidants is not None:
        envelope = replace(envelope, confidants=confidants)
    body = encode(envelope)
    headers = signed_fact(stack, told.type, body)
    exchange = f"{told.type.partition('.')[0]}.events"
    stack.api.publish(exchange, told.type, body, content_type=CONTENT_TYPE, headers=headers)
    return envelope.id


class Desk:
    """What an office does with one address."""

    def __init__(self, stack: Any, by: Caller, url: str, *types: str) -> None:
        self.calls = Calls(stack, "notify", by)
        order = orders.RegisterHook(url=url, types=types or (KIND,), about="政务协同平台")
        made = self.calls.command(order)
        self.id, self.secret = made["id"], made["secret"]

    def give(self, order: Any, **about: Any) -> dict[str, Any]:
        return self.calls.command(order(hook=self.id, **about))

    @property
    def hook(self) -> dict[str, Any]:
        return self.calls.ask(orders.HookOf(hook=self.id))

    @property
    def sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.calls.ask(orders.HookDeliveries(hook=self.id))["items"]
        return found

    def of(self, event: str) -> dict[str, Any]:
        return next(one for one in self.sent if one["event"] == event)

    def becomes(self, event: str, state: str) -> dict[str, Any]:
        """The delivery of the event, once it stands so."""
        return self._once(event, lambda one: one["state"] == state)

    def tried(self, event: str) -> dict[str, Any]:
        """The delivery of the event, once it was tried."""
        return self._once(event, lambda one: one["tries"] > 0)

    def _once(self, event: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            return next((one for one in self.sent if one["event"] == event and holds(one)), None)

        return eventually(found)


@pytest.fixture
def registered(stack, notify, receiver):
    made: list[Desk] = []

    def register(path="/", *types, by=OFFICE, url=""):
        url = url or f"http://127.0.0.1:{receiver.port}{path}"
        made.append(Desk(stack, by, url, *types))
        return made[-1]

    yield register
    for desk in made:
        try:
            desk.give(orders.RemoveHook)
        except CallFailed as gone:
            assert gone.status == 404


def test_an_event_comes_signed_and_says_what_the_office_may_know(stack, registered, receiver):
    desk = registered("/x?y=1")
    event = publish(stack, OVERDUE)
    desk.becomes(event, "delivered")
    (told,) = receiver.told
    assert (told.path, told.id) == ("/x?y=1", event)
    assert told.headers["content-type"] == "application/cloudevents+json"
    said = verified(desk.secret, told.headers, told.body)
    assert (said["id"], said["type"], said["data"]["title"]) == (event, KIND, OVERDUE.title)
    assert "person" not in said["data"]
    for body, secret in ((told.body + b" ", desk.secret), (told.body, "whsec_" + "A" * 44)):
        with pytest.raises(NotGenuine):
            verified(secret, told.headers, body)


def test_a_covert_visit_reaches_no_program_and_another_district_hears_of_its_own(
    stack, registered, receiver
):
    here, far, city = (
        *(registered("/here", RAISED.type), registered("/far", RAISED.type, by=FAR)),
        registered("/city", RAISED.type, by=CITY),
    )
    secret = [publish(stack, RAISED, confidants=c) for c in ("@district li-qiang", "@city")]
    event = publish(stack, RAISED)
    far_event = publish(stack, RAISED, district=THERE)
    here.becomes(event, "delivered")
    far.becomes(far_event, "delivered")
    for each in (event, far_event):
        city.becomes(each, "delivered")
    ids = {path: {told.id for told in receiver.at(path)} for path in ("/here", "/far", "/city")}
    assert ids == {"/here": {event}, "/far": {far_event}, "/city": {event, far_event}}
    assert not set(secret) & {one["event"] for one in city.sent}


@pytest.mark.parametrize(
    ("path", "code", "fault"),
    [
        ("/fails", 500, "HTTP 500"),
        ("/moved", 302, "HTTP 302"),
        ("/refuses", 400, "HTTP 400"),
        ("/silent", 0, "超时"),
        ("/drips", 0, "超时"),
        ("/closes", 0, "对方中断"),
        ("/continues", 0, "对方中断"),
    ],
)
def test_what_fails_is_tried_again_under_the_same_id_and_then_taken(
    stack, registered, receiver, path, code, fault
):
    desk = registered(path)
    event = publish(stack, OVERDUE)
    first = desk.tried(event)
    assert (first["state"], first["code"]) == ("waiting", code)
    assert fault in first["fault"]
    receiver.mended = True
    assert desk.becomes(event, "delivered")["tries"] == 2
    assert {told.id for told in receiver.told} == {event}
    assert len({told.body for told in receiver.told}) == 1
    assert "GET /elsewhere" not in {told.path for told in receiver.told}
    eventually(lambda: desk.hook["failing_since"] is None)


def test_an_answer_without_an_end_is_taken_by_its_head(stack, registered, receiver):
    desk = registered("/endless")
    assert desk.becomes(publish(stack, OVERDUE), "delivered")["code"] == 200


def test_a_receiver_that_asks_for_an_hour_gets_it(stack, registered, receiver):
    desk = registered("/busy")
    event = publish(stack, OVERDUE)
    again = datetime.fromisoformat(desk.tried(event)["next_at"])
    assert again - datetime.now(UTC) > timedelta(minutes=55)


def test_an_address_that_is_gone_is_paused_and_its_office_told(stack, registered, receiver):
    desk = registered("/gone")
    event = publish(stack, OVERDUE)
    desk.becomes(event, "failed")
    eventually(lambda: desk.hook["state"] == "paused")
    assert desk.hook["why"] == "gone"
    inbox = stack.mongo("notify").deliveries
    eventually(
        lambda: inbox.find_one(
            {"state.fact": "notify.hook_paused.v1", "state.path": f"/console/webhooks/{desk.id}"}
        )
    )
    later = publish(stack, OVERDUE)
    eventually(lambda: later in {one["event"] for one in desk.sent})
    assert {told.id for told in receiver.told} == {event}
    receiver.mended = True
    desk.give(orders.ResumeHook)
    desk.give(orders.Redeliver, delivery=desk.of(event)["id"])
    desk.becomes(event, "delivered")


def test_an_address_that_took_nothing_until_its_time_was_over_is_paused(stack, registered):
    desk = registered(url=f"http://127.0.0.1:{ports.choose()}/")
    event = publish(stack, OVERDUE)
    desk.becomes(event, "failed")
    eventually(lambda: desk.hook["gives_up_at"])
    past = {"$set": {"due": datetime(2020, 1, 1)}}
    stack.mongo("notify").hooks.update_one({"_id": desk.id}, past)
    eventually(lambda: (desk.hook["state"], desk.hook["why"]) == ("paused", "failed"))


def test_what_failed_since_a_moment_is_sent_again(stack, registered, receiver):
    desk = registered("/fails")
    began = datetime.now(UTC)
    events = {desk.give(orders.TryHook)["id"] for _ in range(3)}
    for event in events:
        desk.becomes(event, "failed")
    receiver.mended = True
    desk.give(orders.RedeliverFailed, since=began)
    eventually(lambda: {one["event"] for one in desk.sent if one["state"] == "delivered"} == events)


def test_a_slow_receiver_holds_one_place_and_delays_no_other(stack, registered, receiver):
    slow, quick = registered("/silent"), registered("/quick")
    events = [publish(stack, OVERDUE) for _ in range(12)]
    for event in events:
        quick.becomes(event, "delivered")
    assert len(receiver.at("/silent")) < len(events)
    assert receiver.at_once["/quick"] == 1
    inbox = stack.mongo("notify").deliveries
    for event in events:
        assert inbox.find_one(f"{event}:office:inbox")
    assert slow.hook["state"] == "active"


def test_while_the_secret_changes_both_sign(stack, registered, receiver):
    desk = registered("/x")
    new = desk.give(orders.RotateHookSecret)["secret"]
    desk.becomes(publish(stack, OVERDUE), "delivered")
    (told,) = receiver.told
    for secret in (desk.secret, new):
        verified(secret, told.headers, told.body)
    assert desk.secret not in json.dumps(desk.hook) and new not in json.dumps(desk.hook)
    assert desk.hook["former_until"]


def test_a_secret_is_told_once_and_lies_nowhere_when_its_address_is_gone(stack, registered):
    desk, held = registered("/x"), stack.mongo("notify").hooks
    order = orders.RotateHookSecret(hook=desk.id)
    first, again = (desk.calls.command(order, "the same key") for _ in range(2))
    assert first["secret"].startswith("whsec_")
    assert again == first | {"secret": ""}
    assert first["secret"] not in str(held.find_one({"_id": desk.id})["marks"])
    desk.give(orders.RemoveHook)
    left = str(held.find_one({"_id": desk.id}))
    assert desk.secret not in left and first["secret"] not in left


def test_orders_that_come_at_once_leave_an_address_that_stands_and_then_is_gone(
    stack, registered, receiver
):
    desk = registered("/x")
    sent = desk.becomes(publish(stack, OVERDUE), "delivered")["id"]
    simple = (orders.RotateHookSecret, orders.PauseHook, orders.ResumeHook, orders.TryHook)
    again = orders.Redeliver(hook=desk.id, delivery=sent)
    many = [*(order(hook=desk.id) for order in simple), again]

    def status(order):
        try:
            desk.calls.command(order)
        except CallFailed as no:
            return no.status
        return 200

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(status, many * 6)) <= {200, 409}
    desk.give(orders.ResumeHook)
    secret = desk.give(orders.RotateHookSecret)["secret"]
    event = publish(stack, OVERDUE)
    desk.becomes(event, "delivered")
    (last,) = [told for told in receiver.told if told.id == event]
    verified(secret, last.headers, last.body)
    with ThreadPoolExecutor(5) as pool:
        gone = [orders.RemoveHook(hook=desk.id), *many]
        assert set(pool.map(status, gone * 2)) <= {200, 404, 409}
    waiting = {"state.hook": desk.id, "state.state": "waiting"}
    held = stack.mongo("notify").hook_deliveries

    def nothing_waits():
        held.update_many(waiting, {"$set": {"due": datetime(2020, 1, 1)}})  # not minutes hence
        return not held.count_documents(waiting)

    eventually(nothing_waits)
    left = stack.mongo("notify").hooks.find_one({"_id": desk.id})["state"]
    assert (left["state"], left["secret"], left["former"]) == ("removed", "", None)


def test_a_trial_goes_out_though_the_address_is_paused(stack, registered, receiver):
    desk = registered("/x")
    desk.give(orders.PauseHook)
    tried = desk.give(orders.TryHook)["id"]
    desk.becomes(tried, "delivered")
    (told,) = receiver.told
    assert verified(desk.secret, told.headers, told.body)["type"] == "notify.webhook_tried.v1"


def test_with_tls_the_certificate_must_be_the_names_own(stack, registered, known, tmp_path):
    wrong = certificate(tmp_path, "wrong", "localhost")
    with Receiver(server_context(known)) as good, Receiver(server_context(wrong)) as bad:
        for host, port, state in (
            ("localhost", good.port, "delivered"),
            ("127.0.0.1", good.port, "failed"),
            ("localhost", bad.port, "failed"),
        ):
            desk = registered(url=f"https://{host}:{port}/x")
            desk.becomes(desk.give(orders.TryHook)["id"], state)
        assert (len(good.told), bad.told) == (1, [])


def test_a_name_behind_the_walls_is_not_asked(stack, registered, receiver):
    """``TONGXIN_HOOK_NETWORKS`` ends at 127.127; the names are asked for when something is sent."""
    with pytest.raises(CallFailed) as no:
        registered(url=f"http://127.200.0.1:{receiver.port}/")
    assert (no.value.status, no.value.field) == (422, "$.url")
    desk = registered(url=f"https://ip6-localhost:{receiver.port}/")
    desk.becomes(desk.give(orders.TryHook)["id"], "failed")
    assert receiver.told == []


def test_a_receiver_of_another_office_is_not_there(stack, registered):
    desk = registered("/x")
    mine = orders.HookDeliveries(hook=desk.id)
    for by in (FAR, CITY):
        calls = Calls(stack, "notify", by)
        for ask in (orders.HookOf(hook=desk.id), mine):
            with pytest.raises(CallFailed) as no:
                calls.ask(ask)
            assert no.value.status == 404
        for order in (orders.TryHook, orders.RotateHookSecret, orders.RemoveHook):
            with pytest.raises(CallFailed) as no:
                calls.command(order(hook=desk.id))
            assert no.value.status == 404
        assert desk.id not in {one["id"] for one in calls.ask(orders.Hooks())["items"]}


def test_a_kill_between_the_request_and_its_mark_sends_it_again_under_the_same_id(
    stack, registered, receiver, settings, notify
):
    desk = registered("/silent")
    tried = desk.give(orders.TryHook)["id"]
    eventually(lambda: receiver.at("/silent"))
    notify.kill()
    receiver.mended = True
    stack.start(SERVICES[0], **settings).wait_ready()
    lease = {"_id": tried, "state.state": "waiting"}
    past = {"$set": {"due": datetime(2020, 1, 1)}}
    assert stack.mongo("notify").hook_deliveries.update_one(lease, past).modified_count == 1
    desk.becomes(tried, "delivered")
    first, second = receiver.told
    assert first.id == second.id == tried
    assert first.body == second.body
