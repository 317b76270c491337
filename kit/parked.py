"""What waits for a person: list, show, replay or drop parked messages of a service or the gateway.

    python -m kit.parked list <service>
    python -m kit.parked show <service> <message id>
    python -m kit.parked replay <service> <message id> | all
    python -m kit.parked drop <service> <message id>

Uses the setting AMQP_URL, with the rights of the service itself. Replaying is idempotent: the
message keeps its id, goes back through the shortest delay, and is acked here only when the broker
has confirmed. Exit codes: 0 done, 1 the broker is away or refuses, 2 no such service, or no
message of which this could be done, 78 a bad setting.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from amqp import Message
from amqp.exceptions import AMQPError, MessageNacked
from kombu import Connection  # type: ignore[attr-defined]

import kit.frames  # noqa: F401  a broken property must not end the listing
from contracts.envelope import decode
from contracts.product import PUBLISHERS
from kit import config
from kit.service import find
from kit.settings import BadSetting
from kit.signing import SIGNATURE
from kit.topology import DELAYS, FEED, GATEWAY, delay, lost_queue, rpc_queue

READ_LIMIT = 10_000
"""Messages that one call looks at in each queue."""

SHOWN_BODY = 4000
WAIT_SECONDS = 10


def queues_of(service: str) -> tuple[str, list[str]]:
    """The service's name, and its queues that give up: handlers', calls', and what was lost; of the
    gateway the live feed's.
    """
    if service == GATEWAY:
        return GATEWAY, [FEED]
    target = service if ":" in service else f"services.{service}.service:{service.capitalize()}"
    found = find(target)
    heard = [handler.queue.name for handler in found.handlers()]
    return found.name, [*heard, rpc_queue(found.name).name, lost_queue(found.name).name]


@contextmanager
def channel() -> Iterator[Any]:
    connection = Connection(  # type: ignore[no-untyped-call]
        config.AMQP_URL(),
        connect_timeout=config.CONNECT_SECONDS(),
        transport_options={
            "confirm_publish": True,
            "read_timeout": WAIT_SECONDS,
            "write_timeout": WAIT_SECONDS,
        },
    )
    try:
        opened: Any = connection.channel()  # type: ignore[no-untyped-call]
        opened.auto_decode = False
        yield opened
    finally:
        connection.release()  # type: ignore[no-untyped-call]


def messages(opened: Any, queue: str) -> Iterator[Message]:
    """Each parked message once; what is not acked goes back when the channel closes."""
    for _ in range(READ_LIMIT):
        message = opened.basic_get(f"{queue}.parked")
        if message is None:
            return
        yield message


def identity(message: Message) -> str:
    """The message's id; where it has none, one that its body gives."""
    given = str(message.properties.get("message_id", ""))
    return given or "body-" + hashlib.sha256(_body(message)).hexdigest()[:16]


def described(queue: str, message: Message) -> dict[str, Any]:
    headers = _headers(message)
    death = _death(headers)
    return {
        "id": identity(message),
        "queue": queue,
        "type": message.properties.get("type", ""),
        "reason": headers.get("reason") or death.get("reason", "unknown"),
        "error": headers.get("error", ""),
        "tries": headers.get("tries", 0),
        "parked_at": headers.get("parked_at") or death.get("time", ""),
    }


def shown(queue: str, message: Message) -> dict[str, Any]:
    return {
        **described(queue, message),
        "trace": _headers(message).get("trace", ""),
        "body": _body(message).decode("utf-8", "replace")[:SHOWN_BODY],
    }


def _body(message: Message) -> bytes:
    return message.body.encode() if isinstance(message.body, str) else bytes(message.body)


def _headers(message: Message) -> dict[str, Any]:
    found = message.properties.get("application_headers")
    return found if isinstance(found, dict) else {}


def _death(headers: dict[str, Any]) -> dict[str, Any]:
    """Why the broker itself parked it: too many deliveries, each of which ended its process."""
    deaths = headers.get("x-death")
    last = deaths[0] if isinstance(deaths, list) and deaths else {}
    return last if isinstance(last, dict) else {}


def too_old(message: Message) -> bool:
    """Older than the marks: whether it was handled is no longer known."""
    try:
        happened = decode(_body(message)).time
    except Exception:  # noqa: BLE001  what cannot be read was never handled
        return False
    return datetime.now(UTC) - happened > timedelta(days=config.MARK_DAYS())


def past(queue: str) -> str:
    """Why what is parked of a queue is never replayed; "" where it may be."""
    if queue == FEED:
        return "the live feed has gone on, and tells nothing late"
    return "a call, which nobody waits for any more" if queue.startswith("rpc-") else ""


def replay(opened: Any, service: str, queue: str, message: Message) -> None:
    """Back to its handler, with its tries forgotten and its publisher's signature."""
    properties = message.properties
    signature = _headers(message).get(SIGNATURE, "")
    again = Message(
        _body(message),
        content_type=properties.get("content_type", ""),
        message_id=identity(message),
        type=properties.get("type", ""),
        delivery_mode=2,
        application_headers={"tries": 0, SIGNATURE: signature},
    )
    opened.basic_publish(
        again,
        delay(service, DELAYS[0]),
        str(_headers(message).get("home", queue)),
        mandatory=True,
        timeout=WAIT_SECONDS,
        confirm_timeout=WAIT_SECONDS,
    )
    message.channel.basic_ack(message.delivery_info["delivery_tag"])


def act(
    service: str, queues: list[str], arguments: argparse.Namespace
) -> Iterator[dict[str, Any] | None]:
    """Each message when it was listed, shown, replayed or dropped; None for one that stays."""
    for queue in queues:
        with channel() as opened:
            for message in messages(opened, queue):
                id = identity(message)
                if arguments.id not in (None, "all", id):
                    continue
                if arguments.action == "replay":
                    if reason := past(queue):
                        sys.stderr.write(f"{id}: {reason}\n")
                        yield None
                        continue
                    if too_old(message) and not arguments.force:
                        sys.stderr.write(f"{id}: older than the marks; replay with --force\n")
                        yield None
                        continue
                    replay(opened, service, queue, message)
                elif arguments.action == "drop":
                    opened.basic_ack(message.delivery_info["delivery_tag"])
                yield (shown if arguments.action == "show" else described)(queue, message)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m kit.parked", description=__doc__)
    parser.add_argument("action", choices=["list", "show", "replay", "drop"])
    parser.add_argument("service", help=", ".join((*PUBLISHERS, GATEWAY)))
    parser.add_argument("id", nargs="?", help="a message id, or all")
    parser.add_argument("--force", action="store_true", help="replay also what is very old")
    arguments = parser.parse_args(words)
    if arguments.action != "list" and not arguments.id:
        parser.error(f"{arguments.action} needs a message id, or all")
    try:
        service, queues = queues_of(arguments.service)
    except (ImportError, AttributeError) as fault:
        parser.error(f"no such service: {arguments.service} ({fault})")
    found = done = 0
    try:
        for line in act(service, queues, arguments):
            found += 1
            if line is not None:
                done += 1
                sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    except (OSError, AMQPError, MessageNacked) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    if not found:
        sys.stderr.write(nothing(service, arguments.id))
    return 0 if done or arguments.action == "list" else 2


def nothing(service: str, id: str | None) -> str:
    """Why there was no line."""
    if id in (None, "all"):
        return f"nothing of {service} is parked\n"
    return f"nothing of {service} is parked under {id}\n"


if __name__ == "__main__":
    sys.exit(main())
