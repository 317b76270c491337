"""How every process speaks with MongoDB: a bound on every wait, and every write journalled."""

from datetime import UTC
from typing import Any

OPTIONS: dict[str, Any] = {
    "serverSelectionTimeoutMS": 3000,
    "connectTimeoutMS": 2000,
    "socketTimeoutMS": 5000,
    "waitQueueTimeoutMS": 2000,
    # Without a journalled write the embedded server loses acknowledged data when it is killed.
    "journal": True,
    "tz_aware": True,
    "tzinfo": UTC,
}
"""For ``MongoClient`` and ``AsyncMongoClient``; besides, each gives the name of its process."""
