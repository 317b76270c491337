"""Where a reader can go, and where each role begins. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contracts.roles import READERS
from contracts.words import Role

HEADS = ("overview", "tasks", "evidence", "scores", "oversight", "bulletins", "admin")
"""The seven of the main navigation, in this order; words ``nav.<head>``."""


class Entry(NamedTuple):
    """A page of the navigation. ``word``: its key; ``roles``: who sees it; ``home``: who begins
    there; ``at``: its place among those of its head."""

    head: str
    path: str
    word: str
    roles: Sequence[Role] = READERS
    home: Sequence[Role] = ()
    at: int = 50


class Line(NamedTuple):
    """An entry as a page shows it. ``current``: the page itself, or one below it."""

    path: str
    word: str
    current: bool


class Bar(NamedTuple):
    """The main navigation, and the entries beside the current one."""

    heads: list[Line]
    beside: list[Line]


def bar(entries: Iterable[Entry], roles: Iterable[Role], path: str) -> Bar:
    """What somebody with these roles sees on the page at ``path``."""
    own = frozenset(roles)
    seen = sorted((e for e in entries if own & set(e.roles)), key=lambda e: e.at)
    here = max(
        (e for e in seen if path == e.path or path.startswith(f"{e.path}/")),
        key=lambda e: len(e.path),
        default=None,
    )
    heads, beside = [], []
    for head in HEADS:
        under = [e for e in seen if e.head == head]
        current = here is not None and here.head == head
        if under:
            heads.append(Line(under[0].path, f"nav.{head}", current))
        if current and len(under) > 1:
            beside = [Line(e.path, e.word, e is here) for e in under]
    return Bar(heads, beside)


def home(entries: Iterable[Entry], roles: Iterable[Role]) -> str:
    """Where somebody with these roles begins: the page that names the first of them, else the
    first that is open to any; "" where none is."""
    ordered = sorted(entries, key=lambda e: (HEADS.index(e.head), e.at))
    mine = tuple(roles)
    begins = (e.path for role in mine for e in ordered if role in e.home)
    open_to = (e.path for e in ordered if set(mine) & set(e.roles))
    return next(begins, "") or next(open_to, "")
