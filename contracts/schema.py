"""JSON Schema of the contracts, as others read it."""

from typing import Any


def published(schema: Any) -> Any:
    r"""Patterns in the words of ECMA: its ``$`` is the very end, which Python calls ``\Z``.

    Python's own ``$`` also stands before a last line feed, so that no pattern here may end with it.
    """
    if isinstance(schema, dict):
        return {
            name: part.replace(r"\Z", "$")
            if name == "pattern" and isinstance(part, str)
            else published(part)
            for name, part in schema.items()
        }
    return [published(part) for part in schema] if isinstance(schema, list) else schema
