"""Starts SecantusDB as the public image starts MongoDB: the root user first, then with users."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.errors import PyMongoError

DATA = Path("/data/db")
SERVER = ["/mongo/bin/secantusd-py", "--storage-path", str(DATA), "--standalone"]
START_SECONDS = 60
STOP_SECONDS = 5


def make_root() -> None:
    """As in the public image, the server of this first start is reached from within only."""
    server = subprocess.Popen([*SERVER, "--host", "127.0.0.1"], cwd=DATA)
    user, password = (os.environ[f"MONGO_INITDB_ROOT_{part}"] for part in ("USERNAME", "PASSWORD"))
    end = time.monotonic() + START_SECONDS
    with MongoClient[Any]("mongodb://127.0.0.1/?directConnection=true", timeoutMS=2000) as client:
        while not made(client, user, password):
            if time.monotonic() > end:
                raise SystemExit("the server did not answer")
            time.sleep(0.2)
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:  # a signal just after its start may leave it hanging
        server.kill()


def made(client: MongoClient[Any], user: str, password: str) -> bool:
    """The user is there and on the disk; False where the server does not answer yet."""
    try:
        if not client.admin.command("usersInfo", user)["users"]:
            client.admin.command("createUser", user, pwd=password, roles=["root"])
        client.admin["made"].with_options(write_concern=WriteConcern(j=True)).insert_one({})
    except PyMongoError:
        return False
    return True


def main() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    done = DATA / "has-root"
    if not done.exists():
        make_root()
        done.touch()
    os.chdir(DATA)
    os.execv(SERVER[0], [*SERVER, "--host", "0.0.0.0", "--auth"])


if __name__ == "__main__":
    main()
