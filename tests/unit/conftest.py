"""A unit test opens no connection, and asks no name service: an audit hook sees every way to."""

import socket
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

HERE = Path(__file__).parent
CALLS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})


class Network:
    closed = False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    # A hook is asked until the interpreter has ended, when this module's names are gone.
    if Network is None or not Network.closed or event not in CALLS:
        return
    if event == "socket.getaddrinfo" or arguments[0].family != socket.AF_UNIX:
        raise AssertionError(f"a unit test must not: {event}{arguments[1:]}")


sys.addaudithook(_refuse)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What is drawn anew in each run proves no branch; and tracing makes it three times slower.
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    # In a worker of xdist pytest-cov traces twice, and pauses one of the two.
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    # It is asked of every test of the session, wherever that lies.
    Network.closed = item.path.is_relative_to(HERE)
    try:
        return (yield)
    finally:
        Network.closed = False
