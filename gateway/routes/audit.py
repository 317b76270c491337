"""The audit log, for the auditor alone."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.base import page_of
from gateway import describe, door
from gateway.audit import asked
from gateway.audit.asked import AuditRows
from gateway.routes.api import add, reply
from gateway.told import AuditRow
from gateway.validation import read


async def rows(request: Request) -> Response:
    """A page of the audit log, the newest first."""
    caller = (await door.session(request)).caller
    door.allow(caller, asked.AUDITOR)
    question = read(AuditRows, door.query(request), text=True)
    return reply(await asked.rows(request, caller, question))


def install(app: Starlette) -> None:
    described = describe.operation(
        "audit.rows",
        "audit",
        "审计日志",
        parameters=describe.query_of(AuditRows),
        answer=page_of(AuditRow),
        refusals=("forbidden",),
    )
    add(app, "GET", "/audit", rows, described)
