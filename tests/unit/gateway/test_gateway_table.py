"""The route tables: complete, matching the services, and described by a valid OpenAPI document."""

import inspect
import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from contracts.orders import base, evidence, notify, scoring, tasks
from gateway import openapi
from gateway.app import build
from gateway.describe import body_of
from gateway.routes import TABLES
from gateway.routes.exports import COLUMNS
from tests.support.rights import WITHOUT_A_DOOR

MODULES = {"tasks": tasks, "evidence": evidence, "scoring": scoring, "notify": notify}
ROWS = [(service, row) for service, rows in TABLES.items() for row in rows]
DOCUMENT: dict[str, Any] = json.loads(openapi.render())


def shapes(module: Any) -> set[str]:
    """The methods of its orders and questions."""
    return {
        base.method_of(found)
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, base.Order | base.Ask) and found.__module__.startswith(module.__name__)
    }


@pytest.mark.parametrize("service", sorted(MODULES))
def test_every_order_and_every_question_has_exactly_one_door(service: str) -> None:
    doors = [row.method for row in TABLES[service] if row.kind not in ("export", "document")]
    wanted = [
        name for name in shapes(MODULES[service]) if f"{service}.{name}" not in WITHOUT_A_DOOR
    ]
    assert sorted(doors) == sorted(wanted)


def test_an_export_stands_beside_the_door_of_its_question() -> None:
    for service, row in ROWS:
        if row.kind == "export":
            beside = [r for r in TABLES[service] if r.shape is row.shape and r.kind == "ask"]
            assert [set(r.roles) for r in beside] == [set(row.roles)], row.path
            assert issubclass(row.shape, base.PageAsk) and COLUMNS[row.shape]


def test_orders_are_posted_and_questions_are_got_or_previewed() -> None:
    for _, row in ROWS:
        if row.kind in ("order", "upload"):
            assert row.verb == "POST" and issubclass(row.shape, base.Order), row.path
        else:
            assert row.verb == ("POST" if row.kind == "preview" else "GET"), row.path
            assert issubclass(row.shape, base.Ask), row.path
        assert set(row.in_path) <= set(row.shape.__struct_fields__), row.path


def test_rpc_names_are_the_order_names_in_snake_case() -> None:
    names = {row.shape.__name__: row.method for _, row in ROWS}
    assert names["CloseRectification"] == "close_rectification"
    assert names["Return"] == "return"
    assert names["EvidenceList"] == "evidence_list"


def test_the_body_of_an_order_is_all_of_it_but_what_the_path_says() -> None:
    body = body_of(tasks.Decompose, ("campaign",))
    assert set(body.__struct_fields__) == set(tasks.Decompose.__struct_fields__) - {"campaign"}


PREVIEWS = {f"/api/v1{row.path}" for _, row in ROWS if row.kind == "preview"}


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [r for value in node.values() for r in references(value)]
    if isinstance(node, list):
        return [r for value in node for r in references(value)]
    return []


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, verb, operation)
        for path, verbs in DOCUMENT["paths"].items()
        for verb, operation in verbs.items()
    ]


def test_the_document_describes_every_public_route_and_nothing_else() -> None:
    served = {
        (getattr(route, "path", ""), verb.lower())
        for route in build().routes
        if getattr(route, "path", "").startswith("/api/")
        for verb in getattr(route, "methods", set()) - {"HEAD"}  # of every GET
    }
    assert {(path, verb) for path, verb, _ in operations()} == served
    assert len(served) > 45


def test_every_reference_resolves_and_every_schema_is_a_json_schema() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for reference in references(DOCUMENT):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in DOCUMENT["components"][kind], reference
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_is_complete() -> None:
    ids = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(ids)) == len(ids)
    for path, verb, operation in operations():
        named = {(p["name"], p["in"]) for p in operation["parameters"]}
        assert {n for n, where in named if where == "path"} == set(re.findall(r"{(\w+)}", path))
        assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")
        changes = verb == "post" and path not in PREVIEWS
        assert (("Idempotency-Key", "header") in named) == changes, path
        assert ("requestBody" in operation) == (verb == "post"), path
        assert operation["responses"]["default"]["$ref"].startswith("#/components/responses/")
        assert any(status.startswith("2") for status in operation["responses"]), path
        open_to_all = path.endswith(("/token", "/password/link", "/receipt-keys"))
        assert operation["security"] == ([] if open_to_all else [{"token": []}])
        assert operation["summary"]


def test_tables_are_described_as_forms_and_files() -> None:
    for service, row in ROWS:
        operation = DOCUMENT["paths"][f"/api/v1{row.path}"][row.verb.lower()]
        answer = operation["responses"][str(row.status)]
        assert {str(row.status), "default"} <= set(operation["responses"]), row.path
        if row.kind in ("upload", "preview"):
            form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
            fields = set(row.shape.__struct_fields__) - set(row.in_path)
            parts = {"file" if name == "workbook" else name for name in fields}
            assert set(form["properties"]) == parts, row.path
            assert "X-Read-As" in answer["headers"]
        if row.kind in ("download", "export"):
            assert "text/csv" in answer["content"] and "Content-Disposition" in answer["headers"]
            named = {p["name"] for p in operation["parameters"]}
            assert "format" in named and not {"limit", "cursor"} & named
            assert operation["operationId"].startswith(f"{service}.{row.method}")


def test_a_described_body_accepts_what_the_door_accepts() -> None:
    submit = {
        "$ref": "#/components/schemas/Submit",
        "components": DOCUMENT["components"],
    }
    good = {"measures": {"ratio": {"type": "ratio", "numerator": 3, "denominator": 4}}}
    jsonschema.validate(good, submit)
    for bad in (
        {"measures": {"ratio": {"type": "ratio", "numerator": "3", "denominator": 4}}},
        {**good, "task": "t1"},
        {},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, submit)
