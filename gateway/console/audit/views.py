"""Rows of the audit log as sentences. Pure."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from contracts.words import CITY_WIDE, ROLE_NAMES, Lang
from gateway.console.frame.words import WORDS, say, word

Json = dict[str, Any]


NUMBER = r"([0-9]{1,18})"
FAULTS = tuple(
    (re.compile(rf"{pattern}\Z".replace("#", NUMBER)), key)
    for pattern, key in (
        ("row # was altered", "altered"),
        ("row # cannot be read", "unread"),
        ("row # does not follow row #", "follows"),
        ("rows # to # were removed", "removed"),
        ("rows # to # were removed from the end", "cut"),
        ("row # is not the one that was noted", "other"),
    )
)
"""What ``chain.Check`` says, and the words for it."""


class Line(NamedTuple):
    """``who`` and ``about`` by name where there is one; ``code``: an address, shown as such."""

    number: int
    at: Any
    who: str
    text: str
    code: str
    refused: bool
    source: str
    kind: str


def accounts_of(rows: list[Json]) -> set[str]:
    """Accounts whose names the lines need."""
    about = {row["about"] for row in rows if row["kind"] in ("rights", "sign-in", "read")}
    return {row["by"] for row in rows} | about


def line(row: Json, names: Mapping[str, str], language: Lang) -> Line:
    kind, detail = row["kind"], row["detail"] or ""
    about = names.get(row["about"], row["about"])
    text, code = _said(row, about, detail, language), ""
    if kind in ("refusal", "export"):
        code = row["about"] + (f"?{detail}" if kind == "export" and detail else "")
    who = names.get(row["by"], row["by"]) or word(language, "audit.nobody")
    return Line(
        number=row["number"],
        at=row["at"],
        who=who,
        text=text,
        code=code,
        refused=row["outcome"] == "refused",
        source=row["source"] or "",
        kind=kind,
    )


def fault(told: str, language: Lang) -> str:
    for pattern, key in FAULTS:
        if found := pattern.match(told):
            values = dict(zip("ab", found.groups(), strict=False))
            return word(language, f"audit.fault.{key}", **values)
    return told


def _said(row: Json, about: str, detail: str, language: Lang) -> str:
    kind, refused = row["kind"], row["outcome"] == "refused"
    if refused and detail.partition(" ")[0].isdecimal():
        return word(language, "audit.many", count=detail.partition(" ")[0])
    if kind == "sign-in":
        return word(language, "audit.sign_in_refused" if refused else "audit.sign_in")
    if kind == "rights":
        act, _, rest = detail.partition(": ")
        key = f"audit.did.{act.replace(' ', '_').replace('-', '_')}"
        told = _appointment(rest, language) if rest else ""
        return say(language, key if key in WORDS else "audit.did.other", about=about, told=told)
    if kind == "read":
        key = f"audit.read.{row['about']}"
        return say(language, key if key in WORDS else "audit.read.one", about=about)
    return word(language, f"audit.{kind}")


def _appointment(told: str, language: Lang) -> str:
    """``unit ganzhou edu -> leader ganzhou`` with roles in words."""
    return " → ".join(_half(half, language) for half in told.split(" -> "))


def _half(half: str, language: Lang) -> str:
    roles, _, rest = half.partition(" ")
    named = [
        word(language, f"accounts.role.{role}") if role in ROLE_NAMES else role
        for role in roles.split(",")
    ]
    place = rest.replace(CITY_WIDE, word(language, "account.city"))
    return f"{word(language, 'accounts.and').join(named)} {place}".strip()
