"""A TCP relay between a client and a server, which can behave as a bad network does."""

import select
import socket
import threading
from contextlib import suppress

from infra.local import ports

BLOCK = 65536  # bytes
TICK = 0.1  # seconds between two looks whether the relay is closed


class Relay:
    """Listens on loopback and passes bytes on to `target` (host, port).

    `cut()` closes what is open; `hold()` passes nothing on, while connections stay open (half-open,
    as behind a pulled cable), until `release()`; with `drop_answers()` requests reach the server
    and their answers are lost with the connection.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.port = ports.choose()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._open = threading.Event()
        self._open.set()
        self._answers = True
        self._closed = False
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listener.settimeout(TICK)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Close all connections; new ones are taken."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for one in [end for pair in pairs for end in pair]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def hold(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def drop_answers(self, on: bool = True) -> None:
        self._answers = not on

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *error: object) -> None:
        self._closed = True
        self.release()
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(timeout=10)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self.target, timeout=5) as server:
            pair = (client, server)
            with self._lock:
                self._pairs.add(pair)
            while True:
                ready, _, _ = select.select(pair, [], [])
                for source in ready:
                    block = source.recv(BLOCK)
                    self._open.wait()
                    if not block or (source is server and not self._answers):
                        return
                    (client if source is server else server).sendall(block)
