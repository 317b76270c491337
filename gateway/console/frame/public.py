"""Who opens a page that needs no account."""

from starlette.requests import Request

from contracts.caller import Caller
from contracts.words import CITY_WIDE
from gateway.console.frame import session
from gateway.console.frame.render import SIGNED_OUT
from gateway.problems import Problem

PUBLIC = Caller(account="public", name="群众", roles=(), district=CITY_WIDE)
"""Whoever has not signed in; reached with it are the calls of pages for everybody alone."""


async def who(request: Request) -> tuple[Caller, Caller | None]:
    """As whom such a page asks, and the person signed in."""
    try:
        signed = (await session.current(request)).caller
    except Problem as problem:
        if problem.code not in SIGNED_OUT:
            raise
        return PUBLIC, None
    return signed, signed
