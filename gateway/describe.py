"""The OpenAPI 3.1 description of the routes, made of the same structs that check the requests."""

import functools
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import NODEFAULT

from contracts.answers.catalogue import answer_of
from contracts.orders.base import PAGING
from contracts.orders.doors import FILES as FILED
from contracts.orders.doors import TABLE, Door
from gateway import refusing
from gateway.schemas import Schema, described, of_field
from gateway.sheets import answers, forms

FILES = "XLSX, XLS, text (CSV, tabs), or a DOCX with tables."
JSON = "application/json"
SECURED: list[Schema] = [{"token": []}]
KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": (
        "Chosen by the client; the same for every repeat of the same operation. It holds for the "
        "caller's account and the thing that is ordered about: there, a repeat gets the first "
        "answer, another request under it 422, while the thing keeps its marks (30 days)."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": r"^[\x21-\x7e]+$"},
}
IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The version that was seen (its ETag); refused where it has changed since.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,15}"$'},
}
FORMAT: Schema = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "csv: UTF-8 with a byte order mark, of a workbook the first sheet.",
    "schema": {"type": "string", "enum": list(answers.MEDIA_TYPES), "default": "xlsx"},
}
READ_AS: Schema = {
    "description": "How an uploaded file was read: xlsx, csv utf-8 or csv gb18030.",
    "schema": {"type": "string"},
}
SECOND = {"export": ".export", "document": ".file"}
"""What the second door of a question is called by."""


@functools.cache
def body_of(shape: type[msgspec.Struct], in_path: tuple[str, ...]) -> type[msgspec.Struct]:
    """The order's fields that travel in the body: all but those of the path."""
    if not in_path:
        return shape
    fields: list[Any] = []
    for field in msgspec.structs.fields(shape):
        if field.name in in_path:
            continue
        default = field.default
        if default is NODEFAULT and field.default_factory is not NODEFAULT:
            default = msgspec.field(default_factory=field.default_factory)
        plain = (field.name, field.type)
        fields.append(plain if default is NODEFAULT else (*plain, default))
    return msgspec.defstruct(
        shape.__name__,
        fields,
        namespace={"__doc__": shape.__doc__},
        kw_only=True,
        forbid_unknown_fields=True,
    )


def door(service: str, door: Door) -> Schema:
    posts = door.verb == "POST"
    second = SECOND.get(door.kind, "")
    told = operation(
        f"{service}.{door.method}{second}",
        service,
        door.summary,
        status=door.status,
        answer=None if door.kind in FILED else answer_of(door.shape),
        body=body_of(door.shape, tuple(door.in_path)) if posts else None,
        parameters=_parameters(door),
        changes=door.kind != "preview",
        refusals=refusing.of_door(service, door),
    )
    if about := _about(door):
        told["description"] = about
    if door.kind in ("upload", "preview"):
        told["requestBody"]["content"][forms.FORM] = _form(door)
        told["responses"][str(door.status)]["headers"] = {forms.READ_AS: READ_AS}
    if door.kind in FILED:
        told["responses"][str(door.status)] = _file(door)
    return told


def _about(door: Door) -> str:
    """Its own words, or those of what it answers."""
    own: str = door.shape.__doc__ or ""
    if own or door.verb == "POST":
        return own
    return f"{door.summary}。" if door.kind in FILED else str(answer_of(door.shape).__doc__ or "")


def _file(door: Door) -> Schema:
    kinds = (answers.DOCX,) if door.kind == "document" else answers.MEDIA_TYPES.values()
    binary: Schema = {"schema": {"type": "string", "format": "binary"}}
    disposition = {"description": "The file's name.", "schema": {"type": "string"}}
    return {
        "description": "The file.",
        "content": {kind.partition(";")[0]: binary for kind in kinds},
        "headers": {"Content-Disposition": disposition},
    }


def _form(door: Door) -> Schema:
    """The same fields as parts of a form: the workbook as a file, structures as JSON."""
    body = body_of(door.shape, tuple(door.in_path))
    fields = {f.name: f for f in msgspec.structs.fields(body)}
    file: Schema = {"type": "string", "format": "binary", "description": FILES}
    properties = {
        forms.FILE if name == TABLE else name: file
        if name == TABLE
        else described(body.__name__, name, _without_null(of_field(field.type)))
        for name, field in fields.items()
    }
    needed = [
        forms.FILE if name == TABLE else name for name, field in fields.items() if field.required
    ]
    encoding = {
        name: {"contentType": JSON} for name in forms.structured(door.shape) if name in properties
    }
    schema = {"type": "object", "properties": properties, "required": needed}
    if not needed:
        schema.pop("required")
    return {"schema": schema, **({"encoding": encoding} if encoding else {})}


def operation(
    id: str,
    tag: str,
    summary: str,
    *,
    status: int = 200,
    answer: Any = None,
    body: type[msgspec.Struct] | None = None,
    parameters: Iterable[Schema] = (),
    media_type: str = JSON,
    secured: bool = True,
    changes: bool = True,
    refusals: Iterable[str] | dict[str, int] = (),
) -> Schema:
    """``answer``: the shape that is told. ``changes``: whether what has a body is an order, which
    needs a key. ``refusals``: codes of its own."""
    parameters = list(parameters)
    keyed = body is not None and changes
    asked = body is not None or any(one["in"] == "query" for one in parameters)
    own = refusals if isinstance(refusals, dict) else refusing.usual(refusals)
    codes = refusing.of_way_in(secured=secured, body=body is not None, fields=asked, keyed=keyed)
    told: Schema = {
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "parameters": [*parameters, *([KEY] if keyed else [])],
        "responses": {
            str(status): {
                "description": "OK",
                "content": {media_type: {"schema": answer}},
            },
            **refusing.responses(refusing.usual(codes) | own),
        },
        "security": SECURED if secured else [],
    }
    if body:
        needed = any(f.required for f in msgspec.structs.fields(body))
        told["requestBody"] = {"required": needed, "content": {JSON: {"schema": body}}}
    return told


def _parameters(door: Door) -> list[Schema]:
    found = []
    for field in msgspec.structs.fields(door.shape):
        in_path = field.name in door.in_path
        if door.verb == "POST" and not in_path:
            continue
        if door.kind == "export" and field.name in PAGING:
            continue
        found.append(_parameter(door.shape, field, in_path=in_path))
    if door.kind in ("order", "upload"):
        found.append(IF_MATCH)
    if door.kind in FILED and door.kind != "document":
        found.append(FORMAT)
    return found


def query_of(shape: type[msgspec.Struct]) -> list[Schema]:
    """Every field of a question that is asked in the address."""
    return [_parameter(shape, field, in_path=False) for field in msgspec.structs.fields(shape)]


def _parameter(
    shape: type[msgspec.Struct], field: msgspec.structs.FieldInfo, *, in_path: bool
) -> Schema:
    schema = _without_null(of_field(field.type))
    if field.default is not NODEFAULT and field.default is not None:
        schema["default"] = field.default
    told = described(shape.__name__, field.name, {})
    return {
        "name": field.name,
        "in": "path" if in_path else "query",
        "required": in_path or field.required,
        **told,
        "schema": schema,
    }


def _without_null(schema: Schema) -> Schema:
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    return dict(kinds[0]) if len(kinds) == 1 else schema
