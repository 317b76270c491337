"""The gateway's own database: accounts, failed sign-ins, ended sessions, the live feed,
tables that wait in the console for an answer, and dossiers."""

import asyncio
from datetime import timedelta
from typing import Any

from pymongo import ASCENDING, AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from kit import logs
from kit.mongo import OPTIONS

Database = AsyncDatabase[dict[str, Any]]

RETRY_SECONDS = 3
PING_SECONDS = 2.0

log = logs.get(__name__)


def connect(url: str) -> Database:
    """A client with time-outs on every wait; it connects on first use."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        url, appname="tongxin-gateway", **OPTIONS
    )
    return client.get_default_database()


async def prepare(database: Database, *, feed_life: timedelta) -> None:
    """Create the indexes; keeps trying while the database is away, and says so."""
    while True:
        try:
            await database["attempts"].create_index("until", expireAfterSeconds=0)
            await database["attempts"].create_index("name", sparse=True)
            await database["endings"].create_index("until", expireAfterSeconds=0)
            await database["sessions"].create_index("until", expireAfterSeconds=0)
            await database["sessions"].create_index("account")
            await database["accounts"].create_index("identity", unique=True, sparse=True)
            await database["scans"].create_index("until", expireAfterSeconds=0)
            await database["pace"].create_index("until", expireAfterSeconds=0)
            await database["devices"].create_index("digest")
            await database["devices"].create_index("account")
            await database["endings"].create_index("at")
            await database["imports"].create_index("until", expireAfterSeconds=0)
            await database["imports"].create_index([("account", ASCENDING), ("at", ASCENDING)])
            await database["audit"].create_index("until", expireAfterSeconds=0)
            await database["audit"].create_index([("by", ASCENDING), ("_id", ASCENDING)])
            await database["dossiers"].create_index([("district", ASCENDING), ("at", ASCENDING)])
            await database["dossiers"].create_index([("state", ASCENDING), ("held", ASCENDING)])
            await database["feed"].create_index([("event", ASCENDING)], unique=True)
            await database["feed"].create_index([("position", ASCENDING)], sparse=True)
            await database["feed"].create_index(
                "at", expireAfterSeconds=int(feed_life.total_seconds())
            )
        except PyMongoError as error:
            log.error(
                "the database is away",
                database=database.name,
                error=str(error)[:300],
                retry_in_seconds=RETRY_SECONDS,
            )
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


async def ping(database: Database) -> None:
    """Raises: TimeoutError, PyMongoError."""
    async with asyncio.timeout(PING_SECONDS):
        await database.command("ping")
