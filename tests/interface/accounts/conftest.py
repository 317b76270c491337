"""A gateway with a peer for the service of tasks, and people with accounts."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.console.answering import Answering
from tests.support.accounts import Person, Someone, account_of, coming_from, somewhere
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def tasks(stack: Stack, gateway: Running) -> Iterator[Answering]:
    answers = {
        "appoint_person": lambda kw: {"id": kw["order"]["account"], "version": 1},
        "hand_over_all": lambda kw: {"id": "h-1", "version": 1, "tasks": ["t-1"]},
        "districts": lambda kw: {"items": [], "next": None},
        "persons": lambda kw: {"items": [], "next": None},
        "tasks": lambda kw: {"items": [], "next": None},
        "units": lambda kw: {"items": [], "next": None},
    }
    with Answering(stack, "tasks", answers) as answering:
        with coming_from(somewhere(), gateway) as http:
            waiting = Person(http, account_of(stack, "district_office")).at()
            eventually(lambda: http.get("/units", headers=waiting.right).status_code == 200)
        yield answering


@pytest.fixture
def someone(stack: Stack, gateway: Running) -> Iterator[Someone]:
    """Somebody with an account of that role, from an address of their own."""
    with ExitStack() as leaving:

        def made(role: str = "unit", district: str = "ganzhou", **more: Any) -> Person:
            http = leaving.enter_context(coming_from(somewhere(), gateway))
            return Person(http, account_of(stack, role, district, **more))

        yield made


@pytest.fixture(scope="module")
def notify(stack: Stack, gateway: Running) -> Iterator[Answering]:
    """Who tells people."""
    answers = {
        "reach_person": lambda kw: {"id": kw["order"]["account"], "version": 1},
        "unread_count": lambda kw: {"unread": 0, "waiting": 0},
    }
    with Answering(stack, "notify", answers) as answering:
        with coming_from(somewhere(), gateway) as http:
            waiting = Person(http, account_of(stack, "district_office")).at()
            eventually(lambda: http.get("/inbox/count", headers=waiting.right).status_code == 200)
        yield answering
