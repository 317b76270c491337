"""A scanner for malware beside our own checks: clamd, asked by ``INSTREAM``.

clamd says OK of what it never read: what is larger than its limits, and what is locked. It must be
told to report those (``AlertExceedsMax``, ``AlertEncrypted``); then they are told apart here from
what is infected. See docs/operating.md.
"""

import socket
import struct
import time
from contextlib import closing
from typing import IO, NamedTuple

from services.evidence.checks.protocol import Reject, Scanner
from services.evidence.piece.verdict import CLEAN, UNSCANNED

CHUNK = 256 * 1024
LENGTH = struct.Struct(">I")
MAX_ANSWER = 4096
CONNECT_SECONDS = 3
UNREAD = {
    "heuristics.limits.exceeded": "超出查毒的限度",
    "heuristics.encrypted": "内容已加密",
}
"""By the beginning of what clamd calls them: it says FOUND, and has found nothing."""

NOT_INFECTED = ("heuristics.broken.", "heuristics.phishing.")
"""Guesses about a file's form and about letters; what the file is, our own checks say."""


class Scan(NamedTuple):
    """What is said of malware, and the scanner's version ("" where none answered)."""

    said: str
    version: str = ""

    @property
    def tools(self) -> dict[str, str]:
        return {"clamd": self.version} if self.version else {}

    def whole(self, unpacked: int, scanner: Scanner) -> str:
        """What is said, once it is known to how much the members of an archive unpack: clamd passes
        over what is above its limits, whether it was told to report that or not."""
        if self.said == CLEAN and unpacked > scanner.most:
            return f"{UNSCANNED}展开后超过 {scanner.most // 2**20} MiB"
        return self.said


def scanned(file: IO[bytes], size: int, scanner: Scanner) -> Scan:
    """Ask for a file of this size.

    Raises: Reject (infected), with the name of what was found.
    """
    if not scanner.address:
        return Scan(UNSCANNED + "no scanner is configured")
    if size > scanner.most:
        return Scan(f"{UNSCANNED}文件超过 {scanner.most // 2**20} MiB")
    until = time.monotonic() + scanner.seconds
    try:
        version = _asked(scanner.address, b"zVERSION\0", None, until)
        said = _asked(scanner.address, b"zINSTREAM\0", file, until)
    except (OSError, ValueError) as fault:  # away, slow, or no such address
        return Scan(f"{UNSCANNED}查毒服务没有应答：{type(fault).__name__}")
    return Scan(_told(said), version)


def _told(said: str) -> str:
    """Raises: Reject (infected)."""
    _, _, said = said.rpartition("stream: ")
    if said == "OK":
        return CLEAN
    if not said.endswith(" FOUND"):
        return f"{UNSCANNED}{said or '查毒服务没有回答'}"
    name = said.removesuffix(" FOUND")
    for beginning, why in UNREAD.items():
        if name.lower().startswith(beginning):
            return UNSCANNED + why
    if name.lower().startswith(NOT_INFECTED):
        return CLEAN
    raise Reject("infected", name)


def _asked(address: str, command: bytes, file: IO[bytes] | None, until: float) -> str:
    """One command, and its answer to the zero byte. Raises: OSError, ValueError."""
    with closing(_connected(address)) as line:
        try:
            _send(line, command, until)
            if file is not None:
                _stream(line, file, until)
        except ConnectionError:
            # It has closed its ear at its limit: the answer that says so may be there already.
            pass
        answer = b""
        while b"\0" not in answer:
            line.settimeout(_left(until))
            if not (block := line.recv(MAX_ANSWER)):
                break
            answer += block
            if len(answer) > MAX_ANSWER:
                raise ValueError("an endless answer")
    if not answer:
        raise ConnectionError("no answer")
    return answer.partition(b"\0")[0].decode(errors="replace").strip()


def _stream(line: socket.socket, file: IO[bytes], until: float) -> None:
    file.seek(0)
    while block := file.read(CHUNK):
        _send(line, LENGTH.pack(len(block)) + block, until)
    _send(line, LENGTH.pack(0), until)


def _send(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _left(until: float) -> float:
    """Raises: TimeoutError."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def _connected(address: str) -> socket.socket:
    """``host:port``, or the path of a socket. Raises: OSError, ValueError."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
