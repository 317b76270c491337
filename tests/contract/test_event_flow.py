"""Tables and contracts say the same."""

import ast
import importlib
from typing import Any

import pytest

from contracts import envelope, notify, tasks
from contracts.orders.base import method_of
from contracts.product import PUBLISHERS
from infra.generate import orders, services
from infra.local.programs import ROOT
from kit.table import Command, Hearing, Query
from services.notify.audiences import AUDIENCES
from services.notify.service import Notify
from services.notify.texts import TEXTS, text_of

SERVICES = services()

ANNOUNCED_ONLY = {
    "notify.delivery_failed.v1",  # the live feed and the logs
    "evidence.evidence_expired.v1",  # the live feed; its phone asks, and declares it again
    "evidence.quarantine_released.v1",  # the live feed; that it is sealed is told
    "evidence.evidence_held.v1",  # the live feed
    "evidence.evidence_released.v1",  # the live feed
    "evidence.evidence_disposed.v1",  # the live feed; its list says what became of each piece
    "evidence.disposal_refused.v1",  # the live feed; its list says so
    "tasks.lead_settled.v1",  # the live feed; whoever brought it asks by its code
    "tasks.snapping_set.v1",  # the live feed
    "tasks.meeting_recorded.v1",  # the live feed; each decision tells its unit by its task
    "scoring.score_changed.v1",  # the live feed
    "scoring.snapshot_frozen.v1",  # the live feed
    "tasks.register_changed.v1",  # the live feed
    "tasks.slip_rules_set.v1",  # the live feed
    "tasks.view_dropped.v1",  # the live feed
    "tasks.view_saved.v1",  # the live feed
}
"""Facts that no service hears: the gateway's live feed hears everything."""

DIRECTORY = {tasks.PersonAppointed, tasks.DistrictFounded, tasks.UnitRegistered}
"""What notify learns its names and addresses from, and tells nobody."""
ADDRESSES = {notify.HookAnswered, notify.FailedRecalled}
"""How addresses of programs stand: nobody is told."""


def hearings(service: Any) -> dict[str, Hearing]:
    return {n: d for n, d in service.doors.items() if isinstance(d, Hearing)}


def test_each_event_that_notify_tells_has_a_line_and_a_text_and_none_is_left_over() -> None:
    heard = {hearing.fact for hearing in hearings(Notify).values()}
    assert set(AUDIENCES) == heard - DIRECTORY - ADDRESSES
    assert heard > DIRECTORY | ADDRESSES
    assert {text_of(fact) for fact in AUDIENCES} == set(TEXTS.values())
    assert len(AUDIENCES) == len(TEXTS)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.name)
def test_each_handler_is_named_after_the_fact_it_hears(service: Any) -> None:
    for name, hearing in hearings(service).items():
        assert name == f"on_{method_of(hearing.fact)}"


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.name)
def test_each_order_and_question_of_the_contracts_is_answered(service: Any) -> None:
    promised = {
        method_of(shape): shape
        for name, shape in orders().items()
        if name.partition(".")[0] == service.name
    }
    commands = {name: door.order for name, door in service.of(Command).items()}
    answered = {name: door.ask for name, door in service.of(Query).items()}
    assert {**commands, **answered} == promised


def test_each_fact_is_heard_or_listed_as_announced_only() -> None:
    for publisher in PUBLISHERS:
        importlib.import_module(f"contracts.{publisher}")
    published = {t for t in envelope.FACTS if t.partition(".")[0] in PUBLISHERS}
    heard = {h.fact.type for service in SERVICES for h in hearings(service).values()}
    assert published - heard == ANNOUNCED_ONLY
    assert heard <= published


def made_by(service: str) -> set[str]:
    """Names that the code of a service calls, or hands to what it calls (``alike(Fact, …)``)."""
    calls = [
        node
        for file in (ROOT / "services" / service).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and last_name(node.func) != "hears"
    ]
    return {last_name(node) for call in calls for node in (call.func, *call.args)}


def last_name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_each_fact_is_told_by_its_publisher(publisher: str) -> None:
    importlib.import_module(f"contracts.{publisher}")
    published = {f.__name__ for t, f in envelope.FACTS.items() if t.startswith(f"{publisher}.")}
    assert published - made_by(publisher) == set(), "no decision of its publisher makes it"


def test_what_its_publisher_alone_hears_is_a_step_and_no_other_service_hears_a_step() -> None:
    hearers: dict[str, set[str]] = {}
    for service in SERVICES:
        for hearing in hearings(service).values():
            hearers.setdefault(hearing.fact.type, set()).add(service.name)
    to_itself = {type_ for type_, names in hearers.items() if names == {type_.partition(".")[0]}}
    steps = {t for t, fact in envelope.FACTS.items() if issubclass(fact, envelope.Step)}
    assert steps == to_itself


def test_each_fact_is_published_by_the_service_whose_name_it_bears() -> None:
    for type_, fact in envelope.FACTS.items():
        if type_.partition(".")[0] in PUBLISHERS:
            assert fact.__module__.startswith(f"contracts.{type_.partition('.')[0]}")
            assert type_ == f"{type_.partition('.')[0]}.{method_of(fact)}.v1"
