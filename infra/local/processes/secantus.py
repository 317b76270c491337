"""SecantusDB as a process: MongoDB's wire protocol on one machine. Production runs MongoDB."""

from pathlib import Path
from typing import Any

from pymongo import MongoClient

from infra.deploy.objects import ADMIN
from infra.local import probes
from infra.local.ports import Ports
from infra.local.process import Process
from infra.local.programs import SECANTUS, Say, tool

ALONE = "--standalone"
"""No member of a set, as the container: else it keeps a log of all writes for others, and every
write that a driver may repeat, and walks all of these at each further one.
"""
CACHE = "256M"


def secantus(home: Path, ports: Ports, password: str, *, usual: bool, say: Say) -> Process:
    """Describe (not start) the document server in `home`.

    Its first start creates the administrator; see `Secantus`. Raises: Missing.
    """
    server = tool(SECANTUS, "secantusd-py", say)
    process = Secantus("documents", home, [], {}, lambda: False)
    port = ports.of("mongo", usual=27017 if usual else None, held=process.alive)
    process.open_address = probes.mongo_address(port, "", "")
    address = probes.mongo_address(port, ADMIN, password)
    process.password = password
    process.env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home)}
    process.argv = [
        *(str(server), "--host", "127.0.0.1", "--port", str(port)),
        *("--storage-path", str(home / "data"), ALONE),
        *("--cache-size", CACHE, "--log-level", "WARNING", "--auth"),
    ]
    process.answers = lambda: probes.mongo(address, ADMIN)
    return process


class Secantus(Process):
    """The server; before its first start with users it starts once without, to make the first."""

    open_address = ""
    password = ""

    def launch(self) -> None:
        done = self.home / "has-admin"
        if not done.exists():
            self._create_admin()
            done.touch()
        super().launch()

    def _create_admin(self) -> None:
        open_ = Process(
            self.name,
            self.home,
            [part for part in self.argv if part != "--auth"],
            self.env,
            lambda: probes.mongo(self.open_address, ADMIN),
        )
        open_.start()
        try:
            client: MongoClient[dict[str, Any]] = MongoClient(
                self.open_address, serverSelectionTimeoutMS=2000
            )
            with client:
                known = client.admin.command("usersInfo", ADMIN)["users"]
                command = "updateUser" if known else "createUser"
                client.admin.command(command, ADMIN, pwd=self.password, roles=["root"])
        finally:
            open_.stop()
