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


class Under(NamedTuple):
    """Pages without an entry of their own, or whose entry a reader does not see, and the page that
    leads there."""

    path: str
    entry: str


ASIDE = ("/console/inbox", "/console/account", "/console/complaints", "/console/snap")
"""What the frame of every page leads to beside the navigation."""


class Line(NamedTuple):
    """An entry as a page shows it. ``current``: the page itself, or one below it."""

    path: str
    word: str
    current: bool


class Bar(NamedTuple):
    """The main navigation, the entries beside the current one, and the current one of ``ASIDE``
    where the page is of none of these."""

    heads: list[Line]
    beside: list[Line]
    aside: str = ""


def bar(
    entries: Iterable[Entry], roles: Iterable[Role], path: str, under: Iterable[Under] = ()
) -> Bar:
    """What somebody with these roles sees on the page at ``path``."""
    own = frozenset(roles)
    seen = sorted((e for e in entries if own & set(e.roles)), key=lambda e: e.at)
    leads = {e.path: e for e in reversed(seen)}
    known = {one.path: leads[one.entry] for one in under if one.entry in leads} | leads
    aside = {one.path: one.entry for one in under if one.entry in ASIDE} | {at: at for at in ASIDE}
    near = [at for at in (*known, *aside) if path == at or path.startswith(f"{at}/")]
    nearest = max(near, key=len, default="")
    here = known.get(nearest)
    heads, beside = [], []
    for head in HEADS:
        of_head = [e for e in seen if e.head == head]
        current = here is not None and here.head == head
        if of_head:
            heads.append(Line(of_head[0].path, f"nav.{head}", current))
        if current and len(of_head) > 1:
            beside = [Line(e.path, e.word, e is here) for e in of_head]
    return Bar(heads, beside, "" if here else aside.get(nearest, ""))


def home(entries: Iterable[Entry], roles: Iterable[Role]) -> str:
    """Where somebody with these roles begins: the page that names the first of them, else the
    first that is open to any; "" where none is."""
    ordered = sorted(entries, key=lambda e: (HEADS.index(e.head), e.at))
    mine = tuple(roles)
    begins = (e.path for role in mine for e in ordered if role in e.home)
    open_to = (e.path for e in ordered if set(mine) & set(e.roles))
    return next(begins, "") or next(open_to, "")
