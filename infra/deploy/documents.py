"""The document server: one user per service, who reads and writes its own database only."""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pymongo import MongoClient
from pymongo.errors import OperationFailure

USER_NOT_FOUND = 11
TIMEOUT_MS = 10_000

Client = MongoClient[dict[str, Any]]


def client(address: str) -> Client:
    return MongoClient(address, serverSelectionTimeoutMS=TIMEOUT_MS, tz_aware=True, journal=True)


def make_user(mongo: Client, database: str, user: str, password: str) -> None:
    """A user of this database, kept in it, with readWrite on it; twice is as once."""
    roles = [{"role": "readWrite", "db": database}]
    try:
        mongo[database].command("updateUser", user, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != USER_NOT_FOUND:
            raise
        mongo[database].command("createUser", user, pwd=password, roles=roles)


def address_of(admin_address: str, database: str, user: str, password: str) -> str:
    """The administrator's address turned into the service's: own user, own database."""
    parts = urlsplit(admin_address)
    hosts = parts.netloc.rpartition("@")[2]
    options = dict(parse_qsl(parts.query))
    # Without the journal a power cut takes acknowledged writes along.
    options |= {"authSource": database, "journal": "true"}
    netloc = f"{quote(user, safe='')}:{quote(password, safe='')}@{hosts}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", urlencode(options), ""))


def drop(mongo: Client, database: str) -> None:
    """Forget a database and its users."""
    mongo[database].command("dropAllUsersFromDatabase")
    mongo.drop_database(database)
