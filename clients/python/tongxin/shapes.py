"""What is answered most often; ``openapi.json`` has every answer with every field."""

from typing import Any, TypedDict


class Page(TypedDict):
    """``next``: the cursor of the page after, None at the end."""

    items: list[dict[str, Any]]
    next: str | None


class Task(TypedDict, total=False):
    """A task in a list; ``due`` is a date, ``working_days_left`` None once it is past."""

    id: str
    version: int
    district: str
    year: int
    item: str
    title: str
    lead: str
    cooperating: list[str]
    person: str
    due: str
    state: str
    overdue: bool
    working_days_left: int | None


class Evidence(TypedDict, total=False):
    """A piece of evidence. ``state``: SEALED once it was checked and can prove something."""

    id: str
    version: int
    state: str
    sha256: str
    size: int
    code: str
    reason: str
