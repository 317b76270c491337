"""What a field is: the same words wherever its name stands (``meanings.txt``)."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).with_name("meanings.txt")


class Meaning(NamedTuple):
    """``example``: of a field that holds text; empty where its kind is example enough."""

    words: str
    example: str


@cache
def meanings() -> dict[str, Meaning]:
    """By the field's name, or ``Struct.field`` where one struct means something of its own."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    told = (line.partition(" = ") for line in lines if line and not line.startswith("#"))
    return {name: _meaning(said) for name, _, said in told}


def _meaning(said: str) -> Meaning:
    words, _, example = said.partition(" :: ")
    return Meaning(words, example)


def meaning(struct: str, field: str) -> Meaning | None:
    known = meanings()
    return known.get(f"{struct}.{field}") or known.get(field)
