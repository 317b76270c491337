"""The catalogue of refusals: every one that can be answered, with its status and its page."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import kit
import services
from contracts import refusals, sheets
from contracts.problems import kinds
from contracts.refusals import Refusal
from infra.local.programs import ROOT
from infra.refusing import refusing

OTHERWISE = {
    "method-not-found": "towards clients the service is away",
    "questions-open": "of a table 422, of a standard that shall be published 409",
}
PROGRAMS = ("replay", "__main__", "run", "aside_process", "confined_process")
"""What does something by being imported."""


def loaded(package: ModuleType) -> None:
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if one.name.rpartition(".")[2] not in PROGRAMS:
            importlib.import_module(one.name)


def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_refusal_of_a_service_stands_in_the_catalogue_with_its_status() -> None:
    assert refusals and sheets
    for package in (kit, services):
        loaded(package)
    ours = [one for one in below(Refusal) if not one.__module__.startswith("tests.")]
    assert len(ours) > 60
    known = kinds()
    wrong = {one.code for one in ours if known[one.code].status != one.status}
    assert wrong == OTHERWISE.keys()


def test_what_an_order_may_be_refused_for_is_read_from_its_code() -> None:
    from infra.generate import services as found

    told = refusing(found())
    assert set(told["tasks.accept"]) == {"not-found", "not-the-lead", "wrong-state"}
    assert {"quota-day", "manifest-differs"} <= set(told["evidence.declare"])
    assert "wrong-state" not in told["tasks.tasks"]
    assert {code for codes in told.values() for code in codes} <= kinds().keys()


def test_an_operation_lists_its_refusals_by_status() -> None:
    document = json.loads((ROOT / "contracts" / "openapi.json").read_text("utf-8"))
    held, known = document["components"]["responses"], kinds()

    def listed(responses: dict[str, Any], status: str) -> list[str]:
        response = held[responses[status]["$ref"].rpartition("/")[2]]
        return [line.split("`")[1] for line in response["description"].splitlines()]

    for path, verbs in document["paths"].items():
        for operation in verbs.values():
            for status in operation["responses"]:
                if status.startswith("2"):
                    continue
                codes = listed(operation["responses"], status)
                assert codes, path
                usual = {code for code in codes if code not in OTHERWISE}
                if status != "default":
                    assert {str(known[code].status) for code in usual} <= {status}, path
    accept = document["paths"]["/api/v1/tasks/{task}/accept"]["post"]["responses"]
    assert "wrong-state" in listed(accept, "409")
    assert listed(accept, "412") == ["changed-since"]
