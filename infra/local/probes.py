"""One quick look each whether a backing server does its work."""

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pymongo import MongoClient

from infra.deploy import objects


def says_yes(look: Callable[[], object]) -> bool:
    """The look gives something true; any error of a starting server means "not yet"."""
    try:
        return bool(look())
    except Exception:  # noqa: BLE001
        return False


def listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True


def amqp(port: int) -> bool:
    """The broker greets after a protocol header (a node that boots takes connections earlier)."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as sock:
        sock.sendall(b"AMQP\x00\x00\x09\x01")
        return sock.recv(1) == b"\x01"


def mongo(address: str, user: str) -> bool:
    """The server knows the user of this address."""
    client: MongoClient[dict[str, Any]] = MongoClient(
        address, serverSelectionTimeoutMS=1000, connectTimeoutMS=1000
    )
    with client:
        client.admin.command("usersInfo", user)
    return True


def mongo_address(port: int, user: str, password: str) -> str:
    who = f"{user}:{password}@" if user else ""
    options = {"directConnection": "true", **({"authSource": "admin"} if user else {})}
    return f"mongodb://{who}127.0.0.1:{port}/?{urlencode(options)}"


def s3(address: str, access_key: str, secret_key: str) -> bool:
    """The store lists its buckets (SeaweedFS's /healthz says yes before it can)."""
    client = objects.client(address, access_key, secret_key, timeout=2)
    try:
        client.list_buckets()
    finally:
        client.close()
    return True
