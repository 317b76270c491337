"""Questions about standards and their rules."""

from typing import Any

import msgspec

from contracts.orders.scoring import (
    PreviewStandard,
    RuleGrammar,
    RuleSchema,
    StandardOf,
    Standards,
    StandardSheet,
    TryRule,
)
from kit.reader import Reader
from services.scoring import rules
from services.scoring.campaigns.store import YEARS
from services.scoring.standards import exporting
from services.scoring.standards.looks import MAX_STANDARDS, items_before
from services.scoring.standards.proposing import Known
from services.scoring.standards.publishing import Published
from services.scoring.standards.standard import fingerprint
from services.scoring.standards.store import STANDARDS
from services.scoring.wording.grammar import grammar


def standard_of(reader: Reader, ask: StandardOf) -> dict[str, Any]:
    found = reader.get(STANDARDS, ask.version)
    shown: dict[str, Any] = msgspec.to_builtins(found.standard)
    return {**shown, **_life(found, _successors(reader, [ask.version]), ask.version)}


def standards(reader: Reader, ask: Standards) -> dict[str, Any]:
    """A page of versions, each with its state and the years that keep it."""
    page = reader.page(STANDARDS, {}, ask)
    versions = [row["id"] for row in page["items"]]
    successors = _successors(reader, versions)
    years = _years(reader, versions)
    items = []
    for row in page["items"]:
        found = STANDARDS.load({k: v for k, v in row.items() if k not in ("id", "version")})
        items.append(
            {
                "version": row["id"],
                "name": found.standard.name,
                "items": len(found.standard.items),
                "base_points": found.standard.base_points,
                "bonus_cap": found.standard.bonus_cap,
                "years": years.get(row["id"], []),
                **_life(found, successors, row["id"]),
            }
        )
    return {**page, "items": items}


def _successors(reader: Reader, versions: list[str]) -> dict[str, str]:
    """Version → the one that superseded it."""
    filters = {"supersedes": {"$in": versions}, "published": True}
    found = reader.all(STANDARDS, filters, limit=MAX_STANDARDS)
    return {state.supersedes: version for version, state in found}


def _years(reader: Reader, versions: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for _, year in reader.all(YEARS, {"standard": {"$in": versions}}):
        found.setdefault(year.standard, []).append(year.year)
    return {version: sorted(years) for version, years in found.items()}


def _life(found: Published, successors: dict[str, str], version: str) -> dict[str, Any]:
    after = successors.get(version, "")
    state = ("superseded" if after else "published") if found.published else "draft"
    return {
        "state": state,
        "published": found.published,
        "published_at": msgspec.to_builtins(found.published_at),
        "published_by": found.published_by,
        "supersedes": found.supersedes,
        "superseded_by": after,
        "open": [msgspec.to_builtins(question) for question in found.questions],
        "sha256": fingerprint(found.standard),
    }


def standard_known(
    reader: Reader, ask: PreviewStandard
) -> tuple[Published | None, tuple[Known, ...]]:
    """What a table of a standard is read against: the draft of its version, and the items that
    are proposed from."""
    return reader.find(STANDARDS, ask.version), items_before(reader, ask)


def standard_sheet(reader: Reader, ask: StandardSheet) -> dict[str, Any]:
    """The version as a workbook that imports as the same standard. Raises: NotFound."""
    found = reader.get(STANDARDS, ask.version)
    open_ = frozenset(question.id for question in found.questions)
    table = exporting.workbook(found.standard, one=ask.sheets == "one", open_=open_)
    return {"workbook": msgspec.to_builtins(table)}


def rule_schema(_reader: Reader, _ask: RuleSchema) -> dict[str, Any]:
    return rules.schema()


def rule_grammar(_reader: Reader, _ask: RuleGrammar) -> dict[str, Any]:
    return {"operators": grammar()}


def nothing(_reader: Reader, _ask: TryRule) -> None:
    """A rule is tried on itself alone."""
