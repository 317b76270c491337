"""A gate before the object store: requests of a kind are held, or cut off."""

import re
import select
import socket
from contextlib import suppress

from tests.support.relay import BLOCK, Relay

READ = rb"GET [^ ]*/\d{8}/[^ ]*X-Amz-Signature"
"""The checking process reads a file."""

LOCK_READ_BACK = rb"GET [^ ]*/\d{8}/[^ ]*retention"
"""A lock is read."""

ANYTHING = rb"[A-Z]+ /"


class Gate(Relay):
    """``held``: the first lines of requests that wait, or were refused."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._kind = b""
        self._refuse = False
        self.held: list[bytes] = []
        super().__init__(target)

    def stop(self, kind: bytes, *, refuse: bool = False) -> None:
        """Hold requests whose first line matches until ``let_go``, or cut their connections."""
        self.held = []
        self._kind, self._refuse = kind, refuse
        self.hold()

    def let_go(self) -> None:
        self._kind = b""
        self.release()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self.target, timeout=5) as server:
            pair = (client, server)
            with self._lock:
                self._pairs.add(pair)
            while True:
                for source in select.select(pair, [], [])[0]:
                    block = source.recv(BLOCK)
                    if not block or (source is client and self._stops(block)):
                        return
                    (client if source is server else server).sendall(block)

    def _stops(self, block: bytes) -> bool:
        """Wait where the request is held; whether its connection is to be cut."""
        if not self._kind or not re.match(self._kind, block.partition(b"\r\n")[0]):
            return False
        self.held.append(block.partition(b"\r\n")[0])
        if not self._refuse:
            self._open.wait()
        return self._refuse
