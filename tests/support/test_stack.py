"""The ground that the other tests stand on: isolation, least rights, loopback, controls."""

import copy
import io
import json
import smtplib
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError
from kombu.connection import Connection
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from infra.deploy import broker, deploy, objects
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

NOTHING = "^$"
DEFINITIONS = {
    "exchanges": [
        {
            "name": "orders.events",
            "type": "topic",
            "durable": True,
            "auto_delete": False,
            "internal": False,
            "arguments": {},
        }
    ],
    "queues": [
        {
            "name": "evidence.heard",
            "durable": True,
            "auto_delete": False,
            "arguments": {"x-queue-type": "quorum", "x-delivery-limit": 20},
        }
    ],
    "bindings": [
        {
            "source": "orders.events",
            "destination": "evidence.heard",
            "destination_type": "queue",
            "routing_key": "orders.#",
            "arguments": {},
        }
    ],
    "permissions": [
        {"user": "orders", "configure": NOTHING, "write": r"^orders\..+$", "read": NOTHING},
        {"user": "evidence", "configure": NOTHING, "write": NOTHING, "read": r"^evidence\..+$"},
    ],
}


def test_deploying_twice_is_as_good_as_once(stack):
    before = stack.env("evidence")
    stack.deploy()
    assert stack.env("evidence") == before


def test_a_queue_that_exists_with_other_arguments_stops_the_deployment(stack):
    other: dict[str, Any] = copy.deepcopy(DEFINITIONS)
    other["queues"][0]["arguments"]["x-delivery-limit"] = 7
    with pytest.raises(broker.OtherTopology, match=r"evidence\.heard has arguments"):
        deploy(
            stack.backing,
            vhost=stack.vhost,
            database_prefix=stack.database_prefix,
            bucket=stack.bucket,
            definitions=other,
        )


def test_a_published_message_waits_in_its_queue(stack):
    stack.api.publish("orders.events", "orders.placed", {"id": 1}, headers={"tries": 2})
    eventually(lambda: stack.api.depth("evidence.heard") == 1)
    (message,) = stack.api.take("evidence.heard")
    assert message["payload"] == b'{"id": 1}'
    assert message["headers"]["tries"] == 2
    assert stack.api.depth("evidence.heard") == 0


def test_a_message_that_no_queue_takes_fails_the_publisher(stack):
    with pytest.raises(AssertionError, match="no queue takes"):
        stack.api.publish("orders.events", "payments.made", {})


def test_a_service_may_not_publish_where_it_has_no_right(stack):
    connection = stack.amqp("evidence")
    producer = connection.Producer()
    with pytest.raises(connection.channel_errors, match="access"):
        producer.publish({}, exchange="orders.events", routing_key="orders.placed")
        connection.drain_events(timeout=10)


def test_a_wrong_password_is_refused_by_the_broker(stack):
    address = stack.amqp_address("orders").replace("//orders:", "//orders:x")
    with (
        Connection(address, connect_timeout=5) as connection,
        pytest.raises(Exception, match="403"),
    ):
        connection.connect()


def test_a_service_reads_and_writes_its_own_database_only(stack):
    address = stack.env("orders")["TONGXIN_MONGO_URL"]
    client: MongoClient[Any] = MongoClient(address, serverSelectionTimeoutMS=5000)
    with client:
        client.get_default_database().notes.insert_one({"text": "一"})
        with pytest.raises(OperationFailure, match="not authorized"):
            client[f"{stack.database_prefix}_evidence"].notes.insert_one({"text": "二"})
    assert stack.mongo("orders").notes.count_documents({}) == 1


def test_only_the_service_that_keeps_objects_gets_a_key(stack):
    assert "TONGXIN_S3_SECRET_KEY" not in stack.env("orders")
    assert stack.env("evidence")["TONGXIN_S3_BUCKET"] == stack.bucket


def test_the_service_that_keeps_objects_cannot_change_the_buckets_rules(stack):
    env = stack.env("evidence")
    if env["TONGXIN_S3_ACCESS_KEY"] == stack.backing.s3_access_key:
        pytest.fail("this object store has no identity for the service: give it one")
    s3 = objects.client(
        env["TONGXIN_S3_URL"], env["TONGXIN_S3_ACCESS_KEY"], env["TONGXIN_S3_SECRET_KEY"]
    )
    bucket = {"Bucket": stack.bucket}
    s3.put_object(**bucket, Key="a", Body=b"a")
    forbidden: dict[str, dict[str, Any]] = {
        "put_bucket_versioning": {"VersioningConfiguration": {"Status": "Suspended"}},
        "put_bucket_cors": {"CORSConfiguration": {"CORSRules": []}},
        "put_object_lock_configuration": {
            "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}
        },
        "delete_bucket": {},
    }
    for call, arguments in forbidden.items():
        with pytest.raises(ClientError, match="AccessDenied"):
            getattr(s3, call)(**bucket, **arguments)
    s3.close()


def test_two_stacks_do_not_meet(stack, backing):
    other = Stack(backing, "other", stack.definitions)
    try:
        stack.mongo("tasks").things.insert_one({"_id": "here"})
        assert other.mongo("tasks").things.count_documents({}) == 0
        assert {other.vhost, other.bucket}.isdisjoint({stack.vhost, stack.bucket})
        assert set(other.api.queues()) == set(stack.api.queues())
    finally:
        other.close()


def listening_addresses() -> dict[int, str]:
    """Port → address of everything that listens on TCP."""
    lines = subprocess.run(
        ["ss", "-Hltn"], capture_output=True, text=True, check=True, timeout=10
    ).stdout.splitlines()
    pairs = [line.split()[3].rpartition(":") for line in lines]
    return {int(port): address for address, _, port in pairs}


def test_nothing_of_ours_listens_beyond_loopback(stack):
    ports = json.loads((stack.backing.home / "ports.json").read_text()).values()
    listening = listening_addresses()
    assert {listening[port] for port in ports if port in listening} <= {"127.0.0.1", "[::1]"}
    assert sum(port in listening for port in ports) >= 4


STAND_IN = """
import http.server, os
host, _, port = os.environ["TONGXIN_HEALTH_ADDRESS"].partition(":")
PAGES = {"/metrics": b'jobs_total{outcome="done"} 2.0\\n', "/health/ready": b'{"broker": true}'}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(PAGES[self.path])
    def log_message(self, *words):
        print('{"event": "served"}', flush=True)
http.server.HTTPServer((host, int(port)), Handler).serve_forever()
"""


@pytest.fixture
def stand_in(stack, tmp_path):
    program = tmp_path / "stand_in.py"
    program.write_text(STAND_IN)
    address = stack._free_address()
    running = Running(
        "stand-in", tmp_path, [sys.executable, str(program)], {"TONGXIN_HEALTH_ADDRESS": address}
    )
    stack.processes.append(running)
    return running.wait_ready()


def test_a_started_process_tells_its_health_its_metrics_and_its_log(stand_in):
    assert stand_in.ready() == (200, {"broker": True})
    assert stand_in.metric("jobs_total", outcome="done") == 2.0
    assert stand_in.metric("jobs_total", outcome="failed") == 0.0
    assert {"event": "served"} in stand_in.log()


def test_a_killed_process_is_not_ready_and_gives_its_signal(stand_in):
    stand_in.kill()
    assert stand_in.wait() == -9
    assert stand_in.ready() == (0, {})


def test_a_frozen_process_answers_again_when_it_goes_on(stand_in):
    stand_in.freeze()
    assert stand_in.alive
    stand_in.resume()
    stand_in.wait_ready()


def test_waiting_in_vain_says_what_was_seen_last():
    with pytest.raises(AssertionError, match="last time ZeroDivisionError"):
        eventually(lambda: 1 / 0, within=0.2)


class TestOwnServers:
    """A module's own servers may be ended in any way, and come back with their data."""

    def test_the_broker_comes_back_with_its_messages_after_a_kill(self, own_stack):
        own_stack.api.publish("orders.events", "orders.placed", {"id": 1})
        own_stack.backing.broker.kill()
        assert not own_stack.backing.broker.alive
        own_stack.backing.broker.start()
        eventually(lambda: own_stack.api.depth("evidence.heard") == 1)

    def test_acknowledged_documents_survive_a_kill(self, own_stack):
        own_stack.mongo("orders").orders.insert_one({"_id": 1})
        own_stack.backing.documents.kill()
        own_stack.backing.documents.start()
        eventually(lambda: own_stack.mongo("orders").orders.find_one({"_id": 1}))

    def test_objects_survive_a_kill(self, own_stack):
        own_stack.s3.put_object(own_stack.bucket, "a", io.BytesIO(b"abc"), 3)
        own_stack.backing.objects.kill()
        own_stack.backing.objects.start()
        answer = own_stack.s3.get_object(own_stack.bucket, "a")
        assert answer.read() == b"abc"
        answer.close()
        answer.release_conn()

    def test_the_memory_alarm_comes_and_goes(self, own_stack):
        def alarmed() -> bool:
            (node,) = own_stack.api.management.get("nodes")
            return bool(node["mem_alarm"])

        own_stack.backing.broker.memory_alarm(True)
        eventually(alarmed)
        own_stack.backing.broker.memory_alarm(False)
        eventually(lambda: not alarmed())

    def test_an_operator_can_close_a_services_connections(self, own_stack):
        connection = own_stack.amqp("orders")
        connection.connect()
        assert own_stack.api.close_connections("orders") == 1
        with pytest.raises(connection.connection_errors):
            connection.drain_events(timeout=10)

    def test_a_frozen_server_keeps_its_port_and_answers_when_it_goes_on(self, own_stack):
        own_stack.backing.documents.freeze()
        assert own_stack.backing.documents.alive
        own_stack.backing.documents.resume()
        assert own_stack.mongo("orders").command("ping")["ok"] == 1


def test_mail_reaches_the_mailbox(stack):
    parts = urlsplit(stack.mailbox.address)
    with smtplib.SMTP(parts.hostname, parts.port, timeout=5) as smtp:
        smtp.sendmail("from@example.org", ["to@example.org"], "Subject: 通知\n\n正文".encode())
    (message,) = stack.mailbox.to("to@example.org")
    assert message["subject"] == "通知"


def test_the_home_of_the_stack_is_in_the_repository(stack):
    assert stack.backing.home.is_relative_to(Path(__file__).parents[2] / ".local")
