import socket

import pytest


def test_a_unit_test_cannot_call_a_server() -> None:
    with socket.socket() as calling, pytest.raises(AssertionError, match="must not"):
        calling.connect(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="must not"):
        socket.getaddrinfo("localhost", 80)
    here, there = socket.socketpair()
    here.close()
    there.close()
