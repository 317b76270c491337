"""Connections that read so much of what a foreign server says and no more, its head included.

``http.client`` reads answers ``100 Continue`` for as long as they come, ``smtplib`` the lines of
one reply. Where they come faster than they are read no wait ever begins: no time limit ends it, and
nothing else in this process goes on.
"""

import http.client
import io
import smtplib
import socket
from typing import Any, BinaryIO, cast

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

MOST = 512 * 1024
"""Bytes: of one answer, of one session of mail."""


class Measured(io.RawIOBase):
    """What comes from a socket. Raises: ConnectionError beyond ``MOST``."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._from, self._left = raw, MOST

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        read: int | None = self._from.readinto(into)
        self._left -= read or 0
        if self._left < 0:
            raise ConnectionError("the answer does not end")
        return read

    def close(self) -> None:
        self._from.close()
        super().close()


class Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *given: Any, **more: Any) -> None:
        super().__init__(sock, *given, **more)
        self.fp = io.BufferedReader(Measured(self.fp.detach()))


class Plain(HTTPConnection):
    response_class = Answer


class Secure(HTTPSConnection):
    response_class = Answer


class PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = Plain


class SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = Secure


class PoolManager(urllib3.PoolManager):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class Mail(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            raw = cast("socket.socket", self.sock).makefile("rb", buffering=0)
            self.file = cast("BinaryIO", io.BufferedReader(Measured(raw)))
        return super().getreply()


class SecureMail(Mail, smtplib.SMTP_SSL):
    pass
