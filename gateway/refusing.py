"""Which refusals an operation may answer: of the way in, and of what answers it.

The services' own are read from their code (``infra/refusing.py``) and stand in
``contracts/refusals.json``.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from contracts import problems
from contracts.orders.doors import TABLE, Door
from gateway.problems import MEDIA_TYPE
from gateway.schemas import REF, Schema

SERVICES = Path(problems.__file__).with_name("refusals.json")
SIGNED_IN = ("not-signed-in", "token-invalid", "token-expired")
BODY = ("malformed-request", "unsupported-media-type", "too-large", "request-timeout")
FIELDS = ("invalid", "unknown-field")
KEY = ("idempotency-key-missing", "idempotency-key-invalid")
CHANGE = ("idempotency-key-reused", "version-conflict", "if-match-invalid", "changed-since")
SECRECY = ("classified-matter", "may-be-classified")
TABLES = (
    *("not-a-table", "table-old-format", "table-macro", "table-encrypted", "table-links"),
    *("table-bomb", "table-too-large"),
)
ANYWHERE = (
    *("host-invalid", "host-unknown", "url-too-long", "headers-too-large", "too-many-connections"),
    *("service-absent", "broker-unavailable", "database-unavailable", "unavailable"),
    *("method-not-found", "busy", "internal", "deadline-passed"),
)
"""Of every operation; the rest is told of each."""


@cache
def _of_services() -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = json.loads(SERVICES.read_text(encoding="utf-8"))
    return told


def of_door(service: str, door: Door) -> dict[str, int]:
    """The codes of a door with their status, beside those of the way in."""
    own = _of_services().get(f"{service}.{door.method}", {})
    scoped = ("not-found",) if "district" in door.shape.__struct_fields__ else ()
    roles = ("forbidden",) if door.roles else ()
    changes = (*CHANGE, *SECRECY) if door.kind in ("order", "upload") else ()
    tables = TABLES if TABLE in door.shape.__struct_fields__ else ()
    export = ("export-too-large",) if door.kind == "export" else ()
    return usual((*scoped, *roles, *changes, *tables, *export)) | own


def usual(codes: Iterable[str]) -> dict[str, int]:
    """Each with the status that it has as a rule."""
    return {code: problems.kinds()[code].status for code in codes}


def of_way_in(*, secured: bool, body: bool, fields: bool, keyed: bool) -> tuple[str, ...]:
    return (
        *(SIGNED_IN if secured else ()),
        *(BODY if body else ()),
        *(FIELDS if fields else ()),
        *(KEY if keyed else ()),
    )


def responses(codes: dict[str, int]) -> dict[str, Schema]:
    """By status, and those of every operation."""
    by_status: dict[str, list[str]] = {}
    for code, status in sorted(codes.items()):
        by_status.setdefault(str(status), []).append(code)
    found = {status: _response(some) for status, some in sorted(by_status.items())}
    return {**found, "default": _response(ANYWHERE)}


def shared(paths: Schema) -> tuple[Schema, Schema]:
    """The paths with each list of refusals referred to, and these lists by name: many operations
    know the same."""
    named: dict[str, str] = {}
    held: Schema = {}
    told: Schema = {}
    for path, verbs in paths.items():
        told[path] = {}
        for verb, operation in verbs.items():
            answers = dict(operation["responses"])
            for status, answer in answers.items():
                if MEDIA_TYPE in answer["content"]:
                    text = answer["description"]
                    kind = "Anywhere" if status == "default" else f"Refused{status}"
                    number = sum(name.startswith(kind) for name in held) + 1
                    name = named.setdefault(f"{status} {text}", f"{kind}x{number}")
                    held[name] = answer
                    answers[status] = {"$ref": f"#/components/responses/{name}"}
            told[path][verb] = {**operation, "responses": answers}
    return told, held


def _response(codes: Iterable[str]) -> Schema:
    """What generators read as one shape, and people as a list."""
    told = [f"- `{code}`: {problems.kinds()[code].title.en}" for code in codes]
    return {
        "description": "\n".join(told),
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
    }
