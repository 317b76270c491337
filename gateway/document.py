"""The OpenAPI 3.1 document as a whole."""

from collections.abc import Iterable

import msgspec

from gateway import refusing, schemas
from gateway.schemas import Schema

ABOUT = """\
How a city runs its double-support campaign (双拥模范城创建): tasks, who must do them by when,
the evidence that proves them, scores that explain themselves, and who is told.

**Signing in.** `POST /token` with account and password gives a token for half an hour; `POST
/token/renew` another, for twelve hours at most. Send it as `Authorization: Bearer …`.

**Changing something.** Every such POST has an `Idempotency-Key` of the client's choice. The same
key with the same request gives the first answer: after a lost answer, send the request again as it
was. `If-Match` with the version that was seen (its `ETag`) refuses a change that others were
faster with.

**Reading lists.** Pages of `limit` things; `next` is the `cursor` of the page after, null at the
end. Unknown parameters are refused.

**Refusals** are problem details (RFC 9457): `code` is stable, `field` names the part at fault,
`trace_id` is for those who run the system, and `type` is a page about the code. 429 and 503 say in
`Retry-After` when to ask again. `Accept-Language: en` gives titles and usual sentences in English.

**Numbers.** Points are whole thousandths: 1500 is 1.5 points. Days are dates in China; moments are
RFC 3339 in UTC.

**Files** do not pass through this API: declare a file, ask for addresses, send the bytes there,
report them, and read the state until it is SEALED."""
TAGS = {
    "identity": "Signing in, one's own account, and accounts of other people.",
    "tasks": "Who must do what by when: plans, tasks, registers, inspections, meetings, needs.",
    "evidence": "Files that prove something, from declaring to the sealed original.",
    "scoring": "Standards, scores, forecasts, vetoes, snapshots.",
    "notify": "Messages to people, and how they want them.",
    "feed": "What changed, as it changes.",
    "audit": "Who did what, for the auditor.",
    "dossiers": "What a district's figures rest on, in one file that proves itself (迎检档案).",
}
SERVERS: list[Schema] = [{"url": "/", "description": "The instance that serves this document."}]
PROBLEM: Schema = {
    "type": "object",
    "description": "A refusal (RFC 9457). Some codes have members of their own besides.",
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "The address of the page about this code.",
        },
        "title": {"type": "string", "description": "The kind of refusal, in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is the matter here."},
        "code": {"type": "string", "description": "Stable, kebab-case."},
        "field": {
            "type": "string",
            "description": "JSON path of the part at fault, or empty.",
        },
        "trace_id": {"type": "string", "description": "By which operations find the request."},
    },
    "required": ["type", "title", "status", "detail", "code", "field", "trace_id"],
    "examples": [
        {
            "type": "/problems/not-found",
            "title": "没有找到",
            "status": 404,
            "detail": "没有这个对象，或者它不在您的管辖范围内。",
            "code": "not-found",
            "field": "",
            "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        }
    ],
}


def document(paths: Schema, bodies: Iterable[type[msgspec.Struct]], version: str) -> Schema:
    """``paths``: path → verb → operation, with shapes for schemas."""
    resolved, components = schemas.resolved(paths, list(bodies))
    told, refusals = refusing.shared(resolved)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tongxin",
            "version": version,
            "summary": "The public API of a city's double-support campaign",
            "description": ABOUT,
        },
        "servers": SERVERS,
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": told,
        "components": {
            "schemas": dict(sorted({"Problem": PROBLEM, **components}.items())),
            "responses": refusals,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "Of POST /api/v1/token.",
                },
            },
        },
    }
