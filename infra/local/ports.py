"""Free ports on loopback."""

import fcntl
import json
import os
import random
import socket
import tempfile
from collections.abc import Container
from contextlib import closing
from functools import cache
from pathlib import Path

# Below Linux's ephemeral range (32768 and up): there an outgoing connection could take the port
# of a server that is stopped for a moment, or connect to itself.
FIRST, LAST = 18000, 32000
ATTEMPTS = 200


def is_free(port: int) -> bool:
    """Nothing listens on this TCP port of any address of this machine."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


@cache
def _claims() -> int:
    """The descriptor of this user's file for all programs that choose ports; byte n is port n.

    A lock on a byte is its process's and ends with it: until the server that a port was chosen
    for listens there, nobody else is given it.
    """
    path = Path(tempfile.gettempdir()) / f"tongxin-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


_chosen: set[int] = set()


def claim(port: int) -> bool:
    """Take a port for as long as this process lives; False where it is somebody's already."""
    if port in _chosen:
        return False
    try:
        fcntl.lockf(_claims(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    _chosen.add(port)
    return True


def choose(usual: int | None = None, *, but: Container[int] = ()) -> int:
    """The usual port where it is free, else any free one; never one that was chosen before.

    Args:
        usual: the port that people expect, or None for any.
        but: ports that are somebody's though nothing may listen there now.
    """
    candidates = [usual] if usual else []
    candidates += random.sample(range(FIRST, LAST), ATTEMPTS)
    for port in candidates:
        if port not in but and is_free(port) and claim(port):
            return port
    raise OSError(f"no free port between {FIRST} and {LAST}")


class Ports:
    """The ports of one instance, remembered in a file, so that a restart keeps its addresses."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._of: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def of(self, name: str, *, usual: int | None = None, held: bool = False) -> int:
        """The port for a name: the remembered one if it is free or our server holds it.

        Args:
            usual: asked for first when there is none yet.
            held: our own server lives, so that its port is rightly in use.
        """
        port = self._of.get(name)
        if port and (held or is_free(port)):
            return port
        others = {p for n, p in self._of.items() if n != name}
        self._of[name] = choose(port or usual, but=others)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._of, indent=1))
        return self._of[name]

    def __getitem__(self, name: str) -> int:
        """The port that was given to a name. Raises: KeyError."""
        return self._of[name]
