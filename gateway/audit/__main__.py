"""``python -m gateway.audit verify [--head NUMBER:SEAL]``: whether the audit log is as written.

With the settings of the gateway. ``--head``: a row that its log named (``"event": "audit"``), so
that rows cut off at the end are missed too. Ends with 0, or with 1 and a line for each fault.
"""

import argparse
import os
import sys
from datetime import UTC, datetime

from pymongo import ASCENDING, MongoClient
from pymongo.errors import PyMongoError

from gateway import settings
from gateway.audit.chain import faults, head, key_of
from kit.mongo import OPTIONS
from kit.settings import BadSetting


def noted(raw: str) -> tuple[int, str]:
    try:
        return head(raw)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m gateway.audit", description=__doc__)
    parser.add_argument("act", choices=["verify"])
    parser.add_argument("--head", type=noted)
    arguments = parser.parse_args()
    try:
        key, url = key_of(settings.TOKEN_SECRET()), settings.MONGO_URL()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    try:
        with MongoClient(url, appname="tongxin-audit", **OPTIONS) as client:
            return _verify(client, key, arguments.head)
    except PyMongoError as error:
        sys.stderr.write(f"the database cannot be read: {error}\n")
        return os.EX_UNAVAILABLE


def _verify(client: MongoClient, key: bytes, known: tuple[int, str] | None) -> int:  # type: ignore[type-arg]
    rows = client.get_default_database()["audit"]
    newest = rows.find_one(sort=[("_id", -1)])
    found = list(faults(key, rows.find().sort("_id", ASCENDING), datetime.now(UTC), known))
    told = list(found) or ["as written"]
    if newest is not None:
        told.append(f"newest: {newest['_id']}:{newest.get('seal')}")
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
