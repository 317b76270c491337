"""One table of refusals; what a service says is told, what it did not mean to say is not."""

import re

import msgspec
import pytest

from contracts import refusals
from gateway import trace
from gateway.problems import TABLE, Problem, from_service
from kit import errors


def test_every_code_is_kebab_case_with_a_status_and_words() -> None:
    for code, kind in TABLE.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert 400 <= kind.status < 600 and all((*kind.title, *kind.advice))


def test_refusals_of_contracts_and_kit_have_the_same_status_here() -> None:
    shared = [
        found
        for module in (refusals, errors)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, refusals.Refusal)
    ]
    for refusal in shared:
        if refusal.code in TABLE:
            assert TABLE[refusal.code].status == refusal.status


def test_a_problem_is_an_rfc_9457_document_with_its_trace() -> None:
    id = trace.begin("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    response = Problem("too-large", limit_bytes=7, status=1, title="x").response()
    document = msgspec.json.decode(bytes(response.body))
    assert response.media_type == "application/problem+json"
    assert document["status"] == response.status_code == 413
    assert document["type"] == "/problems/too-large"
    assert (document["trace_id"], document["limit_bytes"]) == (id, 7)
    assert document["title"] == TABLE["too-large"].title.zh


def test_a_service_refusal_keeps_its_own_code_status_and_members() -> None:
    error = {
        "code": "not-submitted",
        "status": 409,
        "detail": "任务尚未提交",
        "field": "$.task",
        "extra": {"retry_after": 3, "code": "stolen"},
    }
    problem = from_service(error)
    assert (problem.code, problem.status, problem.field) == ("not-submitted", 409, "$.task")
    assert problem.response().headers["retry-after"] == "3"
    assert problem.document()["code"] == "not-submitted"


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"exc_type": "KeyError", "value": "'secret'"},
        {"code": "internal", "status": 500, "detail": "Traceback: secret"},
        {"code": "odd", "status": 500, "detail": "secret"},
        {"code": "odd", "status": 200, "detail": "secret"},
        {"code": 5, "status": "x"},
    ],
)
def test_an_inner_fault_becomes_a_plain_500(error: dict[str, object]) -> None:
    problem = from_service(error)
    assert (problem.code, problem.status) == ("internal", 500)
    assert "secret" not in str(problem.document())


def test_a_service_that_is_older_than_the_gateway_is_not_a_missing_object() -> None:
    error = {"code": "method-not-found", "status": 404, "detail": "tasks.appeal"}
    assert from_service(error).status == 503


@pytest.mark.parametrize("code", [c for c, kind in TABLE.items() if kind.status == 503])
def test_every_503_says_when_to_come_back(code: str) -> None:
    assert int(Problem(code).response().headers["retry-after"]) > 0
