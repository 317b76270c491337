"""A form of a page as its handler takes it."""

import secrets

from starlette.requests import Request

from gateway.console.frame import session
from gateway.console.frame.asking import fields
from gateway.tokens import Session

LONGEST_KEY = 40


async def posted(request: Request) -> tuple[Session, dict[str, str]]:
    """Who sent it, and what stands in it. Raises: Problem cross-site (it was not opened here), and
    as ``session.current``."""
    found = await session.current(request)
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    return found, given


def key_of(given: dict[str, str]) -> str:
    """Of a form that is sent twice: the same, so that it is done once."""
    return given.get("once", "")[:LONGEST_KEY] or secrets.token_hex(16)
