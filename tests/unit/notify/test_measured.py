"""What a foreign server says without an end is ended; no time limit would."""

import http.client
import io
from typing import Any

import pytest

from services.notify.measured import MOST, Answer, Mail, Measured


class Line:
    """A connection on which all has come already."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def close(self) -> None:
        pass

    def makefile(self, mode: str, buffering: int = -1) -> Any:
        raw = io.BytesIO(self.said)
        return raw if buffering == 0 else io.BufferedReader(raw)


def test_so_much_is_read_and_no_more() -> None:
    assert len(Measured(io.BytesIO(b"x" * MOST)).readall()) == MOST  # type: ignore[arg-type]
    with pytest.raises(ConnectionError):
        Measured(io.BytesIO(b"x" * MOST + b"x")).readall()  # type: ignore[arg-type]


def test_an_answer_is_read_and_one_that_only_begins_is_given_up() -> None:
    begun = b"HTTP/1.1 100 Continue\r\n\r\n"
    whole: http.client.HTTPResponse = Answer(Line(begun + b"HTTP/1.1 200 OK\r\n\r\nyes"))  # type: ignore[arg-type]
    whole.begin()
    assert (whole.status, whole.read()) == (200, b"yes")
    whole.close()
    with pytest.raises(ConnectionError):
        Answer(Line(begun * MOST)).begin()  # type: ignore[arg-type]


def test_a_reply_to_a_letter_that_has_ever_another_line_is_given_up() -> None:
    server = Mail()
    server.sock = Line(b"250-a\r\n250 b\r\n")  # type: ignore[assignment]
    assert server.getreply() == (250, b"a\nb")
    server.close()
    server.sock = Line(b"250-more\r\n" * MOST)  # type: ignore[assignment]
    with pytest.raises(OSError, match="does not end"):
        server.getreply()
