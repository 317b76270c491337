"""docs/events.md: each fact, who hears it on which queue, and what it does there.

Read from the wiring tables; whom notify tells, from the sentences of its page.
"""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contracts.envelope import Fact, Step
from contracts.orders.base import method_of
from kit.service import Service
from kit.table import Hearing, Reaction
from services.notify import audiences

HEAD = """# Events

Written by `make contracts` from the services' tables; `make check` says where it differs. A fact is
published on the exchange of its service under its type, `<publisher>.<fact>.v1`. Each hearer has a
queue of its own, named here, beside `<queue>.parked` for what waits for a person. What happens is
the kind of aggregate and the decision that changes it; where notify hears it, who learns what.

A **step** is a fact that its publisher alone hears: one change goes on in another aggregate by it.
The gateway's live feed hears every fact; of what no service hears, it is the only use.
"""
SENTENCE = re.compile(r"((?:    # .+\n)+)    \w+\.(\w+): ")
"""Of ``audiences.py``: the comment above a line, and its fact."""

Rows = Iterator[tuple[str, str]]


def page(services: Iterable[type[Service]], facts: Mapping[str, type[Fact]]) -> str:
    """Markdown. Raises: KeyError for a fact that notify tells without a sentence."""
    hearers: dict[type[Fact], list[tuple[type[Service], Hearing]]] = {}
    for service in services:
        for hearing in service.of(Hearing).values():
            hearers.setdefault(hearing.fact, []).append((service, hearing))
    parts = [HEAD]
    module = ""
    for fact in sorted(facts.values(), key=lambda fact: (fact.__module__, fact.type)):
        if fact.__module__ != module:
            module = fact.__module__
            parts.append(_heading(module))
        parts.append(_lines(fact, hearers.get(fact, [])))
    return "".join(parts)


def _heading(module: str) -> str:
    _, *place = module.split(".")
    return (
        f"\n## {', '.join(place)}\n\n`{module.replace('.', '/')}.py`\n\n"
        "| fact | queue | what happens |\n|---|---|---|\n"
    )


def _lines(fact: type[Fact], hearers: list[tuple[type[Service], Hearing]]) -> str:
    name = f"`{method_of(fact)}`" + (" **step**" if issubclass(fact, Step) else "")
    rows = [row for service, hearing in hearers for row in _rows(service, hearing)]
    lines = []
    for queue, happens in rows or [("", "the live feed alone")]:
        lines.append(f"| {name} | {queue} | {happens} |\n")
        name = ""
    return "".join(lines)


def _rows(service: type[Service], hearing: Hearing) -> Rows:
    queue = f"`{service.name}.{hearing.name}`"
    if hearing.fact in audiences.AUDIENCES and service.name == "notify":
        yield queue, SENTENCES[hearing.fact.__name__]
        return
    for reaction in hearing.reactions:
        yield queue, f"{reaction.aggregate.collection}: {_decision(service, reaction)}"
        queue = ""


def _decision(service: type[Service], reaction: Reaction[Any, Any]) -> str:
    """Where it stands, below its service's folder; of one made by a function, that function."""
    place = reaction.decide.__module__.removeprefix(f"services.{service.name}.")
    name = reaction.decide.__qualname__.partition(".")[0]
    return f"`{name}` in `{place.replace('.', '/')}.py`"


def _sentences() -> dict[str, str]:
    """Fact → the sentence above its line."""
    source = inspect.getsource(audiences)
    return {
        name: " ".join(line.strip(" #") for line in comment.splitlines())
        for comment, name in SENTENCE.findall(source)
    }


SENTENCES = _sentences()
