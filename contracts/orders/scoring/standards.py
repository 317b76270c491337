"""Orders and questions about standards and their rules."""

from typing import Annotated, Literal

from msgspec import Meta

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.sheets import Workbook
from contracts.words import Title, Version, Year

MAX_CSV = 512 * 1024
"""Characters of an imported standard."""
MAX_RULE = 20_000
"""Characters of a rule that is tried."""
MAX_ANSWERS = 500

Answers = Annotated[dict[str, str], Meta(max_length=MAX_ANSWERS)]
"""What was decided where the prose is silent, by question id."""


class ImportStandard(Order, frozen=True, kw_only=True):
    """A draft from exactly one of ``csv`` and ``workbook``. ``answers`` settle what the prose
    leaves open, by question id; they stand over the answers within the workbook."""

    version: Version
    name: Title
    csv: Annotated[str, Meta(max_length=MAX_CSV)] = ""
    workbook: Workbook | None = None
    answers: Answers = {}


class PublishStandard(Order, frozen=True, kw_only=True):
    version: Version


class StandardOf(Ask, frozen=True, kw_only=True):
    version: Version


class Standards(PageAsk, frozen=True, kw_only=True):
    """Every version with its state: draft, published or superseded."""


class StandardSheet(Ask, frozen=True, kw_only=True):
    """A version as a workbook that imports as the same standard. ``one``: all of it in one sheet,
    so that a CSV file holds it whole."""

    version: Version
    sheets: Literal["several", "one"] = "several"


class DryRun(Ask, frozen=True, kw_only=True):
    """Every score of the year's districts that would move under this version, and why."""

    version: Version
    year: Year


class RuleSchema(Ask, frozen=True, kw_only=True):
    pass


class RuleGrammar(Ask, frozen=True, kw_only=True):
    """Every operator with its fields and a worked example."""


class TryRule(Ask, frozen=True, kw_only=True):
    """A rule as prose or as a JSON tree. Without ``facts`` the system chooses the cases.

    ``points``: the full mark as decimal text.
    """

    rule: Annotated[str, Meta(min_length=1, max_length=MAX_RULE)]
    points: Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?\Z")] = "1"
    answers: Answers = {}
    facts: Measures = {}
