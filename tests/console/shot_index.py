"""What a tour of the console saw, as a page of its pictures by role and room."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple

from contracts.words import ROLE_NAMES
from infra.local.programs import LOCAL

HOME = LOCAL / "shots"
SHOWN = ((1366, "normal"), (360, "normal"), (1366, "large"), (360, "large"))
STYLE = """body { font: 15px/1.5 sans-serif; margin: 24px } img { height: 360px; margin: 4px;
border: 1px solid #999; vertical-align: top; max-width: 640px; object-fit: cover;
object-position: top } .broken { color: #8e1116 } td { padding: 2px 12px 2px 0 }"""


class Shot(NamedTuple):
    """A page as one role saw it. ``requests`` and ``size`` (bytes as sent, from cache or not):
    what it loads with all its parts, pictures of the object store not counted."""

    role: str
    room: str
    address: str
    path: str
    account: str
    requests: int
    size: int


@dataclass
class Tour:
    """``broken``: pages and links that failed; ``odd``: what reads badly on a page; ``missed``:
    addresses that no link led to."""

    shots: list[Shot] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def picture(shot: Shot, width: int, size: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", shot.address.removeprefix("/console")).strip("-") or "home"
    return f"{shot.role or 'nobody'}-{name}-{width}-{size}.png"


def index(tour: Tour) -> str:
    head = f"<!doctype html><meta charset=utf-8><title>Tongxin</title><style>{STYLE}</style>"
    parts = (head, *_faults(tour), *_weights(tour.shots), *_pictures(tour.shots))
    return "\n".join(parts)


def _faults(tour: Tour) -> Iterator[str]:
    yield f"<h1>{len(tour.shots)} pages, {len(tour.broken)} faults</h1>"
    parts = {"Failed": tour.broken, "Reads badly": tour.odd, "Not reached": tour.missed}
    for title, lines in parts.items():
        items = "".join(f"<li>{escape(line)}" for line in lines)
        yield f'<h2>{title}: {len(lines)}</h2><ul class="broken">{items}</ul>'


def _weights(shots: list[Shot]) -> Iterator[str]:
    """Heaviest first."""
    rows = "".join(
        f"<tr><td>{one.size / 1000:.1f}<td>{one.requests}<td>{escape(one.address)}<td>{one.role}"
        for one in sorted(shots, key=lambda one: -one.size)
    )
    yield "<details><summary>What each page loads</summary><table><tr><th>kB<th>requests"
    yield f"<th>address<th>role{rows}</table></details>"


def _pictures(shots: list[Shot]) -> Iterator[str]:
    order = (*ROLE_NAMES, "")
    for role, seen in groupby(sorted(shots, key=lambda one: order.index(one.role)), _role):
        yield f"<h2>{escape(ROLE_NAMES.get(role, '未登录'))}</h2>"  # type: ignore[call-overload]
        for room, pages in groupby(sorted(seen, key=_room), _room):
            yield f"<h3>{room}</h3>"
            for shot in pages:
                yield from _page(shot)


def _role(shot: Shot) -> str:
    return shot.role


def _room(shot: Shot) -> str:
    return shot.room


def _page(shot: Shot) -> Iterator[str]:
    load = f"{shot.size / 1000:.1f} kB in {shot.requests} requests"
    yield f"<p>{escape(shot.address)} · {escape(shot.path)} · {load}</p>"
    for width, size in SHOWN:
        name = picture(shot, width, size)
        yield f'<a href="{name}"><img loading="lazy" src="{name}" alt="{width} {size}"></a>'
