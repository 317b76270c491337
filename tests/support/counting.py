"""A database that tells what it reads: MongoDB by its explain, the stand-in by counting."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient
from pymongo.database import Database

from infra.deploy.objects import ADMIN
from infra.local import ports, probes
from infra.local.process import Process
from infra.local.processes.secantus import ALONE, Secantus
from tests.support import counting_server
from tests.support.looking import Document
from tests.support.stack import Stack

NAME = "walks"


@contextmanager
def counting(stack: Stack) -> Iterator[Database[Document]]:
    """Empty at first and gone at the end, beside the stand-in or in MongoDB."""
    held = stack.backing.documents
    if not isinstance(held, Secantus):
        database = stack.mongo(NAME)
        try:
            yield database
        finally:
            database.client.drop_database(database.name)
        return
    port, home = ports.choose(), stack.home / NAME
    address = probes.mongo_address(port, "", "")
    python = Path(held.argv[0]).resolve().with_name("python")
    argv = [str(python), counting_server.__file__, "--host", "127.0.0.1", "--port", str(port)]
    argv += ["--storage-path", str(home / "data"), ALONE]
    argv += ["--log-level", "WARNING"]
    server = Process(NAME, home, argv, dict(held.env), lambda: probes.mongo(address, ADMIN))
    server.start()
    try:
        with MongoClient[Document](address, tz_aware=True) as client:
            yield client[NAME]
    finally:
        server.stop()
