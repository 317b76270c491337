"""A small server that speaks clamd's protocol on loopback, well and badly."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

VERSION = b"ClamAV 1.4.6/27000\0"


class Clamd:
    """``answer``: what it says of a stream's bytes; None: it hangs until it is closed.

    ``most``: bytes of a stream after which it answers and hangs up; ``cut``: it hangs up without a
    word. ``streams``: what it was sent.
    """

    def __init__(
        self,
        answer: Callable[[bytes], bytes | None] = lambda _: b"stream: OK\0",
        *,
        most: int = 2**30,
        cut: bool = False,
    ) -> None:
        self._answer, self._most, self._cut = answer, most, cut
        self.streams: list[bytes] = []
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError), line.makefile("rb") as asked:
            command = b""
            while not command.endswith(b"\0"):
                command += asked.read(1)
            if command == b"zVERSION\0":
                line.sendall(VERSION)
                return
            if self._cut:
                return
            data = b""
            while length := struct.unpack(">I", asked.read(4))[0]:
                data += asked.read(length)
                if len(data) > self._most:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            self.streams.append(data)
            if (said := self._answer(data)) is None:
                self._closed.wait(30)
            else:
                line.sendall(said)
