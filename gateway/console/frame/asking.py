"""What a page asks with: the fields of a form, and questions and orders to a service."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway import door
from gateway.asking import Json, ask, find, give
from gateway.problems import Problem

__all__ = ("Json", "ask", "fields", "find", "give")

MAX_FIELDS = 40
MAX_FORM = 16 * 1024
"""Bytes of one form."""


async def fields(request: Request, limit: int = MAX_FORM, most: int = MAX_FIELDS) -> dict[str, str]:
    """A form's fields; asked again, the same. Raises: Problem malformed-request, and those of
    ``door.body``."""
    if not hasattr(request.state, "fields"):
        raw = await door.body(request, limit)
        try:
            pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=most)
        except ValueError:
            raise Problem("malformed-request", "表单无法读懂。") from None
        request.state.fields = dict(pairs)
    found: dict[str, str] = request.state.fields
    return found
