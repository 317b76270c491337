"""Which page a message speaks of: the address of the console that a fact's own ids make."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from contracts.envelope import Fact

INBOX = "/console/inbox"
PAGES: Mapping[str, str] = {
    "path": "{path}",
    "paper": "/console/papers/{paper}",
    "finding": "/console/findings/{finding}",
    "inspection": "/console/inspections/{inspection}",
    "accountability": "/console/accountability/{accountability}",
    "need": "/console/needs/{need}",
    "demand": "/console/burden",
    "task": "/console/tasks/{task}",
    "complaint": "/console/complaints/{complaint}",
    "snap": "/console/snap/leads/{snap}",
    "disposal": "/console/disposals/{disposal}",
    "evidence": "/console/gallery/{evidence}",
    "hook": "/console/webhooks/{hook}",
    "veto": "/console/vetoes/{district}/{year}",
}
"""All addresses that messages lead to: a fact's, by the first of these fields that it has."""
_FIELD = re.compile(r"\{(\w{1,40})\}")


def address_of(fact: type[Fact]) -> str:
    """The address with its ids in braces. Raises: KeyError, for a fact that leads nowhere."""
    fields = fact.__struct_fields__
    return PAGES[next((name for name in PAGES if name in fields), "")]


def path_of(fact: Fact, district: str) -> str:
    """The path of the page, each id as an address wants it. Raises: KeyError."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        text = district if name == "district" else str(getattr(fact, name))
        return text if name == "path" else quote(text, safe=":")

    return _FIELD.sub(value, address_of(type(fact)))
