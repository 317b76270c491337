"""A TCP proxy that fails as networks do: it cuts, or goes silent without a word."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

CHUNK = 65536
TIMEOUT = 5  # seconds to reach the server


class Pair:
    """A client's connection and its counterpart at the server."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.passes = threading.Event()
        self.passes.set()
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                self.passes.wait()
                target.sendall(data)
        self.passes.wait()  # who is forgotten does not hear of the other's end either
        self.cut()

    def cut(self) -> None:
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.passes.set()


class Proxy:
    """Stands on a free loopback port in front of the server of a URL; `url` leads through it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        place = parts.netloc.rpartition("@")
        self.url = parts._replace(netloc=f"{place[0]}{place[1]}127.0.0.1:{port}").geturl()
        self._pairs: list[Pair] = []
        self._silent = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._listener.close()
        self.cut()

    @property
    def connections(self) -> int:
        """How many were ever made."""
        return len(self._pairs)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(self._target, TIMEOUT)
                except OSError:
                    client.close()
                    continue
                server.settimeout(None)
                pair = Pair(client, server)
                if self._silent:
                    pair.passes.clear()
                self._pairs.append(pair)

    def forget(self) -> None:
        """Connections made so far carry nothing any more, and nobody is told; new ones do."""
        for pair in self._pairs:
            pair.passes.clear()

    def silence(self) -> None:
        """Also new connections carry nothing."""
        self._silent = True
        self.forget()

    def heal(self) -> None:
        """New connections carry again."""
        self._silent = False

    def cut(self) -> None:
        """Close all connections."""
        for pair in list(self._pairs):
            pair.cut()
