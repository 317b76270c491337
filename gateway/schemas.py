"""The schemas of the description: of every shape that is sent or told, with words and an example.

A description holds a shape itself wherever its schema shall stand; ``resolved`` puts it there.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.meanings import meaning
from contracts.schema import published
from gateway.examples import example_of

Schema = dict[str, Any]

REF = "#/components/schemas/{name}"
HERE = "schema"
"""The name under which a shape stands in a description."""


def resolved(paths: Schema, more: list[type[msgspec.Struct]]) -> tuple[Schema, Schema]:
    """The paths with schemas for shapes, and the components that they refer to."""
    shapes = list(dict.fromkeys([*_shapes(paths), *more]))
    schemas, parts = msgspec.json.schema_components(shapes, ref_template=REF)
    told = dict(zip(map(_name, shapes), schemas, strict=True))
    named = {shape.__name__: shape for shape in shapes if isinstance(shape, type)}
    components = {
        name: _told(name, schema, named.get(name))
        for name, schema in sorted(published(parts).items())
    }
    return published(_put(paths, told)), components


def _name(shape: Any) -> str:
    return repr(shape)


def _shapes(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for name, part in node.items():
            if name == HERE and not isinstance(part, dict):
                yield part
            else:
                yield from _shapes(part)
    elif isinstance(node, list):
        for part in node:
            yield from _shapes(part)


def _put(node: Any, told: dict[str, Schema]) -> Any:
    if isinstance(node, dict):
        return {
            name: told[_name(part)]
            if name == HERE and not isinstance(part, dict)
            else _put(part, told)
            for name, part in node.items()
        }
    return [_put(part, told) for part in node] if isinstance(node, list) else node


def _told(name: str, schema: Schema, shape: type[msgspec.Struct] | None) -> Schema:
    """With what each property means, and an example of the whole."""
    told = {**schema}
    if "properties" in schema:
        told["properties"] = {
            field: described(name, field, one) for field, one in schema["properties"].items()
        }
    if shape is not None:
        told["examples"] = [example_of(shape)]
    return told


def described(struct: str, field: str, schema: Schema) -> Schema:
    """With the words of the field, where the schema says nothing itself."""
    means = meaning(struct, field)
    if means is None or "description" in schema:
        return schema
    return {**schema, "description": means.words}


def of_field(kind: Any) -> Schema:
    """A field's schema; structs are referred to by name."""
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REF)
    found: Schema = published(schema)
    return found
