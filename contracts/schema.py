"""JSON Schema of the contracts, as others read it."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any


def _of_ecma(pattern: str) -> str:
    return pattern.replace(r"\Z", "$")


TEXTS: dict[str, Callable[[str], str]] = {"pattern": _of_ecma, "description": cleandoc}


def published(schema: Any) -> Any:
    r"""Patterns in the words of ECMA: its ``$`` is the very end, which Python calls ``\Z``.
    Descriptions without the indentation that they have as docstrings.

    Python's own ``$`` also stands before a last line feed, so that no pattern here may end with it.
    """
    if isinstance(schema, dict):
        return {
            name: TEXTS[name](part) if name in TEXTS and isinstance(part, str) else published(part)
            for name, part in schema.items()
        }
    return [published(part) for part in schema] if isinstance(schema, list) else schema
