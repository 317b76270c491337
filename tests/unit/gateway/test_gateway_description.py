"""The description tells what comes out as well as what goes in."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from gateway import openapi

DOCUMENT: dict[str, Any] = json.loads(openapi.render())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (f"{verb.upper()} {path}", operation)
    for path, verbs in DOCUMENT["paths"].items()
    for verb, operation in verbs.items()
]
JSON = "application/json"
UNTYPED = {"GET /api/v1/rules/schema": "it is a JSON Schema itself"}


def named(operation: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of the JSON that is answered."""
    answer = next(one for status, one in operation["responses"].items() if status.startswith("2"))
    if JSON not in answer["content"]:
        return None
    found: dict[str, Any] = answer["content"][JSON]["schema"]
    return found


def every(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the document, with where it stands."""
    if isinstance(node, dict):
        yield place, node
        for name, part in node.items():
            yield from every(part, f"{place}/{name}")
    elif isinstance(node, list):
        for part in node:
            yield from every(part, place)


@pytest.mark.parametrize(("address", "operation"), OPERATIONS, ids=lambda one: str(one)[:60])
def test_an_operation_is_described_and_its_data_has_a_shape(
    address: str, operation: dict[str, Any]
) -> None:
    assert operation["description"]
    schema = named(operation)
    if schema is None or address in UNTYPED:
        return
    shape = SCHEMAS[schema["$ref"].removeprefix("#/components/schemas/")]
    assert shape["properties"] and shape["additionalProperties"] is False


def test_no_operation_is_excused_that_has_a_shape() -> None:
    bare = {address for address, one in OPERATIONS if (s := named(one)) and "$ref" not in s}
    assert bare == UNTYPED.keys()


def test_each_shape_that_is_sent_or_told_has_an_example_that_fits_it() -> None:
    shapes = {
        schema["$ref"] for _, one in OPERATIONS if (schema := named(one)) and "$ref" in schema
    }
    shapes |= {
        one["requestBody"]["content"][JSON]["schema"]["$ref"]
        for _, one in OPERATIONS
        if "requestBody" in one
    }
    assert len(shapes) > 150
    for reference in sorted(shapes):
        shape = SCHEMAS[reference.removeprefix("#/components/schemas/")]
        whole = {**shape, "components": DOCUMENT["components"]}
        for example in shape["examples"]:
            jsonschema.validate(example, whole)


def test_each_property_and_parameter_says_what_it_is() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, one in schema.get("properties", {}).items()
        if not one.get("description")
    ]
    silent += [
        f"{address} {parameter['name']}"
        for address, one in OPERATIONS
        for parameter in one["parameters"]
        if not parameter.get("description")
    ]
    assert silent == []


def test_generators_understand_every_schema() -> None:
    """Some know neither ``items: false`` nor tuples; names are those of classes."""
    for place, node in every(DOCUMENT):
        assert node.get("items") is not False and "prefixItems" not in node, place
    assert [name for name in SCHEMAS if not name.isalnum()] == []
    assert DOCUMENT["info"]["title"].isascii()


def test_each_tag_is_told_of_and_the_servers_are_named() -> None:
    told = {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}
    assert told == {tag for _, one in OPERATIONS for tag in one["tags"]}
    assert DOCUMENT["servers"] and len(DOCUMENT["info"]["description"]) > 500
